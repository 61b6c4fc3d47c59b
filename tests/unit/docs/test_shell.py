"""The commands in the console blocks of pages run on a test cloud, and print what the page says.

Lines that start with ``$`` are given to a shell, one after the other, those of one part of a page
(see `tests.unit.docs.pages`) to the same. What stands below one is what it prints; a line ``…``
there is any lines, and ``…`` in a line any characters.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

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
RUN = {"console", "python"}
"""What a cloud is begun for."""

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


def asked_in(part: list[Block]) -> list[tuple[str, str]]:
    """Return the commands in a part of a page that are to be run, and what is shown below each."""
    run = [each for each in part if each.language == "console" and "not run" not in each.marks]
    return [each for block in run for each in commands(block)]


def run(asked: list[tuple[str, str]], cloud: Cloud, here: Path) -> None:
    """Give commands to a shell, and compare what they print with what is shown.

    Args:
        asked: The commands.
        cloud: Where they are sent.
        here: The folder that they run in, which is their home as well.
    """
    text = script(asked)
    for theirs, ours in urls(cloud).items():
        text = text.replace(theirs, ours)
    own = {"HOME": str(here), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["sh", "-c", text],
        stdin=subprocess.DEVNULL,
        cwd=here,
        env={**own, **cloud.environment(), **SECRETS},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    out = done.stdout
    for theirs, ours in urls(cloud).items():
        out = out.replace(ours, theirs)
    printed = re.findall(rf"(.*?){re.escape(END)}(\d+)\n", out, re.DOTALL)
    assert len(printed) == len(asked), done.stderr
    for (command, shown), (told, code) in zip(asked, printed, strict=True):
        assert is_shown(told.rstrip("\n"), shown), f"{command}printed:\n{told}{done.stderr}"
        assert code == "0", f"{command}ended with {code}:\n{told}{done.stderr}"


def shell_parts(page: str) -> list[tuple[dict[str, Any], list[tuple[str, str]]]]:
    """Return what runs on a cloud of its own, each with the keywords that make the cloud."""
    found = [each for each in blocks(DOCS.joinpath(page).read_text()) if each.language in RUN]
    divided = [(keywords, asked_in(part)) for keywords, part in parts(found)]
    return [each for each in divided if each[1]]


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_page_print_what_it_says(page: str, folder: Path):
    divided = shell_parts(page)
    assert divided
    for keywords, asked in divided:
        with Cloud(**{"seed": SEED, **keywords}) as cloud:
            run(asked, cloud, folder)


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
