"""A version document cannot send anybody's secrets to another server.

It is read without a login, so anybody on the way may have written it. Its links keep their paths
and lose their origin. keystoneauth1 does so for the most part; python-keystoneclient's own
discovery goes where they say.
"""

from __future__ import annotations

import importlib
import json
import logging
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from ksclient.auth import exceptions
from ksclient.auth.adapter import Adapter
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.discover import Discover
from tests.robustness.plugin_kinds import (
    ISSUED_TOKEN,
    OLD_TOKEN,
    OURS,
    PASSWORD,
    SECRETS,
    THEIRS,
    Library,
    keystone,
)
from tests.robustness.two_origins import Place, found_in
from tests.servers.certificates import Authority
from tests.servers.recording import Answer, Script, Told, redirect


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    place = Place(Authority(tmp_path_factory.mktemp("discovery"), "authority"))
    yield place
    place.close()


@pytest.fixture
def place(servers: Place) -> Place:
    servers.forget()
    return servers


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)


LINKS = {
    "other host": ("host", "{url}/v2.0/"),
    "other port": ("port", "{url}/v2.0/"),
    "other name of the machine": ("name", "{url}/v2.0/"),
    "https": ("secure", "{url}/v2.0/"),
    "protocol-relative": ("host", "//{netloc}/v2.0/"),
    "userinfo that looks like home": ("host", "http://{home}@{netloc}/v2.0/"),
    "userinfo with a backslash": ("host", "http://{home}\\@{netloc}/v2.0/"),
    "scheme in capitals": ("host", "HTTP://{netloc}/v2.0/"),
    "tab inside": ("host", "ht\ttp://{netloc}/v2.0/"),
    "blanks around": ("host", " {url}/v2.0/ "),
    "another path": ("host", "{url}/somewhere/else/v2.0/"),
}


def documents(url: str, href: str) -> Script:
    """Return the script of a Keystone at *url* whose version documents say *href*."""
    login = keystone(url)
    version = {
        "id": "v2.0",
        "status": "stable",
        "links": [{"rel": "self", "href": href}],
        "media-types": [],
    }

    def answer(told: Told) -> Answer:
        if told.method == "GET" and told.path in {"/", ""}:
            return Answer(300, body=json.dumps({"versions": {"values": [version]}}).encode())
        if told.method == "GET" and told.path.rstrip("/") == "/v2.0":
            return Answer(200, body=json.dumps({"version": version}).encode())
        return login(told)

    return answer


def arrange(place: Place, link: str) -> None:
    server, form = LINKS[link]
    there = place.abroad[server]
    href = form.format(url=there.url, netloc=there.netloc, home=place.home.netloc)
    place.home.script = documents(place.home.url, href)
    there.script = keystone(there.url, "token-of-mallory")


def plugin(library: Library, kind: str, url: str) -> Any:
    generic = library.room("identity.generic")
    if kind == "generic.Password":
        return generic.Password(url, username="me", password=PASSWORD, tenant_name="mine")
    return generic.Token(url, token=OLD_TOKEN, tenant_name="mine")


@pytest.mark.parametrize("kind", ["generic.Password", "generic.Token"])
@pytest.mark.parametrize("link", LINKS)
def test_a_login_goes_to_the_server_that_was_asked(link: str, kind: str, place: Place) -> None:
    arrange(place, link)
    session = Session(auth=plugin(OURS, kind, place.home.url), verify=place.ca_file)

    assert session.get_token() == ISSUED_TOKEN

    assert place.told_abroad == []


@pytest.mark.parametrize("kind", ["generic.Password", "generic.Token"])
@pytest.mark.parametrize("link", LINKS)
def test_upstream_keeps_such_a_login_at_home_too(link: str, kind: str, place: Place) -> None:
    """The figure in the documentation: here the two are alike."""
    arrange(place, link)
    session = THEIRS.session(auth=plugin(THEIRS, kind, place.home.url), verify=place.ca_file)

    try:
        session.get_token()
    except THEIRS.room("exceptions").ClientException:
        assert link == "blanks around"

    assert found_in(place.told_abroad, SECRETS) == []


@pytest.mark.parametrize("link", ["other host", "other port", "https"])
def test_upstreams_client_for_a_version_logs_in_where_the_link_leads(
    link: str, place: Place
) -> None:
    """The figure in the documentation; where this goes red, upstream has mended it."""
    arrange(place, link)

    client_of("keystoneclient", place)

    assert found_in(place.told_abroad, SECRETS) == [PASSWORD]


@pytest.mark.parametrize("link", LINKS)
def test_a_client_for_a_version_logs_in_at_home(link: str, place: Place) -> None:
    arrange(place, link)

    client_of("ksclient", place)

    assert PASSWORD in found_in(place.home.told, SECRETS)
    assert place.told_abroad == []


def client_of(library: str, place: Place) -> None:
    """Have *library* look for a version, make a client for it, and log in."""
    found = importlib.import_module(f"{library}.discover")
    names = {"username": "me", "password": PASSWORD, "tenant_name": "mine"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # no session: how it was done then
        discovery = found.Discover(auth_url=place.home.url, cacert=place.ca_file, **names)
        client = discovery.create_client((2, 0), **names)
        client.authenticate()


@pytest.mark.parametrize("link", LINKS)
def test_a_request_below_a_discovered_endpoint_stays_too(link: str, place: Place) -> None:
    arrange(place, link)
    auth = v2.Password(f"{place.home.url}/v2.0", "me", PASSWORD, tenant_name="mine")
    adapter = Adapter(
        Session(auth=auth, verify=place.ca_file),
        "identity",
        min_version=(2, 0),
        max_version=(2, "latest"),
    )

    adapter.get("/users")

    assert place.home.told[-1].header("X-Auth-Token") == ISSUED_TOKEN
    assert place.told_abroad == []


@pytest.mark.parametrize("link", LINKS)
def test_versions_that_are_listed_name_the_server_that_was_asked(link: str, place: Place) -> None:
    arrange(place, link)

    url = Discover(session=Session(), auth_url=place.home.url).url_for((2, 0))

    assert url is not None
    assert url.startswith(f"{place.home.url}/")


def test_the_log_says_that_a_link_was_bent(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    arrange(place, "other host")
    session = Session(auth=plugin(OURS, "generic.Password", place.home.url))

    with caplog.at_level(logging.WARNING, "ksclient.auth.discover"):
        session.get_token()

    assert f"{place.abroad['host'].url}/v2.0/" in caplog.text
    assert "on the server that was asked" in caplog.text


# -- discovery that is redirected --------------------------------------------------------------


def redirected(place: Place, status: int, server: str) -> None:
    """Have home send those who ask for versions to *server*, which has a cloud of its own."""
    there = place.abroad[server]
    login = keystone(place.home.url)
    there.script = keystone(there.url, "token-of-mallory")
    place.home.script = lambda told: (
        redirect(f"{there.url}{told.path}", status) if told.method == "GET" else login(told)
    )


@pytest.mark.parametrize("status", [301, 302, 303, 305, 307, 308])
@pytest.mark.parametrize("server", ["host", "port", "secure"])
@pytest.mark.parametrize("kind", ["generic.Password", "generic.Token"])
def test_a_document_from_abroad_does_not_take_the_login_there(
    kind: str, server: str, status: int, place: Place
) -> None:
    redirected(place, status, server)
    session = Session(auth=plugin(OURS, kind, place.home.url), verify=place.ca_file)

    assert session.get_token() == ISSUED_TOKEN

    assert [told.method for told in place.told_abroad] == ["GET"]
    assert found_in(place.told_abroad, SECRETS) == []


@pytest.mark.parametrize("kind", ["generic.Password", "generic.Token"])
def test_a_document_from_abroad_does_not_take_upstreams_login_there(
    kind: str, place: Place
) -> None:
    """The figure in the documentation: here the two are alike."""
    redirected(place, 302, "host")
    session = THEIRS.session(auth=plugin(THEIRS, kind, place.home.url))

    assert session.get_token() == ISSUED_TOKEN

    assert [told.method for told in place.told_abroad] == ["GET"]
    assert found_in(place.told_abroad, SECRETS) == []


def test_a_service_that_wants_a_token_for_its_versions_gets_it_at_home_only(place: Place) -> None:
    there = place.abroad["host"]
    login = keystone(place.home.url)
    there.script = lambda _: Answer(401)
    place.home.script = lambda told: (
        redirect(f"{there.url}/", 302) if told.method == "GET" else login(told)
    )
    auth = v2.Password(f"{place.home.url}/v2.0", "me", PASSWORD, tenant_name="mine")

    data = Session(auth=auth).get_endpoint_data(service_type="identity", interface="public")

    assert data is not None
    assert data.url == f"{place.home.url}/v2.0"
    assert any(told.header("X-Auth-Token") for told in place.home.told)
    assert found_in(place.told_abroad, SECRETS) == []


@pytest.mark.parametrize("href", ["http://[::1", "javascript:alert(1)", "", "http://", "\u0000"])
def test_a_junk_link_takes_no_login_anywhere(href: str, place: Place) -> None:
    place.home.script = documents(place.home.url, href)
    session = Session(auth=plugin(OURS, "generic.Password", place.home.url))

    try:
        session.get_token()
    except exceptions.ClientException as error:
        assert PASSWORD not in str(error)  # noqa: PT017 - either end will do

    assert place.told_abroad == []
