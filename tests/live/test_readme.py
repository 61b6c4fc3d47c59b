"""The example of the README, as a reader runs it."""

from __future__ import annotations

import re
from pathlib import Path

from tests.live.keystone_server import ADMIN_PASSWORD, ADMIN_TOKEN
from tests.live.servers import temporary_server

README = Path(__file__).parents[2] / "README.md"


def test_the_example_runs_and_runs_again(tmp_path, monkeypatch, capsys):
    example, _one_line, _a_test = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OS_PASSWORD", ADMIN_PASSWORD)
    monkeypatch.setenv("ADMIN_TOKEN", ADMIN_TOKEN)
    monkeypatch.setenv("ALICE", "a-password")
    with temporary_server() as keystone:
        for port, url in (("5000", keystone.public_url), ("35357", keystone.admin_url)):
            example = example.replace(f"https://keystone.example.com:{port}/v2.0", url)

        exec(example, {})
        first = capsys.readouterr().out
        exec(example, {})
        second = capsys.readouterr().out

    assert "Conflict" not in first
    assert "Conflict" in second
    assert (tmp_path / "auth_ref.json").stat().st_mode & 0o777 == 0o600
