"""Command lines: options anywhere, in old spellings and new ones."""

import pytest

from ksclient.cli import global_options, registry
from ksclient.cli.declaring import ASK, FLAG, MANY, Command
from ksclient.cli.errors import UsageError
from ksclient.cli.parsing import parse

COMMANDS = [each for group in registry.GROUPS for each in registry.commands_of(group).values()]


def said(*words):
    return parse(words)[1]


@pytest.mark.parametrize(
    "words",
    [
        ["--os-username", "demo", "--debug", "user-list", "--tenant", "t", "-f", "json"],
        ["user-list", "--tenant", "t", "-f", "json", "--debug", "--os-username", "demo"],
        ["-f", "json", "--os_username=demo", "user_list", "--debug", "--tenant_id=t"],
        ["--os-username=demo", "user-list", "--tenant-id", "t", "--debug", "--format=json"],
    ],
)
def test_options_of_all_commands_stand_before_or_after_the_command(words):
    command, found = parse(words)
    assert command is not None
    assert command.name == "user-list"
    assert (found.os_username, found.debug, found.tenant, found.format) == (
        "demo",
        True,
        "t",
        "json",
    )


def test_what_may_be_given_more_than_once_adds_up():
    assert said("-c", "id", "user-list", "-c", "name").columns == ["id", "name"]


def test_an_option_after_the_command_wins_over_one_before_it():
    assert said("-f", "json", "user-list", "-f", "csv").format == "csv"


@pytest.mark.parametrize(
    "option", [each for each in global_options.ALL if each.kind != FLAG], ids=lambda each: each.name
)
def test_each_option_is_read_in_each_of_its_spellings(option):
    word = option.choices[0] if option.choices else "7"
    for spelling in (*option.spellings, *option.old_spellings):
        found = getattr(said(spelling, word, "user-list"), option.name)
        assert str(found[0] if option.kind == MANY else found).startswith(word)


@pytest.mark.parametrize(
    "spelling",
    [
        *("--os_username", "--os_password", "--os_tenant_name", "--os_tenant_id", "--os_auth_url"),
        *("--os_region_name", "--os_identity_api_version", "--os_cacert", "--os_cert", "--os_key"),
    ],
)
def test_spellings_that_the_old_command_hid_are_known(spelling):
    assert getattr(said(spelling, "x", "user-list"), spelling[2:]) == "x"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: each.name)
def test_each_command_is_known_with_underscores(command: Command):
    assert registry.command_named(command.name.replace("-", "_")) is command


def test_options_are_known_by_their_beginnings_as_they_were():
    assert said("user-update", "--em", "a@example.com", "ann").email == "a@example.com"


def test_a_password_option_without_a_value_is_told_from_one_that_was_left_out():
    assert said("user-create", "--name", "ann", "--pass").passwd == ASK
    assert said("user-create", "--name", "ann").passwd is None


def test_words_after_two_dashes_are_no_options():
    assert said("user-get", "--", "--help").user == "--help"


@pytest.mark.parametrize("word", ["-h", "--help"])
def test_help_is_given_for_a_command_that_lacks_what_it_needs(word):
    command, found = parse(["user-create", word])
    assert command is not None
    assert (command.name, found.help) == ("user-create", True)


@pytest.mark.parametrize("words", [[], ["--help"], ["--version"], ["--debug"]])
def test_a_command_line_may_name_no_command(words):
    assert parse(words)[0] is None


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["user-lst"], "'user-lst' is not a command. Did you mean user-list?"),
        (["frobnicate"], "'frobnicate' is not a command. \"ksclient help\" lists all."),
        (
            ["user-get"],
            'user-get: the following arguments are required: <user>. See "ksclient help user-get".',
        ),
        (
            ["user-list", "--stale-duration", "-1"],
            (
                "user-list: argument --stale-duration: it is a whole number from 0 up, not '-1'. "
                'See "ksclient help user-list".'
            ),
        ),
        (["--timeout", "0", "user-list"], "argument --timeout: it is a number of seconds, "),
        (["--os-nonsense", "user-list"], "there is no option --os-nonsense."),
    ],
)
def test_what_is_no_command_line_is_told(words, told):
    with pytest.raises(UsageError) as caught:
        parse(words)
    assert str(caught.value).startswith(told)


# --- the registry --------------------------------------------------------------------------


@pytest.mark.parametrize("group", registry.GROUPS, ids=lambda each: each.title)
def test_each_module_has_the_commands_that_are_declared_and_no_others(group):
    module = __import__(group.module, fromlist=["x"])
    there = [each.name for each in vars(module).values() if isinstance(each, Command)]
    assert sorted(there) == sorted(group.names)


def test_all_commands_of_the_old_command_are_there():
    old = [
        "user-list",
        "user-get",
        "user-create",
        "user-update",
        "user-password-update",
        "password-update",
        "user-delete",
        "tenant-list",
        "tenant-get",
        "tenant-create",
        "tenant-update",
        "tenant-delete",
        "role-list",
        "role-get",
        "role-create",
        "role-delete",
        "user-role-add",
        "user-role-remove",
        "user-role-list",
        "service-create",
        "service-list",
        "service-get",
        "service-delete",
        "endpoint-create",
        "endpoint-list",
        "endpoint-get",
        "endpoint-delete",
        "ec2-credentials-create",
        "ec2-credentials-get",
        "ec2-credentials-list",
        "ec2-credentials-delete",
        "token-get",
        "catalog",
        "discover",
        "bootstrap",
        "help",
        "bash-completion",
    ]
    assert set(old) <= set(registry.names())


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: each.name)
def test_no_option_of_a_command_hides_one_of_all_commands(command: Command):
    everywhere = {word for each in global_options.ALL for word in each.spellings}
    names = {each.name for each in global_options.ALL}
    for option in command.options:
        assert everywhere.isdisjoint(option.spellings)
        assert option.name not in names


def test_bytes_that_are_no_text_are_refused_before_a_server_keeps_them(ks, cloud):
    ran = ks("user-create", "--name", "caf\udce9")
    assert (ran.code, len(cloud.requests)) == (2, 0)
    assert ran.err == "ksclient: The command line is no text in this locale: is it UTF-8?\n"
