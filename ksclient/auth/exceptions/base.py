"""The root of the tree."""

from __future__ import annotations

from typing import Any, Self

from ksclient.auth.exceptions import _borders

__all__ = ["ClientException"]


class ClientException(Exception):
    """Anything that went wrong between a program and a cloud.

    Errors pickle and copy with their message and their attributes.

    Attributes:
        message: What happened, without decoration.
    """

    message: str = "ClientException"

    def __new__(cls, *_args: Any, **_kwargs: Any) -> Self:
        """Make an error that keystoneauth1's handlers catch too, where it is in use."""
        return Exception.__new__(_borders.twin_of(cls))

    def __init__(self, message: str | None = None) -> None:
        self.message = message or self.message
        # Not super(): a twin's next class is keystoneauth1's, with a signature of its own.
        Exception.__init__(self, self.message)

    def __reduce__(self) -> tuple[Any, ...]:
        state = {name: value for name, value in vars(self).items() if name != "response"}
        return (_rebuild, (_borders.original_of(type(self)), self.args, state))


def _rebuild(cls: type[ClientException], args: tuple[Any, ...], state: dict[str, Any]) -> Any:
    """Make the error again, in a process that may hold other libraries than the first."""
    error = cls.__new__(cls)
    error.args = args
    vars(error).update(state)
    return error
