"""The main job of ksclient, each HTTP request shown; `make demo`.

It runs on a cloud in the box; with ``--real``, on a real Keystone 12.0.3, which it installs (that
needs Python 2.7). Each step is a function, in the order in which they run. `traced()` is what shows
the requests: leave it out where you copy a step.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any, Protocol

from examples.trace import failed, say, step, told, traced
from ksclient.auth import exceptions
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.auth.token_endpoint import Token
from ksclient.testing import Cloud
from ksclient.testing.ending import end_at_signals
from ksclient.v2_0.client import Client
from ksclient.v2_0.ec2 import EC2
from ksclient.v2_0.roles import Role
from ksclient.v2_0.tenants import Tenant
from ksclient.v2_0.users import User
from tests.live.keystone_server import (
    ADMIN_PASSWORD,
    ADMIN_TOKEN,
    KeystoneError,
    temporary_folder,
    temporary_server,
    undisturbed,
)

REPOSITORY = Path(__file__).parent.parent
ALICE_PASSWORD = "down-the-rabbit-hole"
COMPUTE_URL = "http://compute.example:8774/v2.1/%(tenant_id)s"


class Keystone(Protocol):
    """Where a Keystone is: a `Cloud`, or a real one."""

    @property
    def public_url(self) -> str:
        """The public API, ``/v2.0`` included."""

    @property
    def admin_url(self) -> str:
        """The admin API, likewise."""


def main(*, is_real: bool) -> None:
    """Start a Keystone, and do the main job on it."""
    tempfile.gettempdir()  # which tries a folder out first: not while somebody may press Ctrl-C
    if is_real:
        say("Starting a real Keystone 12.0.3 (the first time, it is installed: about a minute).")
        with temporary_server() as keystone:
            show(keystone)
        say("\nKeystone has ended; nothing is left of it but its installation in the cache.")
    else:
        say("Starting a cloud in the box, which answers as Keystone 12.0.3 does.")
        with Cloud(admin_password=ADMIN_PASSWORD, admin_token=ADMIN_TOKEN) as cloud:
            show(cloud)
        say("\nThe cloud has ended; nothing is left of it.")


def show(keystone: Keystone) -> None:
    """Do the main job on a Keystone that runs."""
    told("public API", keystone.public_url)
    told("admin API", keystone.admin_url)
    say("Each request is a line: method, URL, status, time, # and a digest of its token.")
    with temporary_folder("demo") as folder:
        main_job(keystone, folder)


def main_job(keystone: Keystone, folder: Path) -> None:
    """Do everything, and leave the server as it was."""
    step(1, "Log in as the administrator, and look around")
    admin = log_in(keystone.public_url, "admin", ADMIN_PASSWORD, "admin")
    before = look_around(admin)
    told("there are", names_in(before))

    step(2, "Make a tenant, a user with a role on it, and a service with an endpoint")
    tenant, user, role = make_user(admin)
    compute = make_service(admin)

    step(3, "Log in as that user: the catalog has the new service, and not all is allowed")
    alice = log_in(keystone.public_url, "alice", ALICE_PASSWORD, "wonderland")
    look_at_own(alice)

    step(4, "As the administrator, check the user's token, and revoke it")
    check_and_revoke(admin, alice.auth_token, tenant)

    step(5, "The user goes on: a token that died is replaced unseen")
    list_own_tenants(alice)

    step(6, "Make an EC2 credential; printed, it hides what it signs with")
    credential = make_ec2_credential(alice)

    step(7, "Save the login; another process uses it, and has no password")
    save_login(admin, folder / "auth_ref.json")
    run_second_process(folder / "auth_ref.json")

    step(8, "Set a cloud up with the admin token of its configuration: no login, no catalog")
    lab = make_tenant_by_token(keystone.admin_url, ADMIN_TOKEN)
    list_tenants_by_token(keystone.admin_url, ADMIN_TOKEN)

    step(9, "Make mistakes, and read what is wrong")
    make_it_again(admin)
    misspell_the_region(admin)

    step(10, "Clean up: everything is as before")
    for thing in [lab, credential, *compute, role, user, tenant]:
        thing.delete()
    compare(before, look_around(admin))


def log_in(auth_url: str, username: str, password: str, tenant_name: str) -> Client:
    """Return a client, which logs in when it first has to."""
    auth = v2.Password(auth_url, username, password, tenant_name=tenant_name)
    return Client(session=traced(Session(auth=auth)))


def look_around(admin: Client) -> dict[str, list[Any]]:
    """Return all that the server has."""
    managers: dict[str, Any] = {
        "tenants": admin.tenants,
        "users": admin.users,
        "roles": admin.roles,
        "services": admin.services,
        "endpoints": admin.endpoints,
    }
    return {
        kind: sorted(manager.list(), key=lambda thing: thing.id)
        for kind, manager in managers.items()
    }


def make_user(admin: Client) -> tuple[Tenant, User, Role]:
    """Make a tenant, a user and a role; give the user the role on the tenant."""
    tenant = admin.tenants.create("wonderland", description="Where alice works")
    user = admin.users.create("alice", password=ALICE_PASSWORD, email="alice@example.com")
    role = admin.roles.create("guest")
    admin.tenants.add_user(tenant, user, role)
    told("tenant", f"{tenant.name}, id {tenant.id}")
    told("user", f"{user.name}, id {user.id}, {role.name} on {tenant.name}")
    return tenant, user, role


def make_service(admin: Client) -> list[Any]:
    """Put a service into the catalog; its URL gets the tenant of each token that is made."""
    service = admin.services.create("nova", "compute", description="Machines")
    endpoint = admin.endpoints.create("RegionOne", service, COMPUTE_URL)
    told("service", f"{service.type} in {endpoint.region}, at {endpoint.publicurl}")
    return [endpoint, service]


def look_at_own(alice: Client) -> None:
    """Show what a user may see, and the error for what it may not."""
    told("compute", alice.session.get_endpoint(service_type="compute"))
    list_own_tenants(alice)
    try:
        alice.users.list()
    except exceptions.Forbidden as error:
        failed(error)


def list_own_tenants(alice: Client) -> None:
    """Ask the public API, which lists the caller's own tenants; the admin API lists all."""
    tenants = alice.tenants.list(interface="public")
    told("tenants", ", ".join(tenant.name for tenant in tenants))


def check_and_revoke(admin: Client, token: str | None, tenant: Tenant) -> None:
    """Ask whether a token is good, and whose it is; then make an end of it."""
    told("check", admin.tokens.check(token))
    found = admin.tokens.validate(token, belongs_to=tenant)
    told("validate", f"of {found.user['name']}, for {tenant.name}, until {found.expires}")
    admin.tokens.delete(token)
    told("check", admin.tokens.check(token))


def make_ec2_credential(alice: Client) -> EC2:
    """Make a credential, which users may do for themselves; list it."""
    alice.ec2.create(alice.user_id, alice.tenant_id)
    (credential,) = alice.ec2.list(alice.user_id)
    told("credential", credential)
    return credential


def save_login(client: Client, file: Path) -> None:
    """Save what the login answered. It holds a token, so nobody else can read the file."""
    client.auth_ref.save(file)
    told("saved", f"{file.name}, mode {file.stat().st_mode & 0o777:04o}")


def run_second_process(file: Path) -> None:
    """Run `second_process.py`, out of reach of Ctrl-C: that ends this process, which ends it."""
    command = [sys.executable, "-m", "examples.second_process", str(file)]
    with contextlib.ExitStack() as cleanup:
        with undisturbed():
            process = subprocess.Popen(command, cwd=REPOSITORY, start_new_session=True)
            cleanup.enter_context(process)
            cleanup.callback(process.kill)
        if process.wait():
            sys.exit("The second process failed.")


def make_tenant_by_token(admin_url: str, admin_token: str) -> Tenant:
    """Make a tenant, as whoever sets up a new cloud does, which has nobody to log in as yet."""
    operator = Client(session=traced(Session(auth=Token(admin_url, admin_token))))
    tenant = operator.tenants.create("lab")
    told("tenant", f"{tenant.name}, id {tenant.id}")
    return tenant


def list_tenants_by_token(admin_url: str, admin_token: str) -> None:
    """Do without a session, as programs for python-keystoneclient do; it is deprecated."""
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        operator = Client(token=admin_token, endpoint=admin_url)
    traced(operator.session)
    told("tenants", ", ".join(sorted(tenant.name for tenant in operator.tenants.list())))
    told("catalog", operator.service_catalog)


def make_it_again(admin: Client) -> None:
    """Make a user whose name is taken."""
    try:
        admin.users.create("alice")
    except exceptions.Conflict as error:
        failed(error)


def misspell_the_region(admin: Client) -> None:
    """Ask for an endpoint that the catalog does not have."""
    try:
        Client(session=admin.session, region_name="RegoinOne").users.list()
    except exceptions.EndpointNotFound as error:
        failed(error)


def compare(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> None:
    """Tell that nothing was left behind; end the program if something was."""
    if after != before:
        sys.exit(f"Not as before: {names_in(before)}. Now: {names_in(after)}.")
    told("as before", names_in(after))


def names_in(lists: dict[str, list[Any]]) -> str:
    """Return the names of all things in *lists*; their ids, where they have none."""
    return "; ".join(
        f"{kind}: {', '.join(sorted(thing.to_dict().get('name', thing.id) for thing in things))}"
        for kind, things in lists.items()
    )


if __name__ == "__main__":
    end_at_signals()
    try:
        main(is_real="--real" in sys.argv[1:])
    except KeystoneError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        say("\nInterrupted. The server has ended; nothing is left of it.")
        sys.exit(130)
