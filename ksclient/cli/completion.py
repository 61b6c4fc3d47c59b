"""What shells complete the command with: scripts that have all in them, and start no Python."""

from __future__ import annotations

from collections.abc import Iterable

from ksclient.cli import global_options, registry
from ksclient.cli.declaring import FLAG, Command, Option
from ksclient.cli.helping import PROGRAM

_ALSO = "keystone"
"""What else the command may be called: the alias of those who used the old one."""

_FILES = frozenset({"--os-cacert", "--os-cert", "--os-key"})


def bash() -> str:
    """Return the script for bash."""
    commands = _commands()
    cases = "\n".join(
        f"        {command.name}) options='{_words(_spellings(command.options))}' ;;"
        for command in commands
    )
    choices = "\n".join(
        f"        {'|'.join(option.spellings)}) words='{_words(option.choices)}' ;;"
        for option in _with_choices()
    )
    actions = "\n".join(
        f"        {command.name}) words='{_words(_arguments(command))}' ;;"
        for command in commands
        if _arguments(command)
    )
    return _BASH.format(
        commands=_words(command.name for command in commands),
        everywhere=_words(_spellings(global_options.ALL)),
        cases=cases,
        choices=choices,
        actions=actions,
        files="|".join(sorted(_FILES)),
        valued=_valued(commands),
        program=PROGRAM,
        also=_ALSO,
    )


def fish() -> str:
    """Return the script for fish."""
    commands = _commands()
    names = _words(command.name for command in commands)
    lines = [
        f"# fish completions of {PROGRAM}; written by: {PROGRAM} fish-completion",
        f"complete -c {PROGRAM} -f",
    ]
    lines += [
        f"complete -c {PROGRAM} -n 'not __fish_seen_subcommand_from {names}' "
        f"-a {command.name} -d {_fish_quoted(command.summary)}"
        for command in commands
    ]
    lines += [_fish_option(option, "") for option in global_options.ALL]
    for command in commands:
        seen = f"-n '__fish_seen_subcommand_from {command.name}' "
        lines += [_fish_option(each, seen) for each in command.options if not each.is_positional]
        if _arguments(command):
            lines.append(f"complete -c {PROGRAM} {seen}-a '{_words(_arguments(command))}'")
    lines.append(f"complete -c {_ALSO} -w {PROGRAM}")
    return "\n".join(lines)


def _commands() -> list[Command]:
    return [
        command for group in registry.GROUPS for command in registry.commands_of(group).values()
    ]


def _spellings(options: Iterable[Option]) -> list[str]:
    return [word for each in options if not each.is_positional for word in each.spellings]


def _arguments(command: Command) -> tuple[str, ...]:
    """Return the words that a command takes by their place, where these are known."""
    if command.name == "help":
        return tuple(registry.names())
    return tuple(word for each in command.options if each.is_positional for word in each.choices)


def _with_choices() -> list[Option]:
    return [each for each in global_options.ALL if each.choices and not each.is_positional]


def _valued(commands: Iterable[Command]) -> str:
    options = [*global_options.ALL, *(each for command in commands for each in command.options)]
    spellings = {
        word
        for each in options
        if not each.is_positional and each.kind != FLAG and not each.may_ask
        for word in each.spellings
    }
    return "|".join(sorted(spellings))


def _words(words: Iterable[str]) -> str:
    return " ".join(words)


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _fish_option(option: Option, seen: str) -> str:
    spelled = " ".join(
        f"-l {word[2:]}" if word.startswith("--") else f"-s {word[1:]}" for word in option.spellings
    )
    parts = [f"complete -c {PROGRAM} {seen}{spelled}"]
    if option.kind != FLAG and not option.may_ask:
        parts.append("-x" if _FILES.isdisjoint(option.spellings) else "-r -F")
    if option.choices:
        parts.append(f"-a '{_words(option.choices)}'")
    return " ".join([*parts, f"-d {_fish_quoted(option.help.partition('. ')[0])}"])


_BASH = """\
# bash completion of {program}; written by: {program} bash-completion
_{program}()
{{
    local current=${{COMP_WORDS[COMP_CWORD]}} previous='' command='' options='' words='' word i
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${{COMP_WORDS[i]}}
        if [[ $word == -* ]]; then
            case $word in
                {valued}) ((i++)) ;;
            esac
        elif [[ -z $command ]]; then
            command=${{word//_/-}}
        fi
    done
    ((COMP_CWORD > 0)) && previous=${{COMP_WORDS[COMP_CWORD-1]}}
    case $previous in
{choices}
        {files}) COMPREPLY=($(compgen -f -- "$current")); return ;;
        {valued}) return ;;
    esac
    if [[ -z $words && $current == -* ]]; then
        case $command in
{cases}
        esac
        words="$options {everywhere}"
    elif [[ -z $words && -z $command ]]; then
        words='{commands}'
    elif [[ -z $words ]]; then
        case $command in
{actions}
        esac
    fi
    COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -F _{program} {program} {also}"""
