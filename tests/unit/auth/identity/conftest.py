from __future__ import annotations

import json as jsons
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ksclient.auth import fixture


@dataclass
class Answer:
    """An answer with a JSON body."""

    body: Any
    status_code: int = 200
    url: str = "http://keystone.example:5000/v2.0/tokens"
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})

    @property
    def text(self) -> str:
        return self.body if isinstance(self.body, str) else jsons.dumps(self.body)

    @property
    def content(self) -> bytes:
        return self.text.encode()

    def json(self) -> Any:
        return jsons.loads(self.text)


class Keystone:
    """A session for which every POST is a login, answered as told: else with a new token.

    An answer may be a body, an `Answer`, an error to raise, or a function that gives one.
    """

    auth = None

    def __init__(self) -> None:
        self.logins: list[tuple[str, Any, dict[str, str]]] = []
        self.answers: list[Any] = []
        self.documents: dict[str, Any] = {}
        self.asked: list[str] = []

    def post(self, url: str, *, json: Any, headers: Any, authenticated: bool, log: bool) -> Answer:
        assert not authenticated
        assert not log
        self.logins.append((url, json, dict(headers)))
        answer = self.answers.pop(0) if self.answers else self.token()
        answer = answer() if callable(answer) else answer
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, Answer) else Answer(answer)

    def get(self, url: str, *, headers: Any, authenticated: bool | None) -> Answer:
        self.asked.append(url)
        document = self.documents.get(url, LookupError(url))
        if isinstance(document, Exception):
            raise document
        return Answer(document, url=url)

    def token(self, seconds: int = 3600, **details: Any) -> fixture.V2Token:
        """Return a login's answer with a token named by its number."""
        details.setdefault("token_id", f"token{len(self.logins)}")
        details.setdefault("expires", datetime.now(UTC) + timedelta(seconds=seconds))
        token = fixture.V2Token(**details)
        if token.tenant_id:
            token.add_role()
            catalog = token.add_service("compute")
            catalog.add_endpoint("http://nova.example/v2", region="One")
        return token


@pytest.fixture
def keystone() -> Keystone:
    return Keystone()


@pytest.fixture
def answer() -> Callable[..., Answer]:
    return Answer
