"""Which server the tests of this folder ask."""

from __future__ import annotations

import pytest

from tests.live.servers import is_real


@pytest.mark.parametrize(
    ("wanted", "ci", "real"),
    [
        ("1", "", True),
        ("1", "true", True),
        ("cloud", "true", False),
        ("cloud", "", False),
        ("", "true", True),
        ("", "", False),
    ],
)
def test_a_real_keystone_is_asked_for_or_the_default_in_ci(wanted, ci, real, monkeypatch):
    monkeypatch.setenv("KSCLIENT_LIVE", wanted)
    monkeypatch.setenv("CI", ci)

    assert is_real() is real


def test_another_word_is_refused(monkeypatch):
    monkeypatch.setenv("KSCLIENT_LIVE", "true")

    with pytest.raises(pytest.UsageError, match="1 for a real Keystone, or cloud"):
        is_real()
