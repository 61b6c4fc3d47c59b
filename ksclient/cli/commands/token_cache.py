"""The command about the tokens that are kept on this machine."""

from __future__ import annotations

import argparse

from ksclient.cli.answers import Answer, Details, Listing, Said, wire_time
from ksclient.cli.context import Context
from ksclient.cli.declaring import argument, command


@command(
    "token-cache",
    argument(
        "action",
        metavar="<status|list|clear>",
        choices=("status", "list", "clear"),
        help="What to do: show where they are kept, whose they are, or forget them all.",
    ),
)
def token_cache(context: Context, said: argparse.Namespace) -> Answer:
    """Look after the tokens that are kept on this machine, with --os-cache for one.

    No token is shown. What is forgotten is not revoked: it is good until it expires, for whoever
    has it. Programs that run log in again when they need to.
    """
    from ksclient.token.cache import SQLiteStore  # noqa: PLC0415 - others do without
    from ksclient.token.cache.looking import kept_logins  # noqa: PLC0415 - as above

    store = SQLiteStore()
    if said.action == "clear":
        store.clear()
        return Said("All that was kept is forgotten.")
    logins = kept_logins(store.records())
    if said.action == "list":
        rows = [
            {
                "user": each.user,
                "tenant": each.tenant,
                "auth_url": each.auth_url,
                "expires": wire_time(each.ends),
            }
            for each in logins
        ]
        return Listing(rows, ("user", "tenant", "auth_url", "expires"), order_by="expires")
    path = store.path
    return Details(
        {
            "file": str(path),
            "exists": path.exists(),
            "bytes": path.stat().st_size if path.exists() else 0,
            "logins": len(logins),
        }
    )
