"""A fresh Python that has packages installed whose entry points a test names."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run_with(folder: Path, code: str, **packages: tuple[str, list[str], str]) -> str:
    """Run *code* where *packages* are installed, below *folder*; return what it prints or raises.

    A package is the group of its entry points, the entry points, and its source.
    """
    for name, (group, entry_points, source) in packages.items():
        info = folder / f"{name}-1.0.dist-info"
        info.mkdir()
        info.joinpath("METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        lines = [f"[{group}]", *entry_points]
        info.joinpath("entry_points.txt").write_text("\n".join(lines) + "\n")
        (folder / f"{name}.py").write_text(source)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or done.stderr
