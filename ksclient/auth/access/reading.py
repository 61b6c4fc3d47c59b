"""Read values out of a server's answer; what is malformed is one error that names the field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, cast

from ksclient.auth import exceptions
from ksclient.auth._pattern import Pattern
from ksclient.auth._redact import hidden
from ksclient.auth._time import parse_isotime
from ksclient.auth.exceptions.response import source_of

if TYPE_CHECKING:
    from datetime import datetime

    from ksclient.auth._protocols import Response
    from ksclient.auth._types import AccessBody

_KINDS = {
    bool: "a boolean",
    dict: "an object",
    float: "a number",
    int: "a number",
    list: "a list",
    str: "a string",
}
ADDED = frozenset({"auth_token", "region_name", "version"})
"""What ``ksclient.access.AccessInfo`` has beside the members of an ``access`` document."""

_SHOWN = 40
"""How much of a wrong value an error shows, in characters."""


class UnknownAnswer(exceptions.InvalidResponse, ValueError):
    """The answer is no ``access`` document of Identity v2.0.

    A ValueError too, which is what keystoneauth1 raises here.
    """


class Part:
    """A part of a server's answer, which knows its place there; never changed.

    Members that are absent or null are parts too, without a value. Only who needs a value
    gets an error, which never quotes more of the answer than a time that is none.

    Attributes:
        value: The value; None if it is absent. It may hold a token, so ``repr`` leaves it out.
        path: Its place, such as ``access.token.id``.
        response: The answer, or None where the document did not come from a server.
    """

    __slots__ = ("path", "response", "value")

    def __init__(self, value: Any, path: str = "", response: Response | None = None) -> None:
        self.value = value
        self.path = path
        self.response = response

    def __repr__(self) -> str:
        return f"<Part {self.path}>"

    def member(self, name: str) -> Part:
        """Return a member of this object."""
        if self.value is not None and not isinstance(self.value, dict):
            self.reject("an object")
        value = None if self.value is None else self.value.get(name)
        return Part(value, f"{self.path}.{name}" if self.path else name, self.response)

    def items(self) -> list[Part]:
        """Return the items of this list; none if it is absent."""
        self.check_list()
        return [
            Part(item, f"{self.path}[{index}]", self.response)
            for index, item in enumerate(self.value or ())
        ]

    def check_list(self) -> None:
        """Refuse what is neither a list nor absent."""
        if self.value is not None and not isinstance(self.value, list):
            self.reject("a list")

    def members(self) -> dict[str, Any] | None:
        """Return this object as it is, or None if it is absent."""
        if self.value is not None and not isinstance(self.value, dict):
            self.reject("an object")
        return cast("dict[str, Any] | None", self.value)

    def text(self) -> str:
        """Return this string."""
        if not isinstance(self.value, str):
            self.reject("a string")
        return self.value

    def text_or_none(self) -> str | None:
        """Return this string, or None if it is absent."""
        return None if self.value is None else self.text()

    def time(self) -> datetime:
        """Return the point in time that this string names, aware."""
        if not isinstance(self.value, str):
            self.reject("a time")
        try:
            return parse_isotime(self.value)
        except ValueError as cause:
            shown = f"{self.value[:_SHOWN]!r}"
            raise self.error(f"{self.path} is not a time: {shown}") from cause

    def reject(self, expected: str) -> NoReturn:
        """Raise the error of a value that is not as *expected*."""
        place = self.path or "The document"
        if self.value is None:
            raise self.error(f"{place} is missing")
        kind = _KINDS.get(type(self.value), type(self.value).__name__)
        raise self.error(f"{place} is {kind}, not {expected}")

    def error(self, message: str) -> exceptions.InvalidResponse:
        """Return an error about this part, which names the URL the answer came from."""
        return exceptions.InvalidResponse(
            self.response, message + source_of(self.response), field=self.path or None
        )


def check(body: Any, response: Response | None = None) -> AccessBody:
    """Return *body*, which is an ``access`` document good enough to log in with.

    The token's id and expiry must be there and be right; user and catalog may be absent.

    Args:
        body: What the server answered.
        response: The answer, for the error's sake.

    Raises:
        InvalidResponse: If it is not; the error's ``field`` says why.
    """
    body = hidden(body)  # from tracebacks with locals
    if not isinstance(body, dict) or "access" not in body:
        raise unknown(body, response)
    access = Part(body, response=response).member("access")
    if access.members() is None:
        access.reject("an object")
    token = access.member("token")
    check_token_id(token.member("id"))
    token.member("expires").time()
    access.member("user").member("id").text_or_none()
    access.member("serviceCatalog").check_list()
    return cast("AccessBody", body)


_SENDABLE = Pattern(r"[!-~]+")


def check_token_id(part: Part) -> None:
    """Refuse what cannot be sent as a header; the error does not quote it."""
    if not part.text():
        raise part.error(f"{part.path} is empty")
    if not _SENDABLE.compiled.fullmatch(part.text()):
        raise part.error(f"{part.path} holds characters that no token has")


def is_inside(body: Any) -> bool:
    """Tell whether *body* is the inside of an ``access`` document, without its wrapping.

    A token of Identity v3 tells neither its id nor ``expires``: it says ``expires_at``.
    """
    token = body.get("token") if isinstance(body, dict) and "access" not in body else None
    return isinstance(token, dict) and {"id", "expires"} <= token.keys()


def unknown(body: Any, response: Response | None = None) -> UnknownAnswer:
    """Return the error of an answer that is no ``access`` document."""
    if isinstance(body, dict) and "token" in body:
        text = (
            "Unrecognized auth response: in place of 'access' it holds a token of Identity v3, "
            "which is not spoken here; use an auth URL that ends in /v2.0"
        )
    else:
        text = "Unrecognized auth response: it holds no object named 'access'"
    return UnknownAnswer(response, text + source_of(response), field="access")
