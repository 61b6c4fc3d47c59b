"""People see whose logins are kept, and no token."""

from datetime import UTC, datetime, timedelta

import pytest

from ksclient.auth import access, fixture
from ksclient.auth.access import Life
from ksclient.auth.identity.state import Owner
from ksclient.token.cache import record
from ksclient.token.cache.looking import KeptLogin, kept_logins
from ksclient.token.cache.record import Kept

KEY = "a" * 64
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
URL = "http://keystone.example:5000/v2.0"


def written(owner, tenant=("tid", "demo"), **user):
    token = fixture.V2Token(token_id="t0ken", **user)
    if tenant:
        token.set_scope(*tenant)
    return record.write(Kept(access.create(body=token), Life(NOW, LATER)), KEY, owner)


def test_a_login_is_told_by_names():
    found = kept_logins([written(Owner(auth_url=URL), user_name="ann", user_id="uid")])
    assert found == [KeptLogin("ann", "demo", URL, LATER)]
    assert "t0ken" not in repr(found)


def test_a_login_without_a_tenant_has_none():
    (found,) = kept_logins([written(Owner(), None, user_name="ann", user_id="uid")])
    assert (found.tenant, found.auth_url) == (None, None)


@pytest.mark.parametrize(
    "other",
    [
        *(b"", b"salt 1 " + b"x" * 32, b"\xff\n\xfe", b"[]\n[]", b"[" * 100_000),
        b'{"ends": "2026-01-02T03:04:05+00:00"}\n{"documents": []}',
        b'{"ends": 5}\n{"body": {"access": {"user": {}}}}',
        b'{"ends": "soon"}\n{"body": {"access": {"user": {"name": "x"}}}}',
        b'{"ends": "2026-01-02T03:04:05+00:00"}\n{"body": []}',
    ],
    ids=lambda each: repr(each)[:20],
)
def test_what_is_no_login_is_left_out(other):
    assert kept_logins([other, written(Owner(), user_name="ann", user_id="uid")])[0].user == "ann"
    assert kept_logins([other]) == []
