"""Where the commands of pages run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for commands, with the examples in it."""
    tmp_path.chmod(0o700)
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    return tmp_path
