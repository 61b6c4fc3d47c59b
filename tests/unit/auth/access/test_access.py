"""An access info gives a token's values, or one error that names the field."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ksclient.auth import access, exceptions
from ksclient.auth._json import MAX_BYTES

VALUES = {
    "version": "v2.0",
    "auth_token": "token-that-opens-doors",
    "expires": datetime(2016, 1, 1, 1, tzinfo=UTC),
    "issued": datetime(2016, 1, 1, tzinfo=UTC),
    "username": "joe",
    "user_id": "u1",
    "role_ids": ["r1", "r2"],
    "role_names": ["admin", "member"],
    "project_id": "t1",
    "project_name": "demo",
    "tenant_id": "t1",
    "tenant_name": "demo",
    "scoped": True,
    "project_scoped": True,
    "trust_id": "trust1",
    "trust_scoped": True,
    "trustee_user_id": "u1",
    "trustor_user_id": None,
    "audit_id": "own",
    "audit_chain_id": "chain",
    "initial_audit_id": "chain",
    "bind": {"kerberos": "joe"},
    "user_domain_id": None,
    "user_domain_name": None,
    "project_domain_id": None,
    "project_domain_name": None,
    "project_is_domain": False,
    "domain_id": None,
    "domain_name": None,
    "domain_scoped": False,
    "system_scoped": False,
    "is_federated": False,
    "is_admin_project": True,
    "oauth_access_token_id": None,
    "oauth_consumer_id": None,
    "service_providers": None,
}
"""What the document of the fixture says."""

UNSCOPED = {
    "audit_id": None,
    "audit_chain_id": None,
    "bind": None,
    "initial_audit_id": None,
    "issued": None,
    "project_id": None,
    "project_name": None,
    "role_ids": [],
    "role_names": [],
    "scoped": False,
    "trust_id": None,
    "trust_scoped": False,
    "trustee_user_id": None,
    "user_id": None,
    "username": None,
}
"""What the least document there is says."""


def least(**token: Any) -> dict[str, Any]:
    return {"access": {"token": {"id": "abc", "expires": "2016-01-01T01:00:00Z", **token}}}


@pytest.mark.parametrize("name", VALUES)
def test_a_value_is_read_out_of_the_document(name: str, body: Any) -> None:
    assert getattr(access.create(body=body), name) == VALUES[name]


@pytest.mark.parametrize("name", UNSCOPED)
def test_a_value_that_the_document_lacks_is_none_or_empty(name: str) -> None:
    assert getattr(access.create(body=least()), name) == UNSCOPED[name]


@pytest.mark.parametrize("name", UNSCOPED)
def test_null_is_the_same_as_absent(name: str) -> None:
    token = {"issued_at": None, "audit_ids": None, "bind": None, "tenant": None}
    body = least(**token)
    body["access"] |= {"user": None, "metadata": None, "trust": None, "serviceCatalog": None}

    assert getattr(access.create(body=body), name) == UNSCOPED[name]


@pytest.mark.parametrize("name", sorted(VALUES))
def test_every_value_is_keystoneauth1s(name: str, body: Any) -> None:
    theirs = pytest.importorskip("keystoneauth1.access")

    mine, other = access.create(body=body), theirs.create(body=body)

    assert getattr(mine, name) == getattr(other, name)


def test_it_is_an_access_info_of_v2(body: Any) -> None:
    info = access.create(body=body)

    assert isinstance(info, access.AccessInfo)
    assert type(info) is access.AccessInfoV2


def test_the_document_stays_as_it_is_for_json(body: Any) -> None:
    before = copy.deepcopy(body)
    info = access.create(body=body)
    assert info.service_catalog.get_endpoints() == {}

    assert json.loads(json.dumps(info._data)) == before


def test_a_token_given_apart_goes_before_the_documents(body: Any) -> None:
    assert access.create(body=body, auth_token="other").auth_token == "other"


def test_the_inside_of_a_document_is_wrapped(body: Any) -> None:
    flat = {**body["access"], "version": "v2.0"}

    assert access.create(body=flat)._data == body


def test_the_token_that_was_set_on_a_saved_login_stays(body: Any) -> None:
    flat = {**body["access"], "version": "v2.0", "auth_token": "other"}

    assert access.create(body=flat).auth_token == "other"


def test_wrapping_leaves_the_given_dictionary_as_it_is(body: Any) -> None:
    flat = {**body["access"], "version": "v2.0"}
    before = copy.deepcopy(flat)

    access.create(body=flat)

    assert flat == before


@pytest.mark.parametrize(
    "token",
    [{"methods": ["password"], "expires_at": "2016-01-01T01:00:00Z"}, {"id": "abc"}, {}, "abc"],
)
def test_a_token_of_v3_is_not_taken_for_the_inside_of_a_document(token: Any) -> None:
    with pytest.raises(ValueError, match="it holds a token of Identity v3"):
        access.create(body={"token": token})


def test_a_time_without_an_offset_is_utc() -> None:
    info = access.create(body=least(issued_at="2016-01-01T00:00:00.123456"))

    assert info.issued == datetime(2016, 1, 1, microsecond=123456, tzinfo=UTC)


def test_a_server_before_grizzly_tells_the_tenant_with_the_user() -> None:
    body = least()
    body["access"]["user"] = {"tenantId": "t1", "tenantName": "demo"}
    info = access.create(body=body)

    assert (info.tenant_id, info.tenant_name) == ("t1", "demo")


def test_a_server_before_diablo_tells_the_tenants_id_only() -> None:
    info = access.create(body=least(tenantId="t1"))

    assert (info.tenant_id, info.tenant_name) == ("t1", "t1")


def test_roles_with_ids_are_read_by_name() -> None:
    body = least()
    body["access"]["user"] = {"roles": [{"id": "r1", "name": "admin", "tenantId": "t1"}]}

    assert access.create(body=body).role_names == ["admin"]


@pytest.mark.parametrize(("seconds", "expected"), [(29, True), (30, False), (31, False)])
def test_a_token_expires_soon_when_less_than_the_margin_is_left(
    seconds: int, expected: bool, body: Any
) -> None:
    info = access.create(body=body)
    now = info.expires - timedelta(seconds=seconds)

    assert info.will_expire_soon(clock=lambda: now) is expected


def test_the_margin_can_be_given(body: Any) -> None:
    info = access.create(body=body)
    now = info.expires - timedelta(seconds=100)

    assert info.will_expire_soon(101, clock=lambda: now)
    assert not info.will_expire_soon(stale_duration=100, clock=lambda: now)


def test_a_token_at_the_end_of_all_times_is_no_overflow() -> None:
    info = access.create(body=least(expires="9999-12-31T23:59:59-10:00"))

    assert not info.will_expire_soon()


@pytest.mark.parametrize(
    "make", [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))]
)
def test_copies_and_pickles_keep_the_token(make: Any, body: Any) -> None:
    info = access.create(body=body, auth_token="other")
    assert info.service_catalog.catalog == []

    twin = make(info)

    assert type(twin) is access.AccessInfoV2
    assert (twin.auth_token, twin.username, twin.expires) == ("other", "joe", info.expires)


def test_the_repr_shows_who_and_where_and_hides_the_token(body: Any) -> None:
    text = repr(access.create(body=body))

    assert "user=joe, project=demo, expires=2016-01-01 01:00:00+00:00" in text
    assert "token-that-opens-doors" not in text


def test_the_repr_of_a_malformed_document_is_no_error() -> None:
    assert "user=?" in repr(access.AccessInfoV2({"access": []}))


@pytest.mark.parametrize(("catalog", "expected"), [([], True), (None, False)])
def test_an_empty_catalog_is_a_catalog_and_null_is_none(catalog: Any, expected: bool) -> None:
    body = least()
    body["access"]["serviceCatalog"] = catalog

    assert access.create(body=body).has_service_catalog() is expected


def test_the_catalog_is_made_once(body: Any) -> None:
    info = access.create(body=body)

    assert info.service_catalog is info.service_catalog


MALFORMED = [
    ("auth_token", {"token": []}, "access.token", "access.token is a list, not an object"),
    ("auth_token", {"token": {"id": 7}}, "access.token.id", "is a number, not a string"),
    ("expires", {"token": {}}, "access.token.expires", "access.token.expires is missing"),
    ("expires", {}, "access.token.expires", "access.token.expires is missing"),
    (
        "expires",
        {"token": {"expires": "garbage"}},
        "access.token.expires",
        "access.token.expires is not a time: 'garbage'",
    ),
    ("expires", {"token": {"expires": 7}}, "access.token.expires", "a number, not a time"),
    ("issued", {"token": {"issued_at": "x" * 999}}, "access.token.issued_at", "not a time: 'xxx"),
    ("bind", {"token": {"bind": "x"}}, "access.token.bind", "is a string, not an object"),
    ("audit_id", {"token": {"audit_ids": {}}}, "access.token.audit_ids", "not a list"),
    ("audit_id", {"token": {"audit_ids": [1]}}, "access.token.audit_ids[0]", "not a string"),
    ("project_id", {"token": {"tenant": "t"}}, "access.token.tenant", "not an object"),
    ("project_name", {"token": {"tenant": {"name": []}}}, "access.token.tenant.name", "a list"),
    ("user_id", {"user": {"id": True}}, "access.user.id", "is a boolean, not a string"),
    ("username", {"user": "joe"}, "access.user", "is a string, not an object"),
    ("role_names", {"user": {"roles": {}}}, "access.user.roles", "is an object, not a list"),
    ("role_names", {"user": {"roles": [{}]}}, "access.user.roles[0].name", "is missing"),
    ("role_names", {"user": {"roles": ["a"]}}, "access.user.roles[0]", "not an object"),
    ("role_ids", {"metadata": []}, "access.metadata", "is a list, not an object"),
    ("role_ids", {"metadata": {"roles": [None]}}, "access.metadata.roles[0]", "is missing"),
    ("trust_id", {"trust": 1.5}, "access.trust", "is a number, not an object"),
    ("service_catalog", {"serviceCatalog": "x"}, "access.serviceCatalog", "not a list"),
]


@pytest.mark.parametrize(("name", "document", "field", "message"), MALFORMED)
def test_a_malformed_value_is_an_error_that_names_the_field(
    name: str, document: Any, field: str, message: str
) -> None:
    info = access.create(body={"access": document})

    with pytest.raises(exceptions.InvalidResponse) as caught:
        getattr(info, name)

    assert caught.value.field == field
    assert message in str(caught.value)
    assert len(str(caught.value)) < 200


def test_a_malformed_expiry_is_told_by_will_expire_soon_too() -> None:
    with pytest.raises(exceptions.InvalidResponse, match=r"access\.token\.expires is missing"):
        access.create(body={"access": {}}).will_expire_soon()


@pytest.mark.parametrize("body", [{"error": {}}, {"tokens": {}}, [1], "access"])
def test_create_refuses_what_is_no_access_document(body: Any) -> None:
    with pytest.raises(ValueError, match="Unrecognized auth response"):
        access.create(body=body)


def test_create_says_that_v3_is_not_spoken() -> None:
    with pytest.raises(ValueError, match="Identity v3, which is not spoken here") as caught:
        access.create(body={"token": {"methods": []}})

    assert isinstance(caught.value, exceptions.InvalidResponse)


def test_create_reads_a_response(answer: Any, body: Any) -> None:
    assert access.create(answer(body)).user_id == "u1"


def test_create_without_anything_is_a_programming_error() -> None:
    with pytest.raises(TypeError, match="response or its body"):
        access.create()


def test_read_gives_what_a_login_answered(answer: Any, body: Any) -> None:
    info = access.read(answer(body))

    assert type(info) is access.AccessInfoV2
    assert info._data == body


def test_read_accepts_the_least_there_is(answer: Any) -> None:
    assert access.read(answer(least())).auth_token == "abc"


UNUSABLE = [
    ("<html>Bad gateway</html>", None, "The server's answer is not JSON"),
    ("", None, "is not JSON"),
    ('{"access": ' * 60_000 + "1" + "}" * 60_000, None, "nests deeper than 64 levels"),
    ('{"access": ' * 65 + "[1]" + "}" * 65, None, "nests deeper than 64 levels"),
    (" " * MAX_BYTES + "{}", None, f"is larger than {MAX_BYTES} bytes"),
    ({"token": {}}, "access", "Identity v3"),
    ({}, "access", "it holds no object named 'access'"),
    ([], "access", "it holds no object named 'access'"),
    (None, "access", "it holds no object named 'access'"),
    ({"access": None}, "access", "access is missing"),
    ({"access": []}, "access", "access is a list, not an object"),
    ({"access": {}}, "access.token.id", "access.token.id is missing"),
    (least(id=""), "access.token.id", "access.token.id is empty"),
    (least(id=["a"]), "access.token.id", "access.token.id is a list, not a string"),
    (least(id="two\r\nlines"), "access.token.id", "characters that no token has"),
    (least(id="tökén"), "access.token.id", "characters that no token has"),
    (least(expires=None), "access.token.expires", "access.token.expires is missing"),
    (least(expires="soon"), "access.token.expires", "is not a time: 'soon'"),
    (least(expires="2016-13-45T99:00:00Z"), "access.token.expires", "is not a time"),
    ({"access": {**least()["access"], "user": []}}, "access.user", "is a list, not an object"),
    ({"access": {**least()["access"], "user": {"id": 1}}}, "access.user.id", "not a string"),
    ({"access": {**least()["access"], "serviceCatalog": {}}}, "access.serviceCatalog", "a list"),
]


@pytest.mark.parametrize(
    ("body", "field", "message"), UNUSABLE, ids=[message for *_, message in UNUSABLE]
)
def test_read_refuses_what_no_one_can_log_in_with(
    body: Any, field: str | None, message: str, answer: Any
) -> None:
    response = answer("null" if body is None else body)

    with pytest.raises(exceptions.InvalidResponse) as caught:
        access.read(response)

    assert caught.value.field == field
    assert caught.value.response is response
    assert message in str(caught.value)
    assert str(caught.value).endswith("(answered by http://keystone/v2.0/tokens)")


@pytest.mark.parametrize("token", ["secret\nvalue", ["secret"], {"secret": "secret"}])
def test_an_error_never_quotes_the_token(token: Any, answer: Any) -> None:
    with pytest.raises(exceptions.InvalidResponse) as caught:
        access.read(answer(least(id=token)))

    assert "secret" not in str(caught.value)


def test_the_error_of_an_answer_pickles(answer: Any) -> None:
    with pytest.raises(exceptions.InvalidResponse) as caught:
        access.read(answer({"token": {}}))

    twin = pickle.loads(pickle.dumps(caught.value))

    assert (str(twin), twin.field) == (str(caught.value), "access")
    assert isinstance(twin, ValueError)
