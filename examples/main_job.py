"""The main job of ksclient on a real Keystone 12.0.3, each HTTP request shown; `make demo`.

A program logs in and lists tenants; another process uses its login; an operator sets a cloud up
with the admin token; and a mistake is told in words.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path
from typing import Any

import requests

from ksclient.auth import access, exceptions
from ksclient.auth.identity import v2
from ksclient.auth.identity.access import AccessInfoPlugin
from ksclient.auth.session import Session
from ksclient.auth.token_endpoint import Token
from ksclient.v2_0.client import Client
from tests.live.keystone_server import (
    ADMIN_PASSWORD,
    ADMIN_TOKEN,
    KeystoneError,
    temporary_server,
)

REPOSITORY = Path(__file__).parent.parent


def main() -> None:
    """Start a Keystone, and do the main job on it."""
    print("starting a real Keystone 12.0.3 (the first time, it is installed: about a minute)")
    with temporary_server() as keystone, tempfile.TemporaryDirectory() as folder:
        told("public API", keystone.public_url)
        told("admin API", keystone.admin_url)
        saved = Path(folder) / "auth_ref.json"

        step(1, "log in with a password, list all tenants")
        admin = log_in(keystone.public_url)
        list_tenants(admin)

        step(2, "save the login; another process uses it without logging in")
        saved.touch(mode=0o600)
        saved.write_text(json.dumps(admin.auth_ref))
        told("saved", f"auth_ref of {admin.auth_ref['user']['name']}")
        run_second_process(saved)

        step(3, "set a cloud up with its admin token, which needs no login")
        operator = Client(session=traced(Token(keystone.admin_url, ADMIN_TOKEN)))
        tenant = operator.tenants.create("demo", description="The first tenant")
        told("tenant", f"{tenant.name}, id {tenant.id}")
        user = operator.users.create("alice", password="a-password", tenant_id=tenant.id)
        told("user", f"{user.name}, id {user.id}")

        step(4, "make the same user again: the error says what is wrong")
        try:
            operator.users.create("alice", password="a-password")
        except exceptions.Conflict as error:
            told(type(error).__name__, str(error))
    print("\nKeystone has ended; nothing is left of it but its installation in the cache.")


def log_in(auth_url: str) -> Client:
    """Return a client of the administrator; the login itself waits for the first call."""
    auth = v2.Password(auth_url, "admin", ADMIN_PASSWORD, tenant_name="admin")
    return Client(session=traced(auth))


def list_tenants(client: Client) -> None:
    """Show every tenant of the cloud."""
    for tenant in client.tenants.list():
        told("tenant", f"{tenant.name}, enabled: {tenant.enabled}")


def run_second_process(saved: Path) -> None:
    """Run this file once more, with nothing but the saved login."""
    command = [sys.executable, "-m", "examples.main_job", str(saved)]
    subprocess.run(command, check=True, cwd=REPOSITORY)


def second_process(saved: Path) -> None:
    """List tenants with a login that another process saved."""
    told("process", "started anew, holds no password")
    info = access.create(body=json.loads(saved.read_text()))
    list_tenants(Client(session=traced(AccessInfoPlugin(info))))


def traced(auth: Any) -> Session:
    """Return a session that prints each request it makes."""
    http = requests.Session()
    http.hooks["response"].append(show)
    return Session(auth=auth, session=http)


def show(response: requests.Response, **_: Any) -> None:
    """Print one exchange on a line, without its secrets."""
    request = response.request
    milliseconds = response.elapsed.total_seconds() * 1000
    token = request.headers.get("X-Auth-Token")
    sent = f"token {digest(token)}" if token else "no token"
    url = re.sub(r"(?<=/tokens/)[^/?]+", lambda found: digest(found[0]), request.url or "")
    print(
        f"    {request.method:<6} {url:<42} {response.status_code} {milliseconds:>5.0f} ms   {sent}"
    )


def digest(secret: str | bytes) -> str:
    """Return what tells one secret from another, and nothing else about it."""
    data = secret if isinstance(secret, bytes) else secret.encode()
    return "{SHA256}" + hashlib.sha256(data).hexdigest()[:8]


def step(number: int, title: str) -> None:
    """Print a heading."""
    print(f"\n{number}. {title}", flush=True)


def told(what: str, text: str) -> None:
    """Print one fact."""
    first = f"    {what + ':':<12} "
    print(textwrap.fill(text, 100, initial_indent=first, subsequent_indent=" " * len(first)))
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        if len(sys.argv) > 1:
            second_process(Path(sys.argv[1]))
        else:
            main()
    except KeystoneError as error:
        sys.exit(str(error))
