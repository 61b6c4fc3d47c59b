"""Who has no key reads nothing and changes nothing unseen."""

import sys

import pytest

from ksclient.token.cache.encryption import LEAST, MARK, Encryption, Plain
from ksclient.token.cache.errors import StoreFailed

SECRET = "k" * 32
KEY, OTHER = "a" * 64, "b" * 64
RECORD = b"a token that nobody may see"
GOLDEN = (
    "018634d16fd2fee080288b0cb007612960cd2e53c31a80cd4218fe2d4eb549f5abfc06ff9eb1fe98"
    "af36b441f0d19895e3e2e560c9f592b31790070f8f0711e4f26055a2249dc0069451de158028672d"
    "179cab60c4315c31"
)


def make(secret_key=SECRET, place="here"):
    return Encryption(secret_key, place)


@pytest.fixture(params=[make, Plain], ids=["encrypted", "plain"])
def envelope(request):
    return request.param()


@pytest.mark.parametrize("record", [b"", b"\0", RECORD, bytes(100_000)], ids=len)
def test_what_is_closed_can_be_opened(envelope, record):
    assert envelope.open(KEY, envelope.close(KEY, record)) == record


def test_it_starts_with_the_mark_of_its_record(envelope):
    closed = envelope.close(KEY, RECORD)

    assert closed[:MARK] == envelope.mark(KEY, RECORD)
    assert len(envelope.mark(KEY, RECORD)) == MARK
    assert envelope.mark(KEY, RECORD) != envelope.mark(KEY, RECORD + b".")
    assert envelope.mark(KEY, RECORD) != envelope.mark(OTHER, RECORD)


def test_any_byte_that_changes_is_found_out(envelope):
    closed = envelope.close(KEY, RECORD)

    for place in range(len(closed)):
        changed = bytearray(closed)
        changed[place] ^= 1
        assert envelope.open(KEY, bytes(changed)) is None


def test_any_part_of_it_is_nothing(envelope):
    closed = envelope.close(KEY, RECORD)

    assert all(envelope.open(KEY, closed[:end]) is None for end in range(len(closed)))
    assert envelope.open(KEY, closed + b"\0") is None


def test_it_is_bound_to_its_key(envelope):
    assert envelope.open(OTHER, envelope.close(KEY, RECORD)) is None


def test_it_is_bound_to_its_place():
    assert make(place="there").open(KEY, make().close(KEY, RECORD)) is None


def test_nothing_of_a_record_is_seen():
    closed = make().close(KEY, RECORD)

    assert not any(RECORD[at : at + 4] in closed for at in range(len(RECORD) - 3))


def test_the_same_record_looks_otherwise_each_time():
    assert make().close(KEY, RECORD)[MARK:] != make().close(KEY, RECORD)[MARK:]


def test_other_secrets_open_nothing():
    other = make("x" * 32)

    assert other.open(KEY, make().close(KEY, RECORD)) is None
    assert other.mark(KEY, RECORD) != make().mark(KEY, RECORD)
    assert other.name != make().name


def test_the_same_secret_opens_what_other_machines_closed():
    assert make(SECRET.encode()).open(KEY, make().close(KEY, RECORD)) == RECORD
    assert make(SECRET.encode()).name == make().name


def test_it_opens_what_earlier_releases_closed():
    closed = bytes.fromhex(GOLDEN)

    assert make().open(KEY, closed) == RECORD
    assert make().mark(KEY, RECORD) == closed[:MARK]
    assert make().name == "03a8b5bf8a8068f7"


@pytest.mark.parametrize("short", ["", "password", "x" * (LEAST - 1), b"x" * (LEAST - 1)])
def test_a_short_secret_is_refused_and_not_shown(short):
    with pytest.raises(ValueError, match=r"at least 32 bytes.*token_urlsafe") as caught:
        make(short)
    assert not short or str(short) not in str(caught.value)


@pytest.mark.parametrize("wrong", [1, None, ["x" * 32], bytearray(32)])
def test_a_secret_is_text_or_bytes(wrong):
    with pytest.raises(TypeError, match="must be text or bytes"):
        make(wrong)


def test_it_shows_no_secrets():
    envelope = make("a secret that nobody may see " * 2)

    assert "nobody may see" not in f"{envelope!r} {vars(envelope)!r}"


def test_a_library_that_is_missing_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.hashes", None)

    with pytest.raises(StoreFailed, match=r"pip install 'ksclient\[crypt\]'"):
        make()
