"""Secrets that are planted, and all the places where somebody would see one that escaped."""

from __future__ import annotations

import base64
import io
import logging
import pickle
import re
import secrets
import traceback
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from types import TracebackType
from typing import Any

LOUD = ("", "ksclient", "urllib3", "requests", "sqlalchemy.engine", "redis", "asyncio")
"""Loggers that are set to DEBUG; the root's level holds for all others."""

_PIECE = re.compile(r"[A-Za-z0-9]{12,}")
_DEPTH = 8


class Canaries:
    """The secrets of one run, by name, and whether a text holds one in whatever encoding.

    A secret is looked for by its pieces of letters and digits: percent-encoding, JSON, HTML and
    ``repr`` change what is between them, and nothing in them. Base64 has a form of its own for
    each of three places that a piece may begin at.
    """

    def __init__(self) -> None:
        self._needles: dict[str, str] = {}
        self.values: dict[str, str] = {}

    def plant(self, name: str, *, between: str = "") -> str:
        """Return a new secret of that *name*, with *between* in the middle of it."""
        halves = f"c4n4ry{secrets.token_hex(8)}", secrets.token_hex(8)
        for half in halves:
            self.learn(name, half)
        value = between.join(halves)
        self.values[name] = value
        return value

    def learn(self, name: str, value: str) -> None:
        """Look for a secret that somebody else made, too."""
        for piece in _PIECE.findall(value):
            for needle in (piece, *_in_base64(piece.encode())):
                self._needles[needle] = name

    def hits(self, text: str | bytes) -> set[str]:
        """Return the names of the secrets that are in a text, or in bytes."""
        if isinstance(text, bytes):
            text = text.decode("latin-1")
        return {name for needle, name in self._needles.items() if needle in text}

    def hits_in(self, told: list[tuple[str, str]]) -> list[str]:
        """Return where secrets are, and which: a line each, without doubles."""
        if not self.hits("\n".join(text for _, text in told)):
            return []
        found = ((where, text, sorted(self.hits(text))) for where, text in told)
        return sorted(
            {f"{', '.join(hits)} in {where}: {text[:300]}" for where, text, hits in found if hits}
        )


def _in_base64(piece: bytes) -> Iterator[str]:
    """Yield how base64 writes a piece, but for the ends that depend on its neighbours."""
    for offset, skipped in enumerate((0, 2, 3)):
        written = base64.b64encode(b"\0" * offset + piece).decode()
        yield written[skipped : (offset + len(piece)) * 8 // 6]


class Told(logging.Handler):
    """All that was told while a program ran: log records, warnings, and what was printed."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.told: list[tuple[str, str]] = []

    def add(self, where: str, text: object) -> None:
        """Note what was seen somewhere."""
        self.told.append((where, str(text)))

    def emit(self, record: logging.LogRecord) -> None:
        """Note a record: its message, arguments, extra members, and its error with locals."""
        where = f"log of {record.name}"
        self.add(where, f"{self.format(record)} {vars(record)}")
        if record.exc_info and record.exc_info[1]:
            self.told += told_by(record.exc_info[1], where)

    @contextmanager
    def listening(self) -> Iterator[Told]:
        """Listen to all loggers at DEBUG, to warnings, and to what is printed."""
        before = {name: logging.getLogger(name).level for name in LOUD}
        root, out = logging.getLogger(), io.StringIO()
        root.addHandler(self)
        for name in LOUD:
            logging.getLogger(name).setLevel(logging.DEBUG)
        try:
            with (
                warnings.catch_warnings(record=True) as warned,
                redirect_stdout(out),
                redirect_stderr(out),
            ):
                warnings.simplefilter("always")
                yield self
        finally:
            root.removeHandler(self)
            for name, level in before.items():
                logging.getLogger(name).setLevel(level)
        self.told += [("warning", f"{w.message} {w.message!r} {w.line}") for w in warned]
        self.add("stdout", out.getvalue())


def told_by(error: BaseException, where: str = "") -> list[tuple[str, str]]:
    """Return all that an error tells: what programs print of it, and what error reporters send."""
    name = f"{where}{type(error).__name__}"
    told = [
        (f"str of {name}", str(error)),
        (f"repr of {name}", repr(error)),
        (f"members of {name}", repr(vars(error))),
        (f"pickle of {name}", pickle.dumps(error).decode("latin-1")),
    ]
    told += [(f"member {key} of {name}", text) for key, text in _leaves(vars(error))]
    seen: list[BaseException] = [error]
    for each in seen:
        told += [(f"traceback of {name}", text) for text in _locals(each)]
        told += [
            (f"cause of {name}", "".join(traceback.format_exception_only(each)) + repr(vars(each)))
        ]
        near = (each.__cause__, each.__context__, *getattr(each, "exceptions", ()))
        seen += [other for other in near if other is not None and other not in seen]
    return told


def _locals(error: BaseException) -> list[str]:
    """Return the variables of an error's frames, but for those of these tests.

    First as Python itself shows them (``capture_locals``), then as reporters do that walk through
    dictionaries and lists, and show what is in there one by one.
    """
    shown = []
    captured = traceback.TracebackException.from_exception(error, capture_locals=True)
    frames = list(_frames(error.__traceback__))
    for summary, (file, frame) in zip(captured.stack, frames, strict=True):
        if "/tests/" in file:
            continue
        at = f"{file.rpartition('/')[2]}:{summary.lineno} {summary.name}"
        shown += [f"{at}: {key}={text}" for key, text in (summary.locals or {}).items()]
        shown += [f"{at}: {key} holds {text}" for key, text in _leaves(frame)]
    return shown


def _frames(trace: TracebackType | None) -> Iterator[tuple[str, Mapping[str, Any]]]:
    while trace is not None:
        yield trace.tb_frame.f_code.co_filename, trace.tb_frame.f_locals
        trace = trace.tb_next


def _is_own(value: Any) -> bool:
    """Tell whether a sequence shows itself in a way of its own, as named tuples do."""
    return isinstance(value, tuple) and hasattr(value, "_fields")


def _leaves(value: Any, name: str = "", depth: int = _DEPTH) -> Iterator[tuple[str, str]]:
    """Yield the ``repr`` of all that is in dictionaries and sequences, with where it is."""
    if depth and isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, f"{name}[{key!s}]", depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset) and not _is_own(value):
        for item in value:
            yield from _leaves(item, f"{name}[]", depth - 1)
    else:
        yield name, repr(value)
