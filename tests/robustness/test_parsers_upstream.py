"""The same odd answers to both: ours give one kind of error, upstream's give seven.

The figures stand in ``docs/reliability.md``; ``pytest -rP`` shows them.
"""

from __future__ import annotations

import json
import warnings
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from ksclient import exceptions
from ksclient.auth import discover, identity
from ksclient.auth import session as session_module
from ksclient.auth.token_endpoint import Token
from ksclient.v2_0 import client
from tests.robustness.answering import URL, mounted
from tests.robustness.strategies import HTML, Answer, wire

their_session = pytest.importorskip("keystoneauth1.session")
their_discover = pytest.importorskip("keystoneauth1.discover")
their_errors = pytest.importorskip("keystoneauth1.exceptions")
their_v2 = pytest.importorskip("keystoneauth1.identity.v2")
their_endpoint = pytest.importorskip("keystoneauth1.token_endpoint")
their_client = pytest.importorskip("keystoneclient.v2_0.client")
their_client_errors = pytest.importorskip("keystoneclient.exceptions")


def access_with(**members: Any) -> bytes:
    token = {"id": "t0ken", "expires": "2999-01-01T00:00:00Z"}
    return wire({"access": {"token": token, "user": {"id": "u1", "roles": []}, **members}})


MEMBERS = ("access", "versions", "users", "error")
ODD_BODIES = {
    "nothing": b"",
    "a web page": HTML,
    "null": b"null",
    "a list": b"[]",
    "an empty object": b"{}",
    "a text": b'"text"',
    "no UTF-8": b'{"access": "\xff\xfe"}',
    "deep lists": b"[" * 20_000 + b"]" * 20_000,
    "null inside": wire(dict.fromkeys(MEMBERS)),
    "a text inside": wire(dict.fromkeys(MEMBERS, "text")),
    "a list inside": wire({"access": [], "versions": [], "users": [1], "error": []}),
    "a null in a list": wire(
        {"access": {"token": None}, "versions": [None], "users": ["x"], "errors": [None]}
    ),
    "a token without an end": access_with(token={"id": "t0ken"}),
    "an end that is no time": access_with(token={"id": "t0ken", "expires": "never"}),
    "a token of numbers": access_with(token={"id": 5, "expires": 5}),
    "no user": access_with(user=None),
    "a catalog of nulls": access_with(serviceCatalog=[None, {"type": "identity"}]),
}

Entry = Callable[[Any], Any]


def log_in(v2: Any) -> Entry:
    def read(session: Any) -> None:
        ref = v2.Password(URL, "joe", "s3cret").get_access(session)
        assert ref.expires
        assert ref.auth_token
        ref.user_id, ref.username, ref.role_names, ref.project_id, ref.will_expire_soon()
        ref.service_catalog.get_urls(service_type="identity")

    return read


def find_versions(module: Any) -> Entry:
    def read(session: Any) -> None:
        module.Discover(session, URL).url_for("2.0")

    return read


def list_users(module: Any, auth: Any) -> Entry:
    def read(session: Any) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made = module.Client(session=session, auth=auth, endpoint_override=URL)
            repr([user.id for user in made.users.list()])

    return read


def be_refused(session: Any) -> None:
    session.get(f"{URL}/refused", authenticated=False)


OURS = {
    "login": log_in(identity.v2),
    "versions": find_versions(discover),
    "users": list_users(client, Token(URL, "adm1n")),
    "refusal": be_refused,
}
THEIRS = {
    "login": log_in(their_v2),
    "versions": find_versions(their_discover),
    "users": list_users(their_client, their_endpoint.Token(URL, "adm1n")),
    "refusal": be_refused,
}
THEIR_TYPED = (their_errors.ClientException, their_client_errors.ClientException)


def outcome(entry: Entry, make_session: Any, body: bytes, typed: Any) -> str:
    """Return ``fine``, ``typed``, or the name of the class that escaped."""
    headers = (("Content-Type", "application/json"),)
    refused = {"/refused": Answer(body, 400, headers)}
    try:
        entry(make_session(session=mounted(Answer(body, 200, headers), refused)))
    except typed:
        return "typed"
    except Exception as escaped:  # noqa: BLE001 - the figure
        return type(escaped).__name__
    return "fine"


@pytest.mark.parametrize("name", ODD_BODIES)
@pytest.mark.parametrize("what", OURS)
def test_ours_answers_or_raises_an_error_of_its_tree(what: str, name: str) -> None:
    found = outcome(
        OURS[what], session_module.Session, ODD_BODIES[name], exceptions.ClientException
    )

    assert found in {"fine", "typed"}


def test_upstream_lets_other_errors_escape() -> None:
    tally = {
        what: Counter(
            outcome(THEIRS[what], their_session.Session, body, THEIR_TYPED)
            for body in ODD_BODIES.values()
        )
        for what in THEIRS
    }

    print(json.dumps(tally, indent=1))
    escaped = sum(tally.values(), Counter()) - Counter({"fine": 10**6, "typed": 10**6})
    assert {"AttributeError", "KeyError", "TypeError"} <= escaped.keys()
