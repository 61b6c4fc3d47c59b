"""A client that makes its own session and plugin."""

import json
import pickle
from datetime import UTC, datetime, timedelta

import pytest
import requests

from ksclient.access import AccessInfo
from ksclient.auth.plugin import secrets_kept
from ksclient.auth.session import Session
from ksclient.exceptions import (
    AuthorizationFailure,
    ConnectionRefused,
    EndpointNotFound,
    InvalidId,
    InvalidResponse,
    OwnTenantsWarning,
    Unauthorized,
    UnrecognizedAccess,
)
from ksclient.httpclient import HTTPClient
from ksclient.v2_0.client import Client
from tests.unit.cloud import ADMIN, PUBLIC, make_token

LOGIN = {"username": "demo", "password": "s3cret", "tenant_name": "project", "auth_url": PUBLIC}

pytestmark = pytest.mark.filterwarnings("ignore:Client without a session:DeprecationWarning")


@pytest.fixture
def users(cloud):
    return cloud.answers("GET", "/users", {"users": []})


def test_it_is_deprecated_and_says_so_where_it_is_made(cloud):
    with pytest.warns(DeprecationWarning, match="Client without a session") as caught:
        Client(**LOGIN)
    assert [warning.filename for warning in caught] == [__file__]


# --- logging in ---


def test_it_logs_in_when_it_is_made(cloud, users):
    keystone = Client(**LOGIN)
    assert cloud.logins == [
        {
            "auth": {
                "passwordCredentials": {"username": "demo", "password": "s3cret"},
                "tenantName": "project",
            }
        }
    ]
    assert keystone.users.list() == []
    assert cloud.last.headers["X-Auth-Token"] == "t0ken"
    assert len(cloud.logins) == 1


def test_the_base_class_does_not_log_in(cloud):
    with pytest.warns(DeprecationWarning, match="HTTPClient without a session"):
        HTTPClient(**LOGIN)
    assert cloud.mocker.request_history == []


def test_a_token_goes_before_a_password(cloud):
    Client(**LOGIN, token="g1ven")
    assert cloud.logins[0]["auth"]["token"] == {"id": "g1ven"}


def test_a_user_id_will_do(cloud):
    Client(user_id="u1", password="s3cret", auth_url=PUBLIC)
    assert cloud.logins[0]["auth"]["passwordCredentials"]["userId"] == "u1"


@pytest.mark.parametrize(
    ("keywords", "scope"),
    [
        ({"tenant_id": "p1"}, {"tenantId": "p1"}),
        ({"project_id": "p1"}, {"tenantId": "p1"}),
        ({"project_id": "p1", "tenant_id": "p2"}, {"tenantId": "p1"}),
        ({"project_name": "p"}, {"tenantName": "p"}),
        ({"trust_id": "tr1", "tenant_id": "p1"}, {"trust_id": "tr1", "tenantId": "p1"}),
    ],
)
def test_the_scope_of_the_login(cloud, keywords, scope):
    Client(username="demo", password="s3cret", auth_url=PUBLIC, **keywords)
    auth = cloud.logins[0]["auth"]
    del auth["passwordCredentials"]
    assert auth == scope


def test_it_knows_what_the_login_told(cloud):
    keystone = Client(**LOGIN)
    assert (keystone.user_id, keystone.project_id, keystone.tenant_name) == ("u1", "p1", "project")
    assert (keystone.auth_url, keystone.management_url) == (PUBLIC, ADMIN)
    assert (keystone.username, keystone.password) == ("demo", "s3cret")
    assert keystone.auth_ref.auth_token == keystone.auth_token == "t0ken"
    assert keystone.get_user_id(None) == "u1"
    assert keystone.get_project_id(None) == "p1"


def test_it_tells_whose_login_it_has_by_the_names_that_v2_programs_use(cloud):
    keystone = Client(**LOGIN)
    assert (keystone.auth_user_id, keystone.auth_tenant_id) == ("u1", "p1")
    assert keystone.auth_domain_id is None


def test_what_a_login_tells_is_not_known_before_it(cloud):
    keystone = Client(**LOGIN, endpoint=ADMIN, user_id="u7", tenant_id="p7")
    assert (keystone.auth_user_id, keystone.auth_tenant_id) == (None, None)
    assert cloud.logins == []


def test_a_slash_at_the_end_of_the_auth_url_does_not_matter(cloud):
    assert Client(**{**LOGIN, "auth_url": f"{PUBLIC}/"}).auth_url == PUBLIC


@pytest.mark.parametrize(
    "keywords",
    [
        {},
        {"username": "demo", "password": "s3cret"},
        {"auth_url": PUBLIC},
        {"auth_url": PUBLIC, "username": "demo"},
        {"auth_url": PUBLIC, "password": "s3cret"},
    ],
)
def test_too_little_to_log_in_is_an_authorization_failure(cloud, keywords):
    with pytest.raises(AuthorizationFailure):
        Client(**keywords)
    assert cloud.mocker.request_history == []


def test_a_refused_login_is_unauthorized(cloud):
    cloud.logs_in_with(status_code=401)
    with pytest.raises(Unauthorized):
        Client(**LOGIN)
    assert len(cloud.logins) == 1


def test_a_login_that_fails_otherwise_is_an_authorization_failure_with_its_cause(cloud):
    cloud.logs_in_with(exc=requests.exceptions.ConnectionError("refused"))
    with pytest.raises(AuthorizationFailure, match="Authorization Failed: ") as caught:
        Client(**LOGIN)
    assert isinstance(caught.value.__cause__, ConnectionRefused)


@pytest.mark.parametrize("keywords", [{}, {"endpoint": ADMIN}], ids=["at once", "when needed"])
def test_an_auth_url_that_is_none_is_an_authorization_failure(keywords):
    with pytest.raises(AuthorizationFailure, match="nonsense"):
        Client(**{**LOGIN, "auth_url": "nonsense", **keywords}).users.list()


def test_an_answer_that_is_no_token_is_an_authorization_failure(cloud):
    cloud.logs_in_with({"access": {}})
    with pytest.raises(AuthorizationFailure, match=r"access\.token"):
        Client(**LOGIN)


def test_an_answer_that_is_no_token_is_an_invalid_response_where_the_login_is_lazy(cloud):
    cloud.logs_in_with({"token": {}})
    with pytest.raises(InvalidResponse):
        Client(**LOGIN, endpoint=ADMIN).users.list()


def test_a_token_of_nobody_is_an_authorization_failure(cloud):
    token = make_token()
    del token["access"]["user"]["id"]
    cloud.logs_in_with(token)
    with pytest.raises(AuthorizationFailure, match="user_id"):
        Client(**LOGIN)


@pytest.mark.parametrize("tenant", [{"name": "project"}, {}])
def test_a_token_for_a_tenant_without_an_id_is_an_authorization_failure(cloud, tenant):
    token = make_token()
    token["access"]["token"]["tenant"] = tenant
    cloud.logs_in_with(token)
    with pytest.raises(AuthorizationFailure, match="tenant_id"):
        Client(**LOGIN)


def test_a_token_whose_tenant_is_null_is_unscoped(cloud):
    token = make_token(catalog=False)
    token["access"]["token"]["tenant"] = None
    cloud.logs_in_with(token)
    assert Client(username="demo", password="s3cret", auth_url=PUBLIC).project_id is None


# --- having a token ---


def test_an_expired_token_is_replaced(cloud):
    old = make_token(expires=datetime.now(UTC) + timedelta(seconds=20))
    cloud.logs_in_with(old, make_token(token_id="n3w"))
    assert Client(**LOGIN).auth_token == "n3w"


def test_stale_duration_says_when_a_token_is_replaced(cloud):
    old = make_token(expires=datetime.now(UTC) + timedelta(seconds=20))
    cloud.logs_in_with(old, make_token(token_id="n3w"))
    assert Client(**LOGIN, stale_duration=5).auth_token == "t0ken"


def test_a_token_that_is_refused_is_replaced(cloud):
    cloud.logs_in_with(make_token(), make_token(token_id="n3w"))
    cloud.mocker.get(f"{ADMIN}/users", [{"status_code": 401}, {"json": {"users": [{"id": "u1"}]}}])
    assert len(Client(**LOGIN).users.list()) == 1
    assert cloud.last.headers["X-Auth-Token"] == "n3w"


def test_a_token_can_be_set_and_unset(cloud, users):
    keystone = Client(**LOGIN)
    keystone.auth_token = "0ther"
    keystone.users.list()
    assert cloud.last.headers["X-Auth-Token"] == keystone.auth_token == "0ther"
    del keystone.auth_token
    keystone.users.list()
    assert cloud.last.headers["X-Auth-Token"] == "t0ken"


def test_a_token_that_was_set_is_not_replaced_when_it_is_refused(cloud):
    refused = cloud.answers("GET", "/users", status_code=401)
    keystone = Client(**LOGIN)
    keystone.auth_token = "0ther"
    with pytest.raises(Unauthorized):
        keystone.users.list()
    assert refused.call_count == 1
    assert len(cloud.logins) == 1


@pytest.mark.parametrize(
    ("keywords", "missing"),
    [
        ({}, "an auth_url, and a token or a username and password"),
        ({"auth_url": PUBLIC}, "a token or a username and password"),
        ({"auth_url": PUBLIC, "username": "demo"}, "a token or a username and password"),
        ({"username": "demo", "password": "s3cret"}, "an auth_url"),
    ],
)
def test_without_a_token_and_a_way_to_one_a_request_says_what_is_missing(keywords, missing):
    keystone = Client(endpoint=ADMIN, **keywords)
    assert keystone.auth_token is None
    with pytest.raises(AuthorizationFailure, match=rf"it needs {missing}\.$"):
        keystone.users.list()


def test_a_client_as_a_plugin_says_what_is_missing():
    session = Session(auth=Client(endpoint=ADMIN, auth_url=PUBLIC))
    with pytest.raises(AuthorizationFailure, match="it needs a token or"):
        session.get(ADMIN)


def test_a_token_with_an_endpoint_that_is_deleted_leaves_none():
    keystone = Client(token="ADMIN", endpoint=ADMIN)
    del keystone.auth_token
    assert keystone.auth_token is None
    with pytest.raises(AuthorizationFailure, match="it needs an auth_url"):
        keystone.tenants.list()


def test_authenticate_changes_the_tenant_by_the_token_at_hand(cloud):
    keystone = Client(**LOGIN)
    cloud.logs_in_with(make_token(token_id="n3w"))
    assert keystone.authenticate(tenant_name="other") is True
    assert cloud.logins[1]["auth"] == {"token": {"id": "t0ken"}, "tenantName": "other"}
    assert keystone.auth_token == "n3w"


def test_a_login_after_a_change_of_tenant_is_for_the_new_one(cloud, users):
    keystone = Client(**LOGIN)
    keystone.authenticate(tenant_name="other")
    keystone.session.invalidate()
    keystone.users.list()
    assert cloud.logins[2]["auth"]["tenantName"] == "other"
    assert cloud.logins[2]["auth"]["passwordCredentials"]["password"] == "s3cret"


def test_a_change_of_tenant_by_name_counts_where_the_client_was_given_an_id(cloud):
    keystone = Client(username="demo", password="s3cret", auth_url=PUBLIC, tenant_id="p1")
    keystone.authenticate(tenant_name="other")
    assert cloud.logins[1]["auth"] == {"token": {"id": "t0ken"}, "tenantName": "other"}


def test_authenticate_tells_the_user_that_it_logged_in(cloud, users):
    keystone = Client(**LOGIN, user_id="u7", endpoint=ADMIN)
    assert keystone.user_id == "u7"
    keystone.authenticate()
    assert (keystone.user_id, keystone.get_user_id(None)) == ("u1", "u1")


def test_authenticate_as_another_tells_who_that_is(cloud):
    keystone = Client(**LOGIN)
    keystone.authenticate(username="other", password="0ther", trust_id="tr2")
    assert (keystone.username, keystone.password) == ("other", "0ther")
    assert keystone.trust_id == "tr2"


@pytest.mark.parametrize(
    "name", ["username", "password", "trust_id", "auth_url", "project_id", "project_name"]
)
def test_what_a_login_takes_is_given_to_authenticate_and_not_set(cloud, name):
    with pytest.raises(AttributeError, match=name):
        setattr(Client(**LOGIN), name, "other")


def test_a_login_that_is_refused_changes_nothing_that_the_client_tells(cloud):
    keystone = Client(**LOGIN)
    cloud.mocker.post("http://127.0.0.9/v2.0/tokens", status_code=401)
    with pytest.raises(Unauthorized):
        keystone.authenticate("other", "0ther", auth_url="http://127.0.0.9/v2.0")
    assert (keystone.username, keystone.password) == ("demo", "s3cret")
    assert keystone.auth_url == PUBLIC


def test_authenticate_elsewhere_leads_there_from_then_on(cloud):
    keystone = Client(**LOGIN)
    cloud.mocker.post("http://127.0.0.9/v2.0/tokens", json=make_token())
    keystone.authenticate(auth_url="http://127.0.0.9/v2.0")
    assert keystone.auth_url == "http://127.0.0.9/v2.0"
    assert keystone.get_endpoint(None, interface="public") == "http://127.0.0.9/v2.0"


@pytest.mark.parametrize(("interface", "url"), [("public", PUBLIC), ("admin", ADMIN)])
def test_as_a_plugin_it_takes_the_interface_by_its_place(cloud, interface, url):
    assert Client(**LOGIN).get_endpoint(None, interface) == url


# --- an endpoint of the caller's ---


def test_a_token_with_an_endpoint_is_used_as_it_is(cloud, users):
    keystone = Client(token="ADMIN", endpoint=f"{ADMIN}/")
    assert keystone.users.list() == []
    assert cloud.last.headers["X-Auth-Token"] == "ADMIN"
    assert cloud.logins == []
    assert keystone.auth_ref is None
    assert keystone.service_catalog is None
    assert keystone.management_url == ADMIN


def test_a_token_with_an_endpoint_alone_has_no_user_and_no_tenant(cloud):
    keystone = Client(token="ADMIN", endpoint=ADMIN)
    assert keystone.get_user_id(None) is None
    assert keystone.get_project_id(None) is None


def test_a_token_with_an_endpoint_alone_has_no_password_of_its_own_to_change(cloud):
    keystone = Client(token="ADMIN", endpoint=ADMIN)
    with pytest.raises(InvalidId, match="as an admin token has none"):
        keystone.users.update_own_password("old", "new")
    assert cloud.mocker.request_history == []


def test_a_token_with_an_endpoint_is_not_tried_twice(cloud):
    refused = cloud.answers("GET", "/users", status_code=401)
    with pytest.raises(Unauthorized):
        Client(token="ADMIN", endpoint=ADMIN).users.list()
    assert refused.call_count == 1


def test_with_an_endpoint_a_password_is_used_when_it_is_needed(cloud, users):
    keystone = Client(**LOGIN, endpoint=ADMIN)
    assert cloud.logins == []
    keystone.users.list()
    assert len(cloud.logins) == 1


def test_an_endpoint_goes_before_the_catalogs(cloud):
    cloud.mocker.get("http://127.0.0.9/v2.0/users", json={"users": []})
    assert Client(**LOGIN, endpoint="http://127.0.0.9/v2.0").users.list() == []


def test_a_management_url_can_be_set(cloud):
    cloud.mocker.get("http://127.0.0.9/v2.0/users", json={"users": []})
    keystone = Client(**LOGIN)
    keystone.management_url = "http://127.0.0.9/v2.0"
    assert keystone.users.list() == []


def test_the_public_api_is_at_the_auth_url(cloud):
    cloud.answers("PATCH", "/OS-KSCRUD/users/u7", {"access": {}}, PUBLIC)
    keystone = Client(user_id="u7", token="t", auth_url=PUBLIC, endpoint=ADMIN)
    keystone.users.update_own_password("a", "b")
    assert cloud.last.url == f"{PUBLIC}/OS-KSCRUD/users/u7"


# --- catalogs ---


def test_an_unscoped_login_lists_the_callers_tenants(cloud):
    cloud.logs_in_with(make_token(catalog=False))
    cloud.answers("GET", "/tenants", {"tenants": [{"id": "t1"}]}, PUBLIC)
    keystone = Client(username="demo", password="s3cret", auth_url=PUBLIC)
    assert keystone.management_url is None
    with pytest.warns(OwnTenantsWarning):
        assert len(keystone.tenants.list()) == 1


def test_a_region_that_is_not_there_is_an_error_that_says_what_is(cloud):
    with pytest.raises(EndpointNotFound, match="regions of identity: One"):
        Client(**LOGIN, region_name="Two").users.list()


@pytest.mark.parametrize("before", [None, "One"])
def test_authenticate_changes_the_region(cloud, before):
    keystone = Client(**LOGIN, region_name=before)
    keystone.authenticate(region_name="Two")
    assert keystone.management_url is None
    with pytest.raises(EndpointNotFound, match="Two"):
        keystone.users.list()


def test_the_region_is_meant_in_the_clients_catalog(cloud):
    assert Client(**LOGIN, region_name="Two").service_catalog.get_urls() is None
    assert Client(**LOGIN, region_name="One").service_catalog.get_urls() == (PUBLIC,)


# --- an earlier login ---


def test_a_saved_login_is_used_without_another(cloud, users):
    saved = json.loads(json.dumps(Client(**LOGIN).auth_ref))
    keystone = Client(auth_ref=saved)
    assert keystone.users.list() == []
    assert (keystone.username, keystone.password) == ("demo", None)
    assert (keystone.auth_url, keystone.management_url) == (PUBLIC, ADMIN)
    assert keystone.auth_ref == saved
    assert len(cloud.logins) == 1


def test_a_saved_login_goes_before_a_token(cloud, users):
    Client(auth_ref=make_token(), token="g1ven", auth_url=PUBLIC).users.list()
    assert cloud.last.headers["X-Auth-Token"] == "t0ken"
    assert cloud.logins == []


def test_a_saved_login_can_be_unscoped(cloud):
    keystone = Client(auth_ref=make_token(catalog=False), auth_url=PUBLIC)
    assert keystone.management_url is None
    assert keystone.auth_ref.user_id == "u1"
    assert cloud.mocker.request_history == []


def test_a_saved_login_that_ran_out_is_renewed_where_credentials_are_given(cloud, users):
    old = make_token(expires=datetime.now(UTC) - timedelta(seconds=20))
    cloud.logs_in_with(make_token(token_id="n3w"))
    Client(**LOGIN, auth_ref=old).users.list()
    assert cloud.last.headers["X-Auth-Token"] == "n3w"


def test_a_saved_login_without_credentials_that_is_refused_says_why(cloud):
    cloud.answers("GET", "/users", status_code=401)
    with pytest.raises(Unauthorized) as caught:
        Client(auth_ref=make_token()).users.list()
    assert "no credentials" in str(caught.value)
    assert cloud.logins == []


@pytest.mark.parametrize(
    ("keywords", "known"),
    [
        ({}, ("p1", "project")),
        ({"tenant_name": "other"}, ("p1", "other")),
        ({"project_name": "other", "tenant_name": "third"}, ("p1", "other")),
        ({"tenant_id": "p2"}, ("p2", "project")),
        ({"project_id": "p2", "tenant_id": "p3"}, ("p2", "project")),
    ],
)
def test_a_tenant_that_is_given_goes_before_that_of_a_saved_login(keywords, known):
    keystone = Client(auth_ref=make_token(), **keywords)
    assert (keystone.project_id, keystone.project_name) == known
    assert (keystone.tenant_id, keystone.tenant_name) == known


def test_a_login_of_its_own_tells_the_tenant_whatever_was_given(cloud):
    keystone = Client(auth_ref=make_token(), tenant_name="other")
    keystone.authenticate(username="demo", password="s3cret")
    assert keystone.project_name == "project"


@pytest.mark.parametrize(
    ("keywords", "scope"),
    [
        ({}, {"tenantId": "p1"}),
        ({"tenant_name": "other"}, {"tenantName": "other"}),
    ],
)
def test_a_saved_login_that_ran_out_is_done_again_as_it_was(cloud, users, keywords, scope):
    old = make_token(expires=datetime.now(UTC) - timedelta(seconds=20))
    cloud.logs_in_with(make_token(token_id="n3w"))
    Client(auth_ref=old, password="s3cret", **keywords).users.list()
    credentials = {"username": "demo", "password": "s3cret"}
    assert cloud.logins == [{"auth": {"passwordCredentials": credentials, **scope}}]


def test_a_saved_login_by_a_trust_is_done_again_by_it(cloud, users):
    old = make_token(expires=datetime.now(UTC) - timedelta(seconds=20))
    old["access"]["trust"] = {"id": "tr1", "trustee_user_id": "u1"}
    cloud.logs_in_with(make_token(token_id="n3w"))
    Client(auth_ref=old, password="s3cret").users.list()
    assert cloud.logins[0]["auth"]["trust_id"] == "tr1"


def test_another_user_by_id_is_not_mixed_with_that_of_a_saved_login(cloud, users):
    old = make_token(expires=datetime.now(UTC) - timedelta(seconds=20))
    cloud.logs_in_with(make_token(token_id="n3w"))
    Client(auth_ref=old, user_id="u7", password="s3cret").users.list()
    credentials = cloud.logins[0]["auth"]["passwordCredentials"]
    assert credentials == {"userId": "u7", "password": "s3cret"}


def test_what_is_no_login_is_refused():
    with pytest.raises(UnrecognizedAccess):
        Client(auth_ref={"token": {"methods": []}})


# --- the session ---


@pytest.mark.parametrize(
    ("keywords", "attribute", "value"),
    [
        ({"insecure": True}, "verify", False),
        ({"insecure": True, "cacert": "/ca.pem"}, "verify", False),
        ({"cacert": "/ca.pem"}, "verify", "/ca.pem"),
        ({"verify": "/other.pem"}, "verify", "/other.pem"),
        ({}, "verify", True),
        ({"cert": "/c.pem"}, "cert", "/c.pem"),
        ({"cert": "/c.pem", "key": "/k.pem"}, "cert", ("/c.pem", "/k.pem")),
        ({"timeout": 5}, "timeout", 5),
        ({"original_ip": "10.0.0.1"}, "original_ip", "10.0.0.1"),
    ],
)
def test_the_session_is_made_as_told(keywords, attribute, value):
    keystone = Client(token="t", endpoint=ADMIN, **keywords)
    assert getattr(keystone.session, attribute) == value


def test_original_ip_is_sent(cloud, users):
    Client(token="t", endpoint=ADMIN, original_ip="10.0.0.1").users.list()
    assert cloud.last.headers["Forwarded"].startswith("for=10.0.0.1;by=ksclient")


@pytest.mark.parametrize("name", ["cert", "timeout", "original_ip", "verify_cert", "region_name"])
def test_settings_of_the_session_are_deprecated_on_the_client(name):
    keystone = Client(token="t", endpoint=ADMIN)
    with pytest.warns(DeprecationWarning, match=name) as caught:
        getattr(keystone, name)
    assert caught[0].filename == __file__


@pytest.mark.parametrize("verb", ["get", "head", "post", "put", "patch", "delete"])
def test_requests_of_the_client_are_deprecated(cloud, verb):
    cloud.answers(verb.upper(), "/x", {"a": 1})
    with pytest.warns(DeprecationWarning, match=verb) as caught:
        response, _ = getattr(Client(token="t", endpoint=ADMIN), verb)("/x")
    assert response.status_code == 200
    assert caught[-1].filename == __file__
    assert cloud.last.headers["X-Auth-Token"] == "t"


def test_a_request_can_go_to_the_public_api(cloud):
    cloud.answers("GET", "/x", {"a": 1}, PUBLIC)
    with pytest.warns(DeprecationWarning, match="get"):
        _, body = Client(**LOGIN).get("/x", management=False)
    assert body == {"a": 1}


def test_a_bare_request_has_no_token(cloud):
    cloud.answers("GET", "/x", {"a": 1})
    with pytest.warns(DeprecationWarning, match="request"):
        Client(token="t", endpoint=ADMIN).request("/x", "GET")
    assert "X-Auth-Token" not in cloud.last.headers


# --- secrets ---


def test_a_pickled_client_has_no_token_and_no_password(cloud):
    keystone = Client(**LOGIN)
    keystone.auth_ref  # noqa: B018 - keeps a copy of the token
    data = pickle.dumps(keystone)
    assert b"t0ken" not in data
    assert b"s3cret" not in data


@pytest.mark.parametrize("saved", [True, False])
def test_a_pickled_client_has_no_trust(cloud, saved):
    old = make_token()
    old["access"]["trust"] = {"id": "c4n4ry", "trustee_user_id": "u1"}
    given = {"auth_ref": old, "password": "p"} if saved else {"trust_id": "c4n4ry"}
    keystone = Client(**{**LOGIN, **given})
    assert keystone.trust_id == "c4n4ry"
    assert b"c4n4ry" not in pickle.dumps(keystone)


def test_an_unpickled_client_does_not_log_in_without_its_trust(cloud):
    keystone = pickle.loads(pickle.dumps(Client(**LOGIN, trust_id="tr1")))
    keystone.session.auth.password = "s3cret"
    before = len(cloud.logins)
    with pytest.raises(AuthorizationFailure, match="pickled without its trust_id"):
        keystone.users.list()
    with pytest.raises(AuthorizationFailure, match="pickled without its trust_id"):
        keystone.authenticate()
    assert len(cloud.logins) == before


def test_an_unpickled_client_can_be_given_what_it_lacks(cloud, users):
    keystone = pickle.loads(pickle.dumps(Client(**LOGIN, trust_id="tr1")))
    keystone.authenticate(password="again", trust_id="tr2")
    assert keystone.users.list() == []
    assert cloud.logins[-1]["auth"]["trust_id"] == "tr2"
    assert cloud.logins[-1]["auth"]["passwordCredentials"]["password"] == "again"


def test_secrets_that_are_kept_include_the_trust(cloud):
    keystone = Client(**LOGIN, trust_id="tr1")
    with secrets_kept():
        restored = pickle.loads(pickle.dumps(keystone))
    restored.session.auth.invalidate()
    restored.auth_token  # noqa: B018 - logs in
    assert cloud.logins[-1]["auth"]["trust_id"] == "tr1"


def test_an_unpickled_client_says_what_it_lacks(cloud):
    keystone = pickle.loads(pickle.dumps(Client(**LOGIN)))
    with pytest.raises(AuthorizationFailure, match="pickled without its password"):
        keystone.users.list()


def test_an_unpickled_client_that_had_an_earlier_login_only_says_that_it_is_gone():
    old = make_token()
    old["access"]["trust"] = {"id": "tr1", "trustee_user_id": "u1"}
    keystone = pickle.loads(pickle.dumps(Client(auth_ref=old)))
    calls = [keystone.users.list, keystone.authenticate, lambda: keystone.auth_token]
    calls.append(lambda: keystone.get_endpoint(keystone.session))
    for call in calls:
        with pytest.raises(AuthorizationFailure, match="pickled without its auth_ref"):
            call()


def test_an_unpickled_client_misses_the_token_that_was_set_until_that_is_deleted(cloud):
    keystone = Client(**LOGIN)
    keystone.auth_token = "0verride"
    keystone = pickle.loads(pickle.dumps(keystone))
    keystone.session.auth.password = "s3cret"
    with pytest.raises(AuthorizationFailure, match="pickled without its token_override"):
        keystone.auth_token  # noqa: B018 - a property

    del keystone.auth_token

    assert keystone.auth_token == "t0ken"


def test_it_shows_who_it_is_and_no_secret(cloud):
    shown = repr(Client(**LOGIN, token="s3cret", endpoint=ADMIN))
    assert "demo" in shown
    assert ADMIN in shown
    assert "s3cret" not in shown


def test_the_plugin_shows_who_it_is_and_no_secret(cloud):
    shown = repr(Client(**LOGIN).session.auth)
    assert "demo" in shown
    assert "s3cret" not in shown


def test_a_raw_login_keeps_nothing(cloud):
    keystone = Client(token="t", endpoint=ADMIN)
    found = keystone.get_raw_token_from_identity_service(PUBLIC, "demo", "s3cret")
    assert found.auth_token == "t0ken"
    assert keystone.auth_token == "t"


@pytest.mark.parametrize("given_later", [False, True])
def test_what_was_given_can_be_changed_without_changing_the_client(cloud, users, given_later):
    given = AccessInfo.of(make_token())
    keystone = Client(auth_ref=None if given_later else given, endpoint=ADMIN)
    if given_later:
        keystone.auth_ref = given
    given["token"]["id"] = "0ther"
    keystone.auth_ref["token"]["id"] = "0ther"
    keystone.users.list()
    assert cloud.last.headers["X-Auth-Token"] == "t0ken"
