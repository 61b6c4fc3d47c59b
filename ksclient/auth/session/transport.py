"""Hand a call to requests, and turn what goes wrong there into errors of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ksclient.auth import exceptions
from ksclient.auth._deadline import Deadline
from ksclient.auth._json import most_bytes
from ksclient.auth._redact import SecretDict, is_secret_header, mask_text
from ksclient.auth.session.call import Call, Reply, Send
from ksclient.auth.session.sizes import hint_for_size

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
            raise exceptions.TotalTimeout(f"{_asked(call)} was given up: no time is left")
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
            raise exceptions.TotalTimeout(f"{_asked(call)} was given up: its answer is too slow")


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
    """Return our error for what requests raised, its secrets hidden.

    What is neither requests' nor urllib3's nor about values, such as a misspelt keyword, is
    returned as it is.
    """
    import ssl  # noqa: PLC0415 - loaded by now, as the next two

    from requests import exceptions as theirs  # noqa: PLC0415
    from urllib3.exceptions import ReadTimeoutError  # noqa: PLC0415

    from ksclient.auth.session.tls_advice import is_unusable_file, tls_advice  # noqa: PLC0415

    is_theirs = type(cause).__module__.startswith("urllib3.")
    if not is_theirs and not isinstance(cause, OSError | ValueError | OverflowError):
        cause.__traceback__ = None
        return cause
    text, shown = call.hide_secrets(_reason(cause)), _showable(cause, call)
    url = mask_text(call.url)
    error: Exception
    # A body that stops is a ConnectionError of requests, with the timeout inside.
    was_not_answered = any(
        isinstance(error, theirs.ReadTimeout | ReadTimeoutError) for error in _origins(cause)
    )
    is_late = any(isinstance(e, theirs.Timeout | TimeoutError) for e in _origins(cause))
    if (was_not_answered or is_late) and deadline.remaining() == 0:
        error = exceptions.TotalTimeout(f"{_asked(call)} was given up: {text}")
    elif isinstance(cause, theirs.SSLError | ssl.SSLError) or is_unusable_file(cause):
        error = exceptions.SSLError(f"SSL exception connecting to {url}: {text}")
    elif was_not_answered:
        error = exceptions.ReadTimeout(f"Request to {url} timed out waiting for the answer: {text}")
    elif isinstance(cause, theirs.Timeout):
        error = exceptions.ConnectTimeout(f"Request to {url} timed out: {text}")
    elif isinstance(cause, theirs.ConnectionError):
        error = exceptions.ConnectFailure(f"Unable to establish connection to {url}: {text}")
    elif isinstance(cause, theirs.InvalidHeader):
        error = exceptions.UnknownConnectionError(
            f"{_asked(call)}: a header cannot be sent: {text}. A token or password read from a "
            "file often ends in a line break.",
            shown,
        )
    else:
        error = exceptions.UnknownConnectionError(f"Unexpected exception for {url}: {text}", shown)
    exceptions.add_hint(error, tls_advice(_related(cause), call.url, call.options))
    if isinstance(error, exceptions.RetriableConnectionFailure):
        error.may_have_arrived = not _failed_before_sending(cause)
        error.was_kept = any(getattr(origin, "was_kept", False) for origin in _origins(cause))
    if _was_hung_up(cause):  # as some do on what is too large
        exceptions.add_hint(error, hint_for_size(call))
    error.__cause__ = shown
    return error


def _reason(cause: Exception) -> str:
    """Return what went wrong, without the boxes that it came in."""
    wrapped = [e for e in _origins(cause) if isinstance(e, Exception)]
    innermost = str(wrapped[-1])
    # urllib3 puts the object that complains in front.
    return re.sub(r"^<?HTTPS?Connection\w*[^:]*?(\([^)]*\))?[^:]*: ", "", innermost) or str(cause)


def _failed_before_sending(cause: Exception) -> bool:
    """Tell whether it is certain that nothing was sent: there was never a connection."""
    from requests.exceptions import ConnectTimeout  # noqa: PLC0415 - loaded by now
    from urllib3.exceptions import NewConnectionError  # noqa: PLC0415

    if isinstance(cause, ConnectTimeout):
        return True
    return any(isinstance(error, NewConnectionError) for error in _origins(cause))


def _was_hung_up(cause: Exception) -> bool:
    """Tell whether there was a connection, and it broke."""
    from urllib3.exceptions import ProtocolError  # noqa: PLC0415 - loaded by now

    return any(isinstance(error, ProtocolError) for error in _origins(cause))


def _origins(error: BaseException) -> Iterator[object]:
    """Yield *error* and what it wraps: requests and urllib3 wrap in attributes and arguments."""
    seen: list[object] = [error]
    for found in seen:
        yield found
        wrapped = (
            *getattr(found, "args", ()),
            getattr(found, "reason", None),
            getattr(found, "original_error", None),
        )
        seen += [w for w in wrapped if isinstance(w, BaseException) and w not in seen]


def _showable(cause: Exception, call: Call) -> Exception:
    """Return *cause*, or its like, for a traceback: its kind and its text, without secrets.

    What it was raised from stays behind, and so do the frames: they hold headers and URLs.
    """
    text = call.hide_secrets(str(cause))
    for error in _related(cause):
        error.__traceback__ = None
    if isinstance(cause, UnicodeError):
        return ValueError(text)  # its arguments hold all of what could not be encoded
    shown = cause
    if text != str(cause):
        shown = type(cause).__new__(type(cause))
        shown.args = (text,)
    shown.__cause__ = shown.__context__ = None
    if hasattr(cause, "request"):
        vars(shown).update(request=None, response=None)
    return shown


def _related(error: BaseException) -> list[BaseException]:
    """Return *error* with all that it wraps, and all that led to it."""
    found = [error]
    for known in found:
        nearby = (*_origins(known), known.__cause__, known.__context__)
        found += [e for e in nearby if isinstance(e, BaseException) and e not in found]
    return found


def _asked(call: Call) -> str:
    return f"{call.method} {mask_text(call.url)}"
