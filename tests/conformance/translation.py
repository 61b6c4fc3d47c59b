"""Whose ids are whose: what a recorded server made up, and what a test cloud did instead."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta
from typing import Any

_MADE_UP = re.compile(
    r"-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----"
    r"|\breq-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
    r"|\b(?:[0-9a-f]{32}|[0-9a-f]{64})\b"
)
_AUDIT_ID = re.compile(r"[A-Za-z0-9_-]{22}")
_AUDIT_IDS = {"audit_id", "audit_ids"}
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z")

NEAR = timedelta(seconds=2)
"""How far apart dates may be: a recorded one is of a second, and its request took a while."""

ORDERED = {"audit_ids"}
"""The lists that have an order. All others are in whichever order they came from a database."""


class Translator:
    """Knows what is called how here and there, and learns more of it from answers.

    Args:
        fixed: What is called the same on all servers.
    """

    def __init__(self, fixed: tuple[str, ...] = ()) -> None:
        self._ours = {each: each for each in fixed}

    def translate(self, text: str) -> str:
        """Return a recorded text, with our ids wherever they are known."""
        return _MADE_UP.sub(lambda found: self._ours.get(found[0], found[0]), text)

    def translated(self, document: Any, key: str = "") -> Any:
        """Return a recorded document, with our ids wherever they are known."""
        if isinstance(document, dict):
            return {name: self.translated(value, name) for name, value in document.items()}
        if isinstance(document, list):
            return [self.translated(each, key) for each in document]
        if not isinstance(document, str):
            return document
        return self._ours.get(document, document) if key in _AUDIT_IDS else self.translate(document)

    def agree(self, recorded: Any, ours: Any) -> bool:
        """Tell whether two documents say the same; if so, learn what is called how."""
        learned = self._match(recorded, ours, self._ours, "")
        if learned is None:
            return False
        self._ours = learned
        return True

    def name(self, recorded: str, ours: str) -> None:
        """Learn what a recorded name is called here."""
        self._ours = {**self._ours, **_names(recorded, ours)}

    def guess(self, recorded: Any, ours: Any) -> None:
        """Learn what can be learned from documents that do not say the same."""
        if isinstance(recorded, dict) and isinstance(ours, dict):
            for name in recorded.keys() & ours.keys():
                if not self.agree(recorded[name], ours[name]):
                    self.guess(recorded[name], ours[name])
        elif isinstance(recorded, list) and isinstance(ours, list):
            rest = [mine for mine in ours if not any(self.agree(each, mine) for each in recorded)]
            for each in recorded:
                for mine in rest:
                    if isinstance(each, dict) and isinstance(mine, dict) and _same_name(each, mine):
                        self.guess(each, mine)

    def _match(
        self, recorded: Any, ours: Any, known: dict[str, str], key: str
    ) -> dict[str, str] | None:
        """Return what is known if both say the same; None if they do not."""
        match recorded, ours:
            case dict(), dict():
                return self._match_objects(recorded, ours, known)
            case list(), list():
                match_lists = self._match_in_order if key in ORDERED else self._match_in_any_order
                return match_lists(recorded, ours, known, key)
            case str(), str():
                return _match_texts(recorded, ours, known, is_audit_id=key in _AUDIT_IDS)
        return known if type(recorded) is type(ours) and recorded == ours else None

    def _match_objects(
        self, recorded: dict[str, Any], ours: dict[str, Any], known: dict[str, str]
    ) -> dict[str, str] | None:
        if recorded.keys() != ours.keys():
            return None
        found: dict[str, str] | None = known
        for name, value in recorded.items():
            found = self._match(value, ours[name], found, name)
            if found is None:
                return None
        return found

    def _match_in_order(
        self, recorded: list[Any], ours: list[Any], known: dict[str, str], key: str
    ) -> dict[str, str] | None:
        if len(recorded) != len(ours):
            return None
        found: dict[str, str] | None = known
        for each, mine in zip(recorded, ours, strict=True):
            found = self._match(each, mine, found, key)
            if found is None:
                return None
        return found

    def _match_in_any_order(
        self, recorded: list[Any], ours: list[Any], known: dict[str, str], key: str
    ) -> dict[str, str] | None:
        if not recorded and not ours:
            return known
        if len(recorded) != len(ours):
            return None
        for place, mine in enumerate(ours):
            found = self._match(recorded[0], mine, known, key)
            rest = ours[:place] + ours[place + 1 :]
            if found is not None:
                found = self._match_in_any_order(recorded[1:], rest, found, key)
            if found is not None:
                return found
        return None


def _match_texts(
    recorded: str, ours: str, known: dict[str, str], *, is_audit_id: bool
) -> dict[str, str] | None:
    if _DATE.fullmatch(recorded) and _DATE.fullmatch(ours):
        is_same = len(recorded) == len(ours) and abs(_date(recorded) - _date(ours)) <= NEAR
        return known if is_same else None
    if is_audit_id and _AUDIT_ID.fullmatch(recorded) and _AUDIT_ID.fullmatch(ours):
        return _meet(recorded, ours, known)
    if _MADE_UP.sub("?", recorded) != _MADE_UP.sub("?", ours):
        return None
    found: dict[str, str] | None = known
    for each, mine in zip(_MADE_UP.findall(recorded), _MADE_UP.findall(ours), strict=True):
        found = _meet(each, mine, found)
        if found is None:
            return None
    return found


def _meet(recorded: str, ours: str, known: dict[str, str]) -> dict[str, str] | None:
    """Return what is known once two names stand for one thing; None if they cannot."""
    if recorded in known or ours in known.values():
        return known if known.get(recorded) == ours else None
    if len(recorded) != len(ours) and "CERTIFICATE" not in recorded:
        return None
    return {**known, **_names(recorded, ours)}


def _names(recorded: str, ours: str) -> dict[str, str]:
    """Return what an id is called; and its digest, by which errors call an access key."""
    digests = {_digest(recorded): _digest(ours)} if len(recorded) == 32 else {}
    return {recorded: ours, **digests}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _date(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _same_name(recorded: dict[str, Any], ours: dict[str, Any]) -> bool:
    return "name" in recorded and recorded["name"] == ours.get("name")
