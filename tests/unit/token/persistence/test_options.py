"""What managers and drivers refuse to be made with, and how they say so."""

import math
from datetime import timedelta
from decimal import Decimal

import pytest

from ksclient.token.persistence import Manager
from ksclient.token.persistence.backends import memory
from tests.unit.token.persistence.stand_ins import NOW, RecordingDriver

SECONDS = ["expiration", "cache_time", "revocation_cache_time"]


def refused(name, value, error):
    options = {"cache_time": 60} if name == "revocation_cache_time" else {}
    with pytest.raises(error, match=rf"^{name} ") as caught:
        Manager("memory", **{**options, name: value})
    return str(caught.value)


@pytest.mark.parametrize("name", SECONDS)
@pytest.mark.parametrize("value", ["3600", b"1", True, [60], Decimal(60)])
def test_a_time_that_is_no_number_of_seconds_is_refused_by_its_name(name, value):
    told = refused(name, value, TypeError)

    assert "number of seconds, or a timedelta" in told
    assert type(value).__name__ in told


@pytest.mark.parametrize("name", SECONDS)
@pytest.mark.parametrize(
    "value", [-1, -0.5, math.nan, math.inf, -math.inf, 10**400, timedelta(seconds=-1)]
)
def test_a_time_that_never_comes_is_refused_by_its_name(name, value):
    assert "finite" in refused(name, value, ValueError)


@pytest.mark.parametrize("name", ["expiration", "cache_time"])
@pytest.mark.parametrize("value", [0, 0.0, timedelta(0)])
def test_no_time_at_all_is_refused(name, value):
    assert "more than 0" in refused(name, value, ValueError)


@pytest.mark.parametrize("value", [timedelta.max, 1e13])
def test_a_life_that_no_datetime_can_tell_the_end_of_is_refused(value):
    assert "at most 365000 days" in refused("expiration", value, ValueError)


@pytest.mark.parametrize("value", [300, 300.0, timedelta(minutes=5)])
def test_a_life_is_a_timedelta_or_a_number_of_seconds(value):
    manager = Manager("memory", expiration=value, clock=lambda: NOW)
    created = manager.create_token("t1", {"user_id": "alice"})

    assert created["expires"] == (NOW + timedelta(minutes=5)).replace(tzinfo=None)


@pytest.mark.parametrize("value", [60, 60.0, timedelta(minutes=1)])
def test_a_time_to_remember_is_a_timedelta_or_a_number_of_seconds(value):
    driver = RecordingDriver()
    manager = Manager(driver, cache_time=value, revocation_cache_time=value, clock=lambda: NOW)
    manager.get_token("t1")
    manager.get_token("t1")

    assert driver.calls == [("get", "t1")]


def test_the_list_of_revoked_tokens_may_be_remembered_for_no_time():
    driver = RecordingDriver()
    manager = Manager(driver, cache_time=60, revocation_cache_time=0)
    manager.list_revoked_tokens()
    manager.list_revoked_tokens()

    assert len(driver.calls) == 2


def test_a_time_for_the_list_without_a_cache_is_refused():
    with pytest.raises(TypeError, match=r"revocation_cache_time .* cache_time"):
        Manager("memory", revocation_cache_time=60)


@pytest.mark.parametrize("value", ["5", 5.0, None, True])
def test_a_size_that_is_no_whole_number_is_refused(value):
    refused("cache_size", value, TypeError)


@pytest.mark.parametrize("value", [0, -1])
def test_a_size_that_holds_nothing_is_refused(value):
    refused("cache_size", value, ValueError)


@pytest.mark.parametrize("value", ["False", "", 0, 1, None])
def test_whether_to_revoke_by_id_is_true_or_false(value):
    assert "must be True or False" in refused("revoke_by_id", value, TypeError)


@pytest.mark.parametrize("value", [NOW, None, "now"])
def test_a_clock_can_be_called(value):
    refused("clock", value, TypeError)
    with pytest.raises(TypeError, match=r"^clock "):
        memory.Driver(clock=value)
