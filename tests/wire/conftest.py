"""Whose session sends the recorded requests."""

import pytest

from tests.wire.stand_in import LIBRARIES


@pytest.fixture(params=LIBRARIES)
def library(request):
    return request.param
