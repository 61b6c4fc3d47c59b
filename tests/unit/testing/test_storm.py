"""Many threads, and sessions of two libraries, against one cloud: nobody meets an error."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from threading import Barrier

import keystoneauth1.identity.v2
import keystoneauth1.session
import pytest
import requests

from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.testing import Cloud
from ksclient.v2_0.client import Client

THREADS = 64
ROUNDS = 2
IDENTITY = {"service_type": "identity", "interface": "admin"}


def credentials(cloud):
    return {"username": "admin", "password": str(cloud.admin_password), "tenant_name": "admin"}


def ours(cloud, number):
    """Log in, and create, read, change and delete users, with ksclient."""
    with closing(Session(auth=v2.Password(cloud.auth_url, **credentials(cloud)))) as session:
        keystone = Client(session=session)
        for count in range(ROUNDS):
            token = session.get_token()
            assert keystone.tokens.validate(token).id == token
            user = keystone.users.create(f"u-{number}-{count}", password="secret")
            assert keystone.users.get(user.id).name == user.name
            keystone.users.update(user, email="u@example.com")
            keystone.users.delete(user)
            session.invalidate()


@contextmanager
def their_session(cloud):
    with requests.Session() as connections:
        auth = keystoneauth1.identity.v2.Password(cloud.auth_url, **credentials(cloud))
        yield keystoneauth1.session.Session(auth=auth, session=connections)


def theirs(cloud, number):
    """Do the same with keystoneauth1."""
    with their_session(cloud) as session:
        for count in range(ROUNDS):
            path = f"/tokens/{session.get_token()}"
            assert session.get(path, endpoint_filter=IDENTITY).json()["access"]["user"]
            body = {"user": {"name": f"u-{number}-{count}", "password": "secret"}}
            created = session.post("/users", json=body, endpoint_filter=IDENTITY).json()["user"]
            path = f"/users/{created['id']}"
            assert session.get(path, endpoint_filter=IDENTITY).json()["user"] == created
            changed = {"user": {"email": "u@example.com"}}
            session.put(path, json=changed, endpoint_filter=IDENTITY)
            session.delete(path, endpoint_filter=IDENTITY)
            session.invalidate()


@pytest.mark.parametrize("driver", ["memory", "sql"])
def test_many_sessions_of_both_libraries_share_a_cloud(driver, tmp_path):
    options = {"url": f"sqlite:///{tmp_path}/tokens.db"} if driver == "sql" else {}
    start = Barrier(THREADS)

    def storm(number):
        start.wait()
        (ours if number % 2 else theirs)(cloud, number)

    with Cloud(driver=driver, driver_options=options) as cloud:
        with ThreadPoolExecutor(THREADS) as threads:
            for _ in threads.map(storm, range(THREADS)):
                pass
        assert [user.name for user in cloud.keystone.state.users] == ["admin"]
        assert len(cloud.requests.logins) == THREADS * ROUNDS
        refused = [asked for asked in cloud.requests if not 200 <= (asked.status or 0) <= 300]
        assert not refused
