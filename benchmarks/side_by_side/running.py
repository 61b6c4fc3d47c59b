"""Measures the cases in turns, and makes one row of each."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from benchmarks.side_by_side import starts
from benchmarks.side_by_side.cases import IN_PROCESS, InFreshProcess, InProcess, in_fresh_processes
from benchmarks.side_by_side.stand_in import StandIn
from benchmarks.side_by_side.starts import Start, Starter
from benchmarks.side_by_side.worker import Round, Worker


@dataclass(frozen=True)
class Row:
    """A case, measured.

    Attributes:
        title: What it is.
        goal: The ratio to be reached; None for none.
        unit: "s" or "B".
        measured: Medians by contestant: seconds of processor time, or bytes.
        wall: Medians of seconds on the clock, by contestant; empty where they say nothing.
        notes: What else there is to say, by contestant.
    """

    title: str
    goal: float | None
    unit: str
    measured: dict[str, float]
    wall: dict[str, float]
    notes: dict[str, str]

    @property
    def ratio(self) -> float:
        """What ksclient takes, as a part of what upstream takes."""
        return self.measured["ksclient"] / self.measured["upstream"]


def rows(runs: int) -> Iterable[Row]:
    """Measure each case so often, and yield its row."""
    with ExitStack() as stack:
        url = stack.enter_context(StandIn()).url
        starter = stack.enter_context(starts.starter(url))
        for case in in_fresh_processes():
            print(case.title, file=sys.stderr)
            yield started(case, starter, runs)
        workers: dict[str, Worker] = {}
        for measured_case in IN_PROCESS:
            print(measured_case.title, file=sys.stderr)
            for name in measured_case.acts:
                if name not in workers:
                    workers[name] = Worker(name, url)
                    stack.callback(workers[name].close)
            yield worked(measured_case, workers, runs)


def started(case: InFreshProcess, starter: Starter, runs: int) -> Row:
    """Start the commands of a case in turns."""
    commands = dict(case.commands)
    if case.is_import:
        commands["nothing"] = starts.script(starts.NOTHING, {})
    found: dict[str, list[Start]] = {name: [] for name in commands}
    for command in commands.values():
        starter.start(command)  # compiles, and fills the token cache that is to be warm
    for _ in range(runs):
        for name, command in commands.items():
            found[name].append(starter.start(command))
    cpu, wall = (medians(found, name) for name in ("cpu", "wall"))
    notes = {
        name: _started_note(case, starter.url, command, found[name][-1].requests)
        for name, command in case.commands.items()
    }
    if case.is_import:  # what Python itself takes is nobody's
        nothing_cpu, nothing_wall = cpu.pop("nothing"), wall.pop("nothing")
        cpu = {name: seconds - nothing_cpu for name, seconds in cpu.items()}
        wall = {name: seconds - nothing_wall for name, seconds in wall.items()}
    return Row(case.title, case.goal, "s", cpu, wall, notes)


def _started_note(case: InFreshProcess, url: str, command: list[str], requests: int) -> str:
    if not case.is_script:
        return _requests(requests)
    modules, peak = starts.loaded(command, url)
    memory = f"{peak / 2**20:.0f} MB"
    return f"{memory}, {modules} modules" if case.is_import else f"{memory}, {_requests(requests)}"


def worked(case: InProcess, workers: dict[str, Worker], runs: int) -> Row:
    """Have the workers measure a case in turns."""
    found: dict[str, list[Round]] = {name: [] for name in case.acts}

    def round_of(name: str) -> Round:
        return workers[name].measure(
            case.acts[name], case.repetitions, is_memory_asked=case.is_about_memory
        )

    for name in case.acts:
        round_of(name)  # warms up
    for _ in range(3 if case.is_about_memory else runs):
        for name, rounds in found.items():
            rounds.append(round_of(name))
    if case.is_about_memory:
        return Row(case.title, case.goal, "B", medians(found, "held"), {}, {})
    notes = {name: _noted(rounds) for name, rounds in found.items()}
    return Row(case.title, case.goal, "s", medians(found, "cpu"), medians(found, "wall"), notes)


def medians(found: dict[str, list[Any]], attribute: str) -> dict[str, float]:
    """Return the median of an attribute of what was measured, by contestant."""
    return {
        name: statistics.median(getattr(each, attribute) for each in measured)
        for name, measured in found.items()
    }


def _noted(rounds: list[Round]) -> str:
    errors = [each.told for each in rounds if each.told is not None]
    requests = max(each.requests for each in rounds)
    if not errors:
        return _requests(requests)
    logins = max(each.logins for each in rounds)
    return f"{max(errors)} errors, {_counted(logins, 'login')}"


def _requests(number: float) -> str:
    return _counted(number, "request")


def _counted(number: float, what: str) -> str:
    return f"{number:.0f} {what}{'' if number == 1 else 's'}"
