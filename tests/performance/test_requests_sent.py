"""No operation sends more requests than it must."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.testing import Cloud
from ksclient.token.cache import TokenCache
from ksclient.token.cache.stores.sqlite import SQLiteStore
from ksclient.v2_0.client import Client


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with Cloud() as running:
        yield running


def password(cloud: Cloud) -> v2.Password:
    return v2.Password(cloud.auth_url, "admin", str(cloud.admin_password), tenant_name="admin")


OPERATIONS: dict[str, Callable[[Client], Any]] = {
    "tenants.list": lambda client: client.tenants.list(),
    "users.list": lambda client: client.users.list(),
    "roles.list": lambda client: client.roles.list(),
    "services.list": lambda client: client.services.list(),
    "endpoints.list": lambda client: client.endpoints.list(),
    "extensions.list": lambda client: client.extensions.list(),
    "users.get": lambda client: client.users.get(client.user_id),
    "tenants.get": lambda client: client.tenants.get(client.tenant_id),
    "users.find": lambda client: client.users.find(name="admin"),
    "tokens.check": lambda client: client.tokens.check(client.auth_token),
    "tenants.create": lambda client: client.tenants.create("t"),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_sends_one_request_once_there_is_a_token(cloud: Cloud, name: str) -> None:
    client = Client(session=Session(password(cloud)))
    client.session.get_token()
    cloud.requests.clear()
    OPERATIONS[name](client)
    assert len(cloud.requests) == 1


def test_the_first_operation_sends_a_login_and_itself(cloud: Cloud) -> None:
    Client(session=Session(password(cloud))).tenants.list()
    assert len(cloud.requests) == 2


def test_a_warm_token_cache_saves_the_login(cloud: Cloud, tmp_path: Path) -> None:
    def start() -> None:
        cache = TokenCache(SQLiteStore(tmp_path / "tokens.db"))
        Client(session=Session(cache.plugin(password(cloud)))).tenants.list()

    start()
    cloud.requests.clear()
    start()
    assert len(cloud.requests) == 1
