"""Reading what is to be signed: whatever is missing or malformed is named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ksclient.auth._redact import sealed, secret
from ksclient.exceptions import InvalidArgument

_HALF_A_PAIR = re.compile("[\ud800-\udfff]")


def mapping(value: object, place: str) -> Mapping[str, Any]:
    """Return *value*, which stands at *place*, if it is a dictionary with text for keys.

    Raises:
        InvalidArgument: If it is not.
    """
    if not isinstance(value, Mapping):
        raise malformed(place, value, "a dictionary")
    value = sealed(value)
    for name in value:
        if not isinstance(name, str):
            raise malformed(f"A key of {place}", name, "text")
        utf8(name, f"A key of {place}")
    return value


def text(holder: Mapping[str, Any], name: str, place: str) -> str:
    """Return the text called *name* in *holder*, which stands at *place*.

    Raises:
        InvalidArgument: If it is missing, or no text.
    """
    where = f"{place}[{name!r}]"
    if not isinstance(holder.get(name), str):
        raise malformed(where, holder.get(name), "text")
    utf8(holder[name], where)
    return str(holder[name])


def utf8(value: object, place: str) -> bytes:
    """Return the bytes that are signed for *value*; for a number, those of its digits.

    Raises:
        InvalidArgument: If it is text that UTF-8 cannot express.
    """
    if isinstance(value, bytes):
        return value
    value = secret(value if isinstance(value, str) else str(value))
    # Not left to encode(): its error would hold the whole text, which may be the secret.
    if _HALF_A_PAIR.search(value):
        raise InvalidArgument(
            f"{place} cannot be signed: it holds half a surrogate pair, which UTF-8 cannot express."
        )
    return value.encode()


def malformed(place: str, value: object, wanted: str) -> InvalidArgument:
    """Return the error for a *value* at *place* that is not what is *wanted*.

    It tells the value's type only: the value may be a secret in the wrong place.
    """
    found = "is missing" if value is None else f"is of the type {type(value).__name__}"
    return InvalidArgument(f"{place} {found}: to sign a request, give {wanted}.")
