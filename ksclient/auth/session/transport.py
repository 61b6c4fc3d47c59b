"""Hand a call to requests, and read what comes back in the time that there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ksclient.auth import exceptions
from ksclient.auth._deadline import Deadline
from ksclient.auth._fork_lock import FORKS_WAIT
from ksclient.auth._json import most_bytes
from ksclient.auth._redact import SecretDict, is_secret_header
from ksclient.auth.session.call import Call, Reply, Send

if TYPE_CHECKING:
    import requests

_CHUNK = 65536


def sending(session: requests.Session, deadline: Deadline) -> Send:
    """Return what sends one call through *session*: no redirects, no retries.

    Args:
        session: Ours, or the user's own.
        deadline: When to give up; it holds for slow bodies, too.
    """

    def send(call: Call) -> Reply:
        if deadline.remaining() == 0:
            raise exceptions.TotalTimeout(f"{call.asked()} was given up: no time is left")
        try:
            response = _answer_to(call, session, deadline)
        except Exception as cause:  # noqa: BLE001 - told apart there
            failure = _error_for(cause, call, deadline)
        except BaseException as interruption:  # noqa: BLE001 - raised again below
            interruption.__traceback__ = None  # the frames down there hold headers and bodies
            failure = interruption
        else:
            return Reply(response=response, call=call)
        # Raised out here, where no frame holds the foreign error any more.
        try:
            raise failure
        finally:
            del failure  # or it would hold the frame that holds it, and the session with it

    return send


def _answer_to(call: Call, session: requests.Session, deadline: Deadline) -> requests.Response:
    """Return the answer to *call*, its body read, unless the caller streams it.

    Its frame holds headers and bodies, so no traceback may keep it.
    """
    from ksclient.auth.session import direct  # noqa: PLC0415 - loaded by now

    most, is_streamed = most_bytes(), bool(call.options.get("stream"))
    is_read_here = (deadline.is_set or most is not None) and not is_streamed
    options = _options(session, call, deadline, is_streamed=is_read_here)
    response = direct.answer_to(session, call, options)
    if response is not None:
        is_read_here = not is_streamed
    else:
        headers = _headers(session, call)
        response = session.request(call.method, call.url, headers=headers, **options)
    if is_read_here and not getattr(response, "_content_consumed", False):
        _read_body(response, call, deadline, most)
    return response


def _headers(session: requests.Session, call: Call) -> SecretDict:
    """Return the headers for requests, which adds those of a user's own session to them.

    Abroad it must not: None takes a header away.
    """
    if not call.is_abroad:
        return SecretDict(call.headers)
    theirs = getattr(session, "headers", None) or {}
    return SecretDict({name: None for name in theirs if is_secret_header(name)}, **call.headers)


def _options(
    session: requests.Session, call: Call, deadline: Deadline, *, is_streamed: bool
) -> dict[str, Any]:
    """Return the keywords for requests."""
    options = dict(call.options, allow_redirects=False)
    if call.body is not None:
        options["data"] = call.body
    if call.is_abroad:
        options["auth"] = _anonymous  # or requests adds the user's own session's, or netrc's
        if getattr(session, "cert", None):
            options["cert"] = ""  # or requests shows the user's own session's; None asks for it
    elif _has_authorization(call) and not options.get("auth") and not getattr(session, "auth", 0):
        options["auth"] = _as_it_is  # or requests puts netrc's in its place
    if deadline.is_set:
        options["timeout"] = deadline.clip(options.get("timeout"))
    if is_streamed:
        options["stream"] = True
    return options


def _has_authorization(call: Call) -> bool:
    return any(name.lower() == "authorization" for name in call.headers)


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Add no credentials to *request*; what requests takes as ``auth``."""
    return request


def _anonymous(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Take the cookies off *request*, too: a jar does not tell the ports of a host apart."""
    request.headers.pop("Cookie", None)
    return request


def _read_body(
    response: requests.Response, call: Call, deadline: Deadline, most: int | None
) -> None:
    """Read the body of an answer piece by piece: each may come in time, and all too late.

    Args:
        response: Its headers have been read.
        call: What it answers.
        deadline: When to give up.
        most: How many bytes to read, and leave the rest; None for all.
    """
    pieces, size = [], 0
    try:
        for piece in _in_time(_pieces(response), call, deadline):
            pieces.append(piece)
            size += len(piece)
            if most is not None and size >= most:
                response.close()
                break
    except BaseException:
        response.close()  # which urllib3 does not where it cannot decode a body
        raise
    # requests keeps a body that it read at once in the same two places.
    response._content = b"".join(pieces)[:most]  # noqa: SLF001
    response._content_consumed = True  # type: ignore[attr-defined]  # noqa: SLF001


def _in_time(pieces: Iterator[bytes], call: Call, deadline: Deadline) -> Iterator[bytes]:
    """Yield what *pieces* yields, until no time is left."""
    for piece in pieces:
        yield piece
        if deadline.remaining() == 0:
            raise exceptions.TotalTimeout(f"{call.asked()} was given up: its answer is too slow")


def _pieces(response: requests.Response) -> Iterator[bytes]:
    """Yield the body of an answer as it comes in.

    ``iter_content`` waits until a piece is full, however slowly that may be, unless the server
    sends it in chunks.
    """
    raw = response.raw
    if getattr(raw, "chunked", True) or not hasattr(raw, "read1"):
        yield from response.iter_content(_CHUNK)
        return
    try:
        while piece := raw.read1(_CHUNK, decode_content=True):
            yield piece
    except Exception as cause:
        raise _as_requests_has_it(cause) from cause


def _as_requests_has_it(cause: Exception) -> Exception:
    """Return what ``iter_content`` makes of an error amid a body: programs look at its kind."""
    from requests import exceptions as theirs  # noqa: PLC0415 - loaded by now
    from urllib3 import exceptions as beneath  # noqa: PLC0415

    kinds: dict[type[Exception], type[Exception]] = {
        beneath.ProtocolError: theirs.ChunkedEncodingError,
        beneath.DecodeError: theirs.ContentDecodingError,
        beneath.ReadTimeoutError: theirs.ConnectionError,
        beneath.SSLError: theirs.SSLError,
    }
    return next((kinds[kind](cause) for kind in kinds if isinstance(cause, kind)), cause)


def _error_for(cause: Exception, call: Call, deadline: Deadline) -> BaseException:
    with FORKS_WAIT:
        from ksclient.auth.session import failures  # noqa: PLC0415 - needed by errors only
    return failures.error_for(cause, call, deadline)
