"""Every example is listed, says what it is, and is run by a test."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.examples.running import EXAMPLES

README = (EXAMPLES / "README.md").read_text()
FILES = sorted(
    str(path.relative_to(EXAMPLES))
    for path in EXAMPLES.rglob("*")
    if path.is_file() and path.name != "README.md" and path.suffix != ".pyc"
)
SCRIPTS = [name for name in FILES if name.endswith(".py")]
RUNNERS = {"run", "started", "failed"}


def started_by_tests() -> set[str]:
    """Return the examples that tests run by themselves."""
    found = set()
    for file in Path(__file__).parent.glob("test_*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(example)), *_]):
                    found |= {f"{example}.py"} & set(SCRIPTS) if name in RUNNERS else set()
                case ast.Constant(value=str(text)) if text.startswith("examples."):
                    found.add(f"{text.removeprefix('examples.').replace('.', '/')}.py")
                case ast.BinOp(right=ast.Constant(value="accounts")):  # a folder of tests
                    found |= {"accounts/test_accounts.py"}
    return found & set(SCRIPTS)


def needed_by(script: str) -> set[str]:
    """Return the examples that an example imports, or starts as modules."""
    names = {f"examples.{name.removesuffix('.py')}": name for name in SCRIPTS}
    found = set()
    for node in ast.walk(ast.parse((EXAMPLES / script).read_text())):
        if isinstance(node, ast.ImportFrom):
            found.add(names.get(node.module or ""))
        elif isinstance(node, ast.Constant):
            found.add(names.get(node.value if isinstance(node.value, str) else ""))
    return {name for name in found if name}


def test_every_file_is_listed_once_and_with_a_line():
    listed = re.findall(r"^\| \[(.+?)\]\((.+?)\) \| (.+) \|$", README, re.MULTILINE)

    assert sorted(name for name, _, _ in listed) == FILES
    assert [(name, url) for name, url, _ in listed if name != url] == []


def test_every_script_is_run_by_a_test():
    run = started_by_tests()

    assert set(SCRIPTS) == run.union(*map(needed_by, run))


@pytest.mark.parametrize(
    "script", [name for name in SCRIPTS if "argparse" in (EXAMPLES / name).read_text()]
)
def test_a_script_says_how_to_run_it(script: str):
    text = ast.get_docstring(ast.parse((EXAMPLES / script).read_text())) or ""

    assert re.match(r"[A-Z].*[.:]", text)
    assert f"\n    python examples/{script}" in text


@pytest.mark.parametrize(
    "script", sorted({*SCRIPTS} - {"main_job.py", "accounts/test_accounts.py"})
)
def test_a_script_that_is_to_be_copied_knows_no_test_cloud(script: str):
    text = (EXAMPLES / script).read_text()

    assert re.findall("^ *(?:from|import) (?:ksclient.testing|tests).*", text, re.MULTILINE) == []


def test_the_cloud_of_the_first_page_starts_as_it_says(tmp_path: Path):
    (shell,) = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    *_, last = shell.splitlines()
    assert last == "python examples/password_login.py"
    script = f"set -e\n{shell}\nkill %1"

    done = subprocess.run(
        ["bash", "-m", "-c", script.replace("cloud.txt", str(tmp_path / "cloud.txt"))],
        cwd=EXAMPLES.parent,
        env={"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 0, done.stderr
    assert "service  identity in RegionOne\n" in done.stdout
