"""Finding out which versions there are, and making clients for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.parity.cases.case import Cases
from tests.parity.cases.documents import EXTENSION, cloud, failure, scoped, version
from tests.parity.libraries import Library
from tests.parity.server import Answer, Server

CASES = Cases()


def v3(url: str) -> dict[str, Any]:
    """Return an entry of a version document, for v3."""
    link = {"href": f"{url}/v3/", "rel": "self"}
    return {"id": "v3.8", "status": "stable", "updated": "2017-02-22T00:00:00Z", "links": [link]}


def both(url: str) -> dict[str, Any]:
    """Return a version document with both versions."""
    return {"versions": {"values": [v3(url), version(url)]}}


def nova(url: str) -> dict[str, Any]:
    """Return a version document with microversions, of another service."""
    links = [{"href": f"{url}/v2.1/", "rel": "self"}]
    old = {"id": "v2.0", "status": "SUPPORTED", "version": "", "min_version": "", "links": links}
    new = {
        **old,
        "id": "v2.1",
        "status": "CURRENT",
        "version": "2.90",
        "min_version": "2.1",
        "next_min_version": "2.4",
        "not_before": "2030-01-01",
    }
    draft = {**old, "id": "v3.0", "status": "EXPERIMENTAL"}
    strange = {**old, "id": "v4", "status": "STRANGE"}
    return {"versions": [old, new, draft, strange]}


DOCUMENTS: dict[str, Callable[[str], Any]] = {
    "v2.0 and v3": lambda url: Answer(both(url), 300),
    "v2.0": lambda url: {"version": version(url)},
    "another service": nova,
    "an entry without id": lambda url: {"versions": {"values": [{"status": "x"}, version(url)]}},
    "an entry without links": lambda url: {"versions": [{"id": "v2.0", "status": "stable"}]},
    "no versions": lambda url: {"versions": []},
}
NO_DOCUMENTS: dict[str, Callable[[str], Any]] = {
    "a list": lambda url: [],
    "no JSON": lambda url: "hello",
    "404": lambda url: failure(404),
    "401": lambda url: failure(401),
    "500": lambda url: failure(500),
}

QUESTIONS: dict[str, Callable[[Any], Any]] = {
    "raw_version_data": lambda found: found.raw_version_data(),
    "raw_version_data of all": lambda found: found.raw_version_data(
        allow_experimental=True, allow_unknown=True
    ),
    "raw_version_data of no deprecated": lambda found: found.raw_version_data(
        allow_deprecated=False
    ),
    "version_data": lambda found: found.version_data(),
    "version_data of all": lambda found: found.version_data(
        allow_experimental=True, allow_unknown=True
    ),
    "data_for 2": lambda found: found.data_for("2"),
    "data_for 2.1": lambda found: found.data_for((2, 1)),
    "data_for 9": lambda found: found.data_for("9"),
    "url_for 2.0": lambda found: found.url_for("2.0"),
    "url_for v3": lambda found: found.url_for("v3"),
}
OWN_QUESTIONS: dict[str, Callable[[Any], Any]] = {
    "version_data reversed": lambda found: found.version_data(reverse=True),
    "version_string_data": lambda found: found.version_string_data(),
    "versioned_data_for": lambda found: found.versioned_data_for(
        min_version="2", max_version="2.latest"
    ),
    "versioned_data_for latest": lambda found: found.versioned_data_for(min_version="latest"),
    "versioned_data_for too new": lambda found: found.versioned_data_for(min_version="8"),
    "versioned_url_for": lambda found: found.versioned_url_for(min_version="2"),
}


KNOWN_TO_BOTH = ("version", "url", "raw_status")
"""The members of an entry that python-keystoneclient's Discover has."""


def _add_document(name: str, document: Callable[[str], Any]) -> None:
    def discover(library: Library, server: Server, whose: str) -> Any:
        server.on("GET", "/", document(server.public), api="public")
        session = library.session()
        if whose == "auth":
            return library.auth("discover").Discover(session, server.public)
        return library.client("discover").Discover(session=session, auth_url=server.public)

    @CASES.case(f"get_version_data: {name}")
    def _(library: Library, server: Server) -> Any:
        server.on("GET", "/", document(server.public), api="public")
        return library.auth("discover").get_version_data(library.session(), server.public)

    @CASES.case(f"available_versions: {name}")
    def _(library: Library, server: Server) -> Any:
        server.on("GET", "/", document(server.public), api="public")
        available = library.client("discover").available_versions
        return available(server.public, session=library.session())

    def _add_question(question: str, ask: Callable[[Any], Any], whose: str) -> None:
        @CASES.case(f"{whose} Discover.{question}: {name}")
        def _(library: Library, server: Server) -> Any:
            answer = ask(discover(library, server, whose))
            return answer if whose == "auth" or "raw" in question else _known_to_both(answer)

    if name in NO_DOCUMENTS:
        _add_question("made", lambda found: None, "auth")
        _add_question("made", lambda found: None, "client")
        return
    for question, ask in QUESTIONS.items():
        _add_question(question, ask, "auth")
        _add_question(question, ask, "client")
    for question, ask in OWN_QUESTIONS.items():
        _add_question(question, ask, "auth")


def _known_to_both(answer: Any) -> Any:
    if isinstance(answer, list):
        return [_known_to_both(each) for each in answer]
    if isinstance(answer, dict):
        return {name: value for name, value in answer.items() if name in KNOWN_TO_BOTH}
    return answer


for _name, _document in {**DOCUMENTS, **NO_DOCUMENTS}.items():
    _add_document(_name, _document)


@CASES.case("client Discover.data_for: all members")
def _(library: Library, server: Server) -> Any:
    server.on("GET", "/", nova(server.public))
    discover = library.client("discover").Discover
    return discover(session=library.session(), auth_url=server.public).data_for("2.1")


# --- versions as such ---------------------------------------------------------------------------

VERSIONS = ("2", "v2.0", "2.0", 2, 2.1, (2, 1), ("2", "1"), [2], "latest", "2.latest", "x", None)


def _add_version(value: Any) -> None:
    for where in ("auth", "client"):

        @CASES.case(f"{where} normalize_version_number {value!r}")
        def _(library: Library, server: Server, where: str = where) -> Any:
            return getattr(library, where)("discover").normalize_version_number(value)


for _value in VERSIONS:
    _add_version(_value)

MATCHES = (((2, 0), (2, 0)), ((2, 0), (2, 1)), ((2, 1), (2, 0)), ((2, 0), (3, 0)), ((2,), (2, 4)))


def _add_match(required: Any, candidate: Any) -> None:
    for where in ("auth", "client"):

        @CASES.case(f"{where} version_match {required} {candidate}")
        def _(library: Library, server: Server, where: str = where) -> Any:
            return getattr(library, where)("discover").version_match(required, candidate)

    @CASES.case(f"version_between {required} {candidate}")
    def _(library: Library, server: Server) -> Any:
        return library.auth("discover").version_between(required, "latest", candidate)


for _required, _candidate in MATCHES:
    _add_match(_required, _candidate)


@CASES.case("version_to_string")
def _(library: Library, server: Server) -> Any:
    discover = library.auth("discover")
    return [discover.version_to_string(each) for each in ((2, 0), (2, discover.LATEST))]


# --- clients for what is found ------------------------------------------------------------------

CREDENTIALS = {"username": "admin", "password": "secret", "tenant_name": "acme"}


def _two_versions(server: Server) -> None:
    cloud(server)
    for api, url in (("public", server.public), ("admin", server.admin)):
        server.on("GET", "/", Answer({"versions": {"values": [version(url)]}}, 300), api=api)
    server.on("GET", "/v2.0/users", {"users": []}, api="admin")


def _about(client: Any) -> list[Any]:
    return [
        f"{type(client).__module__.partition('.')[2]}.{type(client).__name__}",
        client.version,
        client.users.list(),
    ]


MAKING: dict[str, Callable[[Library, Server, Any], Any]] = {
    "Client over a session": lambda library, server, make: make(
        session=library.session(library.password(f"{server.public}/v2.0"))
    ),
    "Client with credentials": lambda library, server, make: make(
        auth_url=server.public, **CREDENTIALS
    ),
    "Client with a versioned auth_url": lambda library, server, make: make(
        auth_url=f"{server.public}/v2.0", **CREDENTIALS
    ),
    "Client with an endpoint": lambda library, server, make: make(
        endpoint=server.admin, token="ADMIN-TOKEN"
    ),
    "Client of version 2": lambda library, server, make: make(
        (2, 0), auth_url=server.public, **CREDENTIALS
    ),
    "Client of version text": lambda library, server, make: make(
        "2.0", auth_url=server.public, **CREDENTIALS
    ),
    "Client of version 9": lambda library, server, make: make(
        (9, 0), auth_url=server.public, **CREDENTIALS
    ),
    "Client unstable": lambda library, server, make: make(
        unstable=True, auth_url=server.public, **CREDENTIALS
    ),
    "Client without a place": lambda library, server, make: make(**CREDENTIALS),
    "Client over a session without plugin": lambda library, server, make: make(
        session=library.session(), auth_url=server.public
    ),
}


def _add_making(name: str, make: Callable[[Library, Server, Any], Any]) -> None:
    @CASES.case(f"client.{name}")
    def _(library: Library, server: Server) -> Any:
        _two_versions(server)
        return _about(make(library, server, library.client("client").Client))


for _name, _make in MAKING.items():
    _add_making(_name, _make)


@CASES.case("client.Client where v2.0 and v3 are, of version 2")
def _(library: Library, server: Server) -> Any:
    _two_versions(server)
    server.on("GET", "/", Answer(both(server.public), 300), api="public")
    make = library.client("client").Client
    return _about(make((2, 0), auth_url=server.public, **CREDENTIALS))


@CASES.case("client.Client where v2.0 and v3 are")
def _(library: Library, server: Server) -> Any:
    _two_versions(server)
    server.on("GET", "/", Answer(both(server.public), 300), api="public")
    make = library.client("client").Client
    session = library.session(library.password(f"{server.public}/v2.0"))
    return make(session=session, auth_url=server.public).version


@CASES.case("client.Client where v3 is alone")
def _(library: Library, server: Server) -> Any:
    server.on("GET", "/", Answer({"versions": {"values": [v3(server.public)]}}, 300))
    make = library.client("client").Client
    return make((2, 0), auth_url=server.public, **CREDENTIALS)


def _add_wrong(name: str, make: Callable[[Library, str], Any]) -> None:
    @CASES.case(f"{name} with an unknown keyword")
    def _(library: Library, server: Server) -> Any:
        _two_versions(server)
        make(library, server.public)


_add_wrong(
    "client.Client",
    lambda library, url: library.client("client").Client(auth_url=url, colour="red", **CREDENTIALS),
)
_add_wrong(
    "Discover",
    lambda library, url: library.client("discover").Discover(auth_url=url, colour="red"),
)
_add_wrong(
    "available_versions",
    lambda library, url: library.client("discover").available_versions(url, colour="red"),
)


@CASES.case("client Discover: two entries of one version")
def _(library: Library, server: Server) -> Any:
    second = version(f"{server.public}/second")
    server.on("GET", "/", {"versions": {"values": [version(server.public), second]}})
    discover = library.client("discover").Discover
    found = discover(session=library.session(), auth_url=server.public)
    return [found.url_for("2.0"), len(found.raw_version_data())]


@CASES.case("client Discover: an entry with a number as id")
def _(library: Library, server: Server) -> Any:
    number = {**version(server.public), "id": 2}
    server.on("GET", "/", {"versions": {"values": [number]}})
    discover = library.client("discover").Discover
    return discover(session=library.session(), auth_url=server.public).url_for("2.0")


@CASES.case("client normalize_version_number 'v2.10'")
def _(library: Library, server: Server) -> Any:
    return library.client("discover").normalize_version_number("v2.10")


@CASES.case("Discover.create_client")
def _(library: Library, server: Server) -> Any:
    _two_versions(server)
    discover = library.client("discover").Discover
    found = discover(auth_url=server.public, **CREDENTIALS)
    return _about(found.create_client())


@CASES.case("Discover.create_client with other keywords")
def _(library: Library, server: Server) -> Any:
    _two_versions(server)
    discover = library.client("discover").Discover
    found = discover(auth_url=server.public, **CREDENTIALS)
    return _about(found.create_client((2, 0), username="somebody", tenant_name="globex"))


@CASES.case("Discover without a session")
def _(library: Library, server: Server) -> Any:
    _two_versions(server)
    found = library.client("discover").Discover(auth_url=server.public)
    return _known_to_both(found.version_data())


@CASES.case("Discover.available_versions")
def _(library: Library, server: Server) -> Any:
    _two_versions(server)
    found = library.client("discover").Discover(auth_url=server.public)
    return found.available_versions()


@CASES.case("Discover.raw_version_data unstable")
def _(library: Library, server: Server) -> Any:
    server.on("GET", "/", nova(server.public))
    found = library.client("discover").Discover(auth_url=server.public)
    return found.raw_version_data(unstable=True)


# --- generic.client -----------------------------------------------------------------------------


def _generic(library: Library, server: Server) -> Any:
    return library.client("generic.client").Client(endpoint=server.public)


def _add_asking(name: str, document: Callable[[str], Any]) -> None:
    @CASES.case(f"generic.Client.discover: {name}")
    def _(library: Library, server: Server) -> Any:
        server.on("GET", "/", document(server.public))
        return _generic(library, server).discover(f"{server.public}/")


for _name, _document in {**DOCUMENTS, **NO_DOCUMENTS}.items():
    _add_asking(_name, _document)

EXTENSIONS: dict[str, Any] = {
    "values": {"extensions": {"values": [EXTENSION]}},
    "a list": {"extensions": [EXTENSION]},
    "something else": {"colour": "red"},
    "404": failure(404),
}


def _add_extensions(name: str, document: Any) -> None:
    @CASES.case(f"generic.Client.discover_extensions: {name}")
    def _(library: Library, server: Server) -> Any:
        server.on("GET", "/v2.0/extensions", document)
        return _generic(library, server).discover_extensions(f"{server.public}/v2.0")


for _name, _document in EXTENSIONS.items():
    _add_extensions(_name, _document)


@CASES.case("generic.Client.discover_extensions of no URL")
def _(library: Library, server: Server) -> Any:
    return _generic(library, server).discover_extensions()


# --- through a plugin ---------------------------------------------------------------------------

FILTERS: dict[str, dict[str, Any]] = {
    "version": {"version": "2.0"},
    "version 2.1": {"version": (2, 1)},
    "version 9": {"version": "9"},
    "min_version": {"min_version": "2", "max_version": "2.latest"},
    "max_version": {"max_version": "2.0"},
    "discover_versions": {"discover_versions": True},
    "skip_discovery": {"skip_discovery": True, "version": "2.0"},
    "no version hack": {"version": "2.0", "allow_version_hack": False},
    "endpoint_override": {"endpoint_override": "PUBLIC/compute/two", "discover_versions": True},
}


def _add_filter(name: str, kwargs: dict[str, Any]) -> None:
    @CASES.case(f"get_endpoint_data of compute, {name}")
    def _(library: Library, server: Server) -> Any:
        cloud(server)
        for place in ("one", "two"):
            url = f"{server.public}/compute/{place}"
            server.on("GET", f"/compute/{place}", nova(url))
            server.on("GET", f"/compute/{place}/v2.1/", nova(url))
        server.on("GET", "/compute", nova(f"{server.public}/compute/one"))
        given = {
            key: value.replace("PUBLIC", server.public) if isinstance(value, str) else value
            for key, value in kwargs.items()
        }
        auth = library.password(f"{server.public}/v2.0")
        return auth.get_endpoint_data(library.session(), service_type="compute", **given)

    @CASES.case(f"get_endpoint of identity, {name}")
    def _(library: Library, server: Server) -> Any:
        cloud(server)
        given = {key: value for key, value in kwargs.items() if "discover_" not in key}
        given.pop("endpoint_override", None)
        auth = library.password(f"{server.public}/v2.0")
        session = library.session()
        return auth.get_endpoint(session, service_type="identity", interface="admin", **given)


for _name, _kwargs in FILTERS.items():
    _add_filter(_name, _kwargs)


@CASES.case("discovery goes without a token")
def _(library: Library, server: Server) -> Any:
    cloud(server)
    server.on("GET", "/", failure(401), Answer(both(server.public), 300), api="public")
    session = library.session(library.password(f"{server.public}/v2.0"))
    discover = library.auth("discover").Discover
    return len(discover(session, server.public, authenticated=False).version_data())


@CASES.case("a version link to another host")
def _(library: Library, server: Server) -> Any:
    server.on("GET", "/", Answer({"versions": {"values": [version("http://elsewhere.test")]}}, 300))
    server.on("POST", "/v2.0/tokens", scoped(server))
    auth = library.auth("identity.generic").Password(server.public, **CREDENTIALS)
    return library.session(auth).get_token()
