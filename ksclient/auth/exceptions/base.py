"""The root of the tree."""

from __future__ import annotations

import copy
from typing import Any, Self

from ksclient.auth._redact import mask_text
from ksclient.auth._text import printable
from ksclient.auth.exceptions import _borders

__all__ = ["ClientException"]


class ClientException(Exception):
    """Anything that went wrong between a program and a cloud.

    Errors pickle and copy with their message and their attributes. A pickle leaves the server's
    answer out, and the tokens that URLs name.

    Attributes:
        message: What happened, without decoration.
    """

    message: str = "ClientException"

    def __init__(self, message: str | None = None) -> None:
        _borders.become_twin(self)
        self.message = _printable(message or self.message)
        # Not super(): a twin's next class is keystoneauth1's, with a signature of its own.
        Exception.__init__(self, self.message)

    def __reduce__(self) -> tuple[Any, ...]:
        state = {name: _storable(name, value) for name, value in vars(self).items()}
        return (rebuild, (_borders.original_of(type(self)), self.args, state))

    def __copy__(self) -> Self:
        return self._copy(dict(vars(self)))

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        for name in ("response", "original"):  # what others made, and cannot always be copied
            memo[id(vars(self).get(name))] = vars(self).get(name)
        return self._copy(copy.deepcopy(vars(self), memo))

    def _copy(self, state: dict[str, Any]) -> Self:
        clone: Self = rebuild(_borders.original_of(type(self)), self.args, state)
        return clone


def _printable(message: Any) -> Any:
    """Return a *message*, part of which a server may have said, as something that prints."""
    return printable(message) if isinstance(message, str) else message


def _storable(name: str, value: Any) -> Any:
    """Return an attribute's *value* as a pickle may hold it: pickles are written to disks."""
    if name == "response":
        return None
    return mask_text(value) if isinstance(value, str) else value


def rebuild(cls: type[Exception], args: tuple[Any, ...], state: dict[str, Any]) -> Any:
    """Make an error again, in a process that may hold other libraries than the first."""
    error = cls.__new__(cls)
    _borders.become_twin(error)
    error.args = args
    vars(error).update(state)
    return error
