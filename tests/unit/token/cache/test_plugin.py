"""A plugin logs in if no process has done so before."""

import copy
import logging
import pickle
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from threading import Barrier

import keystoneauth1.session
import pytest
import requests

from ksclient.auth import exceptions
from ksclient.auth.identity import AccessInfoPlugin, generic, v2
from ksclient.auth.plugin import secrets_kept
from ksclient.auth.session import Session
from ksclient.testing.faults import Refuse
from ksclient.token.cache.cache import TokenCache
from ksclient.token.cache.errors import StoreFailed
from ksclient.v2_0.client import Client
from tests.unit.token.cache.fakes import BrokenStore, FakeStore

THREADS = 64
HOUR = 3600
MINUTE = 60


def use(auth):
    """Ask for something that needs a good token."""
    with closing(Session(auth=auth)) as session:
        return [user.name for user in Client(session=session).users.list()]


def use_in_theirs(auth):
    """The same, in a session of keystoneauth1."""
    with requests.Session() as connections:
        session = keystoneauth1.session.Session(auth=auth, session=connections)
        wanted = {"service_type": "identity", "interface": "admin"}
        answer = session.get("/users", endpoint_filter=wanted)
        return [user["name"] for user in answer.json()["users"]]


def token_of(auth):
    with closing(Session(auth=auth)) as session:
        return session.get_token()


def warnings_in(caplog):
    return [entry for entry in caplog.records if entry.levelno >= logging.WARNING]


# --- one login ---------------------------------------------------------------------------------


@pytest.mark.parametrize("first", [use, use_in_theirs])
@pytest.mark.parametrize("second", [use, use_in_theirs])
def test_a_second_program_does_not_log_in(first, second, cloud, make_plugin):
    assert first(make_plugin()) == second(make_plugin()) == ["admin"]
    assert len(cloud.requests.logins) == 1


def test_a_warm_program_sends_one_request_for_one_call(cloud, make_plugin):
    use(make_plugin())
    cloud.requests.clear()
    use(make_plugin())
    assert [asked.path for asked in cloud.requests] == ["/v2.0/users"]


def test_many_threads_with_plugins_of_their_own_log_in_once(cloud, make_plugin):
    start = Barrier(THREADS)

    def run(_):
        start.wait()
        return token_of(make_plugin())

    with ThreadPoolExecutor(THREADS) as threads:
        assert len(set(threads.map(run, range(THREADS)))) == 1
    assert len(cloud.requests.logins) == 1


def test_another_version_in_the_auth_url_is_the_same_login(cloud, store, credentials, make_plugin):
    use(make_plugin())
    unversioned = cloud.auth_url.removesuffix("v2.0")
    inner = generic.Password(unversioned, **credentials)
    use(TokenCache(store, clock=cloud.clock).plugin(inner))
    assert len(cloud.requests.logins) == 1


def test_another_scope_is_another_login(cloud, make_plugin):
    scoped, unscoped = token_of(make_plugin()), token_of(make_plugin(tenant_name=None))
    assert scoped != unscoped
    assert len(cloud.requests.logins) == 2


def test_a_token_is_exchanged_once(cloud, store, make_plugin):
    old = token_of(make_plugin(tenant_name=None))
    cache = TokenCache(store, clock=cloud.clock)
    for make in (v2.Token, generic.Token, v2.Token):
        assert use(cache.plugin(make(cloud.auth_url, old, tenant_name="admin"))) == ["admin"]
    assert len(cloud.requests.logins) == 2


def test_other_tokens_are_exchanged_for_others(cloud, store, make_plugin):
    cache = TokenCache(store, clock=cloud.clock)
    olds = [token_of(make_plugin(FakeStore(), tenant_name=None)) for _ in range(2)]
    news = {token_of(cache.plugin(v2.Token(cloud.auth_url, old))) for old in olds}
    assert len(news) == 2


def test_a_trust_is_a_login_of_its_own(cloud, make_plugin):
    cloud.plant(
        {
            "users": [{"name": "eve", "password": "eve-pw"}],
            "trusts": [
                {
                    "id": "tr1",
                    "trustor": "admin",
                    "trustee": "eve",
                    "tenant": "admin",
                    "roles": ["admin"],
                }
            ],
        }
    )
    eve = {"username": "eve", "password": "eve-pw", "tenant_name": None}
    plain = token_of(make_plugin(**eve))
    eve["tenant_name"] = "admin"
    trusted = [token_of(make_plugin(**eve, trust_id="tr1")) for _ in range(2)]
    assert trusted[0] == trusted[1] != plain
    assert use(make_plugin(**eve, trust_id="tr1")) == ["admin", "eve"]
    assert len(cloud.requests.logins) == 2


def test_a_salt_that_another_process_makes_meanwhile_counts(cloud, make_plugin):
    use(make_plugin(other := FakeStore()))

    class Busy(FakeStore):
        def lock(self, key, timeout):
            self.records = self.records or other.records
            return super().lock(key, timeout)

    use(make_plugin(Busy()))
    assert len(cloud.requests.logins) == 1


def test_a_login_that_fails_is_told_as_without_a_cache(cloud, store, make_plugin):
    with pytest.raises(exceptions.Unauthorized, match="wrong password"):
        use(make_plugin(password="wrong"))
    assert len(cloud.requests.logins) == 1
    assert use(make_plugin()) == ["admin"]


@pytest.mark.parametrize("other", ["plugin", AccessInfoPlugin])
def test_what_does_not_log_in_is_refused(other, session, make_plugin):
    if other is AccessInfoPlugin:
        other = AccessInfoPlugin(make_plugin().get_access(session))
    with pytest.raises(TypeError, match="cache"):
        TokenCache(FakeStore()).plugin(other)


# --- a token that is refused -------------------------------------------------------------------


@pytest.mark.parametrize("use", [use, use_in_theirs])
def test_a_revoked_token_is_replaced_with_one_login(use, cloud, store, make_plugin):
    cloud.revoke(token_of(make_plugin()))
    programs = [make_plugin() for _ in range(THREADS)]
    start = Barrier(THREADS)

    def run(auth):
        start.wait()
        return use(auth)

    with ThreadPoolExecutor(THREADS) as threads:
        assert list(threads.map(run, programs)) == [["admin"]] * THREADS
    assert len(cloud.requests.logins) == 2


@pytest.mark.parametrize("use", [use, use_in_theirs])
def test_threads_that_share_a_plugin_replace_a_revoked_token_once(use, cloud, make_plugin):
    auth = make_plugin()
    cloud.revoke(token_of(auth))
    start = Barrier(THREADS)

    def run(_):
        start.wait()
        return use(auth)

    with ThreadPoolExecutor(THREADS) as threads:
        assert list(threads.map(run, range(THREADS))) == [["admin"]] * THREADS
    assert len(cloud.requests.logins) == 2


@pytest.mark.parametrize("use", [use, use_in_theirs])
def test_who_learns_late_that_a_token_died_takes_the_new_one(use, cloud, make_plugin):
    early, late = make_plugin(), make_plugin()
    old = token_of(early)
    assert token_of(late) == old
    cloud.revoke(old)
    assert use(early) == use(late) == ["admin"]
    assert token_of(early) == token_of(late) != old
    assert len(cloud.requests.logins) == 2


def test_a_token_from_the_store_that_is_refused_is_no_reason_to_give_up(cloud, make_plugin):
    ours, others = make_plugin(), make_plugin()
    cloud.revoke(token_of(ours))
    use(others)
    cloud.revoke(token_of(others))
    assert use(ours) == ["admin"]
    assert len(cloud.requests.logins) == 3


def test_a_late_401_does_not_drop_the_new_token(session, cloud, make_plugin):
    auth = make_plugin()
    old = auth.get_headers(session)
    cloud.revoke(old["X-Auth-Token"])
    new = auth.renew_headers(session, old)
    assert auth.renew_headers(session, old) == new
    assert make_plugin().get_headers(session) == new


def test_a_store_that_cannot_forget_does_not_bring_a_refused_token_back(cloud, make_plugin):
    store = BrokenStore("delete_if_equal")
    auth = make_plugin(store)
    cloud.revoke(token_of(auth))
    assert use(auth) == ["admin"]
    assert len(cloud.requests.logins) == 2


def test_a_wrong_password_is_sent_once_for_a_refused_token(cloud, make_plugin):
    auth = make_plugin()
    cloud.revoke(token_of(auth))
    auth.inner.password = "changed"
    with closing(Session(auth=auth)) as session:
        rejected = auth.get_headers(session)
        for _ in range(3):
            with pytest.raises(exceptions.Unauthorized):
                auth.renew_headers(session, rejected)
    assert len(cloud.requests.logins) == 2


def test_invalidate_has_the_next_one_log_in(cloud, make_plugin):
    auth = make_plugin()
    old = token_of(auth)
    assert auth.invalidate()
    assert not auth.invalidate()
    assert token_of(make_plugin()) != old


# --- records that are none ---------------------------------------------------------------------


def the_record(store):
    [(key, record)] = [item for item in store.records.items() if not item[1].startswith(b"salt")]
    return key, record


@pytest.mark.parametrize("junk", [b"", b"junk", b"{}\n{}", b"\xff\x00" * 40, b"[" * 9999, "text"])
def test_junk_is_replaced(junk, cloud, store, make_plugin):
    use(make_plugin())
    key, _ = the_record(store)
    store.records[key] = junk
    assert use(make_plugin()) == ["admin"]
    assert use(make_plugin()) == ["admin"]
    assert len(cloud.requests.logins) == 2


def test_junk_is_dropped_even_if_the_login_fails(store, make_plugin):
    use(make_plugin())
    key, _ = the_record(store)
    store.records[key] = b"junk"
    with pytest.raises(exceptions.Unauthorized):
        use(make_plugin(password="wrong"))
    assert key not in store.records


def test_junk_is_told_once(caplog, store, make_plugin):
    for _ in range(3):
        use(make_plugin())
        key, record = the_record(store)
        store.records[key] = record[:50]
    [told] = warnings_in(caplog)
    assert told.name == "ksclient.token.cache"
    assert store.name in told.getMessage()


def test_another_users_record_is_not_used(cloud, store, make_plugin):
    cloud.plant({"users": [{"name": "eve", "password": "eve-pw"}]})
    use(make_plugin())
    key, _ = the_record(store)
    others = FakeStore()
    others.records = {k: v for k, v in store.records.items() if v.startswith(b"salt")}
    eves = token_of(make_plugin(others, username="eve", password="eve-pw", tenant_name=None))
    _, store.records[key] = the_record(others)
    assert token_of(make_plugin()) != eves
    assert eves.encode() not in the_record(store)[1]


def test_junk_for_a_salt_is_replaced(cloud, store, make_plugin):
    use(make_plugin())
    for key in store.records:
        store.records[key] = b"junk"
    use(make_plugin())
    use(make_plugin())
    assert len(cloud.requests.logins) == 2


# --- a store that fails ------------------------------------------------------------------------


METHODS = ["get", "put", "delete_if_equal", "lock", "unlock"]
ERRORS = [None, OSError(28, "No space left on device"), RuntimeError("oh"), KeyError("what")]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("error", ERRORS, ids=repr)
def test_a_store_that_fails_stops_nobody(method, error, cloud, caplog, make_plugin):
    store = BrokenStore(method, error)
    for _ in range(3):
        auth = make_plugin(store)
        assert use(auth) == ["admin"]
        cloud.revoke(token_of(auth))
        assert use(auth) == ["admin"]
    [told] = warnings_in(caplog)
    assert told.name == "ksclient.token.cache"
    assert store.name in told.getMessage()


def test_a_store_that_has_failed_is_asked_no_more_for_that_login(store, make_plugin):
    use(make_plugin())
    key, _ = the_record(store)

    def get(wanted):
        if wanted == key:
            raise StoreFailed
        return store.records.get(wanted)

    store.get = get
    store.asked.clear()
    use(make_plugin())
    assert store.asked == []


def test_the_reason_of_a_failure_is_told(caplog, make_plugin):
    use(make_plugin(BrokenStore("get", OSError(28, "No space left on device"))))
    assert "No space left on device" in caplog.text


def test_errors_of_others_are_not_quoted(caplog, make_plugin):
    class Quotes(FakeStore):
        def put(self, key, record, expires):
            if not record.startswith(b"salt"):
                raise RuntimeError(f"cannot write {bytes(record)!r}")
            super().put(key, record, expires)

    auth = make_plugin(Quotes())
    token = token_of(auth)
    assert token not in caplog.text
    assert "RuntimeError" in caplog.text


def test_a_login_that_takes_too_long_is_not_waited_for(cloud, store, caplog, credentials):
    cache = TokenCache(store, clock=cloud.clock, lock_timeout=0.01)
    auth = cache.plugin(v2.Password(cloud.auth_url, **credentials))
    use(auth)
    key, _ = the_record(store)
    with store.lock(key, 1):
        cloud.revoke(token_of(auth))
        assert use(auth) == ["admin"]
    assert "locked" in caplog.text


# --- early renewal -----------------------------------------------------------------------------


def test_one_renews_early_and_the_others_find_it(cloud, clock, make_plugin):
    programs = [make_plugin() for _ in range(3)]
    old = {token_of(auth) for auth in programs}
    clock.advance(HOUR - 9 * MINUTE)
    new = {token_of(auth) for auth in programs}
    assert len(old) == len(new) == 1
    assert old != new
    assert len(cloud.requests.logins) == 2


def test_while_one_renews_early_others_go_on_with_the_old_token(cloud, clock, store, make_plugin):
    auth = make_plugin()
    old = token_of(auth)
    clock.advance(HOUR - 9 * MINUTE)
    key, _ = the_record(store)
    with store.lock(key, 1):
        assert token_of(auth) == old
        assert token_of(make_plugin()) == old
    assert len(cloud.requests.logins) == 1


def test_a_thread_that_renews_early_does_not_hold_up_others(cloud, clock, session, make_plugin):
    auth = make_plugin()
    old = token_of(auth)
    clock.advance(HOUR - 9 * MINUTE)
    meanwhile = []
    log_in = auth.inner.get_auth_ref
    auth.inner.get_auth_ref = lambda session: (
        meanwhile.append(auth.get_token(session)) or log_in(session)
    )
    assert token_of(auth) != old
    assert meanwhile == [old]


def test_shortly_before_the_end_all_wait(cloud, clock, make_plugin):
    programs = [make_plugin() for _ in range(THREADS)]
    old = {token_of(auth) for auth in programs}
    clock.advance(HOUR - 1 * MINUTE)
    with ThreadPoolExecutor(THREADS) as threads:
        new = set(threads.map(token_of, programs))
    assert len(new) == 1
    assert new != old
    assert len(cloud.requests.logins) == 2


def test_a_good_token_is_used_on_if_another_process_takes_too_long(
    cloud, clock, store, caplog, make_plugin
):
    auth = make_plugin()
    auth.LONGEST_WAIT_SECONDS = 0.01
    old = token_of(auth)
    clock.advance(HOUR - 1 * MINUTE)
    key, _ = the_record(store)
    with store.lock(key, 1):
        assert token_of(auth) == old
    assert len(cloud.requests.logins) == 1
    assert not warnings_in(caplog)


@pytest.mark.parametrize("before", [9 * MINUTE, 1 * MINUTE])
@pytest.mark.parametrize("status", [401, 503])
def test_a_renewal_that_fails_keeps_the_old_token(
    before, status, cloud, clock, caplog, make_plugin
):
    auth = make_plugin()
    auth.REFUSAL_SECONDS = 0.0  # which passes by a clock that is not put ahead here
    old = token_of(auth)
    clock.advance(HOUR - before)
    cloud.faults.script(Refuse(status), on="POST /tokens", times=1)
    assert token_of(auth) == token_of(auth) == old
    assert len(cloud.requests.logins) == 2
    assert "Could not renew" in caplog.text
    clock.advance(before)
    assert token_of(auth) != old


def test_a_token_that_has_ended_when_it_comes_is_not_stored(cloud, clock, store, credentials):
    class Old(v2.Password):
        def get_auth_ref(self, session):
            access = super().get_auth_ref(session)
            access._data["access"]["token"].update(expires="2000-01-01T00:00:00Z", issued_at=None)
            return access

    cache = TokenCache(store, clock=clock)
    assert token_of(cache.plugin(Old(cloud.auth_url, **credentials)))
    assert store.asked.count("put") == 1  # the salt


def test_an_expired_token_is_replaced(cloud, clock, make_plugin):
    old = token_of(make_plugin())
    clock.advance(2 * HOUR)
    assert token_of(make_plugin()) != old
    assert len(cloud.requests.logins) == 2


@pytest.mark.parametrize("skew", [timedelta(days=1), timedelta(days=-1)])
def test_a_wrong_clock_costs_no_login(skew, cloud, store, credentials):
    def make():
        cache = TokenCache(store, clock=lambda: cloud.clock() + skew)
        return cache.plugin(v2.Password(cloud.auth_url, **credentials))

    auth = make()
    tokens = {token_of(auth), token_of(auth), token_of(make())}
    assert len(tokens) == len(cloud.requests.logins) == 1
    cloud.clock.advance(HOUR)
    assert use(make()) == use(auth) == ["admin"]
    assert [asked for asked in cloud.requests if asked.status == 401] == []
    assert len(cloud.requests.logins) == 2


# --- copies ------------------------------------------------------------------------------------


def test_a_copy_shares_the_store(cloud, make_plugin):
    auth = make_plugin()
    copies = [copy.copy(auth), copy.deepcopy(auth)]
    tokens = {token_of(each) for each in [auth, *copies]}
    assert len(tokens) == len(cloud.requests.logins) == 1


class SharedStore(FakeStore):
    """Pickles to itself, as a store of files does."""

    def __reduce__(self):
        return (_shared_store, ())


_the_store = SharedStore()


def _shared_store():
    return _the_store


def _picklable(cloud, credentials, **others):
    return TokenCache(_the_store).plugin(v2.Password(cloud.auth_url, **credentials, **others))


def test_a_pickle_has_no_password_and_needs_none_while_there_is_a_token(cloud, credentials):
    auth = _picklable(cloud, credentials)
    token = token_of(auth)
    data = pickle.dumps(auth)
    assert token.encode() not in data
    assert credentials["password"].encode() not in data
    assert token_of(pickle.loads(data)) == token
    cloud.revoke(token)
    with pytest.raises(exceptions.AuthorizationFailure, match="pickled without its password"):
        use(pickle.loads(data))


def test_a_pickle_with_secrets_logs_in(cloud, credentials):
    with secrets_kept():
        data = pickle.dumps(_picklable(cloud, credentials))
    assert use(pickle.loads(data)) == ["admin"]


def test_a_pickle_without_its_trust_takes_no_other_token(cloud, credentials, session):
    auth = pickle.loads(pickle.dumps(_picklable(cloud, credentials, trust_id="t1")))
    with pytest.raises(exceptions.AuthorizationFailure, match="pickled without its trust"):
        auth.get_token(session)


def test_a_pickle_without_its_trust_takes_over_no_login(cloud, credentials):
    auth = _picklable(cloud, credentials, trust_id="t1")
    with pytest.raises(exceptions.AuthorizationFailure, match="pickled without its trust"):
        pickle.loads(pickle.dumps(auth)).set_auth_state("{}")


def test_an_auth_state_is_taken_over(cloud, session, make_plugin):
    first, second = make_plugin(), make_plugin(FakeStore())
    token = first.get_token(session)
    second.set_auth_state(first.get_auth_state())
    assert second.get_token(session) == token


def test_neither_plugin_nor_cache_shows_a_secret(cloud, credentials, make_plugin):
    auth = make_plugin()
    token = token_of(auth)
    shown = repr(auth) + repr(vars(auth)) + repr(auth._shelf)
    assert token not in shown
    assert credentials["password"] not in shown


# --- a plugin that is completed when it logs in ------------------------------------------------


def nobody():
    raise AssertionError("nobody is to be asked")


@pytest.fixture
def make_incomplete(cloud, store, credentials):
    """Return plugins without a password, and what completes them."""

    def make(complete):
        cache = TokenCache(store, clock=cloud.clock, jitter=lambda: 0.0)
        inner = v2.Password(cloud.auth_url, **{**credentials, "password": None})
        return cache.plugin(inner, complete=complete)

    return make


def test_a_kept_token_needs_no_complete_plugin(make_plugin, make_incomplete):
    assert token_of(make_plugin()) == token_of(make_incomplete(nobody))


def test_a_login_is_made_by_the_complete_plugin(make_plugin, make_incomplete):
    complete = make_plugin().inner
    auth = make_incomplete(lambda: complete)
    assert use(auth) == ["admin"]
    assert auth.inner is complete


def test_a_plugin_is_completed_once(cloud, make_plugin, make_incomplete):
    asked = []

    def complete():
        asked.append(True)
        return make_plugin().inner

    auth = make_incomplete(complete)
    use(auth)
    cloud.clock.advance(HOUR)
    use(auth)
    assert (len(asked), len(cloud.requests.logins)) == (1, 2)


def test_nobody_waits_for_who_completes_a_plugin(cloud, make_plugin, make_incomplete):
    def complete():
        use(make_plugin())  # another process, which needs the same turn
        return make_plugin().inner

    use(make_incomplete(complete))
    assert len(cloud.requests.logins) == 1


def test_nobody_is_asked_for_what_an_early_renewal_needs(cloud, make_plugin, make_incomplete):
    use(make_plugin())
    cloud.clock.advance(HOUR - 4 * MINUTE)
    use(make_incomplete(nobody))
    assert len(cloud.requests.logins) == 1


def test_what_completes_a_plugin_does_not_travel(make_plugin, make_incomplete):
    use(make_plugin())
    auth = make_incomplete(nobody)
    token_of(auth)
    assert "nobody" not in repr(auth.__getstate__())
