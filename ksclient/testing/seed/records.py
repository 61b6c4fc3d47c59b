"""The mappings of a seed: what they may say, what they must say, and what they do say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from ksclient.testing.keystone.tables import new_id
from ksclient.testing.seed.places import Place, did_you_mean

D = TypeVar("D")

_LIKE_A_TYPO = 0.8
"""How near to a known key another one, that may be there, must be to look like a typo."""


@dataclass(frozen=True)
class Shape:
    """What a mapping may say.

    Attributes:
        name: What it is about, with an article.
        known: The keys that mean something.
        needs: Those of them that must be there.
        keeps_more: Whether other keys are kept.
    """

    name: str
    known: tuple[str, ...]
    needs: tuple[str, ...]
    keeps_more: bool = False

    def keys(self) -> str:
        """Return what it may say, as a sentence."""
        return f"{self.name} has: {', '.join(self.known)}."


class Record:
    """A mapping of some shape.

    Args:
        place: The mapping. If the shape needs a ``name`` and no more, that may stand for it.
        shape: What it may say.

    Raises:
        SeedError: If it says something else, or too little.
    """

    def __init__(self, place: Place, shape: Shape) -> None:
        self._shape = shape
        is_name = isinstance(place.value, str) and shape.needs == ("name",)
        self._members = {"name": place} if is_name else place.members()
        for key, member in self._members.items():
            self._check_key(key, member)
        for key in shape.needs:
            if key not in self._members:
                raise place.error(f"lacks {key!r}. {shape.keys()}")

    def _check_key(self, key: str, member: Place) -> None:
        known = self._shape.known
        if key in known:
            return
        if self._shape.keeps_more:
            hint = did_you_mean(key.lower(), known, how_near=_LIKE_A_TYPO)
        else:
            hint = did_you_mean(key.lower(), known) or f". {self._shape.keys()}"
        if hint:
            raise member.error(f"there is no such key{hint}")

    def __contains__(self, key: object) -> bool:
        return key in self._members

    def __getitem__(self, key: str) -> Place:
        return self._members[key]

    def says_only(self, *keys: str) -> bool:
        """Tell whether these keys are all that it has, and all of them are there."""
        return self._members.keys() == set(keys)

    def get(self, key: str) -> Place | None:
        """Return what stands at a key; None if there is nothing, or null."""
        found = self._members.get(key)
        return None if found is None or found.value is None else found

    def text(self, key: str, default: D, *, may_be_blank: bool = False) -> str | D:
        """Return the text at a key; *default* if there is nothing, or null."""
        found = self.get(key)
        return found.text(may_be_blank=may_be_blank) if found else default

    def flag(self, key: str, *, default: bool = True) -> bool:
        """Return the truth value at a key; *default* if there is nothing, or null."""
        found = self.get(key)
        return found.flag() if found else default

    def identifier(self, key: str = "id") -> str:
        """Return the id at a key; a new one if there is nothing, or null."""
        found = self.get(key)
        return found.identifier() if found else new_id()

    def more(self) -> dict[str, Any]:
        """Return what stands at other keys than the known ones."""
        more = [key for key in self._members if key not in self._shape.known]
        return {key: self._members[key].json() for key in more}
