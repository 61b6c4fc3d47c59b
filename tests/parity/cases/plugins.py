"""Auth plugins: how each logs in, what it tells then, and what it does on a 401."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.parity.cases.case import Cases
from tests.parity.cases.documents import cloud, failure, scoped, unscoped, version
from tests.parity.libraries import Library
from tests.parity.server import Answer, Server

CASES = Cases()

Make = Callable[[Library, Server], Any]
COMPUTE = {"service_type": "compute", "interface": "public", "region_name": "RegionOne"}


def _earlier_login(library: Library, server: Server, **kwargs: Any) -> Any:
    info = library.auth("access").create(body=scoped(server, "earlier"))
    return library.auth("identity.access").AccessInfoPlugin(info, **kwargs)


def _service_token(library: Library, server: Server) -> Any:
    user = library.password(f"{server.public}/v2.0")
    service = library.auth("token_endpoint").Token(f"{server.public}/x", "service-token")
    return library.auth("service_token").ServiceTokenAuthWrapper(user, service)


def _v2(name: str, **kwargs: Any) -> Make:
    def make(library: Library, server: Server) -> Any:
        cls = getattr(library.auth("identity.v2"), name)
        return cls(f"{server.public}/v2.0", **kwargs)

    return make


def _generic(name: str, path: str = "", **kwargs: Any) -> Make:
    def make(library: Library, server: Server) -> Any:
        cls = getattr(library.auth("identity.generic"), name)
        return cls(f"{server.public}{path}", **kwargs)

    return make


def _fixed(module: str, name: str, *args: str, **kwargs: str) -> Make:
    def make(library: Library, server: Server) -> Any:
        url = f"{server.public}/compute/one"
        given = {key: value.replace("URL", url) for key, value in kwargs.items()}
        values = [value.replace("URL", url) for value in args]
        return getattr(library.auth(module), name)(*values, **given)

    return make


PASSWORD = {"username": "admin", "password": "secret"}
PLUGINS: dict[str, Make] = {
    "v2.Password": _v2("Password", **PASSWORD),
    "v2.Password tenant_id": _v2("Password", **PASSWORD, tenant_id="t1"),
    "v2.Password tenant_name": _v2("Password", **PASSWORD, tenant_name="acme"),
    "v2.Password both tenants": _v2("Password", **PASSWORD, tenant_id="t1", tenant_name="acme"),
    "v2.Password user_id": _v2("Password", user_id="u9", password="secret", tenant_id="t1"),
    "v2.Password trust_id": _v2("Password", **PASSWORD, trust_id="trust-1"),
    "v2.Password reauthenticate=False": _v2("Password", **PASSWORD, reauthenticate=False),
    "v2.Token": _v2("Token", token="tok"),
    "v2.Token tenant_id": _v2("Token", token="tok", tenant_id="t1"),
    "v2.Token tenant_name": _v2("Token", token="tok", tenant_name="acme"),
    "v2.Token trust_id": _v2("Token", token="tok", trust_id="trust-1"),
    "generic.Password": _generic("Password", **PASSWORD, tenant_name="acme"),
    "generic.Password project_id": _generic("Password", **PASSWORD, project_id="t1"),
    "generic.Password project_name": _generic("Password", **PASSWORD, project_name="acme"),
    "generic.Password user_id": _generic("Password", user_id="u9", password="secret"),
    "generic.Password unversioned": _generic("Password", "/", **PASSWORD, tenant_id="t1"),
    "generic.Password versioned": _generic("Password", "/v2.0", **PASSWORD, tenant_id="t1"),
    "generic.Password trust_id": _generic("Password", **PASSWORD, trust_id="trust-1"),
    "generic.Password default domain": _generic(
        "Password", **PASSWORD, tenant_name="acme", default_domain_id="default"
    ),
    "generic.Password no discovery": _generic("Password", "/nowhere", **PASSWORD),
    "generic.Token": _generic("Token", token="tok", tenant_name="acme"),
    "generic.Token project_id": _generic("Token", token="tok", project_id="t1"),
    "generic.Token versioned": _generic("Token", "/v2.0", token="tok"),
    "token_endpoint.Token": _fixed("token_endpoint", "Token", "URL", "fixed"),
    "AccessInfoPlugin": _earlier_login,
    "AccessInfoPlugin auth_url": lambda library, server: _earlier_login(
        library, server, auth_url=f"{server.public}/v2.0"
    ),
    "NoAuth": _fixed("noauth", "NoAuth", endpoint="URL"),
    "NoAuth no endpoint": _fixed("noauth", "NoAuth"),
    "HTTPBasicAuth": _fixed(
        "http_basic", "HTTPBasicAuth", endpoint="URL", username="me", password="p\u00e4ss"
    ),
    "ServiceTokenAuthWrapper": _service_token,
}


def _ready(server: Server) -> None:
    cloud(server)
    server.on("*", "/compute/one/servers", {"servers": []})


QUESTIONS: dict[str, Callable[[Any, Any], Any]] = {
    "get_token": lambda plugin, session: plugin.get_token(session),
    "get_headers": lambda plugin, session: plugin.get_headers(session),
    "get_endpoint": lambda plugin, session: plugin.get_endpoint(session, **COMPUTE),
    "get_endpoint of nothing": lambda plugin, session: plugin.get_endpoint(
        session, service_type="nothing"
    ),
    "get_endpoint_data": lambda plugin, session: plugin.get_endpoint_data(
        session, service_type="identity", discover_versions=False
    ),
    "get_api_major_version": lambda plugin, session: plugin.get_api_major_version(
        session, service_type="identity"
    ),
    "get_user_id": lambda plugin, session: plugin.get_user_id(session),
    "get_project_id": lambda plugin, session: plugin.get_project_id(session),
    "get_access": lambda plugin, session: plugin.get_access(session),
    "get_auth_ref": lambda plugin, session: plugin.get_auth_ref(session),
    "get_connection_params": lambda plugin, session: plugin.get_connection_params(session),
    "get_sp_auth_url": lambda plugin, session: plugin.get_sp_auth_url(session, "sp"),
    "get_sp_url": lambda plugin, session: plugin.get_sp_url(session, "sp"),
    "invalidate": lambda plugin, session: [plugin.get_token(session), plugin.invalidate()],
    "get_cache_id": lambda plugin, session: isinstance(plugin.get_cache_id(), str),
    "get_auth_state": lambda plugin, session: json.loads(plugin.get_auth_state() or "null"),
}


def _add(name: str, make: Make) -> None:
    def _add_question(question: str, ask: Callable[[Any, Any], Any]) -> None:
        @CASES.case(f"{name}: {question}")
        def _(library: Library, server: Server) -> Any:
            _ready(server)
            return ask(make(library, server), library.session())

    for question, ask in QUESTIONS.items():
        _add_question(question, ask)

    @CASES.case(f"{name}: get_endpoint of AUTH_INTERFACE")
    def _(library: Library, server: Server) -> Any:
        _ready(server)
        interface = library.auth("plugin").AUTH_INTERFACE
        return make(library, server).get_endpoint(library.session(), interface=interface)

    @CASES.case(f"{name}: a request")
    def _(library: Library, server: Server) -> Any:
        _ready(server)
        session = library.session(make(library, server))
        return [session.get("/servers", endpoint_filter=COMPUTE) for _ in range(2)]

    @CASES.case(f"{name}: a request refused once")
    def _(library: Library, server: Server) -> Any:
        _ready(server)
        server.on("GET", "/compute/one/servers", failure(401), Answer({"servers": []}))
        session = library.session(make(library, server))
        return session.get("/servers", endpoint_filter=COMPUTE)

    @CASES.case(f"{name}: a refused login")
    def _(library: Library, server: Server) -> Any:
        _ready(server)
        server.on("POST", "/v2.0/tokens", failure(401))
        return library.session(make(library, server)).get_token()


for _name, _make in PLUGINS.items():
    _add(_name, _make)


# --- making them -------------------------------------------------------------------------------

MAKING: dict[str, Make] = {
    "v2.Password without password": _v2("Password", username="admin"),
    "v2.Password without user": _v2("Password", password="secret"),
    "v2.Password of nobody": _v2("Password", username=None, password="secret"),
    "v2.Password with two users": _v2("Password", **PASSWORD, user_id="u9"),
    "v2.Password with an empty name": _v2("Password", username="", password="secret"),
    "v2.Password with an unknown keyword": _v2("Password", **PASSWORD, colour="red"),
    "v2.Token without token": _v2("Token", token=None),
    "v2.Token with an empty token": _v2("Token", token=""),
    "generic.Password without password": _generic("Password", username="admin"),
    "generic.Password for a domain": _generic("Password", **PASSWORD, domain_name="Domain"),
    "generic.Password of a domain": _generic("Password", **PASSWORD, user_domain_name="Domain"),
    "v2.Password without auth_url": lambda library, _: library.password(None),
    "v2.Password with a number as auth_url": lambda library, _: library.password(5),
    "v2.Password with an empty auth_url": lambda library, _: library.password(""),
    "v2.Password with nonsense as auth_url": lambda library, _: library.password("nonsense"),
    "AccessInfoPlugin of a dictionary": lambda library, server: library.auth(
        "identity.access"
    ).AccessInfoPlugin(scoped(server)),
}


def _add_making(name: str, make: Make) -> None:
    @CASES.case(f"making {name}")
    def _(library: Library, server: Server) -> Any:
        _ready(server)
        return library.session(make(library, server)).get_token()


for _name, _make in MAKING.items():
    _add_making(_name, _make)


def _add_wrong_kind(name: str, kwargs: dict[str, Any]) -> None:
    @CASES.case(f"making a Session with {name}")
    def _(library: Library, server: Server) -> Any:
        return library.session(**kwargs).get(f"{server.public}/v2.0")


_add_wrong_kind("a text as auth", {"auth": "secret"})
_add_wrong_kind("a text as session", {"session": "secret"})


# --- logins -------------------------------------------------------------------------------------


def _add_answer(name: str, answer: Callable[[Server], Any]) -> None:
    @CASES.case(f"a login answered {name}")
    def _(library: Library, server: Server) -> Any:
        server.on("POST", "/v2.0/tokens", answer(server))
        found = library.password(f"{server.public}/v2.0").get_auth_ref(library.session())
        return found if name in GOOD_ANSWERS else found.project_id


GOOD_ANSWERS = (
    "with a token",
    "with an unscoped token",
    *(f"without {part}" for part in ("a catalog", "issued_at", "audit_ids", "metadata", "roles")),
    "without a user",
)
"""The logins whose answers tell all that there is to compare."""


def _without(path: str) -> Callable[[Server], Any]:
    def answer(server: Server) -> Any:
        document = scoped(server)
        *parents, last = path.split(".")
        place = document
        for parent in parents:
            place = place[parent]
        del place[last]
        return document

    return answer


ANSWERS: dict[str, Callable[[Server], Any]] = {
    "with a token": scoped,
    "with an unscoped token": unscoped,
    "without a catalog": _without("access.serviceCatalog"),
    "without issued_at": _without("access.token.issued_at"),
    "without audit_ids": _without("access.token.audit_ids"),
    "without metadata": _without("access.metadata"),
    "without roles": _without("access.user.roles"),
    "without expires": _without("access.token.expires"),
    "without a token id": _without("access.token.id"),
    "without a token": _without("access.token"),
    "without a user": _without("access.user"),
    "without access": _without("access"),
    "in plain text": lambda _: "hello",
    "with a list": lambda _: [],
    "with nothing": lambda _: Answer(None, 204),
    "with 300": lambda _: Answer(None, 300),
    "in v3": lambda _: {"token": {"methods": ["password"]}},
}

for _name, _answer in ANSWERS.items():
    _add_answer(_name, _answer)


@CASES.case("an expired token is replaced before a request")
def _(library: Library, server: Server) -> Any:
    cloud(server)
    old = scoped(server, "old", expires="2001-01-01T00:00:00Z")
    server.on("POST", "/v2.0/tokens", old, scoped(server, "new"))
    session = library.session(library.password(f"{server.public}/v2.0"))
    return [session.get_token(), session.get_token(), session.get_token()]


@CASES.case("an expired token is kept with reauthenticate=False")
def _(library: Library, server: Server) -> Any:
    old = scoped(server, "old", expires="2001-01-01T00:00:00Z")
    server.on("POST", "/v2.0/tokens", old, scoped(server, "new"))
    auth = library.password(f"{server.public}/v2.0", reauthenticate=False)
    session = library.session(auth)
    return [session.get_token(), session.get_token()]


@CASES.case("a login's state is carried to another plugin")
def _(library: Library, server: Server) -> Any:
    _ready(server)
    first = library.password(f"{server.public}/v2.0")
    first.get_token(library.session())
    second = library.password(f"{server.public}/v2.0")
    second.set_auth_state(first.get_auth_state())
    return library.session(second).get("/servers", endpoint_filter=COMPUTE)


def _add_state(name: str, state: Any) -> None:
    @CASES.case(f"set_auth_state({name})")
    def _(library: Library, server: Server) -> Any:
        _ready(server)
        plugin = library.password(f"{server.public}/v2.0")
        plugin.set_auth_state(state)
        return plugin.get_token(library.session())


_add_state("None", None)
_add_state("no JSON", "junk")
_add_state("a list", "[]")


@CASES.case("set_auth_state of another user's")
def _(library: Library, server: Server) -> Any:
    _ready(server)
    first = library.password(f"{server.public}/v2.0")
    first.get_token(library.session())
    second = library.password(f"{server.public}/v2.0", username="somebody-else")
    second.set_auth_state(first.get_auth_state())
    return second.get_token(library.session())


# --- versions -----------------------------------------------------------------------------------


def _v3(url: str) -> dict[str, Any]:
    link = {"href": f"{url}/v3/", "rel": "self"}
    return {"id": "v3.8", "status": "stable", "updated": "2017-02-22T00:00:00Z", "links": [link]}


@CASES.case("generic.Password where v2.0 and v3 are")
def _(library: Library, server: Server) -> Any:
    both = {"versions": {"values": [_v3(server.public), version(server.public)]}}
    server.on("GET", "/", Answer(both, 300))
    server.on("POST", "/v2.0/tokens", scoped(server))
    auth = library.auth("identity.generic").Password(server.public, **PASSWORD, tenant_name="acme")
    return library.session(auth).get_token()


@CASES.case("generic.Password where v3 is alone")
def _(library: Library, server: Server) -> Any:
    server.on("GET", "/", Answer({"versions": {"values": [_v3(server.public)]}}, 300))
    auth = library.auth("identity.generic").Password(server.public, **PASSWORD, tenant_name="acme")
    return library.session(auth).get_token()


@CASES.case("get_all_version_data")
def _(library: Library, server: Server) -> Any:
    _ready(server)
    auth = library.password(f"{server.public}/v2.0")
    return auth.get_all_version_data(library.session())


@CASES.case("get_all_version_data of one interface and region")
def _(library: Library, server: Server) -> Any:
    _ready(server)
    auth = library.password(f"{server.public}/v2.0")
    return auth.get_all_version_data(
        library.session(), interface="admin", region_name="RegionOne", service_type="identity"
    )
