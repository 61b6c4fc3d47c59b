"""Version documents, kept for as long as the token that they were read with."""

from __future__ import annotations

import json
from collections.abc import Iterator, MutableMapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from ksclient.auth._time import parse_isotime
from ksclient.auth._value import Value
from ksclient.auth.discover import Discover
from ksclient.token.cache.keys import FORMAT

if TYPE_CHECKING:
    from ksclient.auth.identity import BaseIdentityPlugin
    from ksclient.token.cache.place import Place
    from ksclient.token.cache.shelf import Shelf

KIND = "documents"


class Documents(MutableMapping[str, Discover]):
    """Version documents by their URLs: what this process read, and what is in the store.

    They go with a token, known by its end: with another token, those of the store are not read.
    Threads may share it: a race costs a request at most.

    Args:
        shelf: Where they are kept.
        inner: Whose token it is.
        ends: When the token ends. None if there is none yet.
    """

    def __init__(
        self, shelf: Shelf, inner: BaseIdentityPlugin, ends: datetime | None = None
    ) -> None:
        self._shelf = shelf
        self._inner = inner
        self._known: dict[str, Any] = {}
        self._read_with: WeakKeyDictionary[Discover, datetime] = WeakKeyDictionary()
        self._ends = ends
        self._loaded_for: datetime | None = None
        self.are_from_store = False
        """Whether any was not read by this process."""

    def __reduce__(self) -> tuple[type[Documents], tuple[Any, ...]]:
        return (Documents, (self._shelf, self._inner, self._ends))

    def __getitem__(self, url: str) -> Discover:
        if url not in self._known:
            self._load()
        document: Discover = self._known[url]
        return document

    def __setitem__(self, url: str, document: Any) -> None:
        self._known[url] = document  # a keystoneauth1 session has some of its own kind
        # A session keeps documents for longer. Those do not live on in the store for that.
        if self._ends and isinstance(document, Discover) and document not in self._read_with:
            self._read_with[document] = self._ends
            self._save(self._ends)

    def __delitem__(self, url: str) -> None:
        del self._known[url]

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._known))

    def __len__(self) -> int:
        return len(self._known)

    def go_with(self, ends: datetime) -> None:
        """Belong to a token that ends then; what belonged to another one is forgotten.

        What was read before there was a token was read for this one.
        """
        if ends == self._ends:
            return
        new = {url: found for url, found in self._known.items() if found not in self._read_with}
        self._known, self._ends, self.are_from_store = {}, ends, False
        for url, document in new.items():
            self[url] = document

    def drop(self) -> list[str]:
        """Forget all, in the store, too; return the URLs. They are wrong, it seems."""
        urls, self._known = list(self._known), {}
        self.are_from_store = False
        self._loaded_for = self._ends  # should the store not forget them
        if self._ends:
            place = self._place()
            raw = place.get()
            if raw is not None and _read(raw, place.key).ends == self._ends:
                place.delete_if_equal(raw)
        return urls

    def _load(self) -> None:
        ends = self._ends
        if ends is None or ends == self._loaded_for:
            return
        self._loaded_for = ends
        place = self._place()
        kept = _read(place.get(), place.key)
        for url, entries in kept.documents.items() if kept.ends == ends else ():
            document = Discover.known(url, entries)
            self._read_with[document] = ends
            self._known.setdefault(url, document)
            self.are_from_store = True

    def _save(self, ends: datetime) -> None:
        mine = {
            url: document.raw_version_data(allow_experimental=True, allow_unknown=True)
            for url, document in list(self._known.items())
            if isinstance(document, Discover) and self._read_with.get(document) == ends
        }
        place = self._place()
        kept = _read(place.get(), place.key)
        if kept.ends and kept.ends > ends:
            return  # there is a newer token
        others = kept.documents if kept.ends == ends else {}
        place.put(lambda: _written({**others, **mine}, place.key, ends), ends)

    def _place(self) -> Place:
        return self._shelf.place(self._inner, KIND)


_NO_DOCUMENTS: dict[str, list[Any]] = {}


class _Kept(Value):
    """What a store has: the entries of documents by URL, and the end of their token."""

    ends: datetime | None = None
    documents: dict[str, list[Any]] = _NO_DOCUMENTS


def _written(documents: dict[str, Any], key: str, ends: datetime) -> bytes:
    head = {"format": FORMAT, "key": key, "ends": ends.isoformat()}
    return json.dumps({**head, "documents": documents}).encode()


def _read(record: bytes | None, key: str) -> _Kept:
    """Return what a record holds: nothing if it is none; it will be overwritten."""
    if not isinstance(record, bytes):
        return _Kept()
    try:
        found = json.loads(record)
        if (found["format"], found["key"]) != (FORMAT, key):
            return _Kept()
        kept = _Kept(parse_isotime(found["ends"]), dict(found["documents"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return _Kept()
    is_whole = all(isinstance(entries, list) for entries in kept.documents.values())
    return kept if is_whole else _Kept()
