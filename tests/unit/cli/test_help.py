"""Help texts and the page of the documentation are made of one source."""

from pathlib import Path

import pytest

from ksclient.cli import completion, errors, global_options, helping, manual, registry

PAGE = Path(__file__).parents[3] / "docs" / "command.md"
COMMANDS = [each for group in registry.GROUPS for each in registry.commands_of(group).values()]


def test_the_page_says_what_the_help_says():
    text = PAGE.read_text(encoding="utf-8")
    assert manual.page(text) == text, "docs/command.md is out of date: run `make manual`"


def test_a_page_without_a_place_for_the_reference_is_refused():
    with pytest.raises(ValueError, match="no place for the reference"):
        manual.page("# The command\n")


def test_the_overview_has_all_commands_options_and_exit_codes(bare):
    text = bare("help").out
    for name in registry.names():
        assert f"\n  {name} " in text
    for option in global_options.ALL:
        assert f"\n  {option.spellings[0]}" in text
    for meaning in errors.MEANINGS.values():
        assert meaning[:30] in text


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"], ["help"]])
def test_the_overview_is_shown_in_each_way_that_people_try(bare, words):
    ran = bare(*words)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("usage: ksclient [options] <command> [arguments]\n")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: each.name)
def test_each_command_is_explained_with_all_of_its_options(bare, command):
    text = bare("help", command.name).out
    assert text.startswith(f"usage: ksclient {command.name}")
    assert command.summary.split()[0] in text
    for option in command.options:
        for spelling in option.spellings if not option.is_positional else [option.metavar]:
            assert spelling in text
        assert option.help.split(". ")[0].split()[0] in text
    assert text == bare(command.name, "--help").out


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: each.name)
def test_help_fits_a_terminal(command):
    assert max(map(len, helping.help_of(command).splitlines())) <= 80


def test_old_spellings_are_not_shown(bare):
    texts = [bare("help").out, *(bare("help", each.name).out for each in COMMANDS)]
    texts += [completion.bash(), completion.fish(), PAGE.read_text(encoding="utf-8")]
    assert not any("--os_" in text or "--tenant_id" in text for text in texts)


def test_help_for_what_is_no_command_is_an_error(bare):
    ran = bare("help", "user-lst")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "ksclient: 'user-lst' is not a command. Did you mean user-list?\n"
