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
def shared_clock(place):
    return FakeClock()


@pytest.fixture(scope="session")
def shared_driver(place, shared_clock):
    return place.make(clock=shared_clock)


@pytest.fixture
def clock(place, shared_driver, shared_clock):
    place.wipe()
    shared_clock.now = START
    return shared_clock


@pytest.fixture
def driver(shared_driver, clock):
    return shared_driver


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
