"""Ids on their way into URLs."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from ksclient.auth._redact import kind_of, mask_text, secret
from ksclient.base.resource import Resource
from ksclient.exceptions import InvalidArgument, InvalidId

_DOTS = frozenset({".", ".."})


def getid(obj: Any) -> Any:
    """Return the id of a resource; anything else is taken to be an id already.

    Objects of other libraries may have a ``uuid``, which then is meant. A resource of this
    library never has: on it, ``uuid`` is a name that a server may use for what it likes.
    """
    if not isinstance(obj, Resource) and getattr(obj, "uuid", None):
        return obj.uuid
    return getattr(obj, "id", obj)


def filter_none(**kwargs: Any) -> dict[str, Any]:
    """Return the keywords whose value is not None."""
    return {key: value for key, value in kwargs.items() if value is not None}


def known_id(obj: Any, argument: str = "id") -> str:
    """Return the id of a resource, or an id given as such, where None must not mean "any".

    Args:
        obj: The resource, or its id.
        argument: What the caller calls it, for the error.

    Raises:
        InvalidId: If it is missing, empty, ``.`` or ``..``, or neither text nor a number.
    """
    text = _text_of(obj)
    if text is None:
        raise _invalid(obj, f"{argument}: ", "an id", "")
    return text


def path(*segments: Any) -> str:
    """Return the path made of *segments*, each a string or a resource, percent-encoded.

    An id that holds a slash is sent as ``%2F``. Many servers decode that before they look for
    the route, and then answer 404.

    Raises:
        InvalidId: If a segment is missing, empty, ``.`` or ``..``, or neither text nor a number.
            Such a path would name another thing than the one meant.
    """
    segments = tuple(map(_veiled, segments))  # from tracebacks with locals
    texts = [_text_of(segment) for segment in segments]
    for place, text in enumerate(texts):
        if text is None:
            raise _wrong_segment(segments, place)
    return "".join("/" + quote(str(text), safe="") for text in texts)


def query(*, limit: int | None = None, marker: Any = None) -> str:
    """Return the query of one page, ``?`` included; empty where there is nothing to say.

    Raises:
        InvalidArgument: If *limit* is not a number from 0 up.
        InvalidId: If *marker* is neither None nor an id.
    """
    pairs: dict[str, int | str] = {}
    if limit is not None:
        pairs["limit"] = _whole(limit)
    if marker is not None:
        pairs["marker"] = known_id(marker, "marker")
    return f"?{urlencode(pairs)}" if pairs else ""


def _text_of(segment: Any) -> str | None:
    """Return the text that stands for *segment* in a URL, None if it cannot stand in one."""
    if _is_secret(segment):  # which in this place can only be a mistake
        return None
    text = segment if type(segment) is str else getid(segment)
    if isinstance(text, int) and not isinstance(text, bool):  # as very old servers number things
        return str(text)
    if isinstance(text, str) and text and text not in _DOTS and _is_unicode(text):
        return text
    return None


_NAMED_BY = {
    "users": "the id of a user",
    "tenants": "the id of a tenant",
    "roles": "the id of a role",
    "OS-KSADM": "the id of a role",
    "services": "the id of a service",
    "endpoints": "the id of an endpoint",
    "extensions": "the alias of an extension",
    "OS-EC2": "an access key",
    "tokens": "a token",
}
"""What stands in a path, by the segment before it."""


def _wrong_segment(segments: tuple[Any, ...], place: int) -> InvalidId:
    before = segments[place - 1] if place else None
    kind = _NAMED_BY.get(before, "an id") if isinstance(before, str) else "an id"
    wrong = segments[place]
    around = "/".join("…" if other is wrong else _shown(other) for other in segments)
    return _invalid(wrong, "", kind, f" (the … in {mask_text('/' + around)})")


def _veiled(segment: Any) -> Any:
    """Return *segment*, which may be a secret in the wrong place unless it looks like an id."""
    return segment if isinstance(segment, str | int | Resource) else secret(segment)


def _invalid(wrong: Any, before: str, kind: str, where: str) -> InvalidId:
    """Return the error that says that *wrong* was given for *kind*."""
    text = wrong if _is_secret(wrong) else getid(wrong)
    if isinstance(text, str):
        # What cannot be secret is shown even where it is veiled, as tokens are.
        shown = repr(str(text) if text in _DOTS else text) if text else "An empty text"
    else:
        # What is no string may be a secret in the wrong place: only its type is told.
        shown = "None" if text is None else f"A {kind_of(text)}"
    return InvalidId(
        f"{before}{shown} cannot be {kind}{where}, so nothing was sent. Give the id as a string, "
        "or the object that has it.",
        id=text if text is None or isinstance(text, str | int) else kind_of(text),
    )


def _is_secret(segment: Any) -> bool:
    return isinstance(segment, Resource) and segment.ID_IS_SECRET


def _shown(segment: Any) -> str:
    text = segment if _is_secret(segment) else getid(segment)
    return str(text) if isinstance(text, str | int) else f"<{kind_of(text)}>"


def _is_unicode(text: str) -> bool:
    """Tell whether *text* can be sent at all: half a surrogate pair cannot."""
    return text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text)


def _whole(limit: Any) -> int:
    try:
        number = int(limit)
    except (TypeError, ValueError, OverflowError):
        number = -1
    if number < 0 or isinstance(limit, bool | float):
        raise InvalidArgument(
            f"limit={limit!r} is not a number of items: give 0, 1, 2 and so on, or None for all."
        )
    return number
