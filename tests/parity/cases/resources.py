"""What managers hand out, and the helpers around them."""

from __future__ import annotations

import copy
import io
import re
import sys
from collections.abc import Callable
from typing import Any

from tests.parity.cases.case import Cases
from tests.parity.cases.documents import (
    CREDENTIAL,
    MESSAGES,
    OTHER_TENANT,
    OTHER_USER,
    ROLE,
    TENANT,
    USER,
    cloud,
    failure,
    unscoped,
)
from tests.parity.libraries import Library
from tests.parity.server import Answer, Server

CASES = Cases()


def client_of(library: Library, server: Server, **kwargs: Any) -> Any:
    """Return a client at a server that knows some tenants, users and roles."""
    cloud(server)
    server.on("GET", "/v2.0/tenants", {"tenants": [TENANT, OTHER_TENANT]}, api="admin")
    server.on("GET", "/v2.0/tenants/t1", {"tenant": TENANT}, api="admin")
    server.on("POST", "/v2.0/tenants/t1", {"tenant": {**TENANT, "name": "new"}}, api="admin")
    server.on("DELETE", "/v2.0/tenants/t1", Answer(None, 204), api="admin")
    server.on("GET", "/v2.0/tenants/t1/users", {"users": [USER]}, api="admin")
    server.on("GET", "/v2.0/users", {"users": [USER, OTHER_USER]}, api="admin")
    server.on("GET", "/v2.0/users/u1", {"user": USER}, api="admin")
    server.on("POST", "/v2.0/users", {"user": USER}, api="admin")
    server.on("DELETE", "/v2.0/users/u1", Answer(None, 204), api="admin")
    server.on("GET", "/v2.0/users/u1/roles", {"roles": [ROLE]}, api="admin")
    server.on("GET", "/v2.0/tenants/t1/users/u1/roles", {"roles": [ROLE]}, api="admin")
    server.on("GET", "/v2.0/OS-KSADM/roles", {"roles": [ROLE]}, api="admin")
    server.on("GET", "/v2.0/OS-KSADM/roles/r1", {"role": ROLE}, api="admin")
    server.on("DELETE", "/v2.0/OS-KSADM/roles/r1", Answer(None, 204), api="admin")
    grant = "/v2.0/tenants/t1/users/u1/roles/OS-KSADM/r1"
    server.on("PUT", grant, {"role": ROLE}, api="admin")
    server.on("DELETE", grant, Answer(None, 204), api="admin")
    auth = library.password(f"{server.public}/v2.0")
    return library.Client(session=library.session(auth), **kwargs)


# --- what resources do --------------------------------------------------------------------------

ACTS: dict[str, Callable[[Any], Any]] = {
    "Tenant.delete": lambda k: k.tenants.get("t1").delete(),
    "Tenant.update": lambda k: k.tenants.get("t1").update("new", "text", False),
    "Tenant.update keeps the rest": lambda k: k.tenants.get("t1").update(),
    "Tenant.add_user": lambda k: k.tenants.get("t1").add_user("u1", "r1"),
    "Tenant.remove_user": lambda k: k.tenants.get("t1").remove_user("u1", "r1"),
    "Tenant.list_users": lambda k: k.tenants.get("t1").list_users(),
    "User.delete": lambda k: k.users.get("u1").delete(),
    "User.list_roles": lambda k: k.users.get("u1").list_roles(),
    "User.list_roles of a tenant": lambda k: k.users.get("u1").list_roles(k.tenants.get("t1")),
    "Role.delete": lambda k: k.roles.get("r1").delete(),
    "resources as arguments": lambda k: [
        k.tenants.add_user(k.tenants.get("t1"), k.users.get("u1"), k.roles.get("r1")),
        k.users.list_roles(k.users.get("u1"), k.tenants.get("t1")),
        k.roles.remove_user_role(k.users.get("u1"), k.roles.get("r1"), k.tenants.get("t1")),
        k.users.delete(k.users.get("u1")),
        k.tenants.list_users(k.tenants.get("t1")),
    ],
    "one just made, as an argument": lambda k: k.roles.roles_for_user(k.users.create("carol")),
    "attributes": lambda k: [k.users.get("u1").name, k.users.get("u1").tenantId],
    "an attribute that is not there": lambda k: k.users.get("u1").colour,
    "repr": lambda k: [repr(k.tenants.get("t1")), repr(k.users.get("u1")), repr(k.roles.get("r1"))],
    "equal": lambda k: [
        k.users.get("u1") == k.users.get("u1"),
        k.users.get("u1") == k.tenants.get("t1"),
        k.users.get("u1") != k.users.list()[1],
        k.users.get("u1") == "u1",
    ],
    "hash": lambda k: len({k.users.get("u1"), k.users.get("u1")}),
    "human_id": lambda k: k.users.get("u1").human_id,
    "is_loaded": lambda k: [k.users.get("u1").is_loaded(), k.users.list()[0].is_loaded()],
    "to_dict is a copy": lambda k: _changed(k.users.get("u1")),
    "vars": lambda k: sorted(name for name in vars(k.users.get("u1")) if name in USER),
    "a deep copy": lambda k: copy.deepcopy(k.users.get("u1")) == k.users.get("u1"),
    "get again": lambda k: [k.users.get("u1").get(), k.users.get("u1").name],
    "Manager.api": lambda k: k.users.api is k.users.client,
}


def _changed(user: Any) -> Any:
    user.to_dict()["options"]["colour"] = "red"
    return user.to_dict()


def _add_act(name: str, act: Callable[[Any], Any]) -> None:
    @CASES.case(f"resources: {name}")
    def _(library: Library, server: Server) -> Any:
        return act(client_of(library, server))


for _name, _act in ACTS.items():
    _add_act(_name, _act)


def _add_failed_update(status: int) -> None:
    @CASES.case(f"resources: Tenant.update answered {status}")
    def _(library: Library, server: Server) -> Any:
        tenant = client_of(library, server).tenants.get("t1")
        server.on("POST", "/v2.0/tenants/t1", failure(status), api="admin")
        return tenant.update(name="new")


for _status in MESSAGES:
    _add_failed_update(_status)


def _resource(library: Library, info: dict[str, Any], **kwargs: Any) -> Any:
    return library.client("base").Resource(None, info, **kwargs)


PLAIN: dict[str, Callable[[Any], Any]] = {
    "repr": lambda found: re.sub(r"\{SHA256\}\w+", "DIGEST", repr(found)),
    "to_dict": lambda found: found.to_dict(),
    "attribute": lambda found: found.name,
    "missing attribute": lambda found: found.colour,
    "human_id": lambda found: found.human_id,
    "hasattr": lambda found: hasattr(found, "colour"),
    "delete": lambda found: callable(found.delete),
}
INFOS: dict[str, dict[str, Any]] = {
    "simple": {"id": "x1", "name": "Some Name"},
    "a member called delete": {"id": "x1", "name": "n", "delete": "me"},
    "a member called human_id": {"id": "x1", "name": "n", "human_id": "server's"},
    "a password": {"id": "x1", "name": "n", "password": "secret"},
    "a uuid": {"id": "x1", "name": "n", "uuid": "y1"},
    "empty": {},
}


def _add_plain(name: str, info: dict[str, Any], question: str, ask: Callable[[Any], Any]) -> None:
    @CASES.case(f"base.Resource of {name}: {question}")
    def _(library: Library, server: Server) -> Any:
        return ask(_resource(library, dict(info), loaded=True))


for _name, _info in INFOS.items():
    for _question, _ask in PLAIN.items():
        _add_plain(_name, _info, _question, _ask)


@CASES.case("base.Resource: human_id where it is wanted")
def _(library: Library, server: Server) -> Any:
    cls = type("Thing", (library.client("base").Resource,), {"HUMAN_ID": True})
    names = ("Some  Name!", "\u00dcbung", "")
    return [cls(None, {"name": name}, loaded=True).human_id for name in names]


@CASES.case("base.Resource: a missing attribute is fetched once")
def _(library: Library, server: Server) -> Any:
    client = client_of(library, server)
    user = library.client("v2_0.users").User(client.users, {"id": "u1"})
    return [user.name, user.email, user.to_dict(), getattr(user, "colour", None)]


@CASES.case("base.getid")
def _(library: Library, server: Server) -> Any:
    getid = library.client("base").getid
    return [getid("x"), getid(5), getid(None), getid(_resource(library, {"id": "x1"}))]


@CASES.case("base.getid of a resource with a uuid")
def _(library: Library, server: Server) -> Any:
    return library.client("base").getid(_resource(library, {"id": "x1", "uuid": "y1"}))


@CASES.case("base.filter_none")
def _(library: Library, server: Server) -> Any:
    return library.client("base").filter_none(a=1, b=None, c="", d=0)


# --- find ---------------------------------------------------------------------------------------

FINDS: dict[str, Callable[[Any], Any]] = {
    "find one": lambda k: k.users.find(name="dave"),
    "find by two": lambda k: k.users.find(name="dave", enabled=True),
    "find nobody": lambda k: k.users.find(name="nobody"),
    "find several": lambda k: k.users.find(enabled=True),
    "find by an attribute that only some have": lambda k: k.users.find(email="carol@example.test"),
    "find by an unknown attribute": lambda k: k.users.find(colour="red"),
    "findall of several": lambda k: k.users.findall(enabled=True),
    "findall without filter": lambda k: k.users.findall(),
    "findall of nobody": lambda k: k.users.findall(name="nobody"),
}


def _add_find(name: str, find: Callable[[Any], Any]) -> None:
    @CASES.case(f"users.{name}")
    def _(library: Library, server: Server) -> Any:
        return find(client_of(library, server))

    @CASES.case(f"users.{name} with metadata")
    def _(library: Library, server: Server) -> Any:
        return find(client_of(library, server, include_metadata=True))


for _name, _find in FINDS.items():
    _add_find(_name, _find)

WANTED: dict[str, Any] = {
    "an id": "u1",
    "a name": "dave",
    "a name in bytes": b"dave",
    "nobody": "nobody",
    "a number": 7,
    "None": None,
    "a dot": ".",
    "nothing": "",
    "bytes that are no text": b"\xff",
}


def _add_wanted(name: str, wanted: Any) -> None:
    @CASES.case(f"find_resource of {name}")
    def _(library: Library, server: Server) -> Any:
        client = client_of(library, server)
        return library.client("utils").find_resource(client.users, wanted)


for _name, _wanted in WANTED.items():
    _add_wanted(_name, _wanted)


@CASES.case("find_resource of a name that two have")
def _(library: Library, server: Server) -> Any:
    client = client_of(library, server)
    server.on("GET", "/v2.0/users", {"users": [USER, {**USER, "id": "u3"}]}, api="admin")
    return library.client("utils").find_resource(client.users, "carol")


# --- ids and other arguments --------------------------------------------------------------------

IDS: dict[str, Any] = {
    "empty": "",
    "None": None,
    "a dot": ".",
    "two dots": "..",
    "a slash": "a/b",
    "a space": "a b",
    "a percent sign": "50%",
    "a question mark": "a?b=c",
    "a hash": "a#b",
    "umlauts": "\u00fc",
    "a number": 7,
}
WITH_ID: dict[str, Callable[[Any, Any], Any]] = {
    "users.get": lambda k, value: k.users.get(value),
    "users.delete": lambda k, value: k.users.delete(value),
    "tenants.get": lambda k, value: k.tenants.get(value),
    "roles.delete": lambda k, value: k.roles.delete(value),
    "services.get": lambda k, value: k.services.get(value),
    "endpoints.delete": lambda k, value: k.endpoints.delete(value),
    "tokens.validate": lambda k, value: k.tokens.validate(value),
}


def _add_id(call: str, use: Callable[[Any, Any], Any], name: str, value: Any) -> None:
    @CASES.case(f"{call}, id is {name}")
    def _(library: Library, server: Server) -> Any:
        cloud(server)
        auth = library.password(f"{server.public}/v2.0")
        return use(library.Client(session=library.session(auth)), value)


for _call, _use in WITH_ID.items():
    for _name, _value in IDS.items():
        _add_id(_call, _use, _name, _value)

NO_TENANT: dict[str, Callable[[Any], Any]] = {
    "users.list of an empty tenant": lambda k: k.users.list(""),
    "users.list of None": lambda k: k.users.list(None),
    "tenants.list_users of None": lambda k: k.tenants.list_users(None),
    "tenants.add_user to None": lambda k: k.tenants.add_user(None, "u1", "r1"),
    "tenants.remove_user from nothing": lambda k: k.tenants.remove_user("", "u1", "r1"),
    "roles.roles_for_user in None": lambda k: k.roles.roles_for_user("u1", None),
    "roles.roles_for_user in nothing": lambda k: k.roles.roles_for_user("u1", ""),
    "users.create in an empty tenant": lambda k: k.users.create("carol", tenant_id=""),
}


def _add_no_tenant(name: str, call: Callable[[Any], Any]) -> None:
    @CASES.case(name)
    def _(library: Library, server: Server) -> Any:
        client = client_of(library, server)
        grant = "/v2.0/users/u1/roles/OS-KSADM/r1"
        server.on("PUT", grant, {"roles": ROLE}, api="admin")
        server.on("DELETE", grant, Answer(None, 204), api="admin")
        server.on("POST", "/v2.0/users", {"user": USER}, api="admin")
        return call(client)


for _name, _call in NO_TENANT.items():
    _add_no_tenant(_name, _call)

PAGES: dict[str, dict[str, Any]] = {
    "limit": {"limit": 2},
    "limit 0": {"limit": 0},
    "limit text": {"limit": "2"},
    "limit word": {"limit": "two"},
    "limit negative": {"limit": -1},
    "marker": {"marker": "a b&c"},
    "marker empty": {"marker": ""},
    "limit and marker": {"limit": 2, "marker": "u1"},
}


def _add_page(name: str, kwargs: dict[str, Any]) -> None:
    @CASES.case(f"users.list page {name}")
    def _(library: Library, server: Server) -> Any:
        return client_of(library, server).users.list(**kwargs)

    @CASES.case(f"tenants.list page {name}")
    def _(library: Library, server: Server) -> Any:
        return client_of(library, server).tenants.list(**kwargs)


for _name, _kwargs in PAGES.items():
    _add_page(_name, _kwargs)


# --- answers that are none ----------------------------------------------------------------------

ODD: dict[str, Any] = {
    "another member": {"colour": "red"},
    "a list": [],
    "text": "hello",
    "nothing": Answer(None, 204),
    "null": {"users": None, "user": None},
    "values": {"users": {"values": [USER]}, "user": USER},
    "an empty list": {"users": [], "user": {}},
    "a list of texts": {"users": ["u1"], "user": "u1"},
}


def _add_odd(name: str, answer: Any) -> None:
    @CASES.case(f"users.list answered with {name}")
    def _(library: Library, server: Server) -> Any:
        client = client_of(library, server)
        server.on("GET", "/v2.0/users", answer, api="admin")
        return client.users.list()

    @CASES.case(f"users.get answered with {name}")
    def _(library: Library, server: Server) -> Any:
        client = client_of(library, server)
        server.on("GET", "/v2.0/users/u1", answer, api="admin")
        return client.users.get("u1")

    @CASES.case(f"users.update answered with {name}")
    def _(library: Library, server: Server) -> Any:
        client = client_of(library, server)
        server.on("PUT", "/v2.0/users/u1", answer, api="admin")
        return client.users.update("u1", name="new")


for _name, _answer in ODD.items():
    _add_odd(_name, _answer)


# --- clients over sessions ----------------------------------------------------------------------

OVER: dict[str, dict[str, Any]] = {
    "nothing else": {},
    "interface public": {"interface": "public"},
    "interface internal": {"interface": "internal"},
    "region_name": {"region_name": "RegionOne"},
    "unknown region_name": {"region_name": "Nowhere"},
    "service_name": {"service_name": "keystone"},
    "unknown service_name": {"service_name": "other"},
    "endpoint_override": {"endpoint_override": "ADMIN/v2.0"},
    "endpoint": {"endpoint": "ADMIN/v2.0"},
    "user_agent": {"user_agent": "mine/1"},
    "connect_retries": {"connect_retries": 1},
    "unknown keyword": {"colour": "red"},
    "timeout": {"timeout": 5},
}


def _add_over(name: str, kwargs: dict[str, Any]) -> None:
    @CASES.case(f"client over a session: {name}")
    def _(library: Library, server: Server) -> Any:
        given = {
            key: value.replace("ADMIN", server.admin) if isinstance(value, str) else value
            for key, value in kwargs.items()
        }
        server.on("GET", "/v2.0/users", {"users": [USER]})
        return client_of(library, server, **given).users.list()


for _name, _kwargs in OVER.items():
    _add_over(_name, _kwargs)


@CASES.case("client over a session: a plugin of its own")
def _(library: Library, server: Server) -> Any:
    other = library.auth("token_endpoint").Token(f"{server.admin}/v2.0", "ADMIN-TOKEN")
    return client_of(library, server, auth=other).users.list()


@CASES.case("client over a session: what it is given as session is a plugin")
def _(library: Library, server: Server) -> Any:
    cloud(server)
    return library.Client(session=library.password(f"{server.public}/v2.0")).users.list()


TOLD = ("auth_ref", "auth_token", "user_id", "project_id", "tenant_name", "service_catalog")


def _add_told(name: str) -> None:
    @CASES.case(f"client over a session: {name}")
    def _(library: Library, server: Server) -> Any:
        told = getattr(client_of(library, server), name)
        return told if told is None or isinstance(told, str) else type(told).__name__


for _name in TOLD:
    _add_told(_name)


@CASES.case("client over a session: has_service_catalog")
def _(library: Library, server: Server) -> Any:
    return bool(client_of(library, server).has_service_catalog())


@CASES.case("client over a session: management_url")
def _(library: Library, server: Server) -> Any:
    return client_of(library, server).management_url


@CASES.case("client over a session: positional arguments")
def _(library: Library, server: Server) -> Any:
    return library.client("v2_0.client").Client("admin")


@CASES.case("client over a session: bootstrap")
def _(library: Library, server: Server) -> Any:
    cloud(server)
    server.on("POST", "/v2.0/users", {"user": USER}, api="admin")
    auth = library.auth("token_endpoint").Token(f"{server.admin}/v2.0", "ADMIN-TOKEN")
    return library.Client(session=library.session(auth)).users.create("carol", password="pw")


@CASES.case("client over a session: an admin token as v2.Token")
def _(library: Library, server: Server) -> Any:
    cloud(server)
    server.on("POST", "/v2.0/tokens", failure(401))
    auth = library.auth("identity.v2").Token(f"{server.admin}/v2.0", "ADMIN-TOKEN")
    return library.Client(session=library.session(auth)).tenants.list()


@CASES.case("client over a session: tenants.list with an unscoped token")
def _(library: Library, server: Server) -> Any:
    client = client_of(library, server)
    server.on("POST", "/v2.0/tokens", unscoped(server))
    server.on("GET", "/v2.0/tenants", {"tenants": [TENANT]}, api="public")
    return client.tenants.list()


@CASES.case("client over a session: tenants.list in an unknown region")
def _(library: Library, server: Server) -> Any:
    client = client_of(library, server, region_name="Nowhere")
    server.on("GET", "/v2.0/tenants", {"tenants": [TENANT]}, api="public")
    return client.tenants.list()


@CASES.case("client over a session: update_own_password without a login")
def _(library: Library, server: Server) -> Any:
    cloud(server)
    auth = library.auth("token_endpoint").Token(f"{server.public}/v2.0", "ADMIN-TOKEN")
    return library.Client(session=library.session(auth)).users.update_own_password("a", "b")


@CASES.case("tokens.authenticate without credentials")
def _(library: Library, server: Server) -> Any:
    return client_of(library, server).tokens.authenticate(username="carol")


@CASES.case("tokens.authenticate with an unscoped token")
def _(library: Library, server: Server) -> Any:
    client = client_of(library, server)
    server.on("POST", "/v2.0/tokens", unscoped(server))
    return client.tokens.authenticate(token="tok")


TOKEN: dict[str, Callable[[Any], Any]] = {
    "id": lambda found: found.id,
    "expires": lambda found: found.expires,
    "tenant": lambda found: found.tenant,
    "user": lambda found: found.user,
    "revoked by itself": lambda found: found.manager.delete(found),
}


def _add_token(name: str, ask: Callable[[Any], Any]) -> None:
    @CASES.case(f"tokens.Token: {name}")
    def _(library: Library, server: Server) -> Any:
        client = client_of(library, server)
        server.on("GET", "/v2.0/tokens/token-0", unscoped(server), api="admin")
        server.on("DELETE", "/v2.0/tokens/token-0", Answer(None, 204), api="admin")
        return ask(client.tokens.validate("token-0"))


for _name, _ask in TOKEN.items():
    _add_token(_name, _ask)


@CASES.case("tokens.validate of a token that the server quotes")
def _(library: Library, server: Server) -> Any:
    client = client_of(library, server)
    said = {"error": {"message": "Could not find token: 0123456789abcdef.", "code": 404}}
    server.on("GET", "/v2.0/tokens/0123456789abcdef", Answer(said, 404), api="admin")
    try:
        client.tokens.validate("0123456789abcdef")
    except library.auth("exceptions").NotFound as error:
        return "0123456789abcdef" in str(error)


@CASES.case("tokens.delete of the list of revoked tokens")
def _(library: Library, server: Server) -> Any:
    return client_of(library, server).tokens.delete("revoked")


@CASES.case("certificates.get_ca_certificate from a login page")
def _(library: Library, server: Server) -> Any:
    client = client_of(library, server)
    server.on("GET", "/v2.0/certificates/ca", "<html>Log in</html>", api="admin")
    return client.certificates.get_ca_certificate()


@CASES.case("tokens.validate_access_info of an access info")
def _(library: Library, server: Server) -> Any:
    client = client_of(library, server)
    server.on("GET", "/v2.0/tokens/token-0", unscoped(server), api="admin")
    known = library.client("access").AccessInfo.factory(body=unscoped(server))
    return client.tokens.validate_access_info(known)


@CASES.case("ec2: a credential deletes itself")
def _(library: Library, server: Server) -> Any:
    client = client_of(library, server)
    path = "/v2.0/users/u1/credentials/OS-EC2"
    server.on("GET", path, {"credentials": [CREDENTIAL]}, api="admin")
    server.on("DELETE", f"{path}/{CREDENTIAL['access']}", Answer(None, 204), api="admin")
    return client.ec2.list("u1")[0].delete()


@CASES.case("ec2: find")
def _(library: Library, server: Server) -> Any:
    client = client_of(library, server)
    path = "/v2.0/users/u1/credentials/OS-EC2"
    server.on("GET", path, {"credentials": [CREDENTIAL]}, api="admin")
    return client.ec2.find(user_id="u1")


@CASES.case("ec2: repr")
def _(library: Library, server: Server) -> Any:
    client = client_of(library, server)
    path = "/v2.0/users/u1/credentials/OS-EC2"
    server.on("GET", path, {"credentials": [CREDENTIAL]}, api="admin")
    return re.sub(r"\{SHA256\}\w+", "DIGEST", repr(client.ec2.list("u1")[0]))


# --- helpers ------------------------------------------------------------------------------------


@CASES.case("utils.hash_signed_token")
def _(library: Library, server: Server) -> Any:
    hashed = library.client("utils").hash_signed_token
    return [hashed(b"token"), hashed(b"token", mode="sha256")]


@CASES.case("utils.prompt_user_password without a terminal")
def _(library: Library, server: Server) -> Any:
    real, sys.stdin = sys.stdin, io.StringIO()
    try:
        return library.client("utils").prompt_user_password()
    finally:
        sys.stdin = real
