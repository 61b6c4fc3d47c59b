"""Say errors as a kind of server says them; here they are written as Pike says them."""

from __future__ import annotations

import re

from ksclient.testing.profile import Profile

_UNKNOWN_URL = re.compile(r"(?s)^\(.*\): (The resource could not be found\.)$")
_MALFORMED = re.compile(r"\. The server could not comply with the request since ")
_ENDING_WITH_PERIOD = re.compile(
    r"(?s)(Could not find:? .*|You are not authorized to perform the requested action: .*"
    r"|Conflict occurred attempting to store .*|The account is disabled for user: .*)\."
)
"""What Keystone has templates for, which had no period before Pike. All else had one, or not."""


def worded(message: str, profile: Profile) -> str:
    """Return an error's *message* in the words of a kind of server."""
    if not profile.quotes_unknown_urls:
        message = _UNKNOWN_URL.sub(r"\1", message)
    if not profile.sentences_end_with_period:
        message = _without_period(message)
    for rewording in profile.rewordings:
        message = re.sub(rewording["pike"], rewording["here"], message)
    return message


def _without_period(message: str) -> str:
    found = _ENDING_WITH_PERIOD.fullmatch(message)
    if found:
        return found[1]
    return _MALFORMED.sub(" - the server could not comply with the request since ", message)
