"""Clouds behind proxies, TLS front ends and path prefixes work without a setting.

The other side of the promise about origins: what an authenticated catalog names is trusted.
"""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from ksclient.auth import exceptions, fixture
from ksclient.auth.adapter import Adapter
from ksclient.auth.identity import generic, v2
from ksclient.auth.session import Session
from ksclient.v2_0.client import Client
from tests.robustness.forward_proxy import ForwardProxy
from tests.robustness.plugin_kinds import ISSUED_TOKEN, PASSWORD, SECRETS, THEIRS
from tests.robustness.two_origins import Place, found_in
from tests.servers.certificates import Authority
from tests.servers.recording import Answer, Script, Server, Told, redirect

PROXY_PASSWORD = "canary-proxy-password-d2"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("front"), "authority")


@pytest.fixture(scope="module")
def servers(authority: Authority) -> Iterator[Place]:
    place = Place(authority)
    yield place
    place.close()


@pytest.fixture
def place(servers: Place) -> Place:
    servers.forget()
    return servers


@pytest.fixture
def proxy() -> Iterator[ForwardProxy]:
    server = ForwardProxy()
    yield server
    server.close()


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)


def cloud(public: str, admin: str, prefix: str = "", document_links: str | None = None) -> Script:
    """Return the script of a Keystone.

    Args:
        public: The origin that its catalog names for the public endpoint.
        admin: The same for the admin endpoint.
        prefix: What its paths begin with.
        document_links: The origin that its version documents name; None for *public*.
    """
    body = fixture.V2Token(token_id=ISSUED_TOKEN)
    body.set_scope()
    body.add_service("identity", "keystone").add_endpoint(
        public=f"{public}{prefix}/v2.0", admin=f"{admin}{prefix}/v2.0"
    )
    links = f"{document_links or public}{prefix}"
    versions = fixture.DiscoveryList(href=links, v2=True, v3=False)
    answers = {
        f"POST {prefix}/v2.0/tokens": (200, body),
        f"GET {prefix}/v2.0/users": (200, {"users": []}),
        f"GET {prefix}/v2.0/tenants": (200, {"tenants": []}),
        f"GET {prefix}/v2.0": (200, {"version": versions.versions[0]}),
        f"GET {prefix}": (300, versions),
    }

    def answer(told: Told) -> Answer:
        status, document = answers.get(f"{told.method} {told.path.rstrip('/')}", (404, {}))
        return Answer(status, body=json.dumps(document).encode())

    return answer


def login(url: str) -> v2.Password:
    return v2.Password(f"{url}/v2.0", "me", PASSWORD, tenant_name="mine")


@pytest.mark.parametrize("where", ["host", "port", "name", "secure", "secure host"])
def test_an_admin_endpoint_elsewhere_gets_the_token(where: str, place: Place) -> None:
    admin = place.abroad[where]
    place.home.script = cloud(place.home.url, admin.url)
    admin.script = cloud(place.home.url, admin.url)
    session = Session(auth=login(place.home.url), verify=place.ca_file)

    assert Client(session=session).users.list() == []

    assert [told.path for told in admin.told] == ["/v2.0/users"]
    assert admin.told[0].header("X-Auth-Token") == ISSUED_TOKEN


@pytest.mark.parametrize("prefix", ["/identity", "/keystone/main", "/a%20b"])
@pytest.mark.parametrize("plugin", ["v2", "generic"])
def test_a_path_prefix_is_kept(plugin: str, prefix: str, place: Place) -> None:
    home = place.home
    home.script = cloud(home.url, home.url, prefix)
    url = f"{home.url}{prefix}"
    auth = (
        login(url)
        if plugin == "v2"
        else generic.Password(url, username="me", password=PASSWORD, tenant_name="mine")
    )

    assert Client(session=Session(auth=auth)).users.list() == []

    assert all(told.path.startswith(prefix) for told in home.told)


# -- a front end that speaks TLS, before a Keystone that does not know -------------------------

LINKS = {
    "its own address with http": "http://{front}",
    "the host with the port of http": "http://127.0.0.1",
    "an address of its own": "http://127.0.0.2:{other}",
    "a name that nobody knows": "http://keystone.internal:5000",
    "localhost": "http://localhost:5000",
}


@pytest.mark.parametrize("links", LINKS)
def test_version_documents_with_http_links_work_behind_tls(links: str, place: Place) -> None:
    front, other = place.secure_home, place.abroad["host"]
    named = LINKS[links].format(front=front.netloc, other=other.server_port)
    front.script = cloud(front.url, front.url, document_links=named)
    auth = generic.Password(front.url, username="me", password=PASSWORD, tenant_name="mine")
    session = Session(auth=auth, verify=place.ca_file)

    assert Client(session=session).users.list() == []
    versioned = Adapter(session, "identity", min_version=(2, 0), max_version=(2, "latest"))
    assert versioned.get("/tenants").json() == {"tenants": []}

    assert found_in(front.told, [PASSWORD]) == [PASSWORD]
    assert place.told_abroad == []
    assert place.home.told == []


def test_a_catalog_with_http_links_works_where_http_is_served(place: Place) -> None:
    front, plain = place.secure_home, place.home
    front.script = cloud(plain.url, plain.url)
    plain.script = cloud(plain.url, plain.url)
    session = Session(auth=login(front.url), verify=place.ca_file)

    assert Client(session=session).users.list() == []


def test_a_catalog_with_http_links_that_redirect_to_https_says_which_url_to_use(
    place: Place,
) -> None:
    front, plain = place.secure_home, place.home
    front.script = lambda told: (
        Answer(401)
        if told.path == "/v2.0/users" and not told.header("X-Auth-Token")
        else cloud(plain.url, plain.url)(told)
    )
    plain.script = lambda told: redirect(f"{front.url}{told.path}", 301)
    session = Session(auth=login(front.url), verify=place.ca_file)

    with pytest.raises(exceptions.Unauthorized, match=f"{front.url}/v2.0/users, another origin"):
        Client(session=session).users.list()

    assert sum(told.method == "POST" for told in front.told) == 1


def test_the_url_it_names_is_all_that_is_needed_then(place: Place) -> None:
    front, plain = place.secure_home, place.home
    front.script = cloud(plain.url, plain.url)
    plain.script = lambda told: redirect(f"{front.url}{told.path}", 301)
    session = Session(auth=login(front.url), verify=place.ca_file)

    assert Client(session=session, endpoint_override=f"{front.url}/v2.0").users.list() == []


def test_an_http_auth_url_that_redirects_to_https_logs_in(place: Place) -> None:
    front, plain = place.secure_home, place.home
    front.script = cloud(front.url, front.url)
    plain.script = lambda told: redirect(f"{front.url}{told.path}", 301)
    session = Session(auth=login(plain.url), verify=place.ca_file)

    assert Client(session=session).users.list() == []


# -- forward proxies ---------------------------------------------------------------------------


def through(
    proxy: ForwardProxy, how: str, monkeypatch: pytest.MonkeyPatch, user: str = ""
) -> dict[str, Any]:
    """Return the keywords of a session that goes through *proxy*."""
    url = f"http://{user}{proxy.netloc}"
    if how == "environment":
        monkeypatch.setenv("http_proxy", url)
        monkeypatch.setenv("https_proxy", url)
        return {}
    own = requests.Session()
    own.proxies = {"http": url, "https": url}
    return {"session": own}


HOWS = ["environment", "session.proxies"]


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("home", ["home", "secure_home"])
def test_a_forward_proxy_works(
    home: str, how: str, place: Place, proxy: ForwardProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = getattr(place, home)
    server.script = cloud(server.url, server.url)
    keywords = through(proxy, how, monkeypatch)
    session = Session(auth=login(server.url), verify=place.ca_file, **keywords)

    assert Client(session=session).users.list() == []

    assert proxy.heads
    if home == "secure_home":  # inside a tunnel
        assert all(head.startswith(f"CONNECT {server.netloc} ") for head in proxy.heads)
        assert not any(secret in "".join(proxy.heads) for secret in SECRETS)
    session.session.close()


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("home", ["home", "secure_home"])
def test_a_proxys_own_password_goes_no_further(
    home: str, how: str, place: Place, proxy: ForwardProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = getattr(place, home)
    server.script = cloud(server.url, server.url)
    keywords = through(proxy, how, monkeypatch, f"me:{PROXY_PASSWORD}@")
    session = Session(auth=login(server.url), verify=place.ca_file, **keywords)

    Client(session=session).users.list()

    assert "Proxy-Authorization: Basic " in "".join(proxy.heads)
    assert found_in(server.told, [PROXY_PASSWORD]) == []
    session.session.close()


@pytest.mark.parametrize("how", HOWS)
def test_through_a_proxy_a_redirect_takes_no_token_abroad(
    how: str, place: Place, proxy: ForwardProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = place.abroad["host"]
    place.home.script = lambda _: redirect(f"{there.url}/there")
    session = Session(**through(proxy, how, monkeypatch))

    session.get(f"{place.home.url}/here", headers={"X-Auth-Token": ISSUED_TOKEN})

    assert len(proxy.heads) == 2
    assert found_in(place.home.told, SECRETS) == [ISSUED_TOKEN]
    assert found_in(there.told, SECRETS) == []
    session.session.close()


def test_no_proxy_is_obeyed(
    place: Place, proxy: ForwardProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    through(proxy, "environment", monkeypatch)
    monkeypatch.setenv("no_proxy", "127.0.0.1")

    Session().get(place.home.url)

    assert proxy.heads == []


@pytest.fixture
def old_server(place: Place) -> Iterator[Server]:
    """A server that speaks no later TLS than 1.2."""
    assert place.secure_home.tls is not None
    place.secure_home.tls.maximum_version = ssl.TLSVersion.TLSv1_2
    yield place.secure_home
    place.secure_home.tls.maximum_version = ssl.TLSVersion.MAXIMUM_SUPPORTED


def test_a_tunnel_is_no_less_strict(
    place: Place, old_server: Server, proxy: ForwardProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    through(proxy, "environment", monkeypatch)

    with pytest.raises(exceptions.SSLError, match="no version of TLS"):
        Session(verify=place.ca_file, tls_min_version="1.3").get(old_server.url)
    with pytest.raises(exceptions.SSLError, match="CERTIFICATE_VERIFY_FAILED"):
        Session().get(old_server.url)

    assert len(proxy.heads) == 2
    assert old_server.told == []


def test_upstream_forgets_the_lowest_version_in_a_tunnel(
    place: Place, old_server: Server, proxy: ForwardProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The figure in the documentation; where this goes red, upstream has mended it."""
    through(proxy, "environment", monkeypatch)
    session = THEIRS.session(verify=place.ca_file, tls_min_version="1.3")

    assert session.get(old_server.url).status_code == 200


def test_sockets_to_a_proxy_are_kept_alive_too(
    place: Place, proxy: ForwardProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    through(proxy, "environment", monkeypatch)
    session = Session()
    session.get(place.home.url)

    (manager,) = session.adapters["http://"].proxy_manager.values()

    options = manager.connection_pool_kw["socket_options"]
    assert (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1) in options
