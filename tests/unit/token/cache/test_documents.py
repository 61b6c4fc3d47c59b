"""Version documents are kept for as long as the token that they were read with."""

import copy
import json
from contextlib import closing

import keystoneauth1.session
import pytest
import requests

from ksclient.auth import exceptions
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.testing.faults import Reset
from ksclient.token.cache.cache import TokenCache

WANTED = {
    "service_type": "identity",
    "interface": "admin",
    "min_version": 2,
    "max_version": "2.latest",
}


def call(session):
    """Call a service after a look at its version document."""
    found = session.get_endpoint_data(**WANTED)
    return session.get(f"{found.url.rstrip('/')}/users").status_code


def use(auth):
    with closing(Session(auth=auth)) as session:
        return call(session)


def use_in_theirs(auth):
    with requests.Session() as connections:
        session = keystoneauth1.session.Session(auth=auth, session=connections)
        return call(session)


def asked(cloud):
    """Return what the cloud was asked since the last time."""
    paths = [f"{asked.method} {asked.path}" for asked in cloud.requests]
    cloud.requests.clear()
    return paths


COLD = ["POST /v2.0/tokens", "GET /v2.0/", "GET /v2.0/users"]
WARM = ["GET /v2.0/users"]


@pytest.fixture(autouse=True)
def _first(cloud, make_plugin):
    """One program has read the documents."""
    assert use(make_plugin()) == 200
    assert asked(cloud) == COLD


@pytest.fixture
def record(store):
    """The documents' key in the store, and what is there."""
    found = [(k, json.loads(v)) for k, v in store.records.items() if b'"documents"' in v]
    [(key, record)] = found
    return key, record


@pytest.mark.parametrize("use", [use, use_in_theirs])
def test_a_warm_program_sends_one_request_for_one_call(use, cloud, make_plugin):
    assert use(make_plugin()) == 200
    assert asked(cloud) == WARM


def test_documents_are_dropped_with_a_token_that_is_refused(cloud, make_plugin):
    auth = make_plugin()
    with closing(Session(auth=auth)) as session:
        cloud.revoke(session.get_token())
    use(auth)
    asked(cloud)
    use(make_plugin())
    assert asked(cloud) == ["GET /v2.0/", *WARM]


def test_a_late_401_does_not_drop_the_new_documents(cloud, clock, make_plugin):
    ours, late = make_plugin(), make_plugin()
    with closing(Session(auth=late)) as session:
        cloud.revoke(session.get_token())
    clock.advance(60)
    use(ours)
    use(ours)
    use(late)
    asked(cloud)
    use(make_plugin())
    assert asked(cloud) == WARM


def test_documents_do_not_outlive_their_token(cloud, clock, make_plugin):
    clock.advance(3600)
    use(make_plugin())
    assert asked(cloud) == COLD


def test_a_plugin_reads_documents_anew_with_another_token(cloud, clock, make_plugin):
    auth = make_plugin()
    use(auth)
    clock.advance(3600)
    asked(cloud)
    use(auth)
    assert asked(cloud) == COLD


def test_a_store_that_cannot_forget_does_not_bring_documents_back(cloud, store, make_plugin):
    cloud.faults.script(Reset(), on="GET /users", times=1)
    store.delete_if_equal = lambda key, record: False
    auth = make_plugin()
    with pytest.raises(exceptions.ConnectionError):
        use(auth)
    asked(cloud)
    use(auth)
    assert asked(cloud) == ["GET /v2.0/", *WARM]


def test_documents_that_could_not_be_dropped_are_not_read(cloud, store, make_plugin):
    store.delete_if_equal = lambda key, record: False
    with closing(Session(auth=make_plugin())) as session:
        with pytest.raises(exceptions.EndpointNotFound):
            session.get("/", endpoint_filter={"service_type": "no-such-service"})
        call(session)
    assert asked(cloud) == ["GET /v2.0/", *WARM]


def test_a_session_does_not_keep_documents_alive_in_the_store(cloud, clock, make_plugin):
    with closing(Session(auth=make_plugin())) as session:
        call(session)
        clock.advance(3600)
        call(session)
        asked(cloud)
    use(make_plugin())
    assert asked(cloud) == ["GET /v2.0/", *WARM]


def test_documents_are_dropped_where_nobody_answers(cloud, make_plugin):
    cloud.faults.script(Reset(), on="GET /users", times=1)
    with pytest.raises(exceptions.ConnectionError):
        use(make_plugin())
    asked(cloud)
    use(make_plugin())
    assert asked(cloud) == ["GET /v2.0/", *WARM]


def test_documents_are_dropped_for_a_session_of_keystoneauth1_on_request(cloud, make_plugin):
    auth = make_plugin()
    with requests.Session() as connections:
        session = keystoneauth1.session.Session(auth=auth, session=connections)
        assert call(session) == 200
        assert asked(cloud) == WARM
        auth.distrust_endpoints(session)
        assert call(session) == 200
        assert asked(cloud) == ["GET /v2.0/", *WARM]
    auth.distrust_endpoints(session)
    use(make_plugin())
    assert asked(cloud) == ["GET /v2.0/", *WARM]


def test_documents_are_dropped_where_no_endpoint_is_found(cloud, make_plugin):
    with (
        closing(Session(auth=make_plugin())) as session,
        pytest.raises(exceptions.EndpointNotFound),
    ):
        session.get("/", endpoint_filter={"service_type": "no-such-service"})
    asked(cloud)
    use(make_plugin())
    assert asked(cloud) == ["GET /v2.0/", *WARM]


def test_documents_that_lead_nowhere_are_read_anew(cloud, store, record, make_plugin):
    key, found = record
    for [entry] in found["documents"].values():
        entry["id"] = "v1.0"
    store.records[key] = json.dumps(found).encode()
    assert use(make_plugin()) == 200
    assert asked(cloud) == ["GET /v2.0/", *WARM]
    use(make_plugin())
    assert asked(cloud) == WARM


def changed(record, **changes):
    return json.dumps({**record, **changes}).encode()


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"key": "0" * 64},
        {"ends": "2000-01-01T00:00:00Z"},
        {"ends": None},
        {"documents": None},
        {"documents": {"http://127.0.0.1:1/": {}}},
    ],
    ids=str,
)
def test_junk_is_read_anew(change, cloud, store, record, make_plugin):
    key, found = record
    store.records[key] = changed(found, **change)
    assert use(make_plugin()) == 200
    assert asked(cloud) == ["GET /v2.0/", *WARM]
    use(make_plugin())
    assert asked(cloud) == WARM


def test_a_copy_knows_the_documents(cloud, make_plugin, session):
    auth = make_plugin()
    auth.get_token(session)
    for each in (copy.copy(auth), copy.deepcopy(auth)):
        use(each)
        assert asked(cloud) == WARM


def test_a_login_reads_no_document_of_another_user(cloud, store, make_plugin):
    cloud.plant({"users": [{"name": "eve", "password": "eve-pw"}]})
    other = TokenCache(store, clock=cloud.clock).plugin(
        v2.Password(cloud.auth_url, "eve", "eve-pw")
    )
    with closing(Session(auth=other)) as session:
        session.get_token()
    assert not other._discovery_cache
