"""Headers while a request is put together: their names in any case, their values as text."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from ksclient.auth._redact import SecretDict, is_secret_header, secret


class HeaderBag(MutableMapping[str, str]):
    """A dictionary of headers that ignores the case of names and keeps that given last.

    Names and values that are bytes become text. ``repr`` hides credentials.
    """

    def __init__(self, headers: Mapping[str | bytes, str | bytes] | None = None) -> None:
        self._items: dict[str, tuple[str, str]] = {}
        if headers:
            self.take(headers)

    def __setitem__(self, name: str | bytes, value: str | bytes) -> None:
        name, value = _text(name), _text(value)
        self._items[name.lower()] = (name, secret(value) if is_secret_header(name) else value)

    def __getitem__(self, name: str) -> str:
        return self._items[name.lower()][1]

    def __delitem__(self, name: str) -> None:
        del self._items[name.lower()]

    def setdefault(self, name: str, default: str = "") -> str:
        """Set the header *name* where there is none of that name yet; return what there is."""
        known = self._items.get(name.lower())
        if known is not None:
            return known[1]
        self[name] = default
        return self[name]

    def take(self, headers: Mapping[Any, Any]) -> None:
        """Set all *headers*, in place of those of the same names."""
        for name, value in headers.items():
            self[name] = value

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._items.values())

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return f"HeaderBag({self.final()!r})"

    def final(self) -> SecretDict:
        """Return the headers as they go out."""
        return SecretDict(self._items.values())


def _text(value: str | bytes) -> str:
    return value.decode("ascii") if isinstance(value, bytes) else value


def trace_headers() -> Mapping[str, str]:
    """Return OSprofiler's headers, where the application has it loaded."""
    profiler = sys.modules.get("osprofiler.web")
    return profiler.get_trace_id_headers() if profiler is not None else {}
