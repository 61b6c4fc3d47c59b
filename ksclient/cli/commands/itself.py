"""Commands about the command: its help, and what shells complete it with."""

from __future__ import annotations

import argparse

from ksclient.cli.answers import Answer, Text
from ksclient.cli.context import Context
from ksclient.cli.declaring import argument, command


@command(
    "help", argument("command", metavar="<command>", default="", help="The command to explain.")
)
def help(context: Context, said: argparse.Namespace) -> Answer:
    """Show help for this command, or for one of its commands."""
    from ksclient.cli import helping, registry  # noqa: PLC0415 - others do without

    if said.command:
        return Text(helping.help_of(registry.command_named(said.command)))
    return Text(helping.overview())


@command("bash-completion")
def bash_completion(context: Context, said: argparse.Namespace) -> Answer:
    """Print what bash and zsh complete this command with.

    Put it where bash finds it: ksclient bash-completion >
    ~/.local/share/bash-completion/completions/ksclient

    In ~/.zshrc: autoload -U compinit bashcompinit && compinit && bashcompinit && source <(ksclient
    bash-completion)
    """
    from ksclient.cli import completion  # noqa: PLC0415 - others do without

    return Text(completion.bash())


@command("fish-completion")
def fish_completion(context: Context, said: argparse.Namespace) -> Answer:
    """Print what fish completes this command with.

    Put it where fish finds it: ksclient fish-completion > ~/.config/fish/completions/ksclient.fish
    """
    from ksclient.cli import completion  # noqa: PLC0415 - others do without

    return Text(completion.fish())
