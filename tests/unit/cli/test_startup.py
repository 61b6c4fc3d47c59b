"""What a command does not need, it does not load."""

import os
import subprocess
import sys

import pytest

import ksclient.cli
from ksclient.cli.errors import INTERRUPTED

HEAVY = ("requests", "urllib3", "stevedore", "ssl", "asyncio", "yaml")

VALUES = {"ksclient.auth", "ksclient.auth._value"}
"""What values are declared with, which loads nothing else."""


def loaded(*words, env=None):
    code = (
        "import sys; from ksclient.cli import main; code = main(sys.argv[1:]); "
        "print(*sys.modules, file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        check=True,
        env=env,
        timeout=60,
    )
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "words",
    [
        ["--version"],
        ["help"],
        ["help", "user-list"],
        ["user-list", "--help"],
        ["bash-completion"],
        ["fish-completion"],
    ],
)
def test_who_asks_no_server_pays_for_no_library(words):
    modules = loaded(*words) - VALUES
    assert modules.isdisjoint(HEAVY)
    assert not [name for name in modules if name.startswith(("ksclient.auth", "ksclient.v2_0"))]


def test_the_help_of_a_command_loads_its_module_alone():
    modules = loaded("user-list", "--help")
    assert [name for name in modules if name.startswith("ksclient.cli.commands.")] == [
        "ksclient.cli.commands.users"
    ]


def test_a_kept_token_is_shown_without_what_sends_requests(cloud, home):

    env = {**os.environ, **cloud.environment(), "OS_CACHE": "1"}
    loaded("token-get", env=env)
    modules = loaded("token-get", env=env)
    assert len(cloud.requests) == 1
    assert modules.isdisjoint({"requests", "urllib3", "ssl", "yaml", "ksclient.v2_0.client"})


def test_ctrl_c_while_it_loads_shows_no_traceback(monkeypatch):
    class Interrupted:
        def find_spec(self, name, *_):
            if name == "ksclient.cli.entry":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "ksclient.cli.entry", raising=False)
    monkeypatch.delattr(ksclient.cli, "entry", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Interrupted(), *sys.meta_path])
    assert ksclient.cli.main([]) == INTERRUPTED
