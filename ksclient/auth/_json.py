"""Read the JSON document of an answer, within limits that an honest server never meets."""

from __future__ import annotations

import json
from contextvars import ContextVar
from gc import is_tracked
from typing import TYPE_CHECKING, Any

from ksclient.auth._text import is_for_text

if TYPE_CHECKING:
    from ksclient.auth._protocols import Response

MAX_BYTES = 64 * 1024 * 1024
"""The largest document read, in bytes: 100,000 users have some 23 million, a catalog of 10,000
endpoints 3 million."""

MAX_DEPTH = 64
"""How deep a document may nest; Identity's own documents stay below ten levels."""


_is_limited: ContextVar[bool] = ContextVar("is_limited", default=False)


class limited:  # noqa: N801 - used as a function; a generator would take longer
    """Have bodies that arrive in the block read no further than `read_json` will take them.

    A few kilobytes may be gigabytes once they are inflated. Put around requests whose answers
    the library reads itself.
    """

    def __enter__(self) -> None:
        self._before = _is_limited.set(True)

    def __exit__(self, *exc_info: object) -> None:
        _is_limited.reset(self._before)


def most_bytes() -> int | None:
    """Return how much of a body to read, just enough to see it is too large; None for all."""
    return MAX_BYTES + 1 if _is_limited.get() else None


class BeyondLimits(ValueError):
    """A document is larger, or nests deeper, than those that are read."""


def read_json(response: Response) -> Any:
    """Return the document in the body of *response*.

    Raises:
        ValueError: If there is none, or one beyond the limits (`BeyondLimits`); its text says
            which, and quotes nothing of the body.
    """
    if len(response.content) > MAX_BYTES:
        raise BeyondLimits(f"is larger than {MAX_BYTES} bytes")
    failure: ValueError
    try:
        return _parsed(response)
    except RecursionError:
        failure = BeyondLimits(f"nests deeper than {MAX_DEPTH} levels")
    except BeyondLimits as cause:
        failure = cause
    except ValueError as cause:
        failure = ValueError("is not JSON")
        failure.__cause__ = ValueError(str(cause))
    try:
        raise failure  # out here, where it takes no foreign frames along: they hold the text
    finally:
        del failure  # or it would hold the frame that holds it


def _parsed(response: Response) -> Any:
    try:
        is_readable = is_for_text(response)
        document = response.json() if is_readable else json.loads(response.content)
    except UnicodeError:  # the answer claims an encoding that is none for text, such as idna
        document = json.loads(response.content)
    if nests_deeper(document, MAX_DEPTH):
        del document  # a traceback with locals would show the token in it
        raise BeyondLimits(f"nests deeper than {MAX_DEPTH} levels")
    return document


def nests_deeper(document: Any, levels: int) -> bool:
    """Tell whether *document* has containers inside containers beyond so many *levels*."""
    nodes = [document] if isinstance(document, _CONTAINERS) else []
    for level in range(levels + 1):
        # CPython does not track what holds no container: texts, and, before 3.14, dictionaries
        # of texts. So a long list of small things is seen to be flat without a look into them.
        nodes = [
            child
            for node in nodes
            for child in (node.values() if isinstance(node, dict) else node)
            if (is_tracked(child) or level == levels) and isinstance(child, _CONTAINERS) and child
        ]
        if not nodes:
            return False
    return True


_CONTAINERS = (dict, list)
