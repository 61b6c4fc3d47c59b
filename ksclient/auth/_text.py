"""Read the text of an answer, whatever encoding it claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ksclient.auth._protocols import Response


def text_of(response: Response) -> str:
    """Return the body of *response* as text; what cannot be read becomes a question mark.

    requests takes any codec that Python knows at its name, also those that are not for this, such
    as ``idna`` and ``undefined``; they fail.
    """
    if is_for_text(response):
        try:
            return response.text
        except ValueError:
            pass
    return response.content.decode("utf-8", "replace")


def printable(text: str) -> str:
    """Return *text* as every stream of UTF-8 takes it.

    JSON can name half a surrogate pair, which no encoding has: it becomes its number.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()
    return text


def is_for_text(response: Response) -> bool:
    """Tell whether the encoding that *response* claims fails, at least, where it reads nothing."""
    return (getattr(response, "encoding", None) or "").lower() != "punycode"
