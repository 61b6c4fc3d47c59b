"""Read the JSON document of an answer, within limits that an honest server never meets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ksclient.auth._protocols import Response

MAX_BYTES = 16 * 1024 * 1024
"""The largest document read, in bytes; a catalog of 10,000 endpoints has about 3 million."""

MAX_DEPTH = 64
"""How deep a document may nest; Identity's own documents stay below ten levels."""


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
    try:
        document = response.json()
    except RecursionError as cause:
        raise BeyondLimits(f"nests deeper than {MAX_DEPTH} levels") from cause
    except ValueError as cause:
        raise ValueError("is not JSON") from cause
    if nests_deeper(document, MAX_DEPTH):
        raise BeyondLimits(f"nests deeper than {MAX_DEPTH} levels")
    return document


def nests_deeper(document: Any, levels: int) -> bool:
    """Tell whether *document* has containers inside containers beyond so many *levels*."""
    nodes = [document]
    for _ in range(levels + 1):
        nodes = [child for node in nodes for child in _members(node) if _members(child)]
        if not nodes:
            return False
    return True


def _members(node: Any) -> Any:
    if isinstance(node, dict):
        return node.values()
    return node if isinstance(node, list) else ()
