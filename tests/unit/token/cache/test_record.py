"""A record is read by whom it belongs to, and by nobody else."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from ksclient.auth import access, fixture
from ksclient.auth.access import Life
from ksclient.auth.identity.state import Owner
from ksclient.token.cache import record
from ksclient.token.cache.record import Kept, Unusable

KEY = "a" * 64
NOW = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
OWNER = Owner(auth_url="http://keystone.example:5000/v2.0", username="u", tenant_name="t")


@pytest.fixture
def kept():
    token = fixture.V2Token(token_id="t0ken", user_name="u", user_id="uid")
    token.set_scope("tid", "t")
    return Kept(access.create(body=token), Life(NOW, NOW + timedelta(hours=1)))


@pytest.fixture
def written(kept):
    return record.write(kept, KEY, OWNER)


def test_what_is_written_is_read(written, kept):
    found = record.read(bytes(written), KEY, OWNER)
    assert found.life == kept.life
    assert found.access.auth_token == "t0ken"
    assert found.access.project_id == "tid"


@pytest.mark.parametrize(
    "other",
    [
        {"username": "eve"},
        {"username": None, "user_id": "another"},
        {"tenant_name": "another"},
        {"tenant_name": None, "tenant_id": "another"},
        {"tenant_name": None, "is_unscoped": True},
        {"trust_id": "tr"},
        {"auth_url": "http://elsewhere.example:5000/v2.0"},
    ],
    ids=str,
)
def test_a_record_of_somebody_else_is_unusable(other, kept):
    mine = {name: getattr(OWNER, name) for name in ("auth_url", "username", "tenant_name")}
    theirs = record.write(kept, KEY, OWNER)
    if "trust_id" in other:
        theirs = record.write(kept, KEY, Owner(**mine, trust_id="their trust"))
    with pytest.raises(Unusable):
        record.read(theirs, KEY, Owner(**{**mine, **other}))


def test_a_record_from_another_place_is_unusable(written):
    with pytest.raises(Unusable, match="another login"):
        record.read(written, "b" * 64, OWNER)


def test_an_id_will_do_where_the_record_has_the_name(written):
    owner = Owner(auth_url=OWNER.auth_url, user_id="uid", tenant_id="tid")
    assert record.read(written, KEY, owner).access.auth_token == "t0ken"


def with_head(written, **changes):
    head, _, text = bytes(written).partition(b"\n")
    return json.dumps({**json.loads(head), **changes}).encode() + b"\n" + text


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"format": None},
        {"begins": None},
        {"ends": 12},
        {"ends": "soon"},
        {"key": None},
    ],
    ids=str,
)
def test_a_head_that_is_not_as_it_should_be_makes_a_record_unusable(change, written):
    with pytest.raises(Unusable):
        record.read(with_head(written, **change), KEY, OWNER)


def test_no_part_of_a_record_is_a_record(written):
    for size in range(len(written)):
        with pytest.raises(Unusable):
            record.read(written[:size], KEY, OWNER)


@pytest.mark.parametrize("junk", [None, "text", 1, b"\n", b"\xff\n\xff", b"[]\n[]", b"[" * 99999])
def test_junk_is_unusable(junk):
    with pytest.raises(Unusable):
        record.read(junk, KEY, OWNER)


@pytest.mark.parametrize("change", [{"access": {}}, {"access": {"token": {"id": "t"}}}, {}])
def test_a_document_that_is_no_login_is_unusable(change, written):
    head, _, text = bytes(written).partition(b"\n")
    text = json.dumps({**json.loads(text), "body": change}).encode()
    with pytest.raises(Unusable):
        record.read(head + b"\n" + text, KEY, OWNER)


def test_why_a_record_is_unusable_tells_no_token(written):
    for size in range(0, len(written), 7):
        with pytest.raises(Unusable) as caught:
            record.read(written[:size], KEY, OWNER)
        assert "t0ken" not in str(caught.value) + repr(caught.value.__context__)


def test_a_record_does_not_show_itself(written, kept):
    assert "t0ken" not in repr(written) + repr(kept)


def with_text(written, change):
    head, _, text = bytes(written).partition(b"\n")
    state = json.loads(text)
    change(state)
    return head + b"\n" + json.dumps(state).encode()


@pytest.mark.parametrize("token", ["☃", "\ud800", "x\r\ny: z"])
def test_a_token_that_no_header_can_have_is_unusable(token, written):
    broken = with_text(written, lambda state: state.update(auth_token=token))
    with pytest.raises(Unusable, match="header"):
        record.read(broken, KEY, OWNER)


@pytest.mark.parametrize(
    ("part", "name"), [("token", "tenant"), (None, "trust"), (None, "user")], ids=str
)
def test_a_login_that_does_not_tell_whose_it_is_is_unusable(part, name, written):
    def damage(state):
        document = state["body"]["access"]
        (document[part] if part else document)[name] = 5

    with pytest.raises(Unusable):
        record.read(with_text(written, damage), KEY, OWNER)
