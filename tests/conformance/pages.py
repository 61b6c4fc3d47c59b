"""Pages of lists, whose order is each server's own: what is on one is told by its place."""

from __future__ import annotations

from typing import Any

from tests.conformance.translation import Translator
from tests.wire.recording import Exchange

FULL_LIST_OF = {
    "mytenants-limit-1": "mytenants-list",
    "mytenants-marker": "mytenants-list",
    "mytenants-marker-last": "mytenants-list",
    "mytenants-marker-and-limit": "mytenants-list",
    "tenants-list-limit": "tenants-list",
    "tenants-list-marker": "tenants-list",
}
"""Where a recorded page is a part of."""


class Pages:
    """Finds, for a page of a recorded list, the same page of our list.

    Args:
        recorded: The recorded list.
        ours: Our list, in our order.
    """

    def __init__(self, recorded: list[dict[str, Any]], ours: list[dict[str, Any]]) -> None:
        self._recorded = recorded
        self._ours = ours

    def names(self) -> Translator:
        """Return who compares what `answer` gives: it speaks of our things, by our names."""
        return Translator(fixed=tuple(each["id"] for each in self._ours))

    def query(self, exchange: Exchange) -> list[tuple[str, str]]:
        """Return the query that asks for our page."""
        return [
            (name, self._marker(value) if name == "marker" else value)
            for name, value in exchange.query
        ]

    def answer(self, recorded: dict[str, Any]) -> dict[str, Any]:
        """Return what an answer with the same page of our list says."""
        page = [self._ours[self._recorded.index(each)] for each in recorded["tenants"]]
        return recorded | {"tenants": page}

    def _marker(self, recorded_id: str) -> str:
        place = [each["id"] for each in self._recorded].index(recorded_id)
        return str(self._ours[place]["id"])
