"""Write values as Python 2 does: Keystone 12 runs on it, and its errors quote it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

Prefix = Literal["u", ""]
"""What stands before a text: those that were read as JSON are ``u'…'``."""

_WIDTH = 72
_LARGEST_INT = 2**63 - 1


def representation(value: Any, prefix: Prefix = "u") -> str:
    """Return the ``repr`` of a value that JSON can have.

    The members of an object are sorted; Python 2 sorts them by its hashes.
    """
    if isinstance(value, str):
        return prefix + ascii(value)
    if isinstance(value, Mapping):
        members = (
            f"{representation(key, prefix)}: {representation(each, prefix)}"
            for key, each in sorted(value.items())
        )
        return f"{{{', '.join(members)}}}"
    if isinstance(value, Sequence):
        return f"[{', '.join(representation(each, prefix) for each in value)}]"
    is_long = isinstance(value, int) and not -_LARGEST_INT - 1 <= value <= _LARGEST_INT
    return f"{value!r}L" if is_long else repr(value)


def pretty(value: Any, prefix: Prefix = "u", *, indent: int = 0, allowance: int = 0) -> str:
    """Return what ``pprint`` makes of such a value.

    Args:
        value: The value.
        prefix: See `Prefix`.
        indent: Columns before it.
        allowance: Columns to leave free behind it.
    """
    flat = representation(value, prefix)
    if len(flat) <= _WIDTH - 1 - indent - allowance or not value:
        return flat
    inner = {"indent": indent + 1, "allowance": allowance + 1}
    separator = ",\n" + " " * (indent + 1)
    if isinstance(value, Mapping):
        members = []
        for name, each in sorted(value.items()):
            key = representation(name, prefix) + ": "
            inner["indent"] = indent + 1 + len(key)
            members.append(key + pretty(each, prefix, **inner))
        return f"{{{separator.join(members)}}}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{separator.join(pretty(each, prefix, **inner) for each in value)}]"
    return flat
