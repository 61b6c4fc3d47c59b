"""A driver of each store in turn, empty, with a clock that the test sets."""

import time

import pytest

from ksclient.token.persistence.manager import PersistenceManager
from tests.contract.persistence.stores import STORES
from tests.contract.persistence.tokens import START, FakeClock


@pytest.fixture(scope="session", params=STORES, ids=lambda store: store.name)
def store(request):
    return request.param


@pytest.fixture(scope="session")
def place(store, tmp_path_factory):
    with store.opened(tmp_path_factory.mktemp(store.name)) as opened:
        yield opened


@pytest.fixture(scope="session")
def shared_driver(place):
    return place.make(clock=FakeClock())


@pytest.fixture
def driver(place, shared_driver):
    shared_driver._clock.now = START
    place.wipe()
    return shared_driver


@pytest.fixture
def clock(driver):
    return driver._clock


@pytest.fixture
def manager(driver, clock):
    return PersistenceManager(driver, clock=clock)


@pytest.fixture(params=["driver", "manager"])
def either(request, driver, manager):
    """The driver, and a manager of it: what the contract says of both."""
    return {"driver": driver, "manager": manager}[request.param]


@pytest.fixture
def time_zone(monkeypatch):
    """Set the time zone of this process, until the test ends."""

    def set_to(name):
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield set_to
    monkeypatch.undo()
    time.tzset()
