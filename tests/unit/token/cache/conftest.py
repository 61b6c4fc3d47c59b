"""A cloud of the module's own, and a store."""

import pytest

from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.testing import Cloud
from ksclient.token.cache.cache import TokenCache
from tests.unit.token.cache.fakes import FakeStore


@pytest.fixture
def cloud():
    with Cloud() as cloud:
        yield cloud


@pytest.fixture
def store():
    return FakeStore()


@pytest.fixture
def clock(cloud):
    return cloud.clock


@pytest.fixture
def credentials(cloud):
    return {"username": "admin", "password": str(cloud.admin_password), "tenant_name": "admin"}


@pytest.fixture
def make_plugin(cloud, store, credentials):
    """Return plugins as different processes would make them."""

    def make(store=store, jitter=0.0, **others):
        cache = TokenCache(store, clock=cloud.clock, jitter=lambda: jitter)
        return cache.plugin(v2.Password(cloud.auth_url, **{**credentials, **others}))

    return make


@pytest.fixture
def session():
    """A session without a plugin of its own, that goes through no proxy."""
    session = Session()
    session.session.trust_env = False
    yield session
    session.close()
