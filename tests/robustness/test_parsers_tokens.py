"""Whatever answers a login, or stands in a file or a state, is a token or one typed error."""

from __future__ import annotations

import copy
import json
import warnings
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ksclient import access as flat
from ksclient import exceptions
from ksclient.auth import access
from ksclient.auth.identity import v2
from tests.robustness.answering import URL, problem_of, session_answered
from tests.robustness.strategies import (
    JUNK,
    NO_DOCUMENTS,
    Answer,
    Odd,
    answers,
    bodies,
    spoiled,
    steady,
    wire,
)

TOKENS_URL = f"{URL}/tokens"

SCOPED: dict[str, Any] = {
    "access": {
        "token": {
            "id": "t0ken",
            "expires": "2999-01-01T01:00:00Z",
            "issued_at": "2016-01-01T00:00:00.000000Z",
            "audit_ids": ["own", "chain"],
            "tenant": {"id": "t1", "name": "demo", "description": "", "enabled": True},
            "bind": {"kerberos": "joe"},
        },
        "serviceCatalog": [
            {
                "type": "identity",
                "name": "keystone",
                "endpoints_links": [],
                "endpoints": [
                    {
                        "id": "e1",
                        "region": "One",
                        "publicURL": URL,
                        "internalURL": URL,
                        "adminURL": "http://keystone.example:35357/v2.0",
                    }
                ],
            }
        ],
        "user": {
            "id": "u1",
            "name": "joe",
            "username": "joe",
            "roles": [{"name": "admin"}, {"name": "member"}],
            "roles_links": [],
        },
        "metadata": {"is_admin": 0, "roles": ["r1", "r2"]},
        "trust": {"id": "trust1", "trustee_user_id": "u1", "trustor_user_id": "u2"},
    }
}
UNSCOPED: dict[str, Any] = {
    "access": {
        "token": {"id": "t0ken", "expires": "2999-01-01T01:00:00Z"},
        "serviceCatalog": [],
        "user": {"id": "u1", "name": "joe", "roles": []},
    }
}
OLD: dict[str, Any] = {
    "access": {
        "token": {"id": "t0ken", "expires": "2999-01-01T01:00:00", "tenantId": "t1"},
        "user": {"id": "u1", "tenantId": "t1", "tenantName": "demo"},
    }
}
WELL_FORMED = (SCOPED, UNSCOPED, OLD)


def told_by(kind: type) -> list[str]:
    """Return what access infos of a kind tell."""
    return [
        name
        for name, value in vars(kind).items()
        if isinstance(value, property | flat._Told) and not name.startswith("_")
    ]


TOLD = told_by(access.AccessInfo)


def password(**kwargs: Any) -> v2.Password:
    return v2.Password(URL, "joe", "s3cret", **kwargs)


def read_all(found: access.AccessInfo | flat.AccessInfo) -> None:
    """Ask an access info for all that it tells."""
    kind = flat.AccessInfo if isinstance(found, flat.AccessInfo) else access.AccessInfo
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        for name in told_by(kind):
            problem = problem_of(getattr, found, name)
            assert problem is None or isinstance(problem, exceptions.InvalidResponse)
    for question in (found.will_expire_soon, found.has_service_catalog):
        problem = problem_of(question)
        assert problem is None or isinstance(problem, exceptions.InvalidResponse)
    catalog = found.service_catalog if problem_of(getattr, found, "service_catalog") is None else ""
    assert repr(found)
    assert repr(catalog)


@steady(100)
@given(answers(*WELL_FORMED))
def test_a_login_is_a_token_or_one_error_that_names_the_url(answer: Answer) -> None:
    session = session_answered(answer)
    plugin = password()

    problem = problem_of(plugin.get_access, session)

    if problem is None:
        read_all(plugin.get_access(session))
        return
    assert isinstance(problem, exceptions.InvalidResponse | exceptions.HttpError)
    assert TOKENS_URL in str(problem)


@pytest.mark.parametrize("body", NO_DOCUMENTS.values(), ids=NO_DOCUMENTS)
def test_what_is_no_document_is_no_token(body: bytes) -> None:
    problem = problem_of(password().get_access, session_answered(Answer(body)))

    assert isinstance(problem, exceptions.InvalidResponse)
    assert TOKENS_URL in str(problem)


@steady(100)
@given(st.sampled_from(WELL_FORMED).flatmap(spoiled))
def test_an_error_of_a_login_names_the_place_that_is_wrong(odd: Odd) -> None:
    session = session_answered(Answer(wire(odd.document)))

    problem = problem_of(password().get_access, session)

    if problem is not None:
        assert isinstance(problem, exceptions.InvalidResponse)
        assert problem.field is not None
        assert is_about(problem.field, odd)


@pytest.mark.parametrize("name", ["id", "expires"])
@pytest.mark.parametrize("value", [..., None, "", 5, {}, "\ud800", "a\nb", "x" * 5000 + " "])
def test_a_token_that_cannot_be_used_is_refused_at_login(name: str, value: Any) -> None:
    document = copy.deepcopy(UNSCOPED)
    document["access"]["token"][name] = value
    if value is ...:
        del document["access"]["token"][name]

    problem = problem_of(password().get_access, session_answered(Answer(wire(document))))

    assert isinstance(problem, exceptions.InvalidResponse)
    assert problem.field == f"access.token.{name}"
    assert TOKENS_URL in str(problem)


def test_a_token_with_something_too_deep_beside_it_is_refused() -> None:
    inner = "[" * 70 + "]" * 70
    body = wire(UNSCOPED)[:-2] + f', "metadata": {inner}}}}}'.encode()

    problem = problem_of(password().get_access, session_answered(Answer(body)))

    assert isinstance(problem, exceptions.InvalidResponse)
    assert "nests deeper than 64 levels" in str(problem)


def is_about(field: str, odd: Odd) -> bool:
    """Tell whether *field* is the place, or above or below it."""
    return not odd.field or odd.field.startswith(field) or field.startswith(odd.field)


@steady(75)
@given(st.sampled_from(WELL_FORMED).flatmap(spoiled))
def test_a_value_that_is_asked_for_is_told_or_its_place_is(odd: Odd) -> None:
    try:
        found = access.create(body=odd.document)
    except (exceptions.InvalidResponse, TypeError):
        return

    for name in TOLD:
        problem = problem_of(getattr, found, name)
        if problem is not None:
            assert isinstance(problem, exceptions.InvalidResponse)
            assert is_about(problem.field or "", odd)


@steady(75)
@given(st.sampled_from(WELL_FORMED).flatmap(spoiled) | JUNK.map(lambda junk: Odd(junk, ())))
def test_a_body_is_an_access_info_of_either_kind_or_one_error(odd: Odd) -> None:
    body = odd.document if isinstance(odd.document, dict) and odd.document else {"access": 1}

    if problem_of(access.create, body=copy.deepcopy(body)) is None:
        read_all(access.create(body=copy.deepcopy(body)))
    for make in (flat.AccessInfo.of, lambda it: flat.AccessInfo.factory(body=it)):
        problem = problem_of(make, copy.deepcopy(body))
        if problem is None:
            read_all(make(copy.deepcopy(body)))
        else:
            assert isinstance(problem, exceptions.UnrecognizedAccess)


@pytest.mark.parametrize("document", WELL_FORMED, ids=["scoped", "unscoped", "old"])
def test_a_well_formed_login_comes_back_out_of_a_state_and_a_file(document: Any, tmp_path) -> None:
    plugin, second = password(), password()
    ref = plugin.get_access(session_answered(Answer(wire(document))))
    told = {name: getattr(ref, name) for name in TOLD if name != "service_catalog"}

    second.set_auth_state(plugin.get_auth_state())
    ref.save(tmp_path / "login")
    loaded = access.AccessInfo.load(tmp_path / "login")

    for again in (second.auth_ref, loaded, access.create(body=flat.AccessInfo.of(ref))):
        assert {name: getattr(again, name) for name in told} == told
        assert again.service_catalog.catalog == ref.service_catalog.catalog


@pytest.mark.parametrize("catalog", [None, [], ...], ids=["null", "empty", "missing"])
def test_a_token_without_a_catalog_is_well_formed(catalog: Any) -> None:
    document = copy.deepcopy(UNSCOPED)
    document["access"]["serviceCatalog"] = catalog
    if catalog is ...:
        del document["access"]["serviceCatalog"]

    found = password().get_access(session_answered(Answer(wire(document))))

    assert found.service_catalog.catalog == []
    assert isinstance(
        problem_of(found.service_catalog.url_for, service_type="identity"), exceptions.EmptyCatalog
    )


def state_of(document: Any) -> dict[str, Any]:
    plugin = password()
    plugin.get_access(session_answered(Answer(wire(document))))
    state: dict[str, Any] = json.loads(plugin.get_auth_state() or "")
    return state


STATES = tuple(state_of(document) for document in WELL_FORMED)


@steady(100)
@given(bodies(*STATES))
@example(b"")
def test_a_state_is_taken_up_or_refused_with_one_error(body: bytes) -> None:
    for text in (body, body.decode("utf-8", "surrogateescape")):
        plugin = password()

        problem = problem_of(plugin.set_auth_state, text)

        if problem is not None:
            assert isinstance(problem, exceptions.AuthorizationFailure)
        elif plugin.auth_ref is not None:
            read_all(plugin.auth_ref)


@steady(75)
@given(
    st.one_of(
        st.sampled_from([*WELL_FORMED, *(each["access"] for each in WELL_FORMED), *STATES])
        .flatmap(spoiled)
        .map(lambda odd: wire(odd.document)),
        bodies(*WELL_FORMED),
    )
)
def test_a_file_is_a_login_or_one_error_that_names_it(tmp_path_factory: Any, body: bytes) -> None:
    path = tmp_path_factory.mktemp("logins") / "login"
    path.write_bytes(body)
    path.chmod(0o600)

    for kind in (access.AccessInfo, flat.AccessInfo):
        problem = problem_of(kind.load, path)

        if problem is None:
            read_all(kind.load(path))
        else:
            assert isinstance(problem, exceptions.UnusableFile)
            assert str(path) in str(problem)
