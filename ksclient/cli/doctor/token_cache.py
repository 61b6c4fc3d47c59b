"""Look at where tokens are kept: is it on, and is it in order?"""

from __future__ import annotations

from collections.abc import Iterator

from ksclient.cli.doctor.case import Case
from ksclient.cli.doctor.findings import Finding, line_of, ok, warn
from ksclient.cli.doctor.sources import said_where
from ksclient.token.cache import SQLiteStore, StoreFailed
from ksclient.token.cache.looking import kept_logins


def look(case: Case) -> Iterator[Finding]:
    """Open the file, if it is there, as a login that is kept would."""
    is_on = case.cloud.caches_auth
    origin = case.cloud.origins.get("cache")
    told = f"On, by {said_where(origin)}" if is_on and origin else "Off"
    store = SQLiteStore(wait=case.patience)
    try:
        logins = kept_logins(store.records())
        is_there = store.path.exists()
    except StoreFailed as error:
        more = "Until then each program logs in by itself." if is_on else "It is not used now."
        yield warn(f"{told}; it cannot be used: {line_of(error)}", more)
        return
    count = f"{len(logins)} login{'' if len(logins) == 1 else 's'}"
    place = f"{store.path} has {count}" if is_there else f"{store.path} is made when it is needed"
    hint = "" if is_on else " --os-cache, or cache: {auth: true} in clouds.yaml, turns it on."
    yield ok(f"{told}. {place}.{hint}")
