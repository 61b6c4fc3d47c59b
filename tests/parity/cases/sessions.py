"""Sessions and adapters: where requests go, with which headers, and what becomes of answers."""

from __future__ import annotations

import socket
from typing import Any

from tests.parity.cases.case import Cases
from tests.parity.cases.documents import MESSAGES, cloud, failure, scoped
from tests.parity.libraries import Library
from tests.parity.server import Answer, Server

CASES = Cases()

COMPUTE = {"service_type": "compute", "interface": "public", "region_name": "RegionOne"}
NO_WAIT = {"connect_retry_delay": 0.001, "status_code_retry_delay": 0.001}


def logged_in(library: Library, server: Server, **kwargs: Any) -> Any:
    """Return a session that can log in, at a server that has one thing to get."""
    cloud(server)
    server.on("*", "/compute/one/servers", {"servers": []})
    return library.session(library.password(f"{server.public}/v2.0"), **kwargs)


# --- methods and bodies -------------------------------------------------------------------------

BODIES: dict[str, dict[str, Any]] = {
    "nothing": {},
    "json": {"json": {"a": [1, "\u00fc", None]}},
    "json and headers": {"json": {}, "headers": {"Content-Type": "application/x-mine"}},
    "data": {"data": "text"},
    "data bytes": {"data": b"bytes"},
    "form": {"data": {"a": "b"}},
    "params": {"params": {"a": "b c", "d": ["1", "2"]}},
    "headers": {"headers": {"X-Mine": "1", "Accept": "text/plain"}},
    "user_agent": {"user_agent": "my-agent"},
    "client_name": {"client_name": "my-client", "client_version": "2.0"},
    "client_name only": {"client_name": "my-client"},
    "original_ip": {"original_ip": "192.0.2.9"},
    "global_request_id": {"global_request_id": "req-99999999-9999-9999-9999-999999999999"},
    "microversion": {"microversion": "2.1", "endpoint_filter": COMPUTE},
    "microversion latest": {"microversion": "latest", "endpoint_filter": COMPUTE},
    "microversion of a service": {"microversion": "3.1", "microversion_service_type": "volumev3"},
    "microversion of shares": {"microversion": "3.1", "microversion_service_type": "share"},
    "microversion of bare metal": {"microversion": "1.1", "microversion_service_type": "baremetal"},
    "microversion without service": {"microversion": "2.1"},
    "microversion 2.latest": {"microversion": "2.latest", "endpoint_filter": COMPUTE},
    "microversion nonsense": {"microversion": "nonsense", "endpoint_filter": COMPUTE},
    "authenticated=False": {"authenticated": False},
    "authenticated=True": {"authenticated": True},
    "log=False": {"log": False},
}


def _add_body(name: str, kwargs: dict[str, Any]) -> None:
    @CASES.case(f"session.post({name})")
    def _(library: Library, server: Server) -> Any:
        url = f"{server.public}/compute/one/servers"
        return logged_in(library, server).post(url, **kwargs)


for _name, _kwargs in BODIES.items():
    _add_body(_name, _kwargs)


def _add_verb(verb: str) -> None:
    @CASES.case(f"session.{verb}")
    def _(library: Library, server: Server) -> Any:
        session = logged_in(library, server)
        return getattr(session, verb)(f"{server.public}/compute/one/servers")

    @CASES.case(f"adapter.{verb}")
    def _(library: Library, server: Server) -> Any:
        session = logged_in(library, server)
        adapter = library.auth("adapter").Adapter(session, service_type="compute")
        return getattr(adapter, verb)("/servers")

    @CASES.case(f"legacy adapter.{verb}")
    def _(library: Library, server: Server) -> Any:
        session = logged_in(library, server)
        adapter = library.auth("adapter").LegacyJsonAdapter(session, service_type="compute")
        return getattr(adapter, verb)("/servers", body={"a": 1})


for _verb in ("get", "head", "post", "put", "patch", "delete"):
    _add_verb(_verb)


# --- where to -----------------------------------------------------------------------------------

PLACES: dict[str, dict[str, Any]] = {
    "filter": {"endpoint_filter": COMPUTE},
    "other region": {"endpoint_filter": {**COMPUTE, "region_name": "RegionTwo"}},
    "internal": {"endpoint_filter": {**COMPUTE, "interface": "internal"}},
    "adminURL": {"endpoint_filter": {**COMPUTE, "interface": "adminURL"}},
    "a list of interfaces": {"endpoint_filter": {**COMPUTE, "interface": ["internal", "public"]}},
    "no interface": {"endpoint_filter": {"service_type": "compute"}},
    "service_name": {"endpoint_filter": {**COMPUTE, "service_name": "nova"}},
    "unknown service_name": {"endpoint_filter": {**COMPUTE, "service_name": "other"}},
    "unknown service": {"endpoint_filter": {"service_type": "nothing"}},
    "unknown region": {"endpoint_filter": {**COMPUTE, "region_name": "Nowhere"}},
    "no service": {"endpoint_filter": {"interface": "public"}},
    "no filter": {},
    "override": {"endpoint_override": "PUBLIC/over", "endpoint_filter": COMPUTE},
    "override with ids": {"endpoint_override": "PUBLIC/over/%(project_id)s/%(user_id)s"},
    "override with tenant": {"endpoint_override": "PUBLIC/over/%(tenant_id)s"},
    "override with another name": {"endpoint_override": "PUBLIC/over/%(colour)s"},
    "override with a percent sign": {"endpoint_override": "PUBLIC/over/50%25"},
}


def _add_place(name: str, kwargs: dict[str, Any]) -> None:
    @CASES.case(f"session.get at {name}")
    def _(library: Library, server: Server) -> Any:
        given = dict(kwargs)
        if "endpoint_override" in given:
            given["endpoint_override"] = given["endpoint_override"].replace("PUBLIC", server.public)
        session = logged_in(library, server)
        server.on("GET", "/compute/two/servers", {"region": 2})
        server.on("GET", "/compute/inside/servers", {"inside": True})
        return session.get("/servers", **given)


for _name, _kwargs in PLACES.items():
    _add_place(_name, _kwargs)


# --- what answers become ------------------------------------------------------------------------

STATUSES = (
    *(200, 201, 202, 204, 299, 300, 304),
    *(400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416),
    *(417, 418, 422, 429, 451, 500, 501, 502, 503, 504, 505, 599),
)
ERROR_BODIES: dict[str, Any] = {
    "JSON": {"error": {"message": "No.", "code": 418, "title": "No", "details": "Really."}},
    "JSON without error": {"message": "No."},
    "JSON list": [1],
    "errors": {"errors": [{"title": "No", "detail": "Really.", "status": 418}]},
    "two errors": {"errors": [{"title": "No", "detail": "Really."}, {"title": "Nor that"}]},
    "text": "No.",
    "nothing": None,
    "error is text": {"error": "No."},
    "empty message": {"error": {"message": ""}},
}


def _add_status(status: int) -> None:
    @CASES.case(f"session.get answered {status}")
    def _(library: Library, server: Server) -> Any:
        server.on("GET", "/thing", Answer(None, status))
        return library.session().get(f"{server.public}/thing")

    @CASES.case(f"session.get answered {status} raise_exc=False")
    def _(library: Library, server: Server) -> Any:
        server.on("GET", "/thing", Answer({"error": {"message": "No."}}, status))
        return library.session().get(f"{server.public}/thing", raise_exc=False)


for _status in STATUSES:
    _add_status(_status)


def _add_error_body(name: str, body: Any) -> None:
    @CASES.case(f"session.get answered with {name}")
    def _(library: Library, server: Server) -> Any:
        server.on("GET", "/thing", Answer(body, 418))
        return library.session().get(f"{server.public}/thing")


for _name, _body in ERROR_BODIES.items():
    _add_error_body(_name, _body)


@CASES.case("session.get answered 413 with Retry-After")
def _(library: Library, server: Server) -> Any:
    server.on("GET", "/thing", Answer(None, 413, {"Retry-After": "7"}))
    return library.session().get(f"{server.public}/thing")


# --- redirects ----------------------------------------------------------------------------------


def _add_redirect(status: int) -> None:
    @CASES.case(f"session.post redirected with {status}")
    def _(library: Library, server: Server) -> Any:
        session = logged_in(library, server)
        there = f"{server.public}/compute/one/servers"
        server.on("*", "/old", Answer(None, status, {"Location": there}))
        answer = session.post(f"{server.public}/old", json={"a": 1})
        return [answer, [each.status_code for each in answer.history]]


for _status in (300, 301, 302, 303, 305, 307, 308):
    _add_redirect(_status)

LIMITS: dict[str, Any] = {"False": False, "True": True, "0": 0, "1": 1, "2": 2, "None": None}


def _add_limit(name: str, limit: Any) -> None:
    @CASES.case(f"session.get redirect={name}")
    def _(library: Library, server: Server) -> Any:
        server.on("GET", "/one", Answer(None, 302, {"Location": f"{server.public}/two"}))
        server.on("GET", "/two", Answer(None, 302, {"Location": f"{server.public}/three"}))
        server.on("GET", "/three", {"three": 3})
        return library.session().get(f"{server.public}/one", redirect=limit)

    @CASES.case(f"Session(redirect={name})")
    def _(library: Library, server: Server) -> Any:
        server.on("GET", "/one", Answer(None, 302, {"Location": f"{server.public}/two"}))
        server.on("GET", "/two", Answer(None, 302, {"Location": f"{server.public}/three"}))
        server.on("GET", "/three", {"three": 3})
        return library.session(redirect=limit).get(f"{server.public}/one")


for _name, _limit in LIMITS.items():
    _add_limit(_name, _limit)


@CASES.case("session.get in a circle")
def _(library: Library, server: Server) -> Any:
    server.on("GET", "/one", Answer(None, 302, {"Location": f"{server.public}/one"}))
    return library.session(redirect=3).get(f"{server.public}/one")


@CASES.case("session.get redirected nowhere")
def _(library: Library, server: Server) -> Any:
    server.on("GET", "/one", Answer(None, 302))
    return library.session().get(f"{server.public}/one")


@CASES.case("session.get redirected to a relative place")
def _(library: Library, server: Server) -> Any:
    server.on("GET", "/one", Answer(None, 302, {"Location": "two"}))
    server.on("GET", "/two", {"two": 2})
    return library.session().get(f"{server.public}/one")


@CASES.case("session.get redirected to another port")
def _(library: Library, server: Server) -> Any:
    session = logged_in(library, server)
    server.on("GET", "/one", Answer(None, 302, {"Location": f"{server.admin}/two"}))
    server.on("GET", "/two", {"two": 2})
    return session.get(f"{server.public}/one")


@CASES.case("a login redirected to another port")
def _(library: Library, server: Server) -> Any:
    there = Answer(None, 307, {"Location": f"{server.admin}/v2.0/tokens"})
    server.on("POST", "/v2.0/tokens", there, api="public")
    server.on("POST", "/v2.0/tokens", scoped(server), api="admin")
    return library.session(library.password(f"{server.public}/v2.0")).get_token()


# --- retries ------------------------------------------------------------------------------------

RETRIES: dict[str, tuple[str, int, dict[str, Any]]] = {
    "503": ("GET", 503, {"status_code_retries": 2}),
    "503 too often": ("GET", 503, {"status_code_retries": 1}),
    "503 of a POST": ("POST", 503, {"status_code_retries": 2}),
    "503 of a POST, asked for": (
        "POST",
        503,
        {"status_code_retries": 2, "retriable_status_codes": [503]},
    ),
    "429": ("GET", 429, {"status_code_retries": 2}),
    "429 of a POST": ("POST", 429, {"status_code_retries": 2}),
    "500": ("GET", 500, {"status_code_retries": 2}),
    "500 asked for": ("GET", 500, {"status_code_retries": 2, "retriable_status_codes": [500]}),
    "no retries": ("GET", 503, {}),
}


def _add_retry(name: str, method: str, status: int, kwargs: dict[str, Any]) -> None:
    @CASES.case(f"session.request retried: {name}")
    def _(library: Library, server: Server) -> Any:
        busy = Answer(None, status)
        server.on(method, "/thing", busy, busy, {"thing": 1})
        return library.session().request(f"{server.public}/thing", method, **NO_WAIT, **kwargs)


for _name, (_method, _status, _kwargs) in RETRIES.items():
    _add_retry(_name, _method, _status, _kwargs)


def _nobody_there() -> tuple[socket.socket, str]:
    """Return a socket that holds a port, and the URL of it, where nobody answers."""
    holder = socket.socket()
    holder.bind(("127.0.0.1", 0))
    return holder, f"http://127.0.0.1:{holder.getsockname()[1]}"


def _add_nobody(name: str, kwargs: dict[str, Any]) -> None:
    @CASES.case(f"session.get where nobody answers {name}")
    def _(library: Library, server: Server) -> Any:
        holder, url = _nobody_there()
        with holder:
            try:
                return library.session().get(f"{url}/thing", **kwargs)
            except library.auth("exceptions").ConnectFailure as error:
                where = str(error).replace(url, "http://nobody").partition(": ")[0]
                raise type(error)(where) from None


_add_nobody("without retries", {})
_add_nobody("with retries", {"connect_retries": 2, **NO_WAIT})


@CASES.case("session.get of no URL")
def _(library: Library, server: Server) -> Any:
    return library.session().get("nonsense://nowhere/")


# --- a session's own settings -------------------------------------------------------------------

SETTINGS: dict[str, dict[str, Any]] = {
    "user_agent": {"user_agent": "my-agent"},
    "app_name": {"app_name": "my-app"},
    "app_version": {"app_name": "my-app", "app_version": "3"},
    "additional_user_agent": {"additional_user_agent": [("mine", "1"), ("yours", "2")]},
    "everything": {
        "app_name": "my-app",
        "app_version": "3",
        "additional_user_agent": [("mine", "1")],
    },
    "original_ip": {"original_ip": "192.0.2.9"},
    "additional_headers": {"additional_headers": {"X-Mine": "1", "X-Yours": "2"}},
    "timeout": {"timeout": 5},
    "timeout text": {"timeout": "5"},
    "collect_timing": {"collect_timing": True},
    "split_loggers": {"split_loggers": True},
    "verify": {"verify": False},
}


def _add_setting(name: str, kwargs: dict[str, Any]) -> None:
    @CASES.case(f"Session({name})")
    def _(library: Library, server: Server) -> Any:
        session = logged_in(library, server, **kwargs)
        answer = session.get(f"{server.public}/compute/one/servers", headers={"X-Yours": "3"})
        return [answer, [[each.method, each.url] for each in session.get_timings()]]


for _name, _kwargs in SETTINGS.items():
    _add_setting(_name, _kwargs)


# --- a session and its plugin -------------------------------------------------------------------


@CASES.case("session: what it asks its plugin")
def _(library: Library, server: Server) -> Any:
    session = logged_in(library, server)
    return [
        session.get_auth_headers(),
        session.get_token(),
        session.get_user_id(),
        session.get_project_id(),
        session.get_endpoint(service_type="compute"),
        session.get_endpoint(service_type="compute", region_name="RegionTwo", interface="admin"),
        session.get_endpoint(service_type="nothing"),
        session.get_endpoint_data(service_type="compute", discover_versions=False),
        session.get_api_major_version(service_type="identity"),
        session.get_auth_connection_params(),
        session.invalidate(),
        session.get_token(),
    ]


QUESTIONS = ("get_auth_headers", "get_token", "get_endpoint", "get_user_id", "get_project_id")


def _add_question(name: str) -> None:
    @CASES.case(f"session.{name} without a plugin")
    def _(library: Library, server: Server) -> Any:
        return getattr(library.session(), name)()


for _name in (*QUESTIONS, "invalidate", "get_auth_connection_params", "get_all_version_data"):
    _add_question(_name)


@CASES.case("session.get(authenticated=True) without a plugin")
def _(library: Library, server: Server) -> Any:
    return library.session().get(f"{server.public}/thing", authenticated=True)


@CASES.case("session.get of a path without a plugin")
def _(library: Library, server: Server) -> Any:
    return library.session().get("/thing", endpoint_filter=COMPUTE)


def _add_refusal(name: str, kwargs: dict[str, Any], refusals: int) -> None:
    @CASES.case(f"session.get refused {name}")
    def _(library: Library, server: Server) -> Any:
        session = logged_in(library, server)
        answers = [failure(401)] * refusals + [Answer({"servers": []})]
        server.on("GET", "/compute/one/servers", *answers)
        return session.get("/servers", endpoint_filter=COMPUTE, **kwargs)


_add_refusal("once", {}, 1)
_add_refusal("twice", {}, 2)
_add_refusal("once, allow_reauth=False", {"allow_reauth": False}, 1)
_add_refusal("once, authenticated=False", {"authenticated": False}, 1)
_add_refusal("twice, raise_exc=False", {"raise_exc": False}, 2)


@CASES.case("session.get refused, and the login is refused then")
def _(library: Library, server: Server) -> Any:
    session = logged_in(library, server)
    server.on("POST", "/v2.0/tokens", scoped(server), failure(401))
    server.on("GET", "/compute/one/servers", failure(401))
    return session.get("/servers", endpoint_filter=COMPUTE)


def _add_failed_login(status: int) -> None:
    @CASES.case(f"session.get with a login answered {status}")
    def _(library: Library, server: Server) -> Any:
        session = logged_in(library, server)
        server.on("POST", "/v2.0/tokens", failure(status))
        return session.get("/servers", endpoint_filter=COMPUTE)


for _status in MESSAGES:
    _add_failed_login(_status)


# --- adapters -----------------------------------------------------------------------------------

ADAPTERS: dict[str, dict[str, Any]] = {
    "service_type": {"service_type": "compute"},
    "interface": {"service_type": "compute", "interface": "internal"},
    "region_name": {"service_type": "compute", "region_name": "RegionTwo"},
    "service_name": {"service_type": "compute", "service_name": "nova"},
    "endpoint_override": {"endpoint_override": "PUBLIC/compute/one"},
    "user_agent": {"service_type": "compute", "user_agent": "mine"},
    "client_name": {"service_type": "compute", "client_name": "mine", "client_version": "1"},
    "additional_headers": {"service_type": "compute", "additional_headers": {"X-Mine": "1"}},
    "global_request_id": {
        "service_type": "compute",
        "global_request_id": "req-99999999-9999-9999-9999-999999999999",
    },
    "default_microversion": {"service_type": "compute", "default_microversion": "2.7"},
    "raise_exc": {"service_type": "image", "raise_exc": False},
    "status_code_retries": {
        "service_type": "compute",
        "status_code_retries": 1,
        "retriable_status_codes": [418],
        "status_code_retry_delay": 0.001,
    },
    "version": {"service_type": "identity", "version": "2.0"},
    "min_version": {"service_type": "identity", "min_version": "2.0", "max_version": "2.latest"},
    "version and min_version": {"version": "2", "min_version": "2"},
    "nothing": {},
    "rate_limit": {"service_type": "compute", "rate_limit": 1000.0, "concurrency": 2},
}


def _add_adapter(name: str, kwargs: dict[str, Any]) -> None:
    @CASES.case(f"Adapter({name})")
    def _(library: Library, server: Server) -> Any:
        given = dict(kwargs)
        if "endpoint_override" in given:
            given["endpoint_override"] = given["endpoint_override"].replace("PUBLIC", server.public)
        session = logged_in(library, server)
        for path in ("/compute/two/servers", "/compute/inside/servers", "/v2.0/servers"):
            server.on("GET", path, {"path": path})
        adapter = library.auth("adapter").Adapter(session, **given)
        return [adapter.get("/servers"), adapter.get_endpoint()]


for _name, _kwargs in ADAPTERS.items():
    _add_adapter(_name, _kwargs)


@CASES.case("Adapter: what it asks")
def _(library: Library, server: Server) -> Any:
    session = logged_in(library, server)
    adapter = library.auth("adapter").Adapter(session, service_type="compute", interface="admin")
    return [
        adapter.get_token(),
        adapter.get_user_id(),
        adapter.get_project_id(),
        adapter.get_endpoint(),
        adapter.get_endpoint_data(),
        adapter.invalidate(),
        adapter.get_token(),
    ]


@CASES.case("Adapter: a plugin of its own")
def _(library: Library, server: Server) -> Any:
    session = logged_in(library, server)
    other = library.auth("token_endpoint").Token(f"{server.public}/compute/one", "fixed")
    return library.auth("adapter").Adapter(session, auth=other).get("/servers")


@CASES.case("legacy adapter: no JSON")
def _(library: Library, server: Server) -> Any:
    session = logged_in(library, server)
    server.on("GET", "/compute/one/servers", "plain text")
    return library.auth("adapter").LegacyJsonAdapter(session, service_type="compute").get("servers")
