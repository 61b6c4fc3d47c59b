"""A Python that has the packages installed that a test names."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]


@pytest.fixture
def python(tmp_path):
    """Run code where packages with plugins are installed, and return what it prints.

    A package is the group of its entry points, the entry points, and its source.
    """

    def run(code, **packages):
        for name, (group, entry_points, source) in packages.items():
            info = tmp_path / f"{name}-1.0.dist-info"
            info.mkdir()
            info.joinpath("METADATA").write_text(
                f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
            )
            lines = [f"[{group}]", *entry_points]
            info.joinpath("entry_points.txt").write_text("\n".join(lines) + "\n")
            (tmp_path / f"{name}.py").write_text(source)
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout.strip() or done.stderr

    return run
