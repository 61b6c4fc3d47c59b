"""Every way to log in, made with either library: ours, or the ones that it mirrors."""

from __future__ import annotations

import importlib
import json
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ksclient.auth import fixture
from tests.servers.recording import Answer, Script, Told

PASSWORD = "canary-password-1f7d0c"
OLD_TOKEN = "canary-old-token-77b2aa"
ISSUED_TOKEN = "canary-issued-token-09c4be"
ADMIN_TOKEN = "canary-admin-token-5d13e8"
SECRETS = (PASSWORD, OLD_TOKEN, ISSUED_TOKEN, ADMIN_TOKEN)

Get = Callable[..., Any]


@dataclass(frozen=True)
class Library:
    """A library, by the name of its auth package and of its client package."""

    auth: str
    client: str

    def room(self, name: str) -> Any:
        return importlib.import_module(f"{self.auth}.{name}")

    def session(self, **kwargs: Any) -> Any:
        return self.room("session").Session(**kwargs)


OURS = Library("ksclient.auth", "ksclient")
THEIRS = Library("keystoneauth1", "keystoneclient")


def keystone(url: str, token: str = ISSUED_TOKEN) -> Script:
    """Return a script that logs everybody in, with a catalog that names *url*."""
    body = fixture.V2Token(token_id=token)
    body.set_scope()
    service = body.add_service("identity", "keystone")
    service.add_endpoint(public=f"{url}/v2.0", admin=f"{url}/v2.0", internal=f"{url}/v2.0")
    versions = fixture.DiscoveryList(href=url, v2=True, v3=False)

    def answer(told: Told) -> Answer:
        if told.method == "POST" and told.path == "/v2.0/tokens":
            return Answer(200, body=json.dumps(body).encode())
        if told.path in {"/", ""}:
            return Answer(300, body=json.dumps(versions).encode())
        if told.path.rstrip("/") == "/v2.0":
            version = {"version": versions.versions[0]}
            return Answer(200, body=json.dumps(version).encode())
        return Answer()

    return answer


def kinds(library: Library) -> dict[str, Callable[[str], Any]]:
    """Return the plugins by kind: each is made for the Keystone at a URL."""
    v2 = library.room("identity.v2")
    generic = library.room("identity.generic")
    names = {"username": "me", "password": PASSWORD, "tenant_name": "mine"}

    def password(url: str) -> Any:
        return v2.Password(f"{url}/v2.0", **names)

    def service_token(url: str) -> Any:
        wrapper = library.room("service_token").ServiceTokenAuthWrapper
        admin = library.room("token_endpoint").Token(f"{url}/v2.0", ADMIN_TOKEN)
        return wrapper(user_auth=password(url), service_auth=admin)

    def access_info(url: str) -> Any:
        body = fixture.V2Token(token_id=ISSUED_TOKEN)
        body.set_scope()
        service = body.add_service("identity")
        service.add_endpoint(public=f"{url}/v2.0", admin=f"{url}/v2.0")
        access = library.room("access").create(body=body)
        return library.room("identity.access").AccessInfoPlugin(access, f"{url}/v2.0")

    return {
        "v2.Password": password,
        "v2.Token": lambda url: v2.Token(f"{url}/v2.0", OLD_TOKEN, tenant_name="mine"),
        "generic.Password": lambda url: generic.Password(url, **names),
        "generic.Token": lambda url: generic.Token(url, token=OLD_TOKEN, tenant_name="mine"),
        "token_endpoint.Token": lambda url: library.room("token_endpoint").Token(
            f"{url}/v2.0", ADMIN_TOKEN
        ),
        "http_basic": lambda url: library.room("http_basic").HTTPBasicAuth(
            f"{url}/v2.0", "me", PASSWORD
        ),
        "service token": service_token,
        "AccessInfoPlugin": access_info,
    }


def getter(library: Library, kind: str, url: str, **session: Any) -> Get:
    """Return what sends a request, ``(path, method)``, to the Identity service as *kind*."""
    if kind == "legacy Client":
        client = importlib.import_module(f"{library.client}.v2_0.client")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            made = client.Client(
                username="me",
                password=PASSWORD,
                tenant_name="mine",
                auth_url=f"{url}/v2.0",
                cacert=session.get("verify"),
            )

        def ask(path: str, method: str) -> Any:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                if not made.auth_ref:
                    made.authenticate()
            return made.session.request(f"{url}{path}", method, auth=made, **_body(method))

        return ask
    made = library.session(auth=kinds(library)[kind](url), **session)
    return lambda path, method: made.request(
        path.removeprefix("/v2.0"),
        method,
        endpoint_filter={"service_type": "identity", "interface": "public"},
        **_body(method),
    )


def _body(method: str) -> dict[str, Any]:
    return {"json": {"tenant": {"name": "new"}}} if method in {"POST", "PUT", "PATCH"} else {}


KINDS = (
    "v2.Password",
    "v2.Token",
    "generic.Password",
    "generic.Token",
    "token_endpoint.Token",
    "http_basic",
    "service token",
    "AccessInfoPlugin",
    "legacy Client",
)
