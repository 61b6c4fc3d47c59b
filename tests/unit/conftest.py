"""A cloud in requests-mock, and a client of it."""

import pytest

from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.v2_0.client import Client
from tests.unit.cloud import PUBLIC, Cloud


@pytest.fixture
def cloud(requests_mock):
    return Cloud(requests_mock)


@pytest.fixture
def session(cloud):
    return Session(auth=v2.Password(PUBLIC, "demo", "s3cret", tenant_name="project"))


@pytest.fixture
def keystone(session):
    return Client(session=session)
