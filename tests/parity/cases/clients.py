"""Clients without a session: each keyword, each attribute, and each way to log in."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

from tests.parity.cases.case import Cases
from tests.parity.cases.documents import MESSAGES, TENANT, cloud, failure, scoped, unscoped
from tests.parity.libraries import Library
from tests.parity.server import Answer, Server

CASES = Cases()

ATTRIBUTES = [
    "auth_token",
    "auth_url",
    "domain_id",
    "domain_name",
    "management_url",
    "password",
    "project_domain_id",
    "project_domain_name",
    "project_id",
    "project_name",
    "stale_duration",
    "tenant_id",
    "tenant_name",
    "trust_id",
    "user_domain_id",
    "user_domain_name",
    "user_id",
    "username",
    "version",
]

KEYWORDS: dict[str, dict[str, Any]] = {
    "username password": {},
    "tenant_name": {"tenant_name": "acme"},
    "tenant_id": {"tenant_id": "t1"},
    "project_name": {"project_name": "acme"},
    "project_id": {"project_id": "t1"},
    "tenant_id over tenant_name": {"tenant_id": "t1", "tenant_name": "acme"},
    "project_id over tenant_id": {"tenant_id": "t0", "project_id": "t1"},
    "user_id": {"username": None, "user_id": "u9"},
    "user_id and username": {"user_id": "u9"},
    "token": {"username": None, "password": None, "token": "tok", "tenant_name": "acme"},
    "token over password": {"token": "tok", "tenant_name": "acme"},
    "region_name": {"region_name": "RegionOne", "tenant_name": "acme"},
    "unknown region_name": {"region_name": "Nowhere", "tenant_name": "acme"},
    "timeout": {"timeout": 5},
    "timeout text": {"timeout": "5"},
    "original_ip": {"original_ip": "192.0.2.7", "tenant_name": "acme"},
    "insecure": {"insecure": True},
    "cacert": {"cacert": "/nowhere/ca.pem"},
    "cert": {"cert": "/nowhere/cert.pem"},
    "cert key": {"cert": "/nowhere/cert.pem", "key": "/nowhere/key.pem"},
    "verify": {"verify": False},
    "debug": {"debug": True},
    "trust_id": {"trust_id": "trust-1"},
    "interface": {"interface": "public", "tenant_name": "acme"},
    "service_name": {"service_name": "keystone", "tenant_name": "acme"},
    "unknown service_name": {"service_name": "other", "tenant_name": "acme"},
    "user_agent": {"user_agent": "my-agent/1", "tenant_name": "acme"},
    "endpoint_override": {"endpoint_override": "ADMIN/v2.0", "tenant_name": "acme"},
    "connect_retries": {"connect_retries": 2, "tenant_name": "acme"},
    "include_metadata": {"include_metadata": True, "tenant_name": "acme"},
    "stale_duration": {"stale_duration": 90, "tenant_name": "acme"},
    "stale_duration text": {"stale_duration": "90", "tenant_name": "acme"},
    "user_domain_id": {"user_domain_id": "d1"},
    "user_domain_name": {"user_domain_name": "Domain"},
    "domain_id": {"domain_id": "d1"},
    "domain_name": {"domain_name": "Domain"},
    "project_domain_id": {"project_domain_id": "d1"},
    "project_domain_name": {"project_domain_name": "Domain"},
    "force_new_token": {"force_new_token": True},
    "endpoint": {"endpoint": "ADMIN/v2.0/", "tenant_name": "acme"},
    "token endpoint": {
        "username": None,
        "password": None,
        "auth_url": None,
        "token": "ADMIN-TOKEN",
        "endpoint": "ADMIN/v2.0",
    },
    "endpoint only": {
        "username": None,
        "password": None,
        "auth_url": None,
        "endpoint": "ADMIN/v2.0",
    },
    "auth_url with slash": {"auth_url": "PUBLIC/v2.0/", "tenant_name": "acme"},
    "nothing": {"username": None, "password": None, "auth_url": None},
    "auth_url only": {"username": None, "password": None},
    "no auth_url": {"auth_url": None},
    "no password": {"password": None},
    "no username": {"username": None},
}


def make(library: Library, server: Server, **keywords: Any) -> Any:
    """Return a client; its login is for a tenant if it says so, as Keystone does it."""
    keywords = {
        "username": "admin",
        "password": "secret",
        "auth_url": "PUBLIC/v2.0",
        **keywords,
    }
    for name, value in keywords.items():
        if isinstance(value, str):
            url = value.replace("PUBLIC", server.public)
            keywords[name] = url.replace("ADMIN/", server.admin + "/")
    cloud(server)
    if not {"tenant_name", "tenant_id", "project_name", "project_id"} & set(keywords):
        server.on("POST", "/v2.0/tokens", unscoped(server))
    server.on("GET", "/v2.0/tenants", {"tenants": [TENANT]})
    server.on("GET", "/v2.0/users", {"users": []}, api="admin")
    return library.Client(**keywords)


def attributes(client: Any) -> dict[str, Any]:
    """Return what a client tells about itself, but for what is nothing."""
    told = {name: getattr(client, name) for name in ATTRIBUTES}
    return {name: value for name, value in told.items() if value is not None}


def _add_keyword(name: str, keywords: dict[str, Any]) -> None:
    @CASES.case(f"Client({name}): made")
    def _(library: Library, server: Server) -> Any:
        return attributes(make(library, server, **keywords))

    @CASES.case(f"Client({name}): used")
    def _(library: Library, server: Server) -> Any:
        client = make(library, server, **keywords)
        return [client.users.list(), client.auth_token]


for _name, _keywords in KEYWORDS.items():
    _add_keyword(_name, _keywords)


@CASES.case("Client: auth_ref")
def _(library: Library, server: Server) -> Any:
    return make(library, server, tenant_name="acme").auth_ref


@CASES.case("Client: auth_ref of an unscoped login")
def _(library: Library, server: Server) -> Any:
    return make(library, server).auth_ref


@CASES.case("Client(use_keyring)")
def _(library: Library, server: Server) -> Any:
    make(library, server, use_keyring=True)


@CASES.case("Client(unknown keyword)")
def _(library: Library, server: Server) -> Any:
    make(library, server, colour="red")


@CASES.case("Client(auth without session)")
def _(library: Library, server: Server) -> Any:
    make(library, server, auth=library.password(f"{server.public}/v2.0"))


# --- what a client has --------------------------------------------------------------------------


def _whose(client: Any) -> list[Any]:
    return [client.auth_user_id, client.auth_tenant_id, client.auth_domain_id]


@CASES.case("Client: whose login it has")
def _(library: Library, server: Server) -> Any:
    return _whose(make(library, server, tenant_name="acme"))


@CASES.case("Client: whose login it has, unscoped")
def _(library: Library, server: Server) -> Any:
    return _whose(make(library, server))


@CASES.case("Client: whose login it has, before one")
def _(library: Library, server: Server) -> Any:
    return _whose(make(library, server, endpoint="ADMIN/v2.0", tenant_name="acme"))


@CASES.case("Client: whose login it has, an earlier one")
def _(library: Library, server: Server) -> Any:
    return _whose(library.Client(auth_ref=make(library, server, tenant_name="acme").auth_ref))


def _add_set(name: str) -> None:
    @CASES.case(f"Client: {name} is changed")
    def _(library: Library, server: Server) -> Any:
        setattr(make(library, server, tenant_name="acme"), name, "other")


for _name in ("username", "password", "trust_id", "auth_url", "project_id", "project_name"):
    _add_set(_name)


@CASES.case("Client: as a plugin, the interface by its place")
def _(library: Library, server: Server) -> Any:
    client = make(library, server, tenant_name="acme")
    return [client.get_endpoint(client.session, name) for name in ("public", "admin")]


@CASES.case("Client: service_catalog")
def _(library: Library, server: Server) -> Any:
    client = make(library, server, tenant_name="acme")
    catalog = client.service_catalog
    return [
        client.has_service_catalog(),
        catalog.get_data(),
        catalog.get_token(),
        catalog.url_for(service_type="compute", endpoint_type="internalURL"),
    ]


@CASES.case("Client: no service_catalog before a login")
def _(library: Library, server: Server) -> Any:
    client = make(library, server, endpoint="ADMIN/v2.0")
    return [bool(client.has_service_catalog()), client.service_catalog]


@CASES.case("Client: an unscoped login has an empty catalog")
def _(library: Library, server: Server) -> Any:
    client = make(library, server)
    return [client.has_service_catalog(), client.service_catalog.get_data()]


@CASES.case("Client: tenants.list with an unscoped token")
def _(library: Library, server: Server) -> Any:
    return make(library, server).tenants.list()


@CASES.case("Client: get_token, get_endpoint, get_user_id, get_project_id")
def _(library: Library, server: Server) -> Any:
    client = make(library, server, tenant_name="acme")
    session = client.session
    return [
        client.get_token(session),
        client.get_endpoint(session),
        client.get_endpoint(session, interface="public"),
        client.get_endpoint(session, interface=library.auth("plugin").AUTH_INTERFACE),
        client.get_user_id(session),
        client.get_project_id(session),
        client.get_headers(session),
        client.get_connection_params(session),
    ]


@CASES.case("Client: is a plugin for another session")
def _(library: Library, server: Server) -> Any:
    client = make(library, server, tenant_name="acme")
    server.on("GET", "/compute/one/servers", {"servers": []})
    other = library.session(client)
    return other.get(f"{server.public}/compute/one/servers").json()


@CASES.case("Client: auth_token is set")
def _(library: Library, server: Server) -> Any:
    client = make(library, server, tenant_name="acme")
    client.auth_token = "override"
    return [client.auth_token, client.users.list()]


@CASES.case("Client: auth_token is deleted")
def _(library: Library, server: Server) -> Any:
    client = make(library, server, tenant_name="acme")
    client.auth_token = "override"
    del client.auth_token
    return [client.auth_token, client.users.list()]


@CASES.case("Client: a token given with an endpoint is deleted")
def _(library: Library, server: Server) -> Any:
    client = make(library, server, **KEYWORDS["token endpoint"])
    del client.auth_token
    return client.auth_token


@CASES.case("Client: management_url is set")
def _(library: Library, server: Server) -> Any:
    client = make(library, server, tenant_name="acme")
    client.management_url = f"{server.public}/elsewhere"
    server.on("GET", "/elsewhere/users", {"users": []})
    return [client.management_url, client.users.list()]


@CASES.case("Client: a token about to expire is replaced")
def _(library: Library, server: Server) -> Any:
    cloud(server)
    old = scoped(server, "token-0", expires="2001-01-01T00:00:00Z")
    server.on("POST", "/v2.0/tokens", old, scoped(server))
    server.on("GET", "/v2.0/users", {"users": []}, api="admin")
    url = f"{server.public}/v2.0"
    client = library.Client(username="a", password="p", tenant_name="acme", auth_url=url)
    return [client.users.list(), client.auth_token]


@CASES.case("Client: a token that is refused in use")
def _(library: Library, server: Server) -> Any:
    client = make(library, server, tenant_name="acme")
    server.on("GET", "/v2.0/users", failure(401), Answer({"users": []}))
    return client.users.list()


@CASES.case("Client: an admin token that is refused in use")
def _(library: Library, server: Server) -> Any:
    client = make(library, server, **KEYWORDS["token endpoint"])
    server.on("GET", "/v2.0/users", failure(401))
    return client.users.list()


def _add_old_verb(verb: str) -> None:
    @CASES.case(f"Client.{verb}")
    def _(library: Library, server: Server) -> Any:
        client = make(library, server, tenant_name="acme")
        server.on(verb.upper(), "/v2.0/things", {"thing": 1})
        response, body = getattr(client, verb)("/things")
        return [response.status_code, body]

    @CASES.case(f"Client.{verb} management=False")
    def _(library: Library, server: Server) -> Any:
        client = make(library, server, tenant_name="acme")
        server.on(verb.upper(), "/v2.0/things", {"thing": 1})
        return getattr(client, verb)("/things", management=False)


for _verb in ("get", "head", "post", "put", "patch", "delete"):
    _add_old_verb(_verb)


@CASES.case("Client.request")
def _(library: Library, server: Server) -> Any:
    client = make(library, server, tenant_name="acme")
    server.on("GET", "/v2.0/things", {"thing": 1})
    return client.request(f"{server.public}/v2.0/things", "GET")


# --- authenticate -------------------------------------------------------------------------------

LOGINS: dict[str, dict[str, Any]] = {
    "again": {},
    "other password": {"username": "carol", "password": "pw"},
    "token": {"token": "tok"},
    "tenant_id": {"tenant_id": "t2"},
    "tenant_name": {"tenant_name": "globex"},
    "project_id": {"project_id": "t2"},
    "project_name": {"project_name": "globex"},
    "trust_id": {"trust_id": "trust-1"},
    "region_name": {"region_name": "RegionTwo"},
    "auth_url": {"auth_url": "ADMIN/v2.0"},
    "user_id": {"user_id": "u9"},
    "domain_name": {"domain_name": "Domain"},
}


def _add_login(name: str, login: dict[str, Any]) -> None:
    def at(server: Server) -> dict[str, Any]:
        return {key: value.replace("ADMIN", server.admin) for key, value in login.items()}

    @CASES.case(f"Client.authenticate({name})")
    def _(library: Library, server: Server) -> Any:
        client = make(library, server, tenant_name="acme")
        return [client.authenticate(**at(server)), attributes(client)]

    @CASES.case(f"Client.authenticate({name}) lazily")
    def _(library: Library, server: Server) -> Any:
        client = make(library, server, endpoint="ADMIN/v2.0", tenant_name="acme")
        return [client.authenticate(**at(server)), attributes(client)]


for _name, _login in LOGINS.items():
    _add_login(_name, _login)


# --- get_raw_token_from_identity_service --------------------------------------------------------

RAW: dict[str, dict[str, Any]] = {
    "password": {"username": "carol", "password": "pw"},
    "tenant_id": {"username": "carol", "password": "pw", "tenant_id": "t1"},
    "tenant_name": {"username": "carol", "password": "pw", "tenant_name": "acme"},
    "project_id": {"username": "carol", "password": "pw", "project_id": "t1"},
    "project_name": {"username": "carol", "password": "pw", "project_name": "acme"},
    "token": {"token": "tok", "username": "carol", "password": "pw"},
    "trust_id": {"token": "tok", "trust_id": "trust-1"},
    "v3 words": {"token": "tok", "user_domain_id": "d1"},
    "nothing": {},
    "no password": {"username": "carol"},
}


def _add_raw(name: str, keywords: dict[str, Any]) -> None:
    @CASES.case(f"Client.get_raw_token_from_identity_service({name})")
    def _(library: Library, server: Server) -> Any:
        client = make(library, server, endpoint="ADMIN/v2.0", tenant_name="acme")
        url = f"{server.public}/v2.0"
        return client.get_raw_token_from_identity_service(url, **keywords)


for _name, _raw in RAW.items():
    _add_raw(_name, _raw)


@CASES.case("Client.get_raw_token_from_identity_service(None)")
def _(library: Library, server: Server) -> Any:
    client = make(library, server, endpoint="ADMIN/v2.0", tenant_name="acme")
    return client.get_raw_token_from_identity_service(None, username="a", password="b")


# --- logins that fail ---------------------------------------------------------------------------

BAD_LOGINS: dict[str, Callable[[Server], Any]] = {
    "no JSON": lambda _: "<html>hello</html>",
    "no token": lambda _: {"access": {}},
    "a v3 answer": lambda _: {"token": {}},
    "a list": lambda _: [],
    "an empty body": lambda _: Answer(None, 204),
    **{str(status): (lambda _, status=status: failure(status)) for status in MESSAGES},
}


def _add_bad_login(name: str, answer: Callable[[Server], Any]) -> None:
    @CASES.case(f"Client: a login that is answered {name}")
    def _(library: Library, server: Server) -> Any:
        server.on("POST", "/v2.0/tokens", answer(server))
        url = f"{server.public}/v2.0"
        return library.Client(username="a", password="p", tenant_name="acme", auth_url=url)


for _name, _answer in BAD_LOGINS.items():
    _add_bad_login(_name, _answer)


@CASES.case("Client: a login without a user")
def _(library: Library, server: Server) -> Any:
    document = scoped(server)
    del document["access"]["user"]["id"]
    server.on("POST", "/v2.0/tokens", document)
    return library.Client(username="a", password="p", auth_url=f"{server.public}/v2.0")


@CASES.case("Client: a login for a tenant without an id")
def _(library: Library, server: Server) -> Any:
    document = scoped(server)
    del document["access"]["token"]["tenant"]["id"]
    server.on("POST", "/v2.0/tokens", document)
    client = library.Client(username="a", password="p", auth_url=f"{server.public}/v2.0")
    return client.auth_token


# --- auth_ref -----------------------------------------------------------------------------------

FROM: dict[str, dict[str, Any]] = {
    "alone": {},
    "region_name": {"region_name": "RegionOne"},
    "endpoint": {"endpoint": "ADMIN/v2.0"},
    "credentials": {"username": "admin", "password": "secret", "auth_url": "PUBLIC/v2.0"},
    "other tenant": {"tenant_name": "globex"},
}


def _earlier(library: Library, server: Server) -> Any:
    return make(library, server, tenant_name="acme").auth_ref


def _add_auth_ref(name: str, keywords: dict[str, Any]) -> None:
    @CASES.case(f"Client(auth_ref {name})")
    def _(library: Library, server: Server) -> Any:
        auth_ref = _earlier(library, server)
        given = {
            key: value.replace("PUBLIC", server.public).replace("ADMIN", server.admin)
            for key, value in keywords.items()
        }
        client = library.Client(auth_ref=auth_ref, **given)
        return [attributes(client), client.users.list(), client.has_service_catalog()]


for _name, _keywords in FROM.items():
    _add_auth_ref(_name, _keywords)


@CASES.case("Client(auth_ref out of a pickle)")
def _(library: Library, server: Server) -> Any:
    auth_ref = pickle.loads(pickle.dumps(_earlier(library, server)))
    client = library.Client(auth_ref=auth_ref)
    return [attributes(client), client.users.list()]


@CASES.case("Client(auth_ref as a plain dictionary)")
def _(library: Library, server: Server) -> Any:
    client = library.Client(auth_ref=dict(_earlier(library, server)))
    return [attributes(client), client.users.list()]


@CASES.case("Client(auth_ref of an unscoped login)")
def _(library: Library, server: Server) -> Any:
    auth_ref = make(library, server).auth_ref
    return attributes(library.Client(auth_ref=auth_ref))


@CASES.case("Client(auth_ref refused in use)")
def _(library: Library, server: Server) -> Any:
    auth_ref = _earlier(library, server)
    server.on("GET", "/v2.0/users", failure(401))
    return library.Client(auth_ref=auth_ref).users.list()
