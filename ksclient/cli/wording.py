"""What libraries and servers say, as a person at a command line reads it."""

from __future__ import annotations

from ksclient.cli.table import escaped

_AS_COMMANDS = {
    "Use keystoneauth1 there.": "Use the command openstack there.",
    'tenants.list(interface="public")': "ksclient tenant-list --own",
    "give tenant_name or tenant_id when logging in, or endpoint_override for the request": (
        "log in for one with --os-tenant-name or OS_TENANT_NAME"
    ),
}
"""What somebody writes in Python, and what in a shell."""


def one_line(text: str) -> str:
    """Return *text* as one line that steers no terminal, and names commands instead of calls."""
    line = escaped(" ".join(text.split()))
    for call, command in _AS_COMMANDS.items():
        line = line.replace(call, command)
    return line
