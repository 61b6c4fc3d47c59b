"""What crosses the border to keystoneauth1 is known on both sides of it.

When a program uses both libraries, an error of ours is raised as a *twin*: a class made on
the spot that inherits from our class and from keystoneauth1's class of the same name, so that
handlers for either catch it. A session is made the same way, since keystoneauth1's adapters
hold back what they think a stranger would not understand. The other way, `adopted` gives an
error of keystoneauth1's our class as well. A program without keystoneauth1 never meets a
twin, and keystoneauth1 is never imported here.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from ksclient.auth._redact import hidden, mask_said

_THEIRS = "keystoneauth1.exceptions"
_OURS = "ksclient.auth.exceptions"
_SAID = frozenset({"message", "details"})
"""Attributes of errors that hold a server's own words."""

_twins: dict[tuple[type, type], type] = {}


def twin_of(cls: type, module: str = _THEIRS) -> type:
    """Return *cls*, or its twin where keystoneauth1 has that class too.

    A class that keystoneauth1 lacks gets the nearest one above it that keystoneauth1 has.

    Args:
        cls: A class of ours, or one that a user made of it.
        module: Where keystoneauth1 keeps the like.
    """
    theirs = next((found for ours in _ours(cls) if (found := _public_class(module, ours))), None)
    return cls if theirs is None or issubclass(cls, theirs) else _twin(cls, theirs, cls.__name__)


def _ours(cls: type) -> Iterator[str]:
    """Yield the names of *cls* and of the classes above it, as far as they are this package's."""
    return (base.__name__ for base in cls.__mro__ if base.__module__.startswith("ksclient."))


def become_twin(thing: object, module: str = _THEIRS) -> None:
    """Make *thing* an instance of keystoneauth1's class as well, where that is in use.

    Its class changes rather than how it is made: so the signatures of our classes stay readable.
    """
    with suppress(TypeError):  # a user's class that cannot be subclassed has no twin
        thing.__class__ = twin_of(type(thing), module)


def original_of(cls: type) -> type:
    """Return the class that the twin *cls* was made for, or *cls* if it is no twin."""
    return next((first for (first, _), twin in _twins.items() if twin is cls), cls)


def adopted() -> _Adopted:
    """Let keystoneauth1's errors out of this block as errors of ours, too.

    Put around every call that may run keystoneauth1's code: a session or a plugin of theirs.
    """
    return _ADOPTED


class _Adopted:
    """The block; each request passes several, so it is no generator, which would take longer."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, frames: object) -> None:
        twin = _adoption_of(error) if isinstance(error, Exception) else None
        if error is None or twin is None:
            return
        try:
            raise twin.with_traceback(error.__traceback__) from error.__cause__
        finally:
            del twin, error  # or the error would hold the frame that holds the error


_ADOPTED = _Adopted()


def _adoption_of(error: Exception) -> Exception | None:
    """Return *error* as an instance of our same-named class as well; None if it is ours."""
    theirs = type(error)
    if not theirs.__module__.startswith("keystoneauth1."):
        return None
    ours = next(
        (
            found
            for base in theirs.__mro__
            if (found := _public_class(_OURS, base.__name__)) is not None
        ),
        None,
    )
    if ours is None or issubclass(theirs, ours):
        return None
    adopted_error: Exception = Exception.__new__(_twin(ours, theirs, theirs.__name__))
    response, url = getattr(error, "response", None), getattr(error, "url", None) or ""
    adopted_error.args = tuple(mask_said(arg, response, url) for arg in error.args)
    vars(adopted_error).update(vars(error))
    if url:
        vars(adopted_error)["url"] = hidden(url)
    for name in _SAID & vars(error).keys():  # their libraries show what servers quote
        setattr(adopted_error, name, mask_said(getattr(error, name), response, url))
    return adopted_error


def _public_class(module: str, name: str) -> type[Any] | None:
    """Return the class that the loaded *module* calls *name*, or None."""
    found = getattr(sys.modules.get(module), name, None)
    return found if isinstance(found, type) else None


def _twin(ours: type, theirs: type, name: str) -> type:
    key = (ours, theirs)
    if key not in _twins:
        twin = type(name, key, {"__module__": ours.__module__, "__doc__": ours.__doc__})
        _twins.setdefault(key, twin)
    return _twins[key]
