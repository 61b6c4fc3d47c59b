"""Which commands there are, and which module has each: so one command loads one module.

A group of commands is a module of `ksclient.cli.commands`, or a package of its own as the
doctor is, with a line in `GROUPS`. Its commands are its attributes, made by `declaring.command`.
"""

from __future__ import annotations

import difflib
import importlib
from typing import NamedTuple

from ksclient.cli.declaring import Command
from ksclient.cli.errors import UsageError


class Group(NamedTuple):
    """Commands about one thing.

    Attributes:
        title: What they are about.
        module: Where they are.
        names: Their names, in the order of the help.
    """

    title: str
    module: str
    names: tuple[str, ...]


GROUPS = (
    Group(
        "Users",
        "ksclient.cli.commands.users",
        (
            "user-list",
            "user-get",
            "user-create",
            "user-update",
            "user-password-update",
            "user-delete",
            "password-update",
        ),
    ),
    Group(
        "Tenants",
        "ksclient.cli.commands.tenants",
        ("tenant-list", "tenant-get", "tenant-create", "tenant-update", "tenant-delete"),
    ),
    Group(
        "Roles",
        "ksclient.cli.commands.roles",
        (
            "role-list",
            "role-get",
            "role-create",
            "role-delete",
            "user-role-list",
            "user-role-add",
            "user-role-remove",
        ),
    ),
    Group(
        "Services",
        "ksclient.cli.commands.services",
        ("service-list", "service-get", "service-create", "service-delete"),
    ),
    Group(
        "Endpoints",
        "ksclient.cli.commands.endpoints",
        ("endpoint-list", "endpoint-get", "endpoint-create", "endpoint-delete"),
    ),
    Group(
        "EC2 credentials",
        "ksclient.cli.commands.ec2",
        (
            "ec2-credentials-list",
            "ec2-credentials-get",
            "ec2-credentials-create",
            "ec2-credentials-delete",
        ),
    ),
    Group("Your login", "ksclient.cli.commands.login", ("token-get", "catalog")),
    Group("Tokens kept on this machine", "ksclient.cli.commands.token_cache", ("token-cache",)),
    Group("Servers", "ksclient.cli.commands.servers", ("discover", "bootstrap")),
    Group("What is wrong", "ksclient.cli.doctor", ("doctor",)),
    Group(
        "This command",
        "ksclient.cli.commands.itself",
        ("help", "bash-completion", "fish-completion"),
    ),
)


def names() -> list[str]:
    """Return the names of all commands, in the order of the help."""
    return [name for group in GROUPS for name in group.names]


def command_named(word: str) -> Command:
    """Return the command that *word* names, with hyphens or underscores.

    Raises:
        UsageError: If there is none; it names the nearest one.
    """
    name = word.replace("_", "-")
    for group in GROUPS:
        if name in group.names:
            return commands_of(group)[name]
    near = difflib.get_close_matches(name, names(), n=1)
    hint = f" Did you mean {near[0]}?" if near else ' "ksclient help" lists all.'
    raise UsageError(f"{word!r} is not a command.{hint}")


def commands_of(group: Group) -> dict[str, Command]:
    """Return the commands of a *group* by name, in the order of the help."""
    module = importlib.import_module(group.module)
    found = {each.name: each for each in vars(module).values() if isinstance(each, Command)}
    return {name: found[name] for name in group.names}
