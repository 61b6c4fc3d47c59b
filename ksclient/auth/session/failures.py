"""What requests raised, as an error of ours: its class, its text, and what to try.

No secret of the call is in it, and no frame of requests or urllib3.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator

from requests import exceptions as theirs
from urllib3.exceptions import NewConnectionError, ProtocolError, ReadTimeoutError

from ksclient.auth import exceptions
from ksclient.auth._deadline import Deadline
from ksclient.auth._redact import mask_text
from ksclient.auth.session.call import Call
from ksclient.auth.session.sizes import hint_for_size
from ksclient.auth.session.tls_advice import is_unusable_file, tls_advice


def error_for(cause: Exception, call: Call, deadline: Deadline) -> BaseException:
    """Return our error for what requests raised, its secrets hidden.

    What is neither requests' nor urllib3's nor about values, such as a misspelt keyword, is
    returned as it is.
    """
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
        error = exceptions.TotalTimeout(f"{call.asked()} was given up: {text}")
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
            f"{call.asked()}: a header cannot be sent: {text}. A token or password read from a "
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
    if isinstance(cause, theirs.ConnectTimeout):
        return True
    return any(isinstance(error, NewConnectionError) for error in _origins(cause))


def _was_hung_up(cause: Exception) -> bool:
    """Tell whether there was a connection, and it broke."""
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
