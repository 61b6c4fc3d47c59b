"""What can go wrong between a client and its cloud."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.client import responses

from werkzeug.wrappers import Response

from ksclient.testing.faults import arguments
from ksclient.testing.faults.scene import Scene
from ksclient.testing.keystone.refusals import Refusal

_HTML = """\
<html>
<head><title>{status}</title></head>
<body>
<center><h1>{status}</h1></center>
<hr><center>nginx</center>
</body>
</html>
"""


_REDIRECTIONS = frozenset({301, 302, 303, 305, 307, 308})


class Fault(ABC):
    """Something that goes wrong with a request."""

    @abstractmethod
    def happen(self, scene: Scene) -> Response:
        """Return what is sent instead of ``scene.answer()``; or that, later, or changed.

        Raises:
            HungUp: If nothing more is sent. Whatever else it raises is answered with a 500.
        """


@dataclass(frozen=True)
class Delay(Fault):
    """The answer comes late, by so many *seconds*; it is right."""

    seconds: float

    def __post_init__(self) -> None:
        arguments.is_number("seconds", self.seconds)

    def happen(self, scene: Scene) -> Response:
        """Wait, and answer."""
        scene.sleep(self.seconds)
        return scene.answer()


@dataclass(frozen=True)
class Drop(Fault):
    """The server closes the connection, and answers nothing.

    Attributes:
        done: Whether it has done what it was asked for; nobody is told.
    """

    done: bool = False

    def __post_init__(self) -> None:
        arguments.has_type("done", self.done, bool)

    def happen(self, scene: Scene) -> Response:
        """Hang up."""
        if self.done:
            scene.answer()
        scene.hang_up()


@dataclass(frozen=True)
class Reset(Fault):
    """The connection is torn (RST), and nothing is answered.

    Attributes:
        done: Whether the server has done what it was asked for.
    """

    done: bool = False

    def __post_init__(self) -> None:
        arguments.has_type("done", self.done, bool)

    def happen(self, scene: Scene) -> Response:
        """Tear the connection."""
        if self.done:
            scene.answer()
        scene.reset()


@dataclass(frozen=True)
class Truncate(Fault):
    """The connection ends in the middle of the body.

    Attributes:
        keep: Bytes of the body that are sent. None for half of it.
    """

    keep: int | None = None

    def __post_init__(self) -> None:
        if self.keep is not None:
            arguments.is_whole("keep", self.keep, 0)

    def happen(self, scene: Scene) -> Response:
        """Send the headers and a part of the body, and hang up."""
        head, body = scene.raw(scene.answer())
        scene.send(head + body[: len(body) // 2 if self.keep is None else self.keep])
        scene.hang_up()


@dataclass(frozen=True)
class Drip(Fault):
    """The answer comes in small pieces; it is right.

    Attributes:
        piece: Bytes of each.
        seconds: How long it takes to the next.
        headers: Whether the headers drip, too.
    """

    piece: int = 16
    seconds: float = 0.05
    headers: bool = False

    def __post_init__(self) -> None:
        arguments.is_whole("piece", self.piece, 1)
        arguments.is_number("seconds", self.seconds)
        arguments.has_type("headers", self.headers, bool)

    def happen(self, scene: Scene) -> Response:
        """Send it piece by piece, and hang up."""
        head, body = scene.raw(scene.answer())
        dripping = head + body if self.headers else body
        scene.send(b"" if self.headers else head)
        for start in range(0, len(dripping), self.piece):
            scene.send(dripping[start : start + self.piece])
            scene.sleep(self.seconds)
        scene.hang_up()


@dataclass(frozen=True)
class Raw(Fault):
    """These bytes are sent, whether they are HTTP or not, and the connection is closed."""

    data: bytes

    def __post_init__(self) -> None:
        arguments.has_type("data", self.data, bytes)

    def happen(self, scene: Scene) -> Response:
        """Send them."""
        scene.send(self.data)
        scene.hang_up()


@dataclass(frozen=True)
class Body(Fault):
    """Another body than Keystone's, such as JSON that is none; it does what it was asked for.

    Attributes:
        text: The body.
        content_type: What it is said to be.
        status: Its status. None for Keystone's own.
    """

    text: str
    content_type: str = "application/json"
    status: int | None = None

    def __post_init__(self) -> None:
        arguments.has_type("text", self.text, str)
        arguments.is_header("content_type", self.content_type)
        if self.status is not None:
            arguments.is_status(self.status)

    def happen(self, scene: Scene) -> Response:
        """Answer with that body."""
        answered = scene.answer()
        return Response(
            self.text,
            self.status or answered.status_code,
            answered.headers.items(),
            content_type=self.content_type,
        )


@dataclass(frozen=True)
class HTMLError(Fault):
    """A proxy says in HTML that something is wrong; Keystone is not asked."""

    status: int = 502

    def __post_init__(self) -> None:
        arguments.is_status(self.status)

    def happen(self, scene: Scene) -> Response:  # noqa: ARG002 - it needs to know nothing
        """Answer as nginx does."""
        response = Response(status=self.status, content_type="text/html")
        response.set_data(_HTML.format(status=response.status))
        return response


@dataclass(frozen=True)
class Refuse(Fault):
    """The server has too much to do; Keystone is not asked.

    Attributes:
        status: 429 or 503, mostly.
        retry_after: When to come back: seconds, or a point in time. None for no such header.
    """

    status: int = 503
    retry_after: float | timedelta | datetime | None = None

    def __post_init__(self) -> None:
        arguments.is_status(self.status)
        if not isinstance(self.retry_after, datetime | timedelta | None):
            arguments.is_number("retry_after", self.retry_after)

    def happen(self, scene: Scene) -> Response:
        """Answer that it is too much."""
        title = responses.get(self.status, "Unknown")
        error = {"code": self.status, "title": title, "message": "The server is too busy."}
        response = Response(
            json.dumps({"error": error}), self.status, content_type="application/json"
        )
        if self.retry_after is not None:
            response.headers["Retry-After"] = self._when(scene)
        return response

    def _when(self, scene: Scene) -> str:
        if isinstance(self.retry_after, datetime):
            return format_datetime(self.retry_after.astimezone(UTC), usegmt=True)
        if isinstance(self.retry_after, timedelta):  # told as a date, by the cloud's clock
            return format_datetime(scene.keystone.now() + self.retry_after, usegmt=True)
        return f"{self.retry_after:.3f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class Redirect(Fault):
    """The server sends the client elsewhere.

    Attributes:
        location: Where to: a URL, also of another origin, or a path. ``{path}`` in it stands for
            the path that was asked for, slash in front and query included.
        status: 301, 302, 303, 305, 307 or 308.
    """

    location: str
    status: int = 302

    def __post_init__(self) -> None:
        arguments.is_header("location", self.location)
        arguments.is_status(self.status, _REDIRECTIONS)

    def happen(self, scene: Scene) -> Response:
        """Answer with where to go."""
        asked = str(scene.environ.get("REQUEST_URI") or scene.environ["PATH_INFO"])
        response = Response(status=self.status)
        response.autocorrect_location_header = False
        response.headers["Location"] = self.location.replace("{path}", asked)
        return response


@dataclass(frozen=True)
class Revoke(Fault):
    """The token that a request carries is revoked just before it is looked at."""

    def happen(self, scene: Scene) -> Response:
        """Revoke it, and answer."""
        tokens, given = scene.keystone.tokens, scene.environ.get("HTTP_X_AUTH_TOKEN", "")
        with scene.keystone.lock, suppress(Refusal):  # it was not good anyway
            tokens.revoke(tokens.find(given))
        return scene.answer()
