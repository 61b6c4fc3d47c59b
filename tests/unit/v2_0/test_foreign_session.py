"""keystoneauth1's sessions and plugins under our client: it works, and errors are of both."""

import pytest

from ksclient import exceptions
from ksclient.auth import session as our_session
from ksclient.auth.identity import v2 as our_v2
from ksclient.v2_0.client import Client
from tests.unit.cloud import PUBLIC, make_token

their_session = pytest.importorskip("keystoneauth1.session")
their_v2 = pytest.importorskip("keystoneauth1.identity.v2")
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
