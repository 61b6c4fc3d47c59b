"""The main job of `make demo` on the real server: what it leaves behind, and what it shows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from examples.main_job import ALICE_PASSWORD, main_job
from tests.live.keystone_server import ADMIN_PASSWORD, ADMIN_TOKEN
from tests.live.raw import Raw


def test_the_main_job_leaves_the_server_as_it_was(keystone, raw: Raw, tmp_path: Path):
    before = all_of(raw)

    main_job(keystone, tmp_path)

    assert all_of(raw) == before


def test_the_main_job_shows_no_secret(keystone, raw: Raw, tmp_path: Path, capfd):
    earlier = keystone.tokens()

    main_job(keystone, tmp_path)

    output = capfd.readouterr().out
    tokens = keystone.tokens() - earlier
    assert len(tokens) >= 3, "one of the admin's, two of alice's"
    assert [token for token in tokens if token[:8] in output] == []
    assert re.findall(r"/tokens/[^#]", output) == [], "only a digest of it"
    assert re.findall(r"[0-9a-f]{32}", output) == [], "tokens and EC2 secrets look like this"
    # One password is also the name of a member, whose value is shown as a digest.
    told = output.replace("'secret': ", "").replace("'secret':\n", "")
    for word in (ADMIN_PASSWORD, ADMIN_TOKEN, ALICE_PASSWORD):
        assert word not in told


def all_of(raw: Raw) -> dict[str, Any]:
    """Return all that the server lists, by plain HTTP."""
    paths = ("tenants", "users", "OS-KSADM/roles", "OS-KSADM/services", "endpoints")
    found = {path: raw("GET", f"/{path}") for path in paths}
    return {
        path: sorted(map(repr, next(value for value in body.values() if value)))
        for path, body in found.items()
    }
