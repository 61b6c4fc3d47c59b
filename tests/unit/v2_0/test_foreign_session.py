"""keystoneauth1's sessions and plugins under our client: it works, and errors are of both."""

import pytest

from ksclient import exceptions
from ksclient.auth import session as our_session
from ksclient.auth.identity import v2 as our_v2
from ksclient.v2_0.client import Client
from tests.unit.cloud import PUBLIC, make_token

their_session = pytest.importorskip("keystoneauth1.session")
their_v2 = pytest.importorskip("keystoneauth1.identity.v2")
their_endpoint = pytest.importorskip("keystoneauth1.token_endpoint")
theirs = pytest.importorskip("keystoneauth1.exceptions")

MIXES = {
    "their session, their plugin": (their_session.Session, their_v2.Password),
    "their session, our plugin": (their_session.Session, our_v2.Password),
    "our session, their plugin": (our_session.Session, their_v2.Password),
}


@pytest.fixture(params=MIXES.values(), ids=MIXES)
def session(cloud, request):
    make_session, make_plugin = request.param
    return make_session(
        auth=make_plugin(PUBLIC, username="demo", password="s3cret", tenant_name="project")
    )


def test_managers_work(cloud, keystone):
    cloud.answers("GET", "/users", {"users": [{"id": "u1"}]})
    assert [user.id for user in keystone.users.list()] == ["u1"]


def test_auth_ref_is_ours(keystone):
    assert keystone.auth_ref["token"]["id"] == keystone.auth_token == "t0ken"
    assert (keystone.user_id, keystone.project_id) == ("u1", "p1")


@pytest.mark.parametrize(
    ("status_code", "name"),
    [(404, "NotFound"), (403, "Forbidden"), (409, "Conflict"), (500, "InternalServerError")],
)
@pytest.mark.parametrize("library", [exceptions, theirs], ids=["ours", "theirs"])
def test_an_http_error_is_caught_by_either_class(cloud, keystone, status_code, name, library):
    cloud.answers("GET", "/users/u9", status_code=status_code)
    with pytest.raises(getattr(library, name)):
        keystone.users.get("u9")


@pytest.mark.parametrize("library", [exceptions, theirs], ids=["ours", "theirs"])
def test_a_refused_login_is_caught_by_either_class(cloud, keystone, library):
    cloud.logs_in_with(status_code=401)
    with pytest.raises(library.Unauthorized):
        keystone.users.list()


@pytest.mark.parametrize("library", [exceptions, theirs], ids=["ours", "theirs"])
def test_a_malformed_answer_is_caught_by_either_class(cloud, keystone, library):
    cloud.answers("GET", "/users", {"error": "no"})
    with pytest.raises(library.InvalidResponse):
        keystone.users.list()


@pytest.mark.parametrize("library", [exceptions, theirs], ids=["ours", "theirs"])
def test_a_missing_endpoint_is_caught_by_either_class_and_says_what_there_is(
    cloud, session, library
):
    with pytest.raises(library.EndpointNotFound, match="One"):
        Client(session=session, region_name="Two").tenants.list()


def test_a_token_without_a_catalog_lists_the_callers_own_tenants(cloud, keystone):
    cloud.logs_in_with(make_token(catalog=False))
    cloud.answers("GET", "/tenants", {"tenants": [{"id": "t1"}]}, PUBLIC)
    with pytest.warns(exceptions.OwnTenantsWarning):
        assert len(keystone.tenants.list()) == 1


def test_own_password_works(cloud, keystone):
    cloud.answers("PATCH", "/OS-KSCRUD/users/u1", {"access": {}}, PUBLIC)
    keystone.users.update_own_password("a", "b")
    assert cloud.last.json() == {"user": {"password": "b", "original_password": "a"}}


def test_an_id_is_refused_as_an_error_of_both(keystone):
    with pytest.raises(theirs.ClientException) as caught:
        keystone.users.get("..")
    assert isinstance(caught.value, exceptions.InvalidId)
    assert isinstance(caught.value, ValueError)


def test_an_endpoint_that_is_not_found_is_answered_with_those_there_are(cloud, session):
    with pytest.raises(exceptions.EndpointNotFound, match=r"\bOne\b") as caught:
        Client(session=session, region_name="Oen").users.list()
    assert isinstance(caught.value, theirs.EndpointNotFound)
    assert ". ." not in str(caught.value)


BOTH = pytest.mark.parametrize("library", [exceptions, theirs], ids=["ours", "theirs"])


def test_a_token_is_checked(cloud, keystone):
    cloud.answers("HEAD", "/tokens/good")
    cloud.answers("HEAD", "/tokens/gone", status_code=404)
    assert keystone.tokens.check("good") is True
    assert keystone.tokens.check("gone") is False


def test_a_token_of_another_tenant_fails_the_check_without_a_login(cloud, keystone):
    cloud.answers("HEAD", "/tokens/good")
    cloud.answers("HEAD", "/tokens/good?belongsTo=t2", status_code=401)
    assert keystone.tokens.check("good", belongs_to="t2") is False
    assert len(cloud.logins) == 1


@BOTH
def test_a_mismatch_is_caught_by_either_class(cloud, keystone, library):
    cloud.answers("GET", "/tokens/good", make_token(token_id="good"))
    cloud.answers("GET", "/tokens/good?belongsTo=t2", status_code=401)
    with pytest.raises(library.Unauthorized) as caught:
        keystone.tokens.validate("good", belongs_to="t2")
    assert isinstance(caught.value, exceptions.TenantMismatch)
    assert (caught.value.method, caught.value.response.status_code) == ("GET", 401)


def test_a_callers_token_that_died_is_renewed_for_a_check(cloud, keystone):
    cloud.logs_in_with(make_token(), make_token(token_id="second"))
    cloud.answers("HEAD", "/tokens/good?belongsTo=t1", status_code=401)
    cloud.answers("HEAD", "/tokens/good", status_code=401)
    for path in ("/tokens/good", "/tokens/good?belongsTo=t1"):
        cloud.answers("HEAD", path, request_headers={"X-Auth-Token": "second"})
    assert keystone.tokens.check("good", belongs_to="t1") is True
    assert len(cloud.logins) == 2


@BOTH
@pytest.mark.parametrize("tenant", [None, "t1"])
@pytest.mark.parametrize(("status_code", "name"), [(401, "Unauthorized"), (404, "NotFound")])
def test_a_login_that_fails_is_no_answer_about_a_token(
    cloud, keystone, library, tenant, status_code, name
):
    cloud.logs_in_with(status_code=status_code)
    cloud.answers("HEAD", "/tokens/good")
    with pytest.raises(getattr(library, name)) as caught:
        keystone.tokens.check("good", belongs_to=tenant)
    assert not isinstance(caught.value, exceptions.TenantMismatch)
    assert len(cloud.logins) == 1


@BOTH
def test_a_caller_without_the_role_is_told_by_either_class(cloud, keystone, library):
    cloud.answers("HEAD", "/tokens/good", status_code=403)
    with pytest.raises(library.Forbidden):
        keystone.tokens.check("good")


def test_somebody_is_logged_in_where_the_caller_was_without_an_admin_api(cloud, keystone):
    cloud.logs_in_with(make_token(catalog=False), make_token(token_id="0ther"))
    token = keystone.tokens.authenticate("other", password="p4ss")
    assert token.id == "0ther"
    assert "X-Auth-Token" not in cloud.last.headers


@BOTH
def test_a_refused_login_of_somebody_is_sent_once(cloud, keystone, library):
    post = cloud.answers("POST", "/tokens", status_code=401)
    with pytest.raises(library.Unauthorized):
        keystone.tokens.authenticate("other", password="wrong")
    assert post.call_count == 1


@BOTH
def test_a_login_that_has_nowhere_to_go_says_what_to_do(cloud, library):
    nowhere = their_session.Session(auth=their_endpoint.Token(None, "t0ken"))
    with pytest.raises(library.EndpointNotFound, match="endpoint_override"):
        Client(session=nowhere).tokens.authenticate("other", password="p4ss")


def test_certificates_are_fetched_without_a_token(cloud, keystone):
    pem = "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n"
    cloud.answers("GET", "/certificates/ca", text=pem)
    assert keystone.certificates.get_ca_certificate() == pem
    assert "X-Auth-Token" not in cloud.last.headers
