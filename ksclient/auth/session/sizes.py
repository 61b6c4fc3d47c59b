"""Tell that a request was larger than servers take, as one with a PKI token in it is."""

from __future__ import annotations

from ksclient.auth.session.call import Call

STATUSES = frozenset({400, 413, 414, 431})
"""What servers answer to a URL or a header that is too long, if they answer at all."""

_LOWEST_LIMIT = 4094
"""The longest line that all servers take, in characters: gunicorn's; Apache's is 8,190."""


def hint_for_size(call: Call) -> str | None:
    """Return what to say of a *call* that was refused or hung up on; None if it is small.

    It tells sizes only: what is that long is most often a token.
    """
    parts: dict[str, object] = {"its URL": call.url}
    parts |= {f"its header {name}": value for name, value in call.headers.items()}
    sizes = {what: len(part) for what, part in parts.items() if isinstance(part, str | bytes)}
    long = [f"{what} has {size:,}" for what, size in sizes.items() if size > _LOWEST_LIMIT]
    if not long:
        return None
    return (
        f"The request may be too large: {' and '.join(long)} characters, and servers take "
        f"{_LOWEST_LIMIT:,} to some 16,000. Where that is a PKI token, have the server issue short "
        "ones (UUID or Fernet), or raise the limits of all servers and proxies on the way."
    )
