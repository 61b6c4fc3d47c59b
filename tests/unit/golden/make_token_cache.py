"""Writes a token cache, as this version fills it: python -m tests.unit.golden.make_token_cache.

A release that changes the format adds a folder of its own. A file that is there already is never
made anew: users have such files, and later versions with that format must read them.
"""

from datetime import UTC, datetime
from pathlib import Path

from ksclient._version import __version__
from ksclient.auth import access
from ksclient.auth.discover import Discover
from ksclient.auth.identity import v2
from ksclient.token.cache import CachedPlugin, SQLiteStore, TokenCache
from ksclient.token.cache.documents import Documents
from ksclient.token.cache.keys import SALT_KEY
from ksclient.token.cache.record import Kept
from ksclient.token.cache.windows import Life
from tests.unit.golden.make_auth_ref import BODY, URL

NAME = "tokens-1.sqlite"
BEGINS, ENDS = datetime(2026, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)
DOCUMENTS = {
    URL: [{"id": "v2.0", "status": "stable", "links": [{"rel": "self", "href": URL}]}],
}


def plugin_over(store: SQLiteStore) -> CachedPlugin:
    """Return the plugin whose login is in the file."""
    return TokenCache(store).plugin(v2.Password(URL, "alice", "secret", tenant_name="demo"))


def fill(path: Path) -> None:
    """Make the file."""
    store = SQLiteStore(path)
    store.put(SALT_KEY, b"salt 1 " + bytes(range(32)), ENDS)
    plugin = plugin_over(store)
    plugin._shelf.slot(plugin.inner).write(Kept(access.create(body=BODY), Life(BEGINS, ENDS)))
    documents = Documents(plugin._shelf, plugin.inner, ENDS)
    for url, entries in DOCUMENTS.items():
        documents[url] = Discover.known(url, entries)


if __name__ == "__main__":
    file = Path(__file__).parent / __version__ / NAME
    if not file.exists():
        fill(file)
