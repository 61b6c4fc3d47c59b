"""Look into bodies as Keystone does: it trips over wrong types, and says so in Python's words."""

from __future__ import annotations

from typing import Any

from ksclient.testing.keystone import refusals

_TYPES = {bool: "bool", int: "int", float: "float", str: "unicode", list: "list", dict: "dict"}
_LARGEST_INT = 2**63 - 1


def contains(container: Any, name: str) -> bool:
    """Tell whether there is *name* in *container*.

    Raises:
        Refusal: 400 if nothing can be in it.
    """
    if not isinstance(container, dict | list | str):
        raise refusals.bad_request(f"argument of type '{_type(container)}' is not iterable")
    return name in container


def member(container: Any, name: str) -> Any:
    """Return what *container* has by that name.

    Raises:
        Refusal: 400 if it is no object.
    """
    if isinstance(container, str):
        raise refusals.bad_request("string indices must be integers")
    if isinstance(container, list):
        raise refusals.bad_request("list indices must be integers, not str")
    return container[name]


def check_length(value: Any, attribute: str, most: int) -> None:
    """See that *value* is no longer than *most*.

    Raises:
        Refusal: 400 if it is, or has no length.
    """
    if not isinstance(value, dict | list | str):
        raise refusals.bad_request(f"object of type '{_type(value)}' has no len()")
    if len(value) > most:
        raise refusals.too_long(attribute, most)


def _type(value: Any) -> str:
    if value is None:
        return "NoneType"
    if type(value) is int and not -_LARGEST_INT - 1 <= value <= _LARGEST_INT:
        return "long"
    return _TYPES[type(value)]
