"""Values that hide their secrets from ``repr``, and so from tracebacks with locals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import is_not
from typing import Any, TypeVar, cast

from ksclient.auth._redact.documents import TOO_DEEP, mask_body, mask_leaf, mask_value
from ksclient.auth._redact.secrets import digest, is_secret
from ksclient.auth._redact.urls import mask_text, mask_url

T = TypeVar("T")


class SecretDict(dict[str, Any]):
    """A dictionary that hides its secrets from ``repr``, and so from tracebacks with locals."""

    __slots__ = ()

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

    __slots__ = ()

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
    if make is None:
        return value
    hiding: T = make(value)
    return hiding


def secret(value: T) -> T:
    """Return an equal of *value*, a password or a token, whose ``repr`` does not show it.

    What holds nothing, such as None, and what shows itself in its own way, stays itself.
    """
    make = _SECRET.get(type(value).__repr__)
    if make is None:
        return value
    try:
        whole: T = make(value if isinstance(value, str) else _all_secret(value))
    except RecursionError:
        whole = make(value)
    return whole


def _all_secret(value: Any) -> Any:
    """Return *value* with all that is in it secret as well: reporters walk through what holds."""
    if isinstance(value, dict):
        return {key: secret(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [secret(item) for item in value]
    return value


def veiled_url(url: T) -> T:
    """Return an equal of *url* whose ``repr`` hides the password in it; what is no text, itself."""
    if not isinstance(url, str):
        return url
    is_plain = "@" in url and type(url).__repr__ is not VeiledURL.__repr__
    return cast("T", VeiledURL(url)) if is_plain else url


class VeiledURL(str):
    """A URL whose ``repr`` hides the password in it.

    Copied it stays itself; what comes out of a pickle is a plain text.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return repr(mask_url(str(self)))

    def __copy__(self) -> VeiledURL:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> VeiledURL:
        return self

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)


def plain(value: T) -> T:
    """Return the text that *value* is, not hidden any more; what is no text, itself."""
    return cast("T", str(value)) if isinstance(value, str) else value


def kind_of(value: object) -> str:
    """Return the name of the type of *value*, hidden or not."""
    return next(k.__name__ for k in type(value).__mro__ if k.__module__ != __name__)


class SealedDict(SecretDict):
    """A dictionary in which each secret hides on its own, however deep it is."""


class SealedList(SecretList):
    """A list in which each secret hides on its own, however deep it is."""


_BODIES = frozenset({"body", "data", "params"})
"""Keywords of a request whose texts may be documents."""

_LONGEST_BODY = 65536
"""Characters or bytes of the longest of them that is looked into; secrets come in small ones."""


def sealed(value: T) -> T:
    """Return an equal of *value* in which each secret hides on its own.

    Error reporters walk through dictionaries and lists, and ask each thing in there for its
    ``repr``, not the whole: so this is for what is sent, which stays in sight of a traceback. It
    is not for answers, whose texts belong to the caller. What is in there and holds no secret
    stays the very same object.
    """
    if type(value) in _HARMLESS:
        return value
    if type(value) is dict and not value:
        return cast("T", SealedDict())
    try:
        found: Any = _sealed(value, ("",))
    except RecursionError:
        return hidden(value)
    if type(found) is dict:
        found = SealedDict(found)
    sealing: T = found
    return sealing


_DICTS = frozenset({dict.__repr__, SecretDict.__repr__})
_LISTS = frozenset({list.__repr__, SecretList.__repr__})
_TEXTS = frozenset({str.__repr__, bytes.__repr__})
_LOOKED_AT = frozenset(_SECRET) | _DICTS | _LISTS
"""How what may hold a secret shows itself; all else has a way of its own."""

_SEALED = (SealedDict, SealedList)

_HARMLESS = frozenset({type(None), bool, int, float, Secret, SealedDict, SealedList})
"""Types of what has no secret, or hides it already; most things are of these."""


def _sealed(value: Any, path: tuple[str, ...]) -> Any:
    shows_itself: Any = type(value).__repr__
    if shows_itself not in _LOOKED_AT or isinstance(value, _SEALED):
        return value
    if is_secret(path, value):
        return secret(value)
    if shows_itself in _DICTS:
        members = {
            key: item if type(item) in _HARMLESS else _sealed_member(key, item, path)
            for key, item in value.items()
        }
        return SealedDict(members) if any(map(is_not, members.values(), value.values())) else value
    if shows_itself in _LISTS:
        items = [_sealed(item, path) for item in value]
        return SealedList(items) if any(map(is_not, items, value)) else value
    if shows_itself in _TEXTS:
        return _sealed_text(value, path[-1])
    return value


def _sealed_text(value: Any, name: str) -> Any:
    """Return a text, or bytes, which is hidden if there is something to hide in it."""
    if len(value) > _LONGEST_BODY:
        return value
    if name in _BODIES:
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
        return value if mask_body(text) == text else hidden(value)
    if isinstance(value, bytes) or "/" not in value:
        return value
    return value if mask_text(value) == value else hidden(value)


def _sealed_member(key: Any, value: Any, path: tuple[str, ...]) -> Any:
    if key in {"auth", "requests_auth"} and type(value) is tuple:
        return tuple(map(secret, value))
    if key == "cookies" and type(value) is dict:
        return SealedDict((name, secret(cookie)) for name, cookie in value.items())
    return _sealed(value, (*path, str(key).lower()))
