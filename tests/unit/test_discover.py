"""The versions of an identity service, and clients made for one of them."""

import pickle
import traceback

import pytest

from ksclient import client, discover
from ksclient.auth import access, fixture
from ksclient.auth import discover as auth_discover
from ksclient.auth.identity import v2
from ksclient.auth.identity.access import AccessInfoPlugin
from ksclient.auth.plugin import secrets_kept
from ksclient.auth.session import Session
from ksclient.auth.token_endpoint import Token
from ksclient.exceptions import (
    AuthorizationFailure,
    DiscoveryFailure,
    MissingAuthPlugin,
    NotFound,
    Unauthorized,
    VersionNotAvailable,
)
from ksclient.generic import client as generic
from ksclient.v2_0.client import Client
from tests.unit.cloud import PUBLIC, make_token

ROOT = "http://127.0.0.1:5000"
LOGIN = {"username": "demo", "password": "s3cret", "tenant_name": "project"}
SECRET = "c4n4ry-S3cr3t"

without_a_session = pytest.mark.filterwarnings(
    "ignore:(Client|Discover) without a session:DeprecationWarning"
)


@pytest.fixture
def offers(requests_mock):
    """Let the server offer some versions, and log in at v2.0; return what it was asked."""

    def offer(document=None, url=ROOT, **kwargs):
        kwargs = kwargs or {"json": document or fixture.DiscoveryList(ROOT), "status_code": 300}
        requests_mock.get(url, **kwargs)
        requests_mock.post(f"{PUBLIC}/tokens", json=make_token())
        return requests_mock

    return offer


def entry(version="v2.0", href=PUBLIC, status="stable"):
    return {"id": version, "status": status, "links": [{"rel": "self", "href": href}]}


def asked(server):
    return [(request.method, request.url.rstrip("/")) for request in server.request_history]


# --- where it asks ---


def test_it_asks_once_when_it_is_made_and_never_again(offers):
    server = offers()
    found = discover.Discover(Session(), auth_url=ROOT)
    found.version_data()
    found.url_for(2)
    found.create_client()
    assert asked(server) == [("GET", ROOT)]


def test_it_asks_at_the_endpoint_rather_than_at_the_auth_url(offers):
    server = offers(url=f"{ROOT}/admin")
    discover.Discover(Session(), auth_url=ROOT, endpoint=f"{ROOT}/admin")
    assert asked(server) == [("GET", f"{ROOT}/admin")]


def test_it_asks_where_the_sessions_plugin_logs_in(offers):
    server = offers(url=PUBLIC)
    discover.Discover(Session(auth=v2.Password(PUBLIC, "demo", "s3cret")), authenticated=False)
    assert asked(server) == [("GET", PUBLIC)]


def test_it_asks_where_a_plugin_of_the_clients_own_logs_in(offers):
    server = offers(url=PUBLIC)
    keystone = discover.Discover(Session(), auth=Token(PUBLIC, "t")).create_client()
    assert asked(server) == [("GET", PUBLIC)]
    assert keystone.auth_token == "t"


@pytest.mark.parametrize(
    "session", [Session(), Session(auth=AccessInfoPlugin(access.create(body=make_token())))]
)
def test_without_a_url_it_says_what_to_give(session):
    with pytest.raises(DiscoveryFailure, match="give auth_url= or endpoint=, or a session"):
        discover.Discover(session)


def test_a_session_of_keystoneauth1_tells_its_url_too(offers):
    identity = pytest.importorskip("keystoneauth1.identity")
    theirs = pytest.importorskip("keystoneauth1.session")
    server = offers(url=PUBLIC)
    session = theirs.Session(auth=identity.V2Password(PUBLIC, "demo", "s3cret"))
    keystone = discover.Discover(session).create_client()
    assert keystone.session is session
    assert asked(server) == [("POST", f"{PUBLIC}/tokens"), ("GET", PUBLIC)]


# --- tokens ---


def test_a_token_goes_along_where_there_is_a_plugin(offers):
    server = offers()
    discover.Discover(Session(auth=Token(ROOT, "t0ken")))
    assert server.last_request.headers["X-Auth-Token"] == "t0ken"


def test_no_token_goes_along_that_is_not_wanted(offers):
    server = offers()
    discover.Discover(Session(auth=Token(ROOT, "t0ken")), authenticated=False)
    assert "X-Auth-Token" not in server.last_request.headers


@without_a_session
def test_a_401_without_a_plugin_is_not_asked_again(offers):
    server = offers(status_code=401)
    with pytest.raises(Unauthorized):
        discover.Discover(auth_url=ROOT)
    assert asked(server) == [("GET", ROOT)]


@without_a_session
def test_a_token_that_there_is_not_cannot_be_wanted():
    with pytest.raises(MissingAuthPlugin):
        discover.Discover(auth_url=ROOT, authenticated=True)


# --- keywords ---


@pytest.mark.parametrize(
    ("wrong", "right"), [("usrname", "username"), ("authenticate", "authenticated")]
)
@without_a_session
def test_an_unknown_keyword_is_an_error_that_names_the_nearest(wrong, right):
    with pytest.raises(TypeError, match=rf"Discover\(\) .*'{wrong}'\. Did you mean '{right}'"):
        discover.Discover(auth_url=ROOT, **{wrong: "x"})


def test_a_session_that_is_none_is_a_type_error():
    with pytest.raises(TypeError, match="session= takes a session"):
        discover.Discover(Token(ROOT, "t0ken"))


@without_a_session
def test_the_connection_is_as_the_keywords_say(offers):
    server = offers()
    discover.Discover(
        auth_url=ROOT, original_ip="192.0.2.1", timeout=7, insecure=True, cert="c", key="k"
    )
    request = server.last_request
    assert request.headers["Forwarded"].startswith("for=192.0.2.1;by=ksclient/")
    assert (request.timeout, request.verify, request.cert) == (7, False, ("c", "k"))


@pytest.mark.filterwarnings("ignore:Client without:DeprecationWarning")
def test_without_a_session_it_is_deprecated_and_says_so_where_it_is_made(offers):
    offers()
    with pytest.warns(DeprecationWarning, match="Discover without a session") as caught:
        discover.Discover(auth_url=ROOT)
    assert [warning.filename for warning in caught] == [__file__]


# --- clients ---


def test_a_client_over_a_session_is_made_without_a_request(offers):
    server = offers()
    session = Session()
    keystone = discover.Discover(session, auth_url=ROOT).create_client()
    assert isinstance(keystone, Client)
    assert keystone.session is session
    assert len(server.request_history) == 1


@without_a_session
def test_a_client_without_a_session_logs_in_at_the_version_found(offers):
    server = offers()
    keystone = discover.Discover(auth_url=ROOT, **LOGIN).create_client()
    assert keystone.auth_url == PUBLIC
    assert asked(server) == [("GET", ROOT), ("POST", f"{PUBLIC}/tokens")]


@without_a_session
def test_a_client_for_an_endpoint_has_the_version_found_as_its_endpoint(offers):
    server = offers()
    keystone = discover.Discover(endpoint=ROOT, token="ADMIN").create_client()
    server.get(f"{PUBLIC}/users", json={"users": []})
    assert keystone.users.list() == []
    assert keystone.auth_url is None
    assert asked(server) == [("GET", ROOT), ("GET", f"{PUBLIC}/users")]


def test_over_a_session_an_endpoint_overrides_the_catalog(offers):
    server = offers()
    session = Session(auth=Token("http://127.0.0.9/v2.0", "ADMIN"))
    keystone = discover.Discover(session, endpoint=ROOT).create_client()
    server.get(f"{PUBLIC}/users", json={"users": []})
    assert keystone.users.list() == []


@without_a_session
def test_keywords_given_last_count(offers):
    offers()
    found = discover.Discover(auth_url=ROOT, username="demo", password="old")
    keystone = found.create_client(password="s3cret")
    assert (keystone.username, keystone.password) == ("demo", "s3cret")


def test_an_unknown_keyword_for_the_client_is_an_error(offers):
    offers()
    with pytest.raises(TypeError, match=r"'usrname'\. Did you mean 'username'"):
        discover.Discover(Session(), auth_url=ROOT).create_client(usrname="demo")


@pytest.mark.parametrize(
    "href", ["http://evil.example/v2.0", "https://127.0.0.1:5000/v2.0", "//evil.example/x/v2.0"]
)
@without_a_session
def test_a_link_to_another_server_takes_no_client_there(offers, href):
    server = offers({"versions": [entry(href=href)]})
    keystone = discover.Discover(auth_url=ROOT, **LOGIN).create_client()
    assert keystone.auth_url == PUBLIC
    assert {request.hostname for request in server.request_history} == {"127.0.0.1"}
    assert {request.scheme for request in server.request_history} == {"http"}


@without_a_session
def test_a_redirect_to_another_server_takes_no_client_there(offers):
    server = offers(status_code=302, headers={"Location": "http://evil.example/"})
    server.get("http://evil.example/", json=fixture.DiscoveryList("http://evil.example"))
    keystone = discover.Discover(auth_url=ROOT, **LOGIN).create_client()
    assert keystone.auth_url == PUBLIC
    assert asked(server)[-1] == ("POST", f"{PUBLIC}/tokens")


# --- the version chosen ---


@pytest.mark.parametrize("version", [None, 2, 2.0, "2", "v2.0", (2, 0), [2]])
def test_of_all_versions_it_takes_the_one_that_the_library_speaks(offers, version):
    offers()
    found = discover.Discover(Session(), auth_url=ROOT)
    assert type(found.create_client(version)) is Client


@pytest.mark.parametrize("version", [None, 2])
@without_a_session
def test_of_two_versions_that_will_do_it_takes_the_newer(offers, version):
    offers({"versions": [entry("v2.0", f"{ROOT}/old"), entry("v2.1"), entry("v2.0", f"{ROOT}/a")]})
    assert discover.Discover(auth_url=ROOT, **LOGIN).create_client(version).auth_url == PUBLIC


@pytest.mark.parametrize("version", [None, 3, (3, 4), "v3.8"])
def test_a_server_with_v3_only_is_an_error_that_says_what_it_has(offers, version):
    offers(fixture.DiscoveryList(ROOT, v2=False, v3_id="v3.8"))
    found = discover.Discover(Session(), auth_url=ROOT)
    with pytest.raises(
        VersionNotAvailable,
        match=rf"{ROOT} offers 3\.8, and ksclient speaks v2\.0 only\. Keystone 13 \(Queens\)",
    ):
        found.create_client(version)


@pytest.mark.parametrize("version", [3, 3.4, 5, "2.1", (2, 7)])
def test_a_version_that_cannot_be_had_is_named_beside_those_that_there_are(offers, version):
    offers()
    found = discover.Discover(Session(), auth_url=ROOT)
    text = auth_discover.version_to_string(discover.normalize_version_number(version))
    with pytest.raises(VersionNotAvailable, match=rf"for {text}: {ROOT} offers 2\.0, 3\.0, and"):
        found.create_client(version)


def test_a_url_of_v3_is_an_error_that_points_to_the_root(offers):
    offers({"version": entry("v3.8", f"{ROOT}/v3")}, url=f"{ROOT}/v3")
    found = discover.Discover(Session(), auth_url=f"{ROOT}/v3")
    with pytest.raises(VersionNotAvailable, match="the root of its server may list more"):
        found.create_client()


@pytest.mark.parametrize("version", [None, 2])
@pytest.mark.parametrize("status", ["beta", "experimental"])
def test_an_unstable_version_is_taken_only_if_that_is_said(offers, version, status):
    offers({"versions": [entry(status=status)]})
    found = discover.Discover(Session(), auth_url=ROOT)
    with pytest.raises(VersionNotAvailable, match=f"unstable=True .*'{status}'"):
        found.create_client(version)
    assert isinstance(found.create_client(version, unstable=True), Client)


def test_a_deprecated_version_is_taken(offers):
    offers({"versions": [entry(status="deprecated")]})
    assert isinstance(discover.Discover(Session(), auth_url=ROOT).create_client(), Client)


@pytest.mark.parametrize("version", ["two", object()])
def test_a_version_that_is_none_is_a_type_error(offers, version):
    offers()
    with pytest.raises(TypeError, match="Invalid version"):
        discover.Discover(Session(), auth_url=ROOT).create_client(version)


def test_a_document_without_a_readable_version_is_a_discovery_failure(offers):
    offers({"versions": [entry("vX")]})
    with pytest.raises(DiscoveryFailure):
        discover.Discover(Session(), auth_url=ROOT).create_client()


# --- unstable versions in answers ---


@pytest.fixture
def mixed(offers):
    statuses = {"v2.0": "deprecated", "v2.1": "stable", "v2.2": "experimental", "v2.3": "beta"}
    offers({"versions": [entry(name, status=status) for name, status in statuses.items()]})
    return discover.Discover(Session(), auth_url=ROOT)


def test_stable_and_deprecated_versions_are_told(mixed):
    assert [each["id"] for each in mixed.raw_version_data()] == ["v2.0", "v2.1"]
    assert [each["version"] for each in mixed.version_data()] == [(2, 0), (2, 1)]
    assert mixed.data_for(2)["version"] == (2, 1)


def test_unstable_versions_are_told_if_wanted(mixed):
    assert [each["version"][1] for each in mixed.version_data(unstable=True)] == [0, 1, 2, 3]
    assert mixed.data_for(2, unstable=True)["version"] == (2, 3)
    assert mixed.url_for(2.3, unstable=True) == PUBLIC
    assert mixed.url_for(2.3) is None


def test_what_is_said_of_one_kind_counts_more_than_unstable(mixed):
    found = mixed.data_for(2, unstable=True, allow_unknown=False)
    assert found["version"] == (2, 2)
    found = mixed.version_data(unstable=True, allow_experimental=False, allow_deprecated=False)
    assert [each["version"] for each in found] == [(2, 1), (2, 3)]


def test_raw_data_with_unstable_is_deprecated_and_says_so_where_it_is_asked_for(mixed):
    with pytest.warns(DeprecationWarning, match="raw_version_data") as caught:
        found = mixed.raw_version_data(True)
    assert len(found) == 4
    assert [warning.filename for warning in caught] == [__file__]


def test_available_versions_of_a_document_is_deprecated_and_says_so_where_it_is_asked_for(mixed):
    with pytest.warns(DeprecationWarning, match="available_versions") as caught:
        found = mixed.available_versions()
    assert found == mixed.raw_version_data()
    assert [warning.filename for warning in caught] == [__file__]


# --- available_versions(url) ---


def test_available_versions_are_as_the_server_tells_them(offers):
    offers({"versions": {"values": [entry(status="beta"), {"odd": 1}]}})
    assert discover.available_versions(ROOT, Session()) == [entry(status="beta"), {"odd": 1}]


def test_available_versions_are_waited_for_as_long_as_told(offers):
    server = offers()
    discover.available_versions(ROOT, timeout=(3, 4))
    assert server.last_request.timeout == (3, 4)


def test_available_versions_are_asked_for_without_a_session_too(offers):
    server = offers()
    assert len(discover.available_versions(ROOT, timeout=7, original_ip="192.0.2.1")) == 2
    assert server.last_request.timeout == 7
    assert "192.0.2.1" in server.last_request.headers["Forwarded"]
    assert asked(server) == [("GET", ROOT)]


def test_available_versions_are_asked_for_with_the_sessions_token(offers):
    server = offers()
    discover.available_versions(ROOT, Session(auth=Token(ROOT, "t0ken")))
    assert server.last_request.headers["X-Auth-Token"] == "t0ken"


def test_available_versions_takes_no_other_keyword():
    with pytest.raises(TypeError, match="username"):
        discover.available_versions(ROOT, username="demo")


def test_what_is_no_version_document_is_a_discovery_failure(offers):
    offers(text="<html>")
    with pytest.raises(DiscoveryFailure, match=ROOT):
        discover.available_versions(ROOT)


def test_a_refusal_is_the_error_of_its_status(offers):
    offers(status_code=404)
    with pytest.raises(NotFound):
        discover.available_versions(ROOT)


# --- the door, copies and secrets ---


@pytest.mark.parametrize(
    "name", ["add_catalog_discover_hack", "normalize_version_number", "version_match"]
)
def test_what_needs_no_change_is_what_lies_beneath(name):
    assert getattr(discover, name) is getattr(auth_discover, name)


@without_a_session
def test_a_pickle_tells_of_versions_and_holds_no_password(offers):
    offers()
    data = pickle.dumps(discover.Discover(auth_url=ROOT, username="demo", password=SECRET))
    copy = pickle.loads(data)
    assert SECRET.encode() not in data
    assert copy.url_for(2) == PUBLIC
    with pytest.raises(AuthorizationFailure, match="pickled without the keywords"):
        copy.create_client()


@without_a_session
def test_a_pickle_that_may_hold_secrets_makes_clients(offers):
    offers()
    with secrets_kept():
        data = pickle.dumps(discover.Discover(auth_url=ROOT, **LOGIN))
    assert pickle.loads(data).create_client().password == "s3cret"


def create_a_client(**given):
    return discover.Discover(auth_url=ROOT).create_client(**given)


@pytest.mark.parametrize("given", [{"password": SECRET}, {"token": SECRET}, {"pasword": SECRET}])
@pytest.mark.parametrize(
    "make", [discover.Discover, client.Client, generic.Client, create_a_client]
)
@pytest.mark.filterwarnings("ignore:ksclient.generic:DeprecationWarning")
@without_a_session
def test_a_traceback_with_locals_shows_no_secret(offers, make, given):
    offers()
    with pytest.raises(TypeError) as caught:
        make(username="demo", qqqqq="", **given)
    told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    ours = [frame for frame in told.stack if "/ksclient/" in frame.filename]
    assert ours
    assert not [frame for frame in ours if SECRET in str(frame.locals)]
