"""docs/errors.md shows all errors, each below what catches it, and what is told of them is so."""

from __future__ import annotations

import inspect
import pickle
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import requests
import requests_mock

from ksclient import exceptions
from ksclient.access import AccessInfo
from ksclient.auth import exceptions as auth_exceptions
from ksclient.auth import loading
from ksclient.auth.identity import generic, v2
from ksclient.auth.session import Session
from ksclient.auth.token_endpoint import Token
from ksclient.testing import Cloud
from ksclient.testing.faults import Body, Delay, HTMLError, Redirect, Refuse, Truncate
from ksclient.v2_0.client import Client
from tests.unit.docs import public
from tests.unit.docs.pages import DOCS

PAGE = (DOCS / "errors.md").read_text()
ELSEWHERE = ("ksclient.testing", "ksclient.cli", "ksclient.migrate")
"""Whose errors are told on pages of their own."""


@cache
def errors() -> set[type]:
    """Return the public classes of errors and warnings."""
    return {
        each for each in public.classes(BaseException) if not each.__module__.startswith(ELSEWHERE)
    }


LINE = re.compile(r"(?P<drawing>[│├└─ ]*(?P<name>\w+)(?: \([\w, ]+\))?) {2,}(?P<said>\w.*)")


def tree() -> list[re.Match[str]]:
    """Return the lines of the tree on the page."""
    lines = PAGE.split("```text\n")[1].split("\n```")[0].splitlines()
    found = [LINE.fullmatch(line) for line in lines]
    assert None not in found, lines[found.index(None)]
    return [each for each in found if each]


def drawn(found: set[type], order: list[str]) -> list[str]:
    """Return how the tree of *found* is drawn, those below the same class in this *order*."""

    def above(of: type) -> type | None:
        return next((each for each in of.__bases__ if each in found), None)

    def beside(of: type) -> str:
        others = [each.__name__ for each in of.__bases__ if each not in {above(of), Exception}]
        shown = [name for name in others if name not in HIDDEN]
        return f" ({', '.join(shown)})" if shown else ""

    def place(of: type) -> int:
        return order.index(of.__name__) if of.__name__ in order else len(order)

    def below(of: type | None, indent: str) -> Iterator[str]:
        kids = sorted((each for each in found if above(each) is of), key=place)
        for each in kids:
            branch, further = ("└── ", "    ") if each is kids[-1] else ("├── ", "│   ")
            if of is None:
                branch = further = ""
            yield f"{indent}{branch}{each.__name__}{beside(each)}"
            yield from below(each, indent + further)

    return list(below(None, ""))


HIDDEN = {"DeadlinePassed"}
"""Classes that are not public."""


def test_the_tree_has_all_errors_each_below_what_catches_it():
    assert [line["drawing"] for line in tree()] == drawn(
        errors(), [each["name"] for each in tree()]
    )


def test_what_the_page_names_is_an_error_or_something_else_of_the_package():
    named = set(re.findall(r"`([A-Z]\w+(?:Error|Failure|Timeout|NotFound|Failed|Match))`", PAGE))
    known = {each.__name__ for each in errors()} | set(exceptions.__all__)
    assert named - known <= {"ValueError", "TypeError", "AttributeError", "ImportError", "KeyError"}


@pytest.mark.parametrize("name", ["ConnectionError", "HttpError", "EndpointNotFound"])
def test_both_modules_have_the_same_class(name: str):
    assert getattr(exceptions, name) is getattr(auth_exceptions, name)


def rows(header: str) -> list[list[str]]:
    """Return the cells of the table whose first cell is this *header*."""
    table = PAGE.split(f"\n| {header} |")[1].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def test_other_names_are_those_of_the_classes_named():
    said = {name.strip("`"): of.split("`")[1] for name, of in rows("name")}
    public_names = {name: getattr(exceptions, name) for name in exceptions.__all__}
    assert said == {
        name: value.__name__
        for name, value in public_names.items()
        if inspect.isclass(value) and value.__name__ != name
    }


# --- what to catch -----------------------------------------------------------------------------


class Situations:
    """Has happen what the page names; methods are named after it."""

    def __init__(self, cloud: Cloud, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.cloud = cloud
        self.monkeypatch = monkeypatch
        self.folder = folder
        self.keystone = self.client()

    def client(
        self, name: str = "admin", password: str = "secret", tenant: str | None = "admin", **kw: Any
    ) -> Client:
        auth = v2.Password(self.cloud.public_url, name, password, tenant_name=tenant)
        return Client(session=Session(auth=auth, **kw))

    def after(self, fault: Any, on: str = "GET /users") -> None:
        self.cloud.faults.script(fault, on=on)
        self.client(timeout=(5, 0.3)).users.list()

    def wrong_password(self) -> None:
        self.client(password="wrong").users.list()

    def token_gone(self) -> None:
        Client(session=Session(auth=Token(self.cloud.admin_url, "gone"))).users.list()

    def no_admin_right(self) -> None:
        self.client("alice", "a", "demo").users.list()

    def no_such_user(self) -> None:
        self.keystone.users.get("no-such-id")

    def nothing_that_find_looks_for(self) -> None:
        self.keystone.users.find(name="nobody")

    def several_that_find_looks_for(self) -> None:
        self.keystone.users.find(enabled=True)

    def name_taken(self) -> None:
        self.keystone.roles.create("admin")

    def a_name_is_empty_or_too_long(self) -> None:
        self.keystone.tenants.create("")

    def token_of_another_tenant(self) -> None:
        self.keystone.tokens.validate(self.keystone.auth_token, belongs_to="another")

    def route_without_use(self) -> None:
        self.keystone.roles.roles_for_user(self.keystone.user_id)

    def server_down(self) -> None:
        Session().get(f"http://127.0.0.1:{closed_port()}/")

    def not_reached_in_time(self) -> None:
        with requests_mock.Mocker() as mocker:
            mocker.get("https://far.example.com/", exc=requests.exceptions.ConnectTimeout)
            Session().get("https://far.example.com/")

    def no_answer_in_time(self) -> None:
        self.after(Delay(1))

    def total_timeout_over(self) -> None:
        self.client(total_timeout=1e-6).users.list()

    def answer_broken_off(self) -> None:
        self.after(Truncate())

    def server_busy(self) -> None:
        self.after(Refuse(503))

    def too_many_requests(self) -> None:
        self.after(Refuse(429))

    def proxy_without_a_server_behind(self) -> None:
        self.after(HTMLError(502))

    def proxy_down(self) -> None:
        self.by_proxy(closed_port())

    def proxy_wants_a_login(self) -> None:
        with proxy_that_wants_a_login() as port:
            with pytest.raises(auth_exceptions.ConnectFailure, match="407"):
                self.by_proxy(port, "https")
            self.by_proxy(port)

    def by_proxy(self, port: int, scheme: str = "http") -> None:
        self.monkeypatch.setenv(f"{scheme}_proxy", f"http://127.0.0.1:{port}")
        self.monkeypatch.setenv("no_proxy", "")
        Session().get(f"{scheme}://keystone.example.com/")

    def tls(self) -> None:
        Session().get(self.cloud.public_url.replace("http://", "https://"))

    def login_redirected_abroad(self) -> None:
        self.after(Redirect("http://keystone.example.net/v2.0/tokens", 307), on="POST /tokens")

    def no_endpoint(self) -> None:
        self.keystone.session.get("/servers", endpoint_filter={"service_type": "compute"})

    def no_catalog(self) -> None:
        self.client(tenant=None).users.list()

    def malformed_answer(self) -> None:
        self.after(Body("{"))

    def v3_only(self) -> None:
        with requests_mock.Mocker() as mocker:
            version = {"id": "v3.8", "status": "stable", "links": [{"rel": "self", "href": V3}]}
            mocker.get(V3.removesuffix("v3"), json={"versions": {"values": [version]}})
            Session(auth=generic.Password(V3.removesuffix("v3"), "u", password="p")).get_token()

    def no_plugin(self) -> None:
        Session().get("/users", endpoint_filter={"service_type": "identity"})

    def no_plugin_of_that_name(self) -> None:
        loading.get_plugin_loader("pasword")

    def options_missing(self) -> None:
        loading.get_plugin_loader("v2password").load_from_options(username="admin")

    def plugin_out_of_a_pickle(self) -> None:
        pickle.loads(pickle.dumps(self.keystone.session)).get_token()

    def object_out_of_a_pickle(self) -> None:
        pickle.loads(pickle.dumps(self.keystone.roles.list()))[0].delete()

    def none_for_an_id(self) -> None:
        self.keystone.users.get(None)  # type: ignore[arg-type]

    def file_open_to_others(self) -> None:
        saved = self.folder / "auth_ref.json"
        saved.write_text("{}")
        saved.chmod(0o644)
        AccessInfo.load(saved)


V3 = "https://keystone.example.com/v3"


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@contextmanager
def proxy_that_wants_a_login() -> Iterator[int]:
    """Answer each request as a proxy does that lets nobody in without a password."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        answer = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"

        def serve() -> None:
            with suppress(OSError):  # nobody comes any more
                while True:
                    connection, _ = server.accept()
                    with connection:
                        connection.recv(4096)
                        connection.sendall(answer)

        server.settimeout(5)
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]


CASES = rows("what happened")


@pytest.fixture(scope="module")
def cloud() -> Iterator[Cloud]:
    seed = {"tenants": ["demo"], "users": [{"name": "alice", "password": "a", "tenant": "demo"}]}
    with Cloud(seed=seed) as cloud:
        yield cloud


def method_for(row: list[str]) -> str:
    return row[0].replace("`", "").replace(" ", "_").lower()


def test_each_situation_is_on_the_page():
    ways = {name for name in vars(Situations) if not name.startswith("_")}
    assert {method_for(row) for row in CASES} == ways - {"client", "after", "by_proxy"}


@pytest.mark.parametrize("row", CASES, ids=method_for)
def test_what_happens_raises_what_the_page_says(
    row: list[str], cloud: Cloud, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    happen: Callable[[], None] = getattr(Situations(cloud, monkeypatch, tmp_path), method_for(row))

    with pytest.raises(exceptions.ClientException) as raised:
        happen()

    assert type(raised.value).__name__ == row[1].strip("`")
    named = re.findall(r"`([a-z_]+)`(?! [a-z]*=)", row[2])
    lacking = [name for name in named if not hasattr(raised.value, name)]
    assert [name for name in lacking if name in ATTRIBUTES] == []


ATTRIBUTES = {name for row in rows("class") for name in re.findall(r"`(\w+)`", row[1])}


@pytest.mark.parametrize("row", rows("class"), ids=lambda row: row[0])
def test_an_error_has_the_attributes_that_are_told(row: list[str]):
    for name in re.findall(r"`(\w+)`", row[0]):
        of = getattr(auth_exceptions, name, None) or getattr(exceptions, name)
        told = inspect.getdoc(of) or ""
        inherited = "".join(inspect.getdoc(each) or "" for each in of.__mro__)
        for attribute in re.findall(r"`(\w+)`", row[1]):
            assert f"    {attribute}: " in told + inherited, f"{name}.{attribute}"
