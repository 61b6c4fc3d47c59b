from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from ksclient.auth import exceptions


@dataclass
class FakeResponse:
    """An answer with a body and nothing else."""

    text: str
    headers: dict[str, str] = field(default_factory=dict)
    url: str = ""
    status_code: int = 200

    @property
    def content(self) -> bytes:
        return self.text.encode()

    def json(self) -> Any:
        return json.loads(self.text)


class FakeSession:
    """A server that has the documents it was given, and a list of what it was asked.

    A document can be an error to raise; a URL without one is not found. What is asked for
    with a token is found under its URL after ``token@``.
    """

    def __init__(self, documents: dict[str, Any], auth: Any = None) -> None:
        self.auth = auth
        self.asked: list[tuple[str, bool | None]] = []
        self._discovery_cache: dict[str, Any] = {}
        self._documents = documents

    def get(self, url: str, *, headers: dict[str, str], authenticated: bool | None) -> FakeResponse:
        assert headers["Accept"] == "application/json"
        self.asked.append((url, authenticated))
        document = self._documents.get(f"token@{url}" if authenticated else url)
        if document is None:
            raise exceptions.NotFound
        if isinstance(document, type):
            raise document
        if isinstance(document, FakeResponse):
            return document
        return FakeResponse(document if isinstance(document, str) else json.dumps(document))


@pytest.fixture
def server() -> type[FakeSession]:
    return FakeSession


@pytest.fixture
def response() -> type[FakeResponse]:
    return FakeResponse


@pytest.fixture
def entry() -> Any:
    """Makes an entry of a version document."""

    def make(version_id: Any = "v2.0", href: Any = "http://host:5000/v2.0/", **more: Any) -> Any:
        links = [{"rel": "self", "href": href}, {"rel": "describedby", "href": "http://docs/"}]
        return {"id": version_id, "status": "stable", "links": links, **more}

    return make
