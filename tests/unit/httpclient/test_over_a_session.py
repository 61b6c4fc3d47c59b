"""A client over the user's own session."""

import json
import pickle
import warnings

import pytest

from ksclient.access import AccessInfo
from ksclient.auth import access, token_endpoint
from ksclient.auth.identity.access import AccessInfoPlugin
from ksclient.auth.session import Session
from ksclient.exceptions import InvalidArgument, OwnTenantsWarning, Unauthorized
from ksclient.v2_0.client import Client
from tests.unit.cloud import ADMIN, PUBLIC, make_token


def test_nothing_is_sent_before_it_is_needed(cloud, keystone):
    assert cloud.mocker.request_history == []


def test_it_warns_of_nothing(session):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Client(session=session)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("user_id", "u1"),
        ("project_id", "p1"),
        ("tenant_id", "p1"),
        ("project_name", "project"),
        ("tenant_name", "project"),
        ("auth_user_id", "u1"),
        ("auth_tenant_id", "p1"),
        ("auth_token", "t0ken"),
        ("management_url", ADMIN),
        ("auth_url", PUBLIC),
        ("user_domain_id", "default"),
        ("password", None),
    ],
)
def test_it_knows_what_the_sessions_login_told(keystone, name, value):
    assert getattr(keystone, name) == value


def test_reading_auth_ref_logs_in_once(cloud, keystone):
    assert isinstance(keystone.auth_ref, AccessInfo)
    assert keystone.auth_ref.auth_token == "t0ken"
    assert len(cloud.logins) == 1


def test_auth_ref_stays_the_same_object_as_long_as_the_login(cloud, keystone):
    cloud.logs_in_with(make_token(), make_token(token_id="n3w"))
    first = keystone.auth_ref
    assert keystone.auth_ref is first
    keystone.session.invalidate()
    assert keystone.auth_ref.auth_token == "n3w"


def test_the_catalog_is_the_logins(keystone):
    assert keystone.has_service_catalog()
    assert keystone.service_catalog.url_for(endpoint_type="admin") == ADMIN


def test_the_clients_region_is_meant_in_its_catalog(session):
    assert Client(session=session, region_name="Two").service_catalog.get_urls() is None


def test_a_refused_login_is_the_readers_to_handle(cloud, keystone):
    cloud.logs_in_with(status_code=401)
    with pytest.raises(Unauthorized):
        keystone.auth_ref  # noqa: B018 - the reading is the act


def test_without_a_plugin_there_is_nothing_to_know():
    keystone = Client(session=Session())
    for name in ("auth_ref", "auth_token", "service_catalog", "user_id", "project_id", "auth_url"):
        assert getattr(keystone, name) is None, name
    assert keystone.management_url is None
    assert not keystone.has_service_catalog()


def test_a_plugin_that_does_not_log_in_has_no_auth_ref(cloud):
    keystone = Client(session=Session(auth=token_endpoint.Token(ADMIN, "ADMIN")))
    assert keystone.auth_ref is None
    assert keystone.user_id is None
    assert (keystone.auth_token, keystone.management_url) == ("ADMIN", ADMIN)
    assert cloud.mocker.request_history == []


def test_the_admin_token_needs_no_login(cloud):
    cloud.answers("GET", "/users", {"users": []})
    keystone = Client(session=Session(auth=token_endpoint.Token(ADMIN, "ADMIN")))
    assert keystone.users.list() == []
    assert cloud.last.headers["X-Auth-Token"] == "ADMIN"
    assert cloud.logins == []


def test_the_clients_plugin_goes_before_the_sessions(cloud, session):
    keystone = Client(session=session, auth=token_endpoint.Token(ADMIN, "ADMIN"))
    assert keystone.auth_token == "ADMIN"
    assert keystone.auth_ref is None


@pytest.mark.parametrize("keyword", ["endpoint", "endpoint_override"])
def test_an_endpoint_goes_before_the_catalogs(cloud, session, keyword):
    cloud.mocker.get("http://127.0.0.9/v2.0/users", json={"users": []})
    assert Client(session=session, **{keyword: "http://127.0.0.9/v2.0"}).users.list() == []


def test_a_catalog_without_an_admin_api_has_no_management_url(cloud, keystone):
    cloud.logs_in_with(make_token(admin=False))
    assert keystone.management_url is None


def test_authenticate_has_the_plugin_log_in(cloud, keystone):
    assert keystone.authenticate() is True
    assert len(cloud.logins) == 1


@pytest.mark.parametrize("name", ["auth_token", "management_url", "user_id", "auth_ref"])
def test_what_is_the_sessions_cannot_be_set_on_the_client(keystone, name):
    with pytest.raises(InvalidArgument, match="over a session"):
        setattr(keystone, name, "x")


def test_other_credentials_are_the_sessions_matter_too(keystone):
    with pytest.raises(InvalidArgument, match="over a session"):
        keystone.authenticate(password="other")


# --- what it looks like ---


def test_it_shows_who_logs_in_and_what_it_asks_for_and_sends_nothing(cloud, session):
    shown = repr(Client(session=session, region_name="One"))
    assert shown == f"<Client auth={session.auth!r}, region_name='One', interface='admin'>"
    assert cloud.mocker.request_history == []


def test_it_shows_the_endpoint_it_was_given(session):
    assert f"endpoint={ADMIN!r}" in repr(Client(session=session, endpoint_override=ADMIN))


def test_it_shows_no_secret(cloud):
    auth = token_endpoint.Token(ADMIN, "s3cret")
    keystone = Client(session=Session(auth=auth), endpoint="http://me:s3cret@127.0.0.2/v2.0")
    assert "s3cret" not in repr(keystone)


# --- a login from another process ---


def test_a_saved_login_makes_a_plugin_for_another_session(cloud, keystone):
    cloud.answers("GET", "/users", {"users": []})
    text = json.dumps(keystone.auth_ref)
    auth = AccessInfoPlugin(access.create(body=json.loads(text)))
    assert Client(session=Session(auth=auth)).users.list() == []
    assert len(cloud.logins) == 1


@pytest.mark.parametrize(
    "saved_by",
    [
        lambda auth_ref: json.loads(json.dumps(auth_ref)),
        lambda auth_ref: pickle.loads(pickle.dumps(auth_ref)),
        lambda auth_ref: auth_ref.auth_info,
        lambda auth_ref: {"access": dict(auth_ref)},
    ],
    ids=["json", "pickle", "auth object", "body"],
)
def test_a_saved_login_is_used_over_a_new_session(cloud, keystone, saved_by):
    cloud.answers("GET", "/users", {"users": []})
    saved = saved_by(keystone.auth_ref)
    again = Client(session=Session(), auth_ref=saved)
    assert again.users.list() == []
    assert again.auth_ref == keystone.auth_ref
    assert (again.auth_url, again.management_url) == (PUBLIC, ADMIN)
    assert len(cloud.logins) == 1


def test_a_saved_unscoped_login_lists_the_callers_tenants(cloud, session):
    cloud.logs_in_with(make_token(catalog=False))
    cloud.answers("GET", "/tenants", {"tenants": [{"id": "t1"}]}, PUBLIC)
    saved = json.loads(json.dumps(Client(session=session).auth_ref))
    again = Client(session=Session(), auth_ref=saved, auth_url=PUBLIC)
    with pytest.warns(OwnTenantsWarning):
        assert len(again.tenants.list()) == 1


def test_a_pickled_client_has_no_token_and_no_password(keystone):
    keystone.auth_ref  # noqa: B018 - logs in
    data = pickle.dumps(keystone)
    assert b"t0ken" not in data
    assert b"s3cret" not in data


def test_metadata_comes_with_every_result(cloud, session):
    cloud.answers("GET", "/users", {"users": []}, headers={"x-openstack-request-id": "req-1"})
    answer = Client(session=session, include_metadata=True).users.list()
    assert (answer.data, answer.request_ids) == ([], ["req-1"])


def test_a_client_is_an_auth_plugin_for_other_sessions(cloud, keystone):
    cloud.answers("GET", "/users", {"users": []})
    other = Client(session=Session(auth=keystone))
    assert other.users.list() == []
    assert cloud.last.headers["X-Auth-Token"] == "t0ken"
    assert other.user_id == "u1"
    assert other.auth_ref.auth_token == "t0ken"


def test_what_is_read_can_be_changed_without_changing_the_plugin(cloud, keystone):
    cloud.answers("GET", "/users", {"users": []})
    keystone.auth_ref["token"]["id"] = "0ther"
    keystone.users.list()
    assert cloud.last.headers["X-Auth-Token"] == "t0ken"


def test_what_was_given_can_be_changed_without_changing_the_plugin(cloud):
    cloud.answers("GET", "/users", {"users": []})
    given = AccessInfo.of(make_token())
    keystone = Client(session=Session(), auth_ref=given)
    given["token"]["id"] = "0ther"
    keystone.users.list()
    assert cloud.last.headers["X-Auth-Token"] == "t0ken"
