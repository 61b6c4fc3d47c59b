"""Shells complete words by scripts that start no Python."""

import shutil
import subprocess

import pytest

from ksclient.cli import registry


def completed(script, *words):
    """Return what bash offers for the last of the *words*, without any program to start."""
    quoted = " ".join(f"'{word}'" for word in words)
    code = f"""
        PATH=/nowhere
        {script}
        COMP_WORDS=({quoted})
        COMP_CWORD={len(words) - 1}
        _ksclient
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash")
    done = subprocess.run([bash, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout.split()


@pytest.fixture
def script(bare):
    ran = bare("bash-completion")
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def test_commands_are_completed(script):
    assert completed(script, "ksclient", "user-r") == [
        "user-role-list",
        "user-role-add",
        "user-role-remove",
    ]
    assert completed(script, "keystone", "") == registry.names()


def test_values_of_options_are_no_commands(script):
    words = ("ksclient", "--os-username", "user-list", "--os-tenant-name", "x", "tok")
    assert completed(script, *words) == ["token-get", "token-cache"]


def test_options_of_the_command_and_of_all_are_completed(script):
    assert completed(script, "ksclient", "user-create", "--e") == ["--email", "--enabled"]
    assert completed(script, "ksclient", "user_create", "--em") == ["--email"]
    assert completed(script, "ksclient", "user-create", "--os-c") == [
        "--os-cloud",
        "--os-cache",
        "--os-cacert",
        "--os-cert",
    ]
    assert completed(script, "ksclient", "--em") == []


def test_what_options_and_arguments_can_be_is_completed(script):
    assert completed(script, "ksclient", "user-list", "-f", "") == [
        *("table", "json", "yaml", "csv", "value")
    ]
    assert completed(script, "ksclient", "token-cache", "") == ["status", "list", "clear"]
    assert completed(script, "ksclient", "help", "tenant-c") == ["tenant-create"]


def test_files_are_completed_where_files_are_meant(script, home):
    (home / "ca.pem").touch()
    assert completed(script, "ksclient", "--os-cacert", "ca") == ["ca.pem"]


def test_nothing_is_offered_where_nothing_is_known(script):
    assert completed(script, "ksclient", "--os-username", "") == []
    assert completed(script, "ksclient", "user-get", "") == []


def test_fish_completes_by_its_script(bare, home):
    fish = shutil.which("fish")
    if fish is None:
        pytest.skip("there is no fish")
    (home / "ksclient.fish").write_text(bare("fish-completion").out, encoding="utf-8")

    def offered(line):
        code = f"source {home}/ksclient.fish; complete --do-complete '{line}'"
        done = subprocess.run(
            [fish, "--no-config", "-c", code], capture_output=True, text=True, check=True
        )
        assert done.stderr == ""
        return [each.split("\t")[0] for each in done.stdout.splitlines()]

    assert offered("ksclient tenant-c") == ["tenant-create"]
    assert offered("ksclient user-create --em") == ["--email"]
    assert offered("ksclient -f ") == ["csv", "json", "table", "value", "yaml"]


def test_zsh_takes_the_script_of_bash(script, home):
    zsh = shutil.which("zsh")
    if zsh is None:
        pytest.skip("there is no zsh")
    (home / "ksclient.bash").write_text(script, encoding="utf-8")
    code = f"""
        autoload -U compinit bashcompinit && compinit -u -d {home}/dump && bashcompinit
        source {home}/ksclient.bash
        print -r -- $_comps[ksclient] $_comps[keystone]
    """
    done = subprocess.run([zsh, "-f", "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.count("_ksclient"), done.stderr) == (2, "")
