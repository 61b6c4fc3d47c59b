"""Commands about a server: what it is, and how to set a new one up."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from ksclient.cli.answers import Answer, Lines
from ksclient.cli.context import Context
from ksclient.cli.declaring import command, option
from ksclient.cli.errors import LoginMissing, UsageError
from ksclient.cli.table import escaped

if TYPE_CHECKING:
    from ksclient.v2_0.client import Client

T = TypeVar("T")


@command("discover")
def discover(context: Context, said: argparse.Namespace) -> Answer:
    """Show which versions of the Identity API a server speaks, and its extensions.

    It asks where you log in, and needs no login.
    """
    # The library, which is not paid for by others.
    from ksclient.auth._redact import mask_text  # noqa: PLC0415
    from ksclient.auth.discover import get_version_data  # noqa: PLC0415
    from ksclient.exceptions import DiscoveryFailure  # noqa: PLC0415
    from ksclient.generic.answers import version_entries  # noqa: PLC0415

    url = context.login.auth_url or context.login.endpoint
    if url is None:
        raise UsageError("It is not known which server to ask: give --os-auth-url or OS_AUTH_URL.")
    session = context.login.bare_session
    try:
        entries = get_version_data(session, url, authenticated=False)
    except DiscoveryFailure as cause:
        raise LoginMissing(f"No Keystone-compatible endpoint found: {cause}") from cause
    found = list(version_entries(entries, url).values())
    rows, lines = [], [f"Keystone found at {mask_text(url)}"]
    for version in found:
        lines.append(
            f"    - supports version {version['id']} ({version['status']}) here {version['url']}"
        )
        extensions = _extensions(context, session, version)
        lines += [f"        - and {alias}: {name}" for alias, name in extensions.items()]
        rows.append({**version, "extensions": extensions})
    return Lines("\n".join(map(escaped, lines)), rows, ("id", "status", "url"))


@command(
    "bootstrap",
    option(
        "--user-name",
        metavar="<user-name>",
        name="user",
        default="admin",
        help="The user to create (admin).",
    ),
    option(
        "--pass",
        name="passwd",
        metavar="<password>",
        may_ask=True,
        help="The user's password; - reads a line of the standard input. Otherwise it is asked "
        "for on a terminal.",
    ),
    option(
        "--role-name",
        metavar="<role-name>",
        name="role",
        default="admin",
        help="The role to create, and to give to the user (admin).",
    ),
    option(
        "--tenant-name",
        metavar="<tenant-name>",
        name="tenant",
        default="admin",
        help="The tenant to create, for which the user has the role (admin).",
    ),
)
def bootstrap(context: Context, said: argparse.Namespace) -> None:
    """Set a new cloud up: create a tenant, a role and a user, and give the user the role.

    Log in with the admin token of the server's configuration: --os-token and --os-endpoint. What
    is there already is used, so a bootstrap that broke off can be repeated; at its end the user
    logs in.
    """
    client = context.client
    password = context.new_password(said.passwd, "--pass")
    step = context.waiting.step
    step(f"creating the tenant {said.tenant}")
    tenant = _made(lambda: client.tenants.create(said.tenant), client.tenants, said.tenant)
    step(f"creating the role {said.role}")
    role = _made(lambda: client.roles.create(said.role), client.roles, said.role)
    step(f"creating the user {said.user}")
    user = _made(lambda: client.users.create(said.user, password), client.users, said.user)
    step("giving the role to the user")
    _grant(client, user, role, tenant)
    step("logging in as the user")
    _log_in(context, said, password)


def _made(make: Callable[[], T], manager: Any, name: str) -> T:
    """Return what *make* makes, else what is there already with that *name*."""
    from ksclient.exceptions import Conflict  # noqa: PLC0415 - loads what requests need

    try:
        return make()
    except Conflict:
        found: T = manager.find(name=name)
        return found


def _grant(client: Client, user: Any, role: Any, tenant: Any) -> None:
    from ksclient.exceptions import Conflict  # noqa: PLC0415 - as above

    if role.id in {each.id for each in client.roles.roles_for_user(user, tenant)}:
        return
    try:
        client.roles.add_user_role(user, role, tenant)
    except Conflict:
        return  # somebody else was faster


def _log_in(context: Context, said: argparse.Namespace, password: str) -> None:
    from ksclient.auth.identity import v2  # noqa: PLC0415 - as above
    from ksclient.exceptions import Unauthorized  # noqa: PLC0415

    url = context.login.endpoint or context.login.auth_url or ""
    auth = v2.Password(url, said.user, password, tenant_name=said.tenant)
    try:
        auth.get_access(context.login.bare_session)
    except Unauthorized as cause:
        raise LoginMissing(
            f"The user {said.user!r} cannot log in: was it there before, with another password? "
            f"Set this one: ksclient user-password-update --pass - {said.user}"
        ) from cause


def _extensions(context: Context, session: Any, version: dict[str, Any]) -> dict[str, Any]:
    """Return the names of a version's extensions by alias, where it tells of any."""
    from ksclient.auth._json import read_json  # noqa: PLC0415 - as above
    from ksclient.exceptions import HttpError  # noqa: PLC0415
    from ksclient.generic.answers import extension_names  # noqa: PLC0415

    context.waiting.step(f"asking {version['id']} for its extensions")
    try:
        answer = session.get(
            f"{version['url'].rstrip('/')}/extensions",
            headers={"Accept": "application/json"},
            authenticated=False,
        )
        return extension_names(read_json(answer)) or {}
    except (HttpError, ValueError):
        return {}  # v3 has no such list
