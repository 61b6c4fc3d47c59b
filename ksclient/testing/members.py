"""See that what was read from a file is of the types that are asked for."""

from __future__ import annotations

from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints, is_typeddict

_WORDS: dict[Any, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text",
    list: "a list",
    dict: "a table",
    NoneType: "nothing",
}


class Wrong(Exception):
    """Something is of another type; the message says what, where, and what it must be."""


def fitting(value: Any, wanted: Any, where: str) -> Any:
    """Return *value* as a *wanted* type has it: lists become tuples.

    Args:
        value: What was read.
        wanted: A type, as annotations name it: plain, ``Literal``, ``tuple[…, ...]``,
            ``dict[…]`` or a ``TypedDict``.
        where: Where it stands, for errors.

    Raises:
        Wrong: If it does not fit.
    """
    if get_origin(wanted) is Literal:
        return _one_of(get_args(wanted), value, where)
    if get_origin(wanted) is tuple:
        _check(isinstance(value, list | tuple), value, list, where)
        each = get_args(wanted)[0]
        return tuple(fitting(item, each, f"{where}[{i}]") for i, item in enumerate(value))
    if is_typeddict(wanted):
        return _table(wanted, value, where)
    plain = get_origin(wanted) or wanted
    # To Python, a truth value is a number.
    fits = isinstance(value, (int, float) if plain is float else plain)
    _check(fits and (plain is bool or not isinstance(value, bool)), value, plain, where)
    return value


def _one_of(choices: tuple[Any, ...], value: Any, where: str) -> Any:
    if any(value == each and type(value) is type(each) for each in choices):
        return value
    raise Wrong(f"{where} must be one of {', '.join(map(repr, choices))}, and is {value!r}")


def _table(wanted: Any, value: Any, where: str) -> dict[str, Any]:
    _check(isinstance(value, dict), value, dict, where)
    types = get_type_hints(wanted)
    if value.keys() != types.keys():
        found = ", ".join(value) or "nothing"
        raise Wrong(f"{where} must have {', '.join(types)}, and has {found}")
    return {name: fitting(value[name], types[name], f"{where}.{name}") for name in types}


def _check(fits: bool, value: Any, wanted: Any, where: str) -> None:
    if not fits:
        found = _WORDS.get(type(value), f"a {type(value).__name__}")
        raise Wrong(f"{where} must be {_WORDS[wanted]}, and is {found}: {value!r}")
