"""Plugins pickle without their secrets, and copy with them."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, Self

from ksclient.auth import exceptions
from ksclient.auth._lazy import load_waiting
from ksclient.auth._per_process import PerProcess
from ksclient.auth._redact import without_password
from ksclient.auth._single_flight import SingleFlight

_keeping_secrets: ContextVar[bool] = ContextVar("keeping_secrets", default=False)


def keeps_secrets() -> bool:
    """Tell whether what is pickled now keeps its secrets; see `secrets_kept`."""
    return _keeping_secrets.get()


@contextmanager
def secrets_kept() -> Iterator[None]:
    """Let plugins pickled inside this block keep their passwords, tokens and trusts.

    Without it they leave them out, and say so when they are used::

        with plugin.secrets_kept():
            data = pickle.dumps(auth)

    Whoever can read such a pickle can log in as its user.

    It holds for this thread. Queues, pools and executors pickle what they are given later, in a
    thread of their own, and so without secrets: hand them *data*, the bytes.
    """
    before = _keeping_secrets.set(True)
    try:
        yield
    finally:
        _keeping_secrets.reset(before)


class CopiesWhole:
    """Copies itself with the secrets that its ``__getstate__`` leaves out of pickles."""

    def __copy__(self) -> Self:
        with secrets_kept():
            return self._twin(self.__getstate__())

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        with secrets_kept():
            return self._twin(copy.deepcopy(self.__getstate__(), memo))

    def _twin(self, state: Any) -> Self:
        """Return another one, with *state*."""
        twin = type(self).__new__(type(self))
        vars(twin).update(state)
        return twin


class LeavesSecretsOut:
    """Pickles without its secret attributes; copies, deep or not, with them."""

    _secrets: ClassVar[tuple[str, ...]] = ("auth_ref", "password", "token", "trust_id")
    """Names of the attributes that a pickle holds None for."""

    _urls: ClassVar[tuple[str, ...]] = ("auth_url", "endpoint")
    """Names of those in which a password may stand before the host; a pickle leaves that out."""

    def __getstate__(self) -> dict[str, Any]:
        state = {**vars(self), "_discovery_cache": {}}
        if not _keeping_secrets.get():
            left_out = {name for name in self._secrets if state.get(name) is not None}
            state.update(dict.fromkeys(left_out))
            bare = {
                n: without_password(state[n]) for n in self._urls if isinstance(state.get(n), str)
            }
            left_out |= {name for name, url in bare.items() if url != state[name]}
            state.update(bare)
            state["_left_out"] = left_out | state.get("_left_out", set())
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        load_waiting()

    def __copy__(self) -> Self:
        clone = type(self).__new__(type(self))
        with secrets_kept():
            vars(clone).update(self.__getstate__())
        for name, value in vars(clone).items():
            if isinstance(value, PerProcess | SingleFlight):
                vars(clone)[name] = copy.copy(value)  # the clone's own, not a shared one
        return clone

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        clone = memo[id(self)] = type(self).__new__(type(self))
        with secrets_kept():
            vars(clone).update(copy.deepcopy(self.__getstate__(), memo))
        return clone

    def _demand(self, name: str) -> Any:
        """Return the attribute *name*, unless a pickle has left it out.

        Raises:
            AuthorizationFailure: If it has; the message says what to do.
        """
        value = getattr(self, name)
        lacks = value is None or (
            name in self._urls and "@" in value and value == without_password(value)
        )
        if lacks and name in vars(self).get("_left_out", ()):
            public = name.lstrip("_")
            lost = f"the password in its {public}" if name in self._urls else f"its {public}"
            raise exceptions.AuthorizationFailure(
                f"This {type(self).__name__} plugin was pickled without {lost}, as plugins "
                f"are: set plugin.{public} = ... before using it, or pickle it inside "
                f"'with ksclient.auth.plugin.secrets_kept():'."
            )
        return value

    def _demand_trust(self) -> None:
        """Refuse to go on without the trust, if a pickle has left it out.

        Without it a login would not fail, and be for something else.
        """
        for name in {"trust_id", "_trust_id"} & vars(self).keys():
            self._demand(name)

    def _do_without(self, *names: str) -> None:
        """Miss these attributes no more, should a pickle have left them out."""
        self._left_out = vars(self).get("_left_out", set()) - set(names)
