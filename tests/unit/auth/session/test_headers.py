"""Headers ignore case, bytes become text, and credentials are not shown."""

from __future__ import annotations

import pytest

from ksclient.auth.session.headers import HeaderBag


def test_the_last_spelling_and_value_win() -> None:
    bag = HeaderBag({"x-auth-token": "a"})

    bag["X-Auth-Token"] = "b"

    assert bag.final() == {"X-Auth-Token": "b"}
    assert list(bag) == ["X-Auth-Token"]
    assert len(bag) == 1


def test_names_are_found_in_any_case() -> None:
    bag = HeaderBag({"Accept": "a"})

    assert bag["ACCEPT"] == "a"
    assert "accept" in bag
    assert bag.setdefault("aCCept", "b") == "a"
    del bag["accept"]
    assert not bag


@pytest.mark.parametrize(("name", "value"), [(b"A", b"b"), ("A", b"b"), (b"A", "b")])
def test_bytes_become_text(name: str | bytes, value: str | bytes) -> None:
    assert HeaderBag({name: value}).final() == {"A": "b"}


def test_bytes_added_later_become_text() -> None:
    bag = HeaderBag()

    bag["A"] = b"b"  # type: ignore[assignment]

    assert bag.final() == {"A": "b"}


def test_a_header_that_takes_another_away_is_kept() -> None:
    assert HeaderBag({"Accept": None}).final() == {"Accept": None}  # type: ignore[dict-item]


def test_no_headers_are_an_empty_bag() -> None:
    assert HeaderBag(None).final() == {}


def test_credentials_are_not_shown() -> None:
    bag = HeaderBag({"X-Auth-Token": "c4n4ry", "Accept": "a"})

    assert "c4n4ry" not in repr(bag)
    assert "c4n4ry" not in repr(bag.final())
    assert "'Accept': 'a'" in repr(bag)
