"""What a cloud was asked."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Any, Literal, overload
from urllib.parse import quote

from ksclient.auth._redact import mask_text

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

REMEMBERED = 10_000
"""How many requests are remembered; the oldest go first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, and how it was answered.

    Attributes:
        api: ``public`` or ``admin``.
        path: Percent-encoded, without the query. A token in it is a digest.
        query: What stands after the ``?``; empty for nothing.
        status: Of the answer. None if there is none, or not yet, or a fault sent it on its own.
        user_agent: Empty if the request had none.
    """

    api: Literal["public", "admin"]
    method: str
    path: str
    query: str
    status: int | None
    user_agent: str

    @property
    def is_login(self) -> bool:
        """Whether a token was asked for, got or not."""
        return self.method == "POST" and self.path.rstrip("/") == "/v2.0/tokens"


class History(Sequence[Asked]):
    """Requests, the oldest first. Threads may share it; who reads it sees a copy.

    Args:
        size: How many are remembered at most.
    """

    def __init__(self, size: int = REMEMBERED) -> None:
        self._size = size
        self._asked: OrderedDict[int, Asked] = OrderedDict()
        self._numbers = count()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._asked)

    @overload
    def __getitem__(self, index: int) -> Asked: ...
    @overload
    def __getitem__(self, index: slice) -> list[Asked]: ...
    def __getitem__(self, index: int | slice) -> Asked | list[Asked]:
        return self._copy()[index]

    def __iter__(self) -> Iterator[Asked]:
        return iter(self._copy())

    def __repr__(self) -> str:
        return repr(self._copy())

    @property
    def logins(self) -> list[Asked]:
        """Those that asked for a token."""
        return [asked for asked in self._copy() if asked.is_login]

    def add(self, asked: Asked) -> int:
        """Remember a request, and return its number."""
        with self._lock:
            number = next(self._numbers)
            self._asked[number] = asked
            if len(self._asked) > self._size:
                self._asked.popitem(last=False)
        return number

    def answer(self, number: int, status: int) -> None:
        """Remember how the request of that number is answered."""
        with self._lock:
            if number in self._asked:  # it may be forgotten by now
                self._asked[number] = replace(self._asked[number], status=status)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._asked.clear()

    def _copy(self) -> list[Asked]:
        with self._lock:
            return list(self._asked.values())


def recorded(
    application: WSGIApplication, history: History, api: Literal["public", "admin"]
) -> WSGIApplication:
    """Return an application that answers as *application*, and has it remembered.

    A request is in the history before anything of its answer is on the wire, and so is the status;
    who has an answer, or lost the connection, sees the request.
    """

    def record(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        number = history.add(_asked(environ, api))

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Callable[..., Any]:
            history.answer(number, int(status[:3]))
            return start_response(status, headers, *error)

        return application(environ, start)

    return record


def _asked(environ: WSGIEnvironment, api: Literal["public", "admin"]) -> Asked:
    # Encoded anew: a token may be written in many ways, and all must be recognized as one.
    path = re.sub("/{2,}", "/", quote(environ.get("PATH_INFO", "").encode("latin-1")))
    query = environ.get("QUERY_STRING", "")
    return Asked(
        api=api,
        method=environ["REQUEST_METHOD"],
        path=mask_text(path),
        query=mask_text(f"?{query}")[1:],
        status=None,
        user_agent=environ.get("HTTP_USER_AGENT", ""),
    )
