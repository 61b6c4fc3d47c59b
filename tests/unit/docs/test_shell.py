"""The commands in the console blocks of pages run on a test cloud, and print what the page says.

Lines that start with ``$`` are given to a shell, one after the other, those of one part of a page
(see `tests.unit.docs.pages`) to the same. What stands below one is what it prints; a line ``…``
there is any lines, and ``…`` in a line any characters.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ksclient.testing import Cloud
from tests.unit.docs.pages import DOCS, Block, blocks, parts
from tests.unit.docs.test_pages import SECRETS, SEED, urls

ROOT = DOCS.parent
SHOWN_ONLY = {"command.md": "its clouds are made up, and one has a broken certificate"}
"""Pages whose console is not run, and why."""

PAGES = {
    path.name: path
    for path in sorted(DOCS.glob("*.md"))
    if "\n```console" in path.read_text() and path.name not in SHOWN_ONLY
}
END = "-- end of what it prints: "


def commands(block: Block) -> list[tuple[str, str]]:
    """Return each command of a block, and what is shown below it."""
    first, *found = re.split(r"^\$ ", block.code, flags=re.MULTILINE)
    assert not first, f"line {block.line}: a console begins with a command"
    return [_parted(each) for each in found]


def _parted(text: str) -> tuple[str, str]:
    command = re.match(r"(?:.*\\\n)*.*\n", text)
    assert command
    return command[0], text[command.end() :].rstrip("\n")


def is_shown(printed: str, shown: str) -> bool:
    """Tell whether that is what a page shows."""
    pattern = re.escape(shown).replace("\n…\n", "\n(?:.*\n)*?")
    return re.fullmatch(pattern.replace("…", "(?s:.*)"), printed) is not None


def script(asked: list[tuple[str, str]]) -> str:
    """Return a shell's script that gives these commands, and marks where each has ended."""
    python = shlex.quote(sys.executable)
    run = shlex.quote("import sys; from ksclient.cli import main; sys.exit(main())")
    own = f'ksclient() {{ {python} -c {run} "$@"; }}\npython() {{ {python} "$@"; }}\n'
    return own + "".join(f'{command}echo "{END}$?"\n' for command, _ in asked)


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_page_print_what_it_says(page: str, tmp_path: Path):
    found = [
        each for each in blocks(PAGES[page].read_text()) if each.language in {"console", "python"}
    ]
    ran = 0
    for number, (keywords, part) in enumerate(parts(found)):
        asked = [
            each
            for block in part
            if block.language == "console" and "not run" not in block.marks
            for each in commands(block)
        ]
        if not asked:
            continue
        here = tmp_path / str(number)
        here.mkdir(mode=0o700)
        shutil.copytree(ROOT / "examples", here / "examples")
        with Cloud(**{"seed": SEED, **keywords}) as cloud:
            replaced = script(asked)
            for theirs, ours in urls(cloud).items():
                replaced = replaced.replace(theirs, ours)
            done = subprocess.run(
                ["sh", "-c", replaced],
                stdin=subprocess.DEVNULL,
                cwd=here,
                env={
                    "HOME": str(here),
                    "PATH": os.environ["PATH"],
                    "PYTHONPATH": str(ROOT),
                    **cloud.environment(),
                    **SECRETS,
                },
                capture_output=True,
                text=True,
                timeout=120,
                check=True,
            )
            for theirs, ours in urls(cloud).items():
                done.stdout = done.stdout.replace(ours, theirs)
        printed = re.findall(rf"(.*?){re.escape(END)}(\d+)\n", done.stdout, re.DOTALL)
        assert len(printed) == len(asked), done.stderr
        for (command, shown), (out, code) in zip(asked, printed, strict=True):
            said = f"{command}printed:\n{out}{done.stderr}"
            assert is_shown(out.rstrip("\n"), shown), said
            assert code == "0", said
            ran += 1
    assert ran


@pytest.mark.parametrize(
    ("printed", "shown", "fits"),
    [
        ("a b", "a b", True),
        ("a b", "a c", False),
        ("id 12", "id …", True),
        ("first\nx\ny\nlast", "first\n…\nlast", True),
        ("first\nx\ny\nend", "first\n…\nlast", False),
        ("", "", True),
        ("something", "", False),
    ],
)
def test_what_is_printed_is_compared(printed: str, shown: str, fits: bool):
    assert is_shown(printed, shown) is fits
