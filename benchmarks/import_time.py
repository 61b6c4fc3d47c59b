"""What it costs to import the v2.0 client, beside upstream's, in fresh processes; `make bench`.

Prints the median of the seconds that Python's start takes longer with the import than without,
and which heavy libraries it loads. Runs alternate, so that a busy machine slows all alike.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

RUNS = 15
HEAVY = ("requests", "stevedore", "urllib3", "logging", "http.client", "json")
CASES = {
    "nothing": "pass",
    "ksclient": "import ksclient.v2_0.client",
    "keystoneclient": "import keystoneclient.v2_0.client",
}


def main() -> None:
    """Measure each case, and print a table."""
    seconds: dict[str, list[float]] = {name: [] for name in CASES}
    for statement in CASES.values():
        measure(statement)  # compiles, and warms the file cache
    for _ in range(RUNS):
        for name, statement in CASES.items():
            seconds[name].append(measure(statement))
    nothing = statistics.median(seconds["nothing"])
    print(f"Python {sys.version.split()[0]}, median of {RUNS} runs, start of Python taken off\n")
    print(f"{'import of the v2.0 client':<28} {'ms':>6}   {'modules':>7}   loads")
    for name, statement in CASES.items():
        if name != "nothing":
            cost = (statistics.median(seconds[name]) - nothing) * 1000
            loaded = modules_of(statement) - modules_of(CASES["nothing"])
            heavy = " ".join(module for module in HEAVY if module in loaded) or "-"
            print(f"{name:<28} {cost:>6.1f}   {len(loaded):>7}   {heavy}")


def measure(statement: str) -> float:
    """Return the seconds that a fresh Python takes for *statement*."""
    start = time.perf_counter()
    run(statement)
    return time.perf_counter() - start


def modules_of(statement: str) -> set[str]:
    """Return the names of the modules that are loaded after *statement*."""
    return set(run(f"{statement}\nimport sys\nprint(*sys.modules)").split())


def run(code: str) -> str:
    """Run *code* in a fresh Python that may keep what it compiled; return what it prints."""
    environment = {**os.environ}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return done.stdout


if __name__ == "__main__":
    main()
