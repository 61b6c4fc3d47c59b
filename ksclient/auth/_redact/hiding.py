"""Values that hide their secrets from ``repr``, and so from tracebacks with locals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from ksclient.auth._redact.documents import TOO_DEEP, mask_body, mask_leaf, mask_value
from ksclient.auth._redact.secrets import digest

T = TypeVar("T")


class SecretDict(dict[str, Any]):
    """A dictionary that hides its secrets from ``repr``, and so from tracebacks with locals."""

    def __repr__(self) -> str:
        try:
            values = {name: _mask_argument(name, value) for name, value in self.items()}
            return repr(mask_value(values, ("",), mask_body))
        except RecursionError:
            return TOO_DEEP


def _mask_argument(name: str, value: Any) -> Any:
    """Return *value* as it may be shown, where requests takes credentials by that *name*."""
    if name in {"auth", "requests_auth"} and isinstance(value, tuple):
        return tuple(mask_leaf(part) for part in value)
    if name == "cookies" and isinstance(value, Mapping):
        return {key: mask_leaf(cookie) for key, cookie in value.items()}
    return value


class SecretList(list[Any]):
    """A list that hides the secrets in it from ``repr``."""

    def __repr__(self) -> str:
        try:
            return repr(mask_value(list(self), ("",), mask_body))
        except RecursionError:
            return TOO_DEEP


class SecretSet(set[Any]):
    """A set that hides the secrets in it from ``repr``."""

    def __repr__(self) -> str:
        return repr(SecretList(self))


class SecretFrozenSet(frozenset[Any]):
    """A set that does not change, and hides the secrets in it from ``repr``."""

    def __repr__(self) -> str:
        return repr(SecretList(self))


class SecretText(str):
    """A text, such as a URL or a body, that hides the secrets in it from ``repr``."""

    __slots__ = ()

    def __repr__(self) -> str:
        return repr(mask_body(str(self)))


class _Body:
    """Hides the secrets in the text that bytes are, from ``repr``."""

    __slots__ = ()

    def __repr__(self) -> str:
        text = cast("bytes", self).decode("utf-8", "replace")
        masked = mask_body(text)
        return super().__repr__() if masked == text else repr(masked.encode())


class SecretBody(_Body, bytes):
    """Bytes, such as a body, that hide the secrets in them from ``repr``."""


class SecretBodyArray(_Body, bytearray):
    """The same of bytes that may change."""


class Secret(str):
    """A text, such as a password, that is secret as a whole: its ``repr`` is its digest."""

    __slots__ = ()

    def __repr__(self) -> str:
        return digest(str(self))


class SecretBytes(bytes):
    """Bytes that are secret as a whole: their ``repr`` is their digest."""

    __slots__ = ()

    def __repr__(self) -> str:
        return digest(bytes(self))


class _Whole:
    """Is secret as a whole, whatever is in it; passwords that are no text are mistakes."""

    __slots__ = ()

    def __repr__(self) -> str:
        try:
            return digest(super().__repr__())
        except RecursionError:
            return TOO_DEEP


class _WholeByteArray(_Whole, bytearray):
    pass


class _WholeDict(_Whole, dict[Any, Any]):
    pass


class _WholeList(_Whole, list[Any]):
    pass


class _WholeTuple(_Whole, tuple[Any, ...]):
    __slots__ = ()


class _WholeSet(_Whole, set[Any]):
    pass


class _WholeFrozenSet(_Whole, frozenset[Any]):
    pass


_HIDING: dict[Any, Callable[[Any], Any]] = {
    str.__repr__: SecretText,
    bytes.__repr__: SecretBody,
    bytearray.__repr__: SecretBodyArray,
    dict.__repr__: SecretDict,
    list.__repr__: SecretList,
    set.__repr__: SecretSet,
    frozenset.__repr__: SecretFrozenSet,
}
"""What hides a value, by how that shows itself: so a type made of dict, say, is hidden too."""

_SECRET: dict[Any, Callable[[Any], Any]] = {
    str.__repr__: Secret,
    bytes.__repr__: SecretBytes,
    bytearray.__repr__: _WholeByteArray,
    dict.__repr__: _WholeDict,
    list.__repr__: _WholeList,
    tuple.__repr__: _WholeTuple,
    set.__repr__: _WholeSet,
    frozenset.__repr__: _WholeFrozenSet,
}


def hidden(value: T) -> T:
    """Return an equal of *value* whose ``repr`` hides its secrets: of a text, a dict or a list.

    Bytes and sets, too. Where a caller's arguments stay in sight, a traceback with locals shows
    them.
    """
    make = _HIDING.get(type(value).__repr__)
    return cast("T", make(value)) if make else value


def secret(value: T) -> T:
    """Return an equal of *value*, a password or a token, whose ``repr`` does not show it.

    What holds nothing, such as None, and what shows itself in its own way, stays itself.
    """
    make = _SECRET.get(type(value).__repr__)
    return cast("T", make(value)) if make else value
