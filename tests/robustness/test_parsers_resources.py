"""Whatever a server answers to a manager, it is resources or one error that names field and URL."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksclient import exceptions
from ksclient.auth.token_endpoint import Token
from ksclient.base import Resource
from ksclient.v2_0.client import Client
from tests.robustness.answering import URL, problem_of, session_answered
from tests.robustness.strategies import (
    NO_DOCUMENTS,
    Answer,
    Odd,
    answers,
    spoiled,
    steady,
    wire,
)

USER = {"id": "u1", "name": "joe", "enabled": True, "email": None, "tenantId": "t1"}
TENANT = {"id": "t1", "name": "demo", "enabled": True, "description": ""}
ROLE = {"id": "r1", "name": "admin"}
SERVICE = {"id": "s1", "name": "keystone", "type": "identity", "description": None}
ENDPOINT = {"id": "e1", "region": "One", "service_id": "s1", "publicurl": URL, "adminurl": URL}
KEY = {"access": "k1", "secret": "s3cret", "user_id": "u1", "tenant_id": "t1", "trust_id": None}
EXTENSION = {"alias": "OS-KSADM", "name": "Admin", "updated": "2013-07-11T17:14:00-00:00"}
ACCESS = {"token": {"id": "t0ken", "expires": "2999-01-01T00:00:00Z"}, "user": USER}
PEM = b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"

Ask = Callable[[Client], Any]

READS: dict[str, tuple[Ask, dict[str, Any]]] = {
    "users.list": (lambda c: c.users.list(), {"users": [USER]}),
    "users.get": (lambda c: c.users.get("u1"), {"user": USER}),
    "users.find": (lambda c: c.users.findall(name="joe"), {"users": [USER]}),
    "users.list_roles": (lambda c: c.users.list_roles("u1", "t1"), {"roles": [ROLE]}),
    "tenants.list": (lambda c: c.tenants.list(), {"tenants": [TENANT], "tenants_links": []}),
    "tenants.get": (lambda c: c.tenants.get("t1"), {"tenant": TENANT}),
    "tenants.list_users": (lambda c: c.tenants.list_users("t1"), {"users": [USER]}),
    "roles.list": (lambda c: c.roles.list(), {"roles": [ROLE]}),
    "roles.get": (lambda c: c.roles.get("r1"), {"role": ROLE}),
    "roles.roles_for_user": (lambda c: c.roles.roles_for_user("u1", "t1"), {"roles": [ROLE]}),
    "services.list": (lambda c: c.services.list(), {"OS-KSADM:services": [SERVICE]}),
    "services.get": (lambda c: c.services.get("s1"), {"OS-KSADM:service": SERVICE}),
    "endpoints.list": (lambda c: c.endpoints.list(), {"endpoints": [ENDPOINT]}),
    "extensions.list": (lambda c: c.extensions.list(), {"extensions": {"values": [EXTENSION]}}),
    "extensions.get": (lambda c: c.extensions.get("OS-KSADM"), {"extension": EXTENSION}),
    "ec2.list": (lambda c: c.ec2.list("u1"), {"credentials": [KEY]}),
    "ec2.get": (lambda c: c.ec2.get("u1", "k1"), {"credential": KEY}),
    "tokens.validate": (lambda c: c.tokens.validate("t0ken"), {"access": ACCESS}),
    "tokens.validate_access_info": (
        lambda c: c.tokens.validate_access_info("t0ken"),
        {"access": ACCESS},
    ),
    "tokens.get_token_data": (lambda c: c.tokens.get_token_data("t0ken"), {"access": ACCESS}),
    "tokens.endpoints": (lambda c: c.tokens.endpoints("t0ken"), {"endpoints": [ENDPOINT]}),
    "tokens.get_revoked": (lambda c: c.tokens.get_revoked(), {"signed": "-----BEGIN CMS-----"}),
}
WRITES: dict[str, tuple[Ask, dict[str, Any]]] = {
    "users.create": (lambda c: c.users.create("joe", "s3cret"), {"user": USER}),
    "users.update": (lambda c: c.users.update("u1", name="joe"), {"user": USER}),
    "tenants.create": (lambda c: c.tenants.create("demo"), {"tenant": TENANT}),
    "tenants.update": (lambda c: c.tenants.update("t1", "demo"), {"tenant": TENANT}),
    "roles.create": (lambda c: c.roles.create("admin"), {"role": ROLE}),
    "roles.add_user_role": (lambda c: c.roles.add_user_role("u1", "r1", "t1"), {"role": ROLE}),
    "services.create": (
        lambda c: c.services.create("keystone", "identity"),
        {"OS-KSADM:service": SERVICE},
    ),
    "endpoints.create": (lambda c: c.endpoints.create("One", "s1", URL), {"endpoint": ENDPOINT}),
    "ec2.create": (lambda c: c.ec2.create("u1", "t1"), {"credential": KEY}),
    "tokens.authenticate": (
        lambda c: c.tokens.authenticate("joe", password="s3cret"),
        {"access": ACCESS},
    ),
}
DELETES: dict[str, Ask] = {
    "users.delete": lambda c: c.users.delete("u1"),
    "tenants.delete": lambda c: c.tenants.delete("t1"),
    "roles.delete": lambda c: c.roles.delete("r1"),
    "services.delete": lambda c: c.services.delete("s1"),
    "endpoints.delete": lambda c: c.endpoints.delete("e1"),
    "ec2.delete": lambda c: c.ec2.delete("u1", "k1"),
    "tokens.delete": lambda c: c.tokens.delete("t0ken"),
}
ALL = READS | WRITES


def client_answered(answer: Answer) -> Client:
    return Client(session=session_answered(answer, auth=Token(URL, "adm1n")))


def use(found: Any) -> None:
    """Do with what came what programs do with it."""
    for each in found if isinstance(found, list) else [found]:
        assert repr(each)
        if not isinstance(each, Resource):
            continue
        each.set_loaded(True)
        hash(each)
        for twin in (pickle.loads(pickle.dumps(each)), copy.deepcopy(each)):
            assert repr(twin.to_dict()) == repr(each.to_dict())  # not ==: NaN equals nothing
        assert callable(each.delete)
        assert callable(each.to_dict)
        for name in each.to_dict():
            getattr(each, name, None)
        getattr(each, "id", None)
        assert each.human_id is None


@steady(300)
@given(st.data())
def test_an_answer_is_resources_or_one_error_that_names_the_url(data: st.DataObject) -> None:
    ask, document = ALL[data.draw(st.sampled_from(sorted(ALL)))]
    client = client_answered(data.draw(answers(document)))

    problem = problem_of(ask, client)

    if problem is None:
        use(ask(client))
        return
    assert isinstance(problem, exceptions.InvalidResponse | exceptions.HttpError)
    assert URL in str(problem) or URL in (getattr(problem, "url", None) or "")


@steady(200)
@given(st.data())
def test_an_error_names_the_place_that_is_wrong(data: st.DataObject) -> None:
    ask, document = ALL[data.draw(st.sampled_from(sorted(ALL)))]
    odd: Odd = data.draw(spoiled(document))

    problem = problem_of(ask, client_answered(Answer(wire(odd.document))))

    if problem is not None:
        assert isinstance(problem, exceptions.InvalidResponse)
        assert problem.field is not None
        place = odd.field.replace(".values", "")
        field = problem.field
        assert not place or place.startswith(field) or field.startswith(place), (field, place)


@pytest.mark.parametrize("name", ALL)
def test_a_well_formed_answer_comes_back_as_it_is(name: str) -> None:
    ask, document = ALL[name]

    found = ask(client_answered(Answer(wire(document))))

    for each in found if isinstance(found, list) else [found]:
        if isinstance(each, Resource):
            told = next(iter(document.values()))
            told = told.get("values", told) if isinstance(told, dict) else told
            assert each.to_dict() == (told[0] if isinstance(told, list) else told)
            use(each)


@pytest.mark.parametrize("body", NO_DOCUMENTS.values(), ids=NO_DOCUMENTS)
@pytest.mark.parametrize("name", ["users.list", "tenants.get", "tokens.validate", "ec2.create"])
def test_what_is_no_document_is_one_error(name: str, body: bytes) -> None:
    ask, _ = ALL[name]

    problem = problem_of(ask, client_answered(Answer(body)))

    assert isinstance(problem, exceptions.InvalidResponse)
    assert URL in str(problem)


@pytest.mark.parametrize("name", [name for name in READS if name.endswith("list")])
def test_an_empty_list_is_no_error(name: str) -> None:
    ask, document = READS[name]
    empty = {key: [] for key in document}

    assert ask(client_answered(Answer(wire(empty)))) == []


@pytest.mark.parametrize("body", [b"{}", b'{"endpoints": []}', b'{"endpoints": {"values": []}}'])
def test_a_token_without_endpoints_has_none(body: bytes) -> None:
    assert client_answered(Answer(body)).tokens.endpoints("t0ken") == []


@steady(60)
@given(st.sampled_from(sorted(DELETES)), answers(*(document for _, document in READS.values())))
def test_what_is_deleted_is_deleted_whatever_is_said_about_it(name: str, answer: Answer) -> None:
    assert problem_of(DELETES[name], client_answered(answer)) is None


@steady(60)
@given(answers({"access": ACCESS}), st.sampled_from(["ca", "signing"]))
def test_a_certificate_is_pem_text_or_one_error(answer: Answer, name: str) -> None:
    client = client_answered(answer)
    ask = client.certificates.get_ca_certificate
    if name == "signing":
        ask = client.certificates.get_signing_certificate

    problem = problem_of(ask)

    assert isinstance(problem, exceptions.InvalidResponse)
    assert URL in str(problem)


@pytest.mark.parametrize("kind", ["text/html; charset=UTF-8", "application/x-pem-file", ""])
def test_a_certificate_is_read_whatever_it_is_called(kind: str) -> None:
    client = client_answered(Answer(b"junk before\n" + PEM, headers=(("Content-Type", kind),)))

    assert PEM.decode() in client.certificates.get_ca_certificate()


@steady(100)
@given(answers({"access": ACCESS}, statuses=st.sampled_from([200, 203, 204, 300, 304, 404, 500])))
def test_a_token_is_checked_by_the_status_or_one_error_comes(answer: Answer) -> None:
    client = client_answered(Answer(b"", answer.status, answer.headers))

    problem = problem_of(client.tokens.check, "t0ken")

    if problem is None:
        assert client.tokens.check("t0ken") is (answer.status in {200, 203, 204})
    else:
        assert isinstance(problem, exceptions.InvalidResponse | exceptions.HttpError)


@pytest.mark.parametrize("own", [None, {}, "x", [], {"tenant": 5}, {"tenant": {"id": []}}])
def test_a_mismatch_is_told_whatever_the_token_says_of_its_tenant(own: Any) -> None:
    token = {"id": "t0ken", **(own if isinstance(own, dict) else {"tenant": own})}
    session = session_answered(
        Answer(wire({"access": {"token": token}})),
        {"belongsTo=t2": Answer(b"", 401)},
        auth=Token(URL, "adm1n"),
    )

    problem = problem_of(Client(session=session).tokens.validate, "t0ken", belongs_to="t2")

    assert isinstance(problem, exceptions.TenantMismatch)
