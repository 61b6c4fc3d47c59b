"""What servers, and what stands in front of them, may answer: well-formed, odd and broken.

The searches are the same on every run. ``KSCLIENT_EXAMPLES=5000`` makes them longer, and other
ones each time.
"""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

_MORE = int(os.environ.get("KSCLIENT_EXAMPLES", "0"))


def steady(examples: int) -> settings:
    """Return the settings of a search of so many examples: the same ones each time."""
    return settings(
        max_examples=_MORE or examples,
        derandomize=not _MORE,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


# --- values that JSON can hold ---------------------------------------------------------------

DEEP = 20_000
"""Levels of nesting that no parser written as a recursion survives."""

ODD_TEXTS = st.sampled_from(
    [
        "",
        " ",
        "\x00",
        "\ud800",
        "é",
        "\u0661",
        "²",
        "\u202e",
        "a\nb",
        "*",
        "http://[",
        "v",
        "x" * 5000,
    ]
)
TEXTS = ODD_TEXTS | st.text(st.characters(codec=None, categories=None), max_size=12)
NUMBERS = (
    st.integers(-3, 3)
    | st.sampled_from([10**400, -(10**30), 2**63, 1.5, -0.0, 1e308])
    | st.sampled_from([float("nan"), float("inf"), float("-inf")])
)
SCALARS = st.none() | st.booleans() | NUMBERS | TEXTS
NAMES = (
    st.sampled_from(
        ["id", "name", "access", "token", "error", "errors", "message", "versions", "values"]
    )
    | TEXTS
)
JUNK = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)
"""Anything that Python's parser makes of JSON, and of what is not quite JSON."""


# --- documents with one wrong place ------------------------------------------------------------

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Odd:
    """A well-formed document but for one place.

    Attributes:
        document: The document.
        place: Where it is not as it was, such as ``("access", "token", "id")``.
    """

    document: Any
    place: Path

    @property
    def field(self) -> str:
        """The place, as errors name it: ``access.user.roles[0].name``."""
        text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.place)
        return text.removeprefix(".")


def places(document: Any, place: Path = ()) -> Iterator[Path]:
    """Yield every place of a document, the whole included."""
    yield place
    if isinstance(document, dict):
        steps: Any = document
    else:
        steps = range(len(document)) if isinstance(document, list) else ()
    for step in steps:
        yield from places(document[step], (*place, step))


@st.composite
def spoiled(draw: st.DrawFn, document: Any, spoilers: st.SearchStrategy[Any] = JUNK) -> Odd:
    """Return *document* with one member gone, doubled, or replaced by junk."""
    place = draw(st.sampled_from(list(places(document))))
    junk = draw(spoilers)
    if not place:
        return Odd(junk, place)
    changed = copy.deepcopy(document)
    holder = changed
    for step in place[:-1]:
        holder = holder[step]
    how = draw(st.sampled_from(["replace", "replace", "replace", "remove", "list"]))
    if how == "remove":
        del holder[place[-1]]
    elif how == "list":
        holder[place[-1]] = [holder[place[-1]]]
    else:
        holder[place[-1]] = junk
    return Odd(changed, place)


# --- answers -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """What comes over the wire.

    Attributes:
        body: The body, as bytes.
        status: The status code.
        headers: The headers.
    """

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)


def wire(document: Any) -> bytes:
    """Return *document* as JSON, or as what a careless server takes for it: ``NaN`` and so on."""
    return json.dumps(document).encode()


HTML = (
    b"<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head>"
    b"<body><center><h1>502 Bad Gateway</h1></center><hr>nginx</body></html>"
)
NO_DOCUMENTS = {
    "nothing": b"",
    "blanks": b" \r\n",
    "a web page": HTML,
    "half a document": b'{"access": {"token": {"id": "t0k',
    "two documents": b'{"a": 1}{"b": 2}',
    "deep lists": b"[" * DEEP,
    "deep lists, closed": b"[" * DEEP + b"]" * DEEP,
    "deep objects": b'{"access":' * DEEP + b"1" + b"}" * DEEP,
    "66 levels": b'{"access":' * 66 + b"1" + b"}" * 66,
    "no UTF-8": b'{"access": "\xff\xfe"}',
    "zeros": b"\x00" * 64,
    "a number of 5,000 digits": b'{"access": ' + b"9" * 5000 + b"}",
    "a byte order mark alone": b"\xef\xbb\xbf",
    "YAML": b"access:\n  token: t\n",
    "Python": b"{'access': None}",
}
"""Bodies that are no JSON document, or none that is read, by what they are."""

CONTENT_TYPES = st.sampled_from(
    [
        "application/json",
        "application/json; charset=utf-8",
        "application/json; charset=utf-16",
        "application/json; charset=latin-1",
        "application/json; charset=idna",
        "application/json; charset=punycode",
        "application/json; charset=no-such-charset",
        "application/json; charset=",
        "application/json; charset=undefined",
        "application/json; charset=base64",
        "application/problem+json",
        "APPLICATION/JSON",
        "text/html",
        "text/html; charset=\x00",
        "text/plain; charset=idna",
        "text/json",
        "application/xml",
        "application/octet-stream",
        ";",
        "",
    ]
)


def encoded(document: Any) -> st.SearchStrategy[bytes]:
    """Return *document* in the encodings that JSON comes in, right or wrong."""
    text = json.dumps(document, ensure_ascii=True)
    codecs = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
    return st.sampled_from([text.encode(codec) for codec in codecs])


def bodies(*documents: Any) -> st.SearchStrategy[bytes]:
    """Return bodies: of these documents whole, spoiled and cut short; and of no documents."""
    whole = st.sampled_from(documents)
    cut = whole.map(wire).flatmap(lambda body: st.integers(0, len(body)).map(lambda n: body[:n]))
    doubled = whole.map(lambda each: wire(each)[:-1] + b', "access": null}')
    return st.one_of(
        whole.flatmap(lambda each: spoiled(each).map(lambda odd: wire(odd.document))),
        whole.flatmap(encoded),
        JUNK.map(wire),
        cut,
        doubled,
        st.sampled_from([body for body in NO_DOCUMENTS.values() if len(body) < DEEP]),
        st.binary(max_size=40),
    )


STATUSES = st.sampled_from([200, 200, 200, 201, 203, 204, 300])


def answers(
    *documents: Any, statuses: st.SearchStrategy[int] = STATUSES
) -> st.SearchStrategy[Answer]:
    """Return answers with such bodies, under whatever content type."""
    return st.builds(
        Answer,
        body=bodies(*documents),
        status=statuses,
        headers=CONTENT_TYPES.map(lambda kind: (("Content-Type", kind),) if kind else ()),
    )
