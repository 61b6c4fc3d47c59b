"""A store of each kind in turn, empty."""

import pytest

from tests.contract.cache.stores import SHARED, STORES


@pytest.fixture(params=STORES, ids=lambda kind: kind.name)
def place(request, tmp_path):
    with request.param.opened(tmp_path) as opened:
        yield opened


@pytest.fixture
def store(place):
    return place.open()


@pytest.fixture(params=SHARED, ids=lambda kind: kind.name)
def shared_place(request, tmp_path):
    with request.param.opened(tmp_path) as opened:
        yield opened
