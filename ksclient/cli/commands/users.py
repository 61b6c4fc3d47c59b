"""Commands about users, and about one's own password."""

from __future__ import annotations

import argparse

from ksclient.cli.answers import Answer, Said, details, resources
from ksclient.cli.context import Context
from ksclient.cli.declaring import argument, command, option, truth
from ksclient.cli.errors import UsageError

_USER = argument("user", help="Name or ID of the user.")
_NEW = (
    "The new password; - reads a line of the standard input. Without a value, it is asked for on a "
    "terminal. All users of this machine can read what is given here in the list of processes."
)


@command(
    "user-list",
    option(
        "--tenant",
        "--tenant-id",
        help="Name or ID of a tenant: list those who have a role there. All users otherwise.",
    ),
)
def user_list(context: Context, said: argparse.Namespace) -> Answer:
    """List users."""
    tenant_id = context.id_of("tenants", said.tenant) if said.tenant else None
    users = context.client.users.list(tenant_id=tenant_id)
    return resources(users, "id", "name", "enabled", "email", order_by="name")


@command("user-get", _USER)
def user_get(context: Context, said: argparse.Namespace) -> Answer:
    """Show a user."""
    return details(context.find("users", said.user))


@command(
    "user-create",
    option("--name", metavar="<user-name>", is_required=True, help="The name to log in with."),
    option(
        "--tenant",
        "--tenant-id",
        help="Name or ID of the user's own tenant; the user becomes a member.",
    ),
    option("--pass", name="passwd", metavar="<pass>", may_ask=True, help=_NEW),
    option("--email", metavar="<email>", help="The e-mail address."),
    option(
        "--enabled",
        metavar="<true|false>",
        read=truth,
        default=True,
        help="Whether the user can log in (true).",
    ),
)
def user_create(context: Context, said: argparse.Namespace) -> Answer:
    """Create a user.

    Without --pass, the user has no password, and cannot log in by one.
    """
    password = None
    if said.passwd is not None:
        password = context.new_password(said.passwd, "--pass")
    tenant_id = context.id_of("tenants", said.tenant) if said.tenant else None
    made = context.client.users.create(
        said.name, password, said.email, tenant_id=tenant_id, enabled=said.enabled
    )
    return details(made)


@command(
    "user-update",
    option("--name", metavar="<user-name>", help="The new name."),
    option("--email", metavar="<email>", help="The new e-mail address."),
    option("--enabled", metavar="<true|false>", read=truth, help="Whether the user can log in."),
    _USER,
)
def user_update(context: Context, said: argparse.Namespace) -> Answer:
    """Change a user's name, e-mail address, or whether the user can log in."""
    wanted = {"name": said.name or None, "email": said.email, "enabled": said.enabled}
    changes = {name: value for name, value in wanted.items() if value is not None}
    if not changes:
        raise UsageError("There is nothing to change: give --name, --email or --enabled.")
    context.client.users.update(context.find("users", said.user), **changes)
    return Said("User has been updated.")


@command(
    "user-password-update",
    option("--pass", name="passwd", metavar="<password>", may_ask=True, help=_NEW),
    _USER,
)
def user_password_update(context: Context, said: argparse.Namespace) -> None:
    """Set a user's password.

    Without --pass, it is asked for on a terminal. The user's tokens are revoked.
    """
    user = context.find("users", said.user)
    context.client.users.update_password(user, context.new_password(said.passwd, "--pass"))


@command("user-delete", _USER)
def user_delete(context: Context, said: argparse.Namespace) -> None:
    """Delete a user."""
    context.client.users.delete(context.find("users", said.user))


@command(
    "password-update",
    option(
        "--current-password",
        metavar="<current-password>",
        help="The password as it is. Otherwise the one that you log in with; else it is asked for.",
    ),
    option("--new-password", metavar="<new-password>", help=_NEW, may_ask=True),
)
def password_update(context: Context, said: argparse.Namespace) -> Answer | None:
    """Change your own password.

    Without --new-password, it is asked for on a terminal.
    """
    logs_in_with = context.login.password
    current = said.current_password or logs_in_with
    if current is None:
        current = context.current_password("your login")
    if current is None:
        raise UsageError(
            "There is no terminal to ask for the current password: give it with "
            "--current-password or OS_PASSWORD."
        )
    new = context.new_password(said.new_password, "--new-password")
    context.client.users.update_own_password(current, new)
    if logs_in_with == new:
        return None
    return Said(
        "You should update the password you are using to authenticate to match your new password"
    )
