"""Find the thing that a word of the command line means: by its id, else by its name."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any, TypeVar

from ksclient.base import ManagerWithFind
from ksclient.cli.errors import CommandFailed
from ksclient.exceptions import InvalidId, NotFound

R = TypeVar("R", bound=Any)


def find(manager: ManagerWithFind[R], word: str) -> R:
    """Return the thing with the id *word*, else the only one with that name.

    Raises:
        CommandFailed: If there is none, or there are several.
    """
    kind = manager.resource_class.__name__.lower()
    try:
        return manager.get(word)  # type: ignore[attr-defined,no-any-return]  # they all have it
    except (NotFound, InvalidId):
        candidates = manager.list()
    named = [each for each in candidates if _name(each) == word]
    if len(named) == 1:
        return named[0]
    if named:
        ids = ", ".join(sorted(each.id for each in named))
        raise CommandFailed(
            f"Multiple {kind} matches found for {word!r}, use an ID to be more specific: {ids}."
        )
    raise CommandFailed(
        f"No {kind} with a name or ID of '{word}' exists.{_nearest(word, candidates)}"
    )


def _name(resource: Any) -> Any:
    return resource.to_dict().get("name")


def _nearest(word: str, candidates: Sequence[Any]) -> str:
    names = [name for name in map(_name, candidates) if isinstance(name, str)]
    near = difflib.get_close_matches(word, names, n=1)
    return f" Did you mean '{near[0]}'?" if near else ""
