from __future__ import annotations

import json
from typing import Any

import pytest

from ksclient.auth.plugin import BaseAuthPlugin


class FakeResponse:
    """An answer with a body, or with none."""

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.status_code = 200

    def json(self) -> Any:
        return json.loads(self.text)


class FakeSession:
    """Remembers what it was asked, and answers with its own keywords."""

    def __init__(self, answer: Any = None, auth: Any = None) -> None:
        self.auth = auth
        self.answer = FakeResponse() if answer is None else answer
        self.calls: list[tuple[str, tuple, dict[str, Any]]] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)

        def answer(*args: Any, **kwargs: Any) -> Any:
            self.calls.append((name, args, kwargs))
            if isinstance(self.answer, Exception):
                raise self.answer
            return self.answer

        return answer

    @property
    def keywords(self) -> dict[str, Any]:
        return self.calls[-1][2]


@pytest.fixture
def session() -> FakeSession:
    return FakeSession()


@pytest.fixture
def fakes() -> tuple[type[FakeSession], type[FakeResponse]]:
    return FakeSession, FakeResponse


@pytest.fixture
def plugin() -> BaseAuthPlugin:
    return BaseAuthPlugin()
