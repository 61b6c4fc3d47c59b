"""Runs an example by itself, as a user does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"


def started(
    name: str, *arguments: str, given: Mapping[str, str], folder: Path, **options: object
) -> subprocess.Popen[str]:
    """Start an example in a folder that has nothing of this repository's."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("OS_")}
    # Neither the developer's clouds.yaml nor their cache.
    own = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_CACHE_HOME": str(folder)}
    return subprocess.Popen(
        [sys.executable, "-W", "error", str(EXAMPLES / f"{name}.py"), *arguments],
        cwd=folder,
        env={**environment, **own, **given},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def run(name: str, *arguments: str, given: Mapping[str, str], folder: Path) -> list[str]:
    """Run an example that succeeds and complains of nothing; return the lines that it prints."""
    with started(name, *arguments, given=given, folder=folder) as process:
        output, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (0, "")
    return output.splitlines()


def failed(name: str, *arguments: str, given: Mapping[str, str], folder: Path) -> str:
    """Run an example that fails; return the one line that it complains with."""
    with started(name, *arguments, given=given, folder=folder) as process:
        output, errors = process.communicate(timeout=120)
    assert (process.returncode, output) == (1, "")
    (line,) = errors.splitlines()
    return line
