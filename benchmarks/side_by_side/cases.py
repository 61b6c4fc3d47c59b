"""The cases: what is measured, how often, and the goal that stands beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.side_by_side import starts
from benchmarks.side_by_side.starts import CACHED, CALL, CLIENT, LOGIN, OURS, SESSION, THEIRS

FLOOR = ("requests", "urllib3", "http.client")
"""What both libraries stand on, from the top down."""


@dataclass(frozen=True)
class InProcess:
    """A case that a worker measures.

    Attributes:
        title: What it is, in the table.
        goal: The most that it may take, as a part of what upstream takes; None for no goal.
        acts: What is measured, a function of `acts` for each contestant.
        repetitions: How many acts make a round.
        is_about_memory: Whether to ask what the result holds, not how long it takes.
    """

    title: str
    goal: float | None
    acts: dict[str, str]
    repetitions: int = 1
    is_about_memory: bool = False


@dataclass(frozen=True)
class InFreshProcess:
    """A case that is a command, which a starter starts.

    Attributes:
        title: What it is, in the table.
        goal: As above.
        commands: What is started, by contestant.
        is_import: Whether Python's own start is taken off, and modules are counted.
        is_script: Whether the commands are code for Python, to which more can be added.
    """

    title: str
    goal: float | None
    commands: dict[str, list[str]]
    is_import: bool = False
    is_script: bool = True


def both(act: str) -> dict[str, str]:
    """Return the acts of a case in which only the two libraries compare."""
    return {"ksclient": act, "upstream": act}


IN_PROCESS = (
    InProcess(
        "GET of a small document, with a token",
        0.6,
        {
            **both("small_get"),
            "requests": "requests_get",
            "urllib3": "urllib3_get",
            "http.client": "http_get",
        },
        200,
    ),
    InProcess("`users.get`, catalog of 20 services", 0.35, both("users_get"), 100),
    InProcess("`users.list` of 50,000", 0.7, both("users_list")),
    InProcess("the same: memory held", 0.6, both("users_list"), is_about_memory=True),
    InProcess("`url_for`, 2,000 services in 5 regions", 0.001, both("url_for"), 3),
    InProcess("`url_for`, 20 services in 5 regions", None, both("url_for_in_a_small_catalog"), 100),
    InProcess("a login", 0.6, both("log_in"), 50),
    InProcess("32 threads, 640 requests, one session", 0.6, both("threads")),
    InProcess("100 threads, token revoked", None, both("revoked")),
)


def in_fresh_processes() -> tuple[InFreshProcess, ...]:
    """Return the other cases; the commands only where somebody installed them."""
    cases = [
        InFreshProcess("import `v2_0.client`", 0.15, _of_both(CLIENT), is_import=True),
        InFreshProcess("import a session and a v2 plugin", 0.25, _of_both(SESSION), is_import=True),
        InFreshProcess("cold script: log in, `tenants.list()`, exit", 0.6, _of_both(LOGIN + CALL)),
        InFreshProcess(
            "warm script: the same, with the token cache",
            0.5,
            {
                "ksclient": starts.script(LOGIN + CACHED + CALL, OURS),
                "upstream": starts.script(LOGIN + CALL, THEIRS),
            },
        ),
    ]
    commands = starts.commands()
    if "ksclient" in commands and "upstream" in commands:
        title = "`ksclient tenant-list`, `openstack project list`"
        cases.append(InFreshProcess(title, 0.25, commands, is_script=False))
    return tuple(cases)


def _of_both(code: str) -> dict[str, list[str]]:
    script: Callable[..., list[str]] = starts.script
    return {"ksclient": script(code, OURS), "upstream": script(code, THEIRS)}
