"""Hand a call to requests, and turn what goes wrong there into errors of ours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ksclient.auth import exceptions
from ksclient.auth._redact import mask_text
from ksclient.auth.session.call import Call, Reply, Send
from ksclient.auth.session.deadline import Deadline

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
            raise exceptions.ReadTimeout(f"{_asked(call)} was given up: no time is left")
        try:
            response = session.request(
                call.method, call.url, headers=call.headers, **_options(call, deadline)
            )
            if deadline.is_set and not call.options.get("stream"):
                _read_body(response, call, deadline)
        except (OSError, ValueError) as cause:  # requests' errors are OSErrors
            failure = _error_for(cause, call)
        except Exception as cause:
            if not type(cause).__module__.startswith("urllib3."):
                raise
            failure = _error_for(cause, call)
        else:
            return Reply(response, call)
        # Raised out here, where no frame holds the foreign error any more.
        raise failure

    return send


def _options(call: Call, deadline: Deadline) -> dict[str, Any]:
    """Return the keywords for requests."""
    options = dict(call.options, allow_redirects=False)
    if call.body is not None:
        options["data"] = call.body
    if deadline.is_set:
        options["timeout"] = deadline.clip(options.get("timeout"))
        options["stream"] = True
    return options


def _read_body(response: requests.Response, call: Call, deadline: Deadline) -> None:
    """Read the body of an answer piece by piece: each may come in time, and all too late."""
    pieces = []
    for piece in response.iter_content(_CHUNK):
        pieces.append(piece)
        if deadline.remaining() == 0:
            response.close()
            raise exceptions.ReadTimeout(f"{_asked(call)} was given up: its answer is too slow")
    # requests keeps a body that it read at once in the same two places.
    response._content = b"".join(pieces)  # noqa: SLF001
    response._content_consumed = True  # type: ignore[attr-defined]  # noqa: SLF001


def _error_for(cause: Exception, call: Call) -> Exception:
    """Return our error for what requests raised, its secrets hidden."""
    from requests import exceptions as theirs  # noqa: PLC0415 - loaded by now

    text = call.hide_secrets(str(cause))
    url = mask_text(call.url)
    error: Exception
    if isinstance(cause, exceptions.ClientException):
        return cause
    if isinstance(cause, theirs.SSLError):
        error = exceptions.SSLError(f"SSL exception connecting to {url}: {text}")
    elif isinstance(cause, theirs.ReadTimeout):
        error = exceptions.ReadTimeout(f"Request to {url} timed out waiting for the answer: {text}")
    elif isinstance(cause, theirs.Timeout):
        error = exceptions.ConnectTimeout(f"Request to {url} timed out: {text}")
    elif isinstance(cause, theirs.ConnectionError):
        error = exceptions.ConnectFailure(f"Unable to establish connection to {url}: {text}")
    else:
        shown = _showable(cause, text)
        error = exceptions.UnknownConnectionError(f"Unexpected exception for {url}: {text}", shown)
    if isinstance(error, exceptions.RetriableConnectionFailure):
        error.may_have_arrived = not _failed_before_sending(cause)
    error.__cause__ = _showable(cause, text)
    return error


def _failed_before_sending(cause: Exception) -> bool:
    """Tell whether it is certain that nothing was sent: there was never a connection."""
    from requests.exceptions import ConnectTimeout  # noqa: PLC0415 - loaded by now
    from urllib3.exceptions import NewConnectionError  # noqa: PLC0415

    if isinstance(cause, ConnectTimeout):
        return True
    return any(isinstance(error, NewConnectionError) for error in _origins(cause))


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


def _showable(cause: Exception, text: str) -> Exception:
    """Return *cause* for a traceback: no frames, whose variables hold headers, and no secrets."""
    if text != str(cause):
        shown = Exception.__new__(type(cause))
        shown.args = (text,)
        vars(shown).update(request=None, response=None)
        return shown
    error: BaseException | None = cause
    while error is not None:
        error.__traceback__ = None
        error = error.__cause__ or error.__context__
    return cause


def _asked(call: Call) -> str:
    return f"{call.method} {mask_text(call.url)}"
