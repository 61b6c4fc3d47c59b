from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest


@dataclass
class FakeResponse:
    """An answer with a body and nothing else."""

    content: bytes
    url: str = "http://keystone/v2.0/tokens"
    status_code: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.content.decode()

    def json(self) -> Any:
        return json.loads(self.content)


@pytest.fixture
def answer() -> Any:
    """Makes the answer that carries a document, or a text as it is."""

    def make(body: Any) -> FakeResponse:
        text = body if isinstance(body, str) else json.dumps(body)
        return FakeResponse(text.encode())

    return make


@pytest.fixture
def body() -> dict[str, Any]:
    """What Newton answers to a login on a tenant."""
    return {
        "access": {
            "token": {
                "id": "token-that-opens-doors",
                "expires": "2016-01-01T01:00:00Z",
                "issued_at": "2016-01-01T00:00:00.000000Z",
                "audit_ids": ["own", "chain"],
                "tenant": {"id": "t1", "name": "demo", "description": "", "enabled": True},
                "bind": {"kerberos": "joe"},
            },
            "serviceCatalog": [],
            "user": {
                "id": "u1",
                "name": "joe",
                "username": "joe",
                "roles": [{"name": "admin"}, {"name": "member"}],
                "roles_links": [],
            },
            "metadata": {"is_admin": 0, "roles": ["r1", "r2"]},
            "trust": {
                "id": "trust1",
                "impersonation": False,
                "trustee_user_id": "u1",
                "trustor_user_id": "u2",
            },
        }
    }
