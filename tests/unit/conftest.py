"""A cloud in requests-mock, and a client of it."""

import pytest

from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.v2_0.client import Client
from tests.unit.cloud import PUBLIC, Cloud


@pytest.fixture(scope="session")
def common_cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _leave_the_developers_cache_alone(monkeypatch, common_cache):
    monkeypatch.setenv("XDG_CACHE_HOME", str(common_cache))


@pytest.fixture
def cloud(requests_mock):
    return Cloud(requests_mock)


@pytest.fixture
def session(cloud):
    return Session(auth=v2.Password(PUBLIC, "demo", "s3cret", tenant_name="project"))


@pytest.fixture
def keystone(session):
    return Client(session=session)
