"""What the page about new clouds does, it does with an empty Keystone, and only once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ksclient.auth.session import Session
from ksclient.auth.token_endpoint import Token
from ksclient.testing import Cloud
from ksclient.v2_0.client import Client
from tests.unit.docs.pages import DOCS, execute, parts, python
from tests.unit.docs.test_pages import SECRETS, urls
from tests.unit.docs.test_shell import run, shell_parts

PAGE = DOCS / "bootstrap.md"


@pytest.fixture
def empty() -> Iterator[Cloud]:
    """A cloud where nobody can log in, and nothing can be found."""
    with Cloud() as cloud:
        client = operator(cloud)
        for manager in (client.users, client.tenants, client.roles, client.services):
            for each in manager.list():
                manager.delete(each)
        cloud.requests.clear()
        yield cloud


def operator(cloud: Cloud) -> Client:
    return Client(session=Session(auth=Token(cloud.admin_url, cloud.admin_token)))


def made(cloud: Cloud) -> list[str]:
    """Return the requests that made something since the last look."""
    found = [
        f"{each.method} {each.path}"
        for each in cloud.requests
        if each.method in {"POST", "PUT"} and not each.is_login
    ]
    cloud.requests.clear()
    return found


def test_the_cloud_is_empty_to_begin_with(empty: Cloud):
    client = operator(empty)
    for manager in (client.users, client.tenants, client.roles, client.services, client.endpoints):
        assert manager.list() == []


def test_the_python_makes_all_and_then_nothing(empty: Cloud, monkeypatch: pytest.MonkeyPatch):
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    ((_, part),) = parts(python(PAGE.read_text()))

    execute(part, PAGE, urls(empty))
    assert len(made(empty)) == 12  # 2 tenants, roles, users, grants, services and endpoints

    execute(part, PAGE, urls(empty))
    assert made(empty) == []


def test_the_commands_make_all_and_then_nothing(empty: Cloud, folder: Path):
    (_, asked), _ = shell_parts(PAGE.name)
    password = [each for each in asked if "secrets.token_urlsafe" in each[0]]
    once = [each for each in asked if "ksclient bootstrap" not in each[0]]
    assert len(password) == len(asked) - len(once) == 1

    run(asked, empty, folder)
    assert len(made(empty)) > 12

    run([each for each in once if each not in password], empty, folder)
    assert made(empty) == []
