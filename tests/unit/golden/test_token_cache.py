"""A token cache of an earlier version is warm still, and what is written does not change unseen."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ksclient._version import __version__
from ksclient.auth.session import Session
from ksclient.token.cache import CachedPlugin, SQLiteStore
from ksclient.token.cache.documents import Documents
from tests.unit.golden.make_token_cache import DOCUMENTS, ENDS, NAME, fill, plugin_over

HERE = Path(__file__).parent
FILES = sorted(HERE.glob(f"*/{NAME}"))


@pytest.fixture(params=FILES, ids=lambda path: path.parent.name)
def plugin(request: pytest.FixtureRequest, tmp_path: Path) -> CachedPlugin:
    """A plugin over a copy: a clone of a repository is open to others."""
    private = tmp_path / "private"
    private.mkdir(0o700)
    shutil.copyfile(request.param, private / NAME)
    return plugin_over(SQLiteStore(private / NAME))


def rows_of(path: Path) -> list[tuple[str, bytes, int]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT key, record, expires FROM record ORDER BY key").fetchall()


def test_its_login_is_used(plugin: CachedPlugin, requests_mock) -> None:
    access = plugin.get_access(Session())

    assert (access.auth_token, access.username, access.tenant_name) == ("t0ken", "alice", "demo")
    assert requests_mock.call_count == 0


def test_its_version_documents_are_used(plugin: CachedPlugin) -> None:
    documents = Documents(plugin._shelf, plugin.inner, ENDS)

    assert {url: documents[url].raw_version_data() for url in DOCUMENTS} == DOCUMENTS


def test_what_is_written_now_is_what_this_version_has_written(tmp_path: Path) -> None:
    fill(tmp_path / "new" / NAME)

    assert rows_of(tmp_path / "new" / NAME) == rows_of(HERE / __version__ / NAME)
