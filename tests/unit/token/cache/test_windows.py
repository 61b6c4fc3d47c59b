"""Two windows before a token's end, scaled to its life."""

from datetime import UTC, datetime, timedelta

import pytest

from ksclient.auth import access, fixture
from ksclient.auth.access import Life
from ksclient.token.cache.windows import Phase, phase_of

NOW = datetime(2026, 1, 2, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
FRESH, ADVISORY, MANDATORY, ENDED = Phase


def phase(life, left, jitter=0.0):
    return phase_of(Life(NOW, NOW + life), NOW + life - left, jitter)


@pytest.mark.parametrize(
    ("life", "left", "expected"),
    [
        (HOUR, HOUR, FRESH),
        (HOUR, 11 * MINUTE, FRESH),
        (HOUR, 10 * MINUTE, ADVISORY),
        (HOUR, 3 * MINUTE, ADVISORY),
        (HOUR, 2 * MINUTE, MANDATORY),
        (HOUR, SECOND, MANDATORY),
        (HOUR, 0 * SECOND, ENDED),
        (HOUR, -HOUR, ENDED),
        (24 * HOUR, 61 * MINUTE, FRESH),
        (24 * HOUR, HOUR, ADVISORY),
        (24 * HOUR, 10 * MINUTE, MANDATORY),
        (MINUTE, MINUTE / 2, FRESH),
        (MINUTE, 9 * SECOND, ADVISORY),
        (MINUTE, 2 * SECOND, MANDATORY),
        (-HOUR, -HOUR, ENDED),
    ],
)
def test_the_windows_are_scaled_to_the_life(life, left, expected):
    assert phase(life, left) is expected


def test_a_process_with_more_jitter_renews_later():
    assert phase(HOUR, 8 * MINUTE, jitter=0.0) is ADVISORY
    assert phase(HOUR, 8 * MINUTE, jitter=0.9) is FRESH


def test_jitter_leaves_an_advisory_window():
    for life in (MINUTE, HOUR, 24 * HOUR):
        assert phase(life, life / 30 + life / 100_000, jitter=0.999_999) in {ADVISORY, FRESH}
        assert phase(life, min(life / 13, HOUR / 2.01), jitter=0.999_999) is ADVISORY


def test_jitter_does_not_move_the_mandatory_window():
    for jitter in (0.0, 0.5, 0.999):
        assert phase(HOUR, 2 * MINUTE, jitter) is MANDATORY


def arrives(issued, expires, now=NOW):
    token = fixture.V2Token(expires=expires, issued=issued)
    return Life.on_arrival(access.create(body=token), now)


def test_a_life_begins_when_the_token_comes():
    assert arrives(NOW - SECOND, NOW + HOUR) == Life(NOW, NOW + HOUR)


@pytest.mark.parametrize("skew", [timedelta(days=1), timedelta(days=-1)])
def test_where_the_clocks_disagree_ours_counts(skew):
    assert arrives(NOW + skew, NOW + skew + HOUR) == Life(NOW, NOW + HOUR)


def test_a_token_that_was_issued_before_does_not_live_longer():
    assert arrives(NOW - 23 * HOUR, NOW + HOUR) == Life(NOW, NOW + HOUR)


@pytest.mark.parametrize("issued", [None, "never", 12])
def test_without_a_time_of_issue_the_end_is_taken_as_told(issued):
    token = fixture.V2Token(expires=NOW + HOUR)
    token["access"]["token"]["issued_at"] = issued
    assert Life.on_arrival(access.create(body=token), NOW) == Life(NOW, NOW + HOUR)
    assert Life.as_told(access.create(body=token)).ends == NOW + HOUR
