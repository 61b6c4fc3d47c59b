"""Say that certificates are not checked: aloud, but not with every request."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ksclient.auth.session.call import Call, Reply, Send

if TYPE_CHECKING:
    from logging import Logger


def warned(send: Send, told_of: set[str], logger: Logger) -> Send:
    """Wrap *send* so that it logs a warning before it first trusts a host blindly.

    urllib3 has a Python warning of its own, which programs often switch off.

    Args:
        send: What sends one call.
        told_of: The hosts that the log names already; grows.
        logger: Where to say it.
    """

    def tell(call: Call) -> Reply:
        if call.options.get("verify") is False and call.url[:6].lower() == "https:":
            host = urlsplit(call.url).netloc.rpartition("@")[2]
            if host not in told_of:
                told_of.add(host)
                logger.warning(
                    "The certificate of %s is not checked (verify=False, insecure=True): whoever "
                    "is on the way there can read tokens and passwords, and answer in its place.",
                    host,
                )
        return send(call)

    return tell
