"""The memory of a cloud forgets what nobody asks for."""

from datetime import timedelta

import pytest

from ksclient.testing import Cloud, SteerableClock
from ksclient.testing.keystone import Keystone
from ksclient.testing.keystone.memory import TidyDriver
from ksclient.token.exceptions import TokenNotFound

OWNER = {"user": {"id": "u1"}}


def test_expired_tokens_are_forgotten_after_so_many_were_issued():
    clock = SteerableClock()
    driver = TidyDriver(clock=clock, expiration=timedelta(minutes=1), issues=3)
    driver.create_token("a", OWNER)
    clock.advance(61)
    driver.create_token("b", OWNER)
    assert driver.get_token("a")["id"] == "a"
    driver.create_token("c", OWNER)
    assert driver.get_token("b")["id"] == "b"
    with pytest.raises(TokenNotFound):
        driver.get_token("a")


def test_clouds_have_such_a_memory():
    with Cloud() as cloud:
        assert isinstance(cloud.keystone.tokens.persistence.driver, TidyDriver)
    assert isinstance(Keystone().tokens.persistence.driver, TidyDriver)
