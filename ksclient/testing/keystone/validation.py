"""Check bodies against schemas, and say what is wrong with them as Keystone does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ksclient.testing.keystone import refusals
from ksclient.testing.keystone.python2 import pretty, representation

Schema = Mapping[str, Any]
"""A JSON schema, with the keywords of `_CHECKS`; they are checked in its order."""


def validate(instance: Any, schema: Schema) -> None:
    """See that *instance* is what a *schema* asks for.

    Raises:
        Refusal: 400, in the words of the library that Keystone uses.
    """
    fault = next(_faults(instance, schema), None)
    if fault:
        raise refusals.bad_request(fault.report())


@dataclass(frozen=True)
class _Fault:
    """What is wrong: *keyword* of *schema* with *instance*, and where these two are."""

    text: str
    keyword: str
    schema: Schema
    instance: Any
    field: tuple[str, ...] = ()

    def report(self) -> str:
        """Return all that is said about it."""
        within = "".join(f"['properties'][{name!r}]" for name in self.field)
        where = "".join(f"[{name!r}]" for name in self.field)
        found = (
            f"{self.text}\n\n"
            f"Failed validating {self.keyword!r} in schema{within}:\n"
            f"{_indented(pretty(self.schema, ''))}\n\n"
            f"On instance{where}:\n"
            f"{_indented(pretty(self.instance))}"
        )
        return f"Invalid input for field '{'/'.join(self.field)}': {found}" if self.field else found


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


def _faults(instance: Any, schema: Schema) -> Iterator[_Fault]:
    for keyword, value in schema.items():
        if keyword == "properties":
            yield from _faults_within(instance, value)
        elif keyword in _CHECKS:
            text = _CHECKS[keyword](value, instance)
            if text:
                yield _Fault(text, keyword, schema, instance)


def _faults_within(instance: Any, properties: Mapping[str, Schema]) -> Iterator[_Fault]:
    if not isinstance(instance, dict):
        return
    for name, schema in properties.items():
        if name in instance:
            for fault in _faults(instance[name], schema):
                yield replace(fault, field=(name, *fault.field))


def _is_valid(instance: Any, schema: Schema) -> bool:
    return next(_faults(instance, schema), None) is None


# --- the keywords: what is wrong, or None ------------------------------------------------------

_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}


def _type(expected: str | Sequence[str], instance: Any) -> str | None:
    names = [expected] if isinstance(expected, str) else expected
    if any(_TYPES[name](instance) for name in names):
        return None
    return f"{representation(instance)} is not of type {', '.join(map(repr, names))}"


def _enum(allowed: Sequence[Any], instance: Any) -> str | None:
    if instance in allowed:
        return None
    return f"{representation(instance)} is not one of {representation(allowed, '')}"


def _required(names: Sequence[str], instance: Any) -> str | None:
    if not isinstance(instance, dict):
        return None
    absent = next((name for name in names if name not in instance), None)
    return None if absent is None else f"{absent!r} is a required property"


def _min_length(least: int, instance: Any) -> str | None:
    if isinstance(instance, str) and len(instance) < least:
        return f"{representation(instance)} is too short"
    return None


def _max_length(most: int, instance: Any) -> str | None:
    if isinstance(instance, str) and len(instance) > most:
        return f"{representation(instance)} is too long"
    return None


def _pattern(pattern: str, instance: Any) -> str | None:
    # ASCII: what Python 2 takes for a blank.
    if isinstance(instance, str) and not re.search(pattern, instance, re.ASCII):
        return f"{representation(instance)} does not match {pattern!r}"
    return None


def _any_of(schemas: Sequence[Schema], instance: Any) -> str | None:
    if any(_is_valid(instance, schema) for schema in schemas):
        return None
    return f"{representation(instance)} is not valid under any of the given schemas"


def _not(schema: Schema, instance: Any) -> str | None:
    if not _is_valid(instance, schema):
        return None
    return f"{representation(schema, '')} is not allowed for {representation(instance)}"


def _min_properties(least: int, instance: Any) -> str | None:
    if isinstance(instance, dict) and len(instance) < least:
        return f"{representation(instance)} does not have enough properties"
    return None


_CHECKS: Mapping[str, Callable[[Any, Any], str | None]] = {
    "type": _type,
    "enum": _enum,
    "required": _required,
    "minLength": _min_length,
    "maxLength": _max_length,
    "pattern": _pattern,
    "anyOf": _any_of,
    "not": _not,
    "minProperties": _min_properties,
}
