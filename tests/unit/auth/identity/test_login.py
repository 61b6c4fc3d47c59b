"""One login for all threads, and again only when it makes sense."""

from __future__ import annotations

import logging
import os
import pickle
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from keystoneauth1 import exceptions as their_exceptions

from ksclient.auth import access, exceptions
from ksclient.auth.identity import BaseIdentityPlugin, v2
from ksclient.auth.plugin import AdoptedHeaders, secrets_kept

URL = "http://keystone.example:5000/v2.0"
THREADS = 12


@pytest.fixture
def auth() -> v2.Password:
    return v2.Password(URL, "me", "password", tenant_name="demo")


def together(work: Callable[[], Any]) -> list[Any]:
    """Run *work* in many threads at once; return results and errors."""
    barrier = threading.Barrier(THREADS)

    def run() -> Any:
        barrier.wait()
        try:
            return work()
        except exceptions.ClientException as error:
            return error

    with ThreadPoolExecutor(THREADS) as pool:
        return [future.result() for future in [pool.submit(run) for _ in range(THREADS)]]


def when_all_wait(auth: v2.Password, answer: Any) -> Callable[[], Any]:
    """Return what gives *answer* as soon as all other threads wait for it."""

    def wait() -> Any:
        while auth._login.waiting < THREADS - 1:
            os.sched_yield()
        return answer

    return wait


def refused() -> exceptions.Unauthorized:
    return exceptions.Unauthorized("no", request_id="req-1")


# --- the first login ---------------------------------------------------------------------------


def test_a_token_is_used_until_it_ends(keystone, auth) -> None:
    assert [auth.get_token(keystone) for _ in range(3)] == ["token1"] * 3
    assert len(keystone.logins) == 1


def test_threads_share_one_login(keystone, auth) -> None:
    keystone.answers = [when_all_wait(auth, keystone.token(token_id="one"))]

    assert together(lambda: auth.get_token(keystone)) == ["one"] * THREADS
    assert len(keystone.logins) == 1


def test_threads_share_one_refusal_each_with_an_error_of_its_own(keystone, auth) -> None:
    keystone.answers = [when_all_wait(auth, refused())]

    errors = together(lambda: auth.get_token(keystone))

    assert len(keystone.logins) == 1
    assert all(isinstance(error, exceptions.Unauthorized) for error in errors)
    assert {error.request_id for error in errors} == {"req-1"}
    assert len(set(map(id, errors))) == THREADS


def test_a_refused_login_of_unknown_credentials_is_tried_again_when_asked_again(
    keystone, auth
) -> None:
    auth.get_cache_id = lambda: None
    keystone.answers = [refused()]
    with pytest.raises(exceptions.Unauthorized):
        auth.get_token(keystone)

    assert auth.get_token(keystone) == "token2"


class TestRefusedCredentials:
    """They are remembered for a moment, lest a loop locks the account."""

    @pytest.fixture
    def refused_auth(self, keystone, auth):
        self.now = 1000.0
        auth._clock = lambda: self.now
        keystone.answers = [refused()]
        with pytest.raises(exceptions.Unauthorized):
            auth.get_token(keystone)
        return auth

    def test_they_are_not_sent_again(self, keystone, refused_auth) -> None:
        for _ in range(4):
            with pytest.raises(exceptions.Unauthorized, match="answer of a moment ago"):
                refused_auth.get_token(keystone)

        assert len(keystone.logins) == 1

    def test_they_are_sent_again_after_the_pause(self, keystone, refused_auth) -> None:
        self.now += refused_auth.REFUSAL_SECONDS

        assert refused_auth.get_token(keystone) == "token2"

    def test_another_password_is_sent_at_once(self, keystone, refused_auth) -> None:
        refused_auth.password = "another"

        assert refused_auth.get_token(keystone) == "token2"

    def test_invalidate_forgets_the_refusal(self, keystone, refused_auth) -> None:
        refused_auth.invalidate()

        assert refused_auth.get_token(keystone) == "token2"

    def test_a_pickle_forgets_the_refusal(self, refused_auth) -> None:
        refused_auth._clock = time.monotonic
        with secrets_kept():
            copied = pickle.loads(pickle.dumps(refused_auth))

        assert copied._refusal is None

    def test_what_refuses_a_tenant_or_is_out_of_order_is_asked_again(self, keystone, auth) -> None:
        keystone.answers = [exceptions.ServiceUnavailable("later"), exceptions.Forbidden("no")]
        with pytest.raises(exceptions.ServiceUnavailable):
            auth.get_token(keystone)
        with pytest.raises(exceptions.Forbidden):
            auth.get_token(keystone)

        assert auth.get_token(keystone) == "token3"


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_child_forked_amid_a_login_logs_in_itself(keystone, auth) -> None:
    entered, leave = threading.Event(), threading.Event()

    def dawdle() -> Any:
        entered.set()
        leave.wait()
        return keystone.token(token_id="parents")

    keystone.answers = [dawdle, keystone.token(token_id="childs")]
    worker = threading.Thread(target=auth.get_token, args=(keystone,))
    worker.start()
    entered.wait()
    child = os.fork()
    if not child:
        os._exit(0 if auth.get_token(keystone) == "childs" else 1)
    _, status = os.waitpid(child, 0)
    leave.set()
    worker.join()

    assert status == 0


def test_a_login_that_needs_its_own_token_is_told_so(keystone) -> None:
    class Circular(BaseIdentityPlugin):
        def get_auth_ref(self, session):
            return self.get_access(session)

    with pytest.raises(exceptions.AuthorizationFailure, match="authenticated=False"):
        Circular(URL).get_token(keystone)


def test_a_login_without_a_result_is_an_error(keystone) -> None:
    class Empty(BaseIdentityPlugin):
        def get_auth_ref(self, session):
            return None

    with pytest.raises(exceptions.AuthorizationFailure):
        Empty(URL).get_token(keystone)


def test_an_error_of_keystoneauth1s_session_is_one_of_ours_too(keystone, auth) -> None:
    keystone.answers = [their_exceptions.ConnectFailure("no")]

    with pytest.raises(exceptions.ConnectFailure):
        auth.get_token(keystone)


def test_so_is_one_that_somebody_elses_login_lets_out(keystone) -> None:
    class Careless(BaseIdentityPlugin):
        def get_auth_ref(self, session):
            raise their_exceptions.Unauthorized("no")

    with pytest.raises(exceptions.Unauthorized):
        Careless(URL).get_token(keystone)


def test_a_thread_a_moment_too_late_to_wait_finds_the_new_token(
    keystone, auth, monkeypatch
) -> None:
    def too_late(work: Callable[[], Any]) -> Any:
        auth.auth_ref = v2.Password(URL, "me", "password").get_access(keystone)
        return work()

    monkeypatch.setattr(auth._login, "run", too_late)

    assert auth.get_token(keystone) == "token1"
    assert len(keystone.logins) == 1


# --- the next one ------------------------------------------------------------------------------


def test_a_token_about_to_expire_is_renewed_once(keystone, auth) -> None:
    keystone.answers = [
        keystone.token(seconds=60),
        when_all_wait(auth, keystone.token(token_id="b")),
    ]
    auth.get_token(keystone)

    assert together(lambda: auth.get_token(keystone)) == ["b"] * THREADS
    assert len(keystone.logins) == 2


def test_how_soon_is_for_a_subclass_to_say(keystone) -> None:
    class Patient(v2.Password):
        MIN_TOKEN_LIFE_SECONDS = 30

    auth = Patient(URL, "me", "password")
    keystone.answers = [keystone.token(seconds=60, token_id="a")]

    assert [auth.get_token(keystone) for _ in range(2)] == ["a", "a"]


def test_without_reauthenticate_an_expired_token_is_kept(keystone) -> None:
    auth = v2.Password(URL, "me", "password", reauthenticate=False)
    keystone.answers = [keystone.token(seconds=-60, token_id="old")]

    assert [auth.get_token(keystone) for _ in range(2)] == ["old", "old"]


TRANSIENT = [
    exceptions.ConnectFailure("down"),
    exceptions.ReadTimeout("slow"),
    exceptions.ServiceUnavailable("busy"),
    exceptions.InternalServerError("broken"),
    exceptions.TooManyRequests("later"),
    exceptions.RequestTimeout("slow"),
]


@pytest.mark.parametrize("error", TRANSIENT, ids=lambda error: type(error).__name__)
def test_a_renewal_that_fails_for_now_keeps_the_old_token(keystone, auth, caplog, error) -> None:
    keystone.answers = [keystone.token(seconds=60, token_id="old"), error]
    auth.get_token(keystone)

    with caplog.at_level(logging.WARNING):
        assert auth.get_token(keystone) == "old"

    assert str(error) in caplog.text


def test_after_such_a_failure_there_is_a_pause(keystone, auth) -> None:
    now = [0.0]
    auth._clock = lambda: now[0]
    keystone.answers = [keystone.token(seconds=60, token_id="old"), TRANSIENT[0]]
    auth.get_token(keystone)
    auth.get_token(keystone)

    during = auth.get_token(keystone), len(keystone.logins)
    now[0] = auth.REFRESH_PAUSE_SECONDS
    after = auth.get_token(keystone), len(keystone.logins)

    assert (during, after) == (("old", 2), ("token3", 3))


@pytest.mark.parametrize(
    "error", [refused(), exceptions.Forbidden("no"), exceptions.NotFound("no")]
)
def test_a_renewal_that_is_refused_raises(keystone, auth, error) -> None:
    keystone.answers = [keystone.token(seconds=60), error]
    auth.get_token(keystone)

    with pytest.raises(exceptions.HTTPClientError):
        auth.get_token(keystone)


def test_an_expired_token_is_not_kept(keystone, auth) -> None:
    auth.auth_ref = access.create(body=keystone.token(seconds=-1))
    keystone.answers = [TRANSIENT[0]]

    with pytest.raises(exceptions.ConnectFailure):
        auth.get_token(keystone)


def test_a_token_lost_during_the_renewal_is_not_kept(keystone, auth) -> None:
    def lose_it() -> Exception:
        auth.invalidate()
        return TRANSIENT[0]

    keystone.answers = [keystone.token(seconds=60), lose_it]
    auth.get_token(keystone)

    with pytest.raises(exceptions.ConnectFailure):
        auth.get_token(keystone)


# --- after a 401 -------------------------------------------------------------------------------


def test_invalidating_says_whether_there_was_a_token(keystone, auth) -> None:
    auth.get_token(keystone)

    assert [auth.invalidate(), auth.invalidate()] == [True, False]
    assert auth.auth_ref is None


def test_the_rejected_token_is_forgotten(keystone, auth) -> None:
    auth.get_token(keystone)

    assert auth.invalidate_token("token1")
    assert auth.auth_ref is None


def test_a_token_that_is_newer_than_the_rejected_one_stays(keystone, auth) -> None:
    auth.get_token(keystone)

    assert auth.invalidate_token("token0")
    assert auth.get_token(keystone) == "token1"


def test_threads_with_one_rejected_token_share_the_next_login(keystone, auth) -> None:
    auth.get_token(keystone)

    renewed = together(lambda: auth.renew_headers(keystone, {"X-Auth-Token": "token1"}))

    assert renewed == [{"X-Auth-Token": "token2"}] * THREADS
    assert len(keystone.logins) == 2


def test_a_password_refused_for_a_rejected_token_is_not_sent_again_for_it(keystone, auth) -> None:
    auth.get_token(keystone)
    keystone.answers = [refused() for _ in range(THREADS)]

    errors = together(lambda: auth.renew_headers(keystone, {"X-Auth-Token": "token1"}))

    assert len(keystone.logins) == 2
    assert all(isinstance(error, exceptions.Unauthorized) for error in errors)
    assert len(set(map(id, errors))) == THREADS


def test_it_is_sent_again_for_who_asks_for_a_token_later(keystone, auth) -> None:
    auth.REFUSAL_SECONDS = 0.0
    auth.get_token(keystone)
    keystone.answers = [refused()]
    with pytest.raises(exceptions.Unauthorized):
        auth.renew_headers(keystone, {"X-Auth-Token": "token1"})

    assert auth.get_token(keystone) == "token3"


def test_a_failure_that_may_pass_is_not_remembered(keystone, auth) -> None:
    auth.get_token(keystone)
    keystone.answers = [TRANSIENT[0]]
    with pytest.raises(exceptions.ConnectFailure):
        auth.renew_headers(keystone, {"X-Auth-Token": "token1"})

    assert auth.renew_headers(keystone, {"X-Auth-Token": "token1"}) == {"X-Auth-Token": "token3"}


def test_a_token_found_there_makes_adopted_headers(keystone, auth) -> None:
    auth.get_token(keystone)

    assert isinstance(auth.renew_headers(keystone, {"X-Auth-Token": "token0"}), AdoptedHeaders)


def test_a_token_issued_for_the_refusal_does_not(keystone, auth) -> None:
    auth.get_token(keystone)

    renewed = auth.renew_headers(keystone, {"X-Auth-Token": "token1"})

    assert renewed == {"X-Auth-Token": "token2"}
    assert not isinstance(renewed, AdoptedHeaders)


def test_a_login_that_was_under_way_at_the_refusal_makes_adopted_headers(keystone, auth) -> None:
    entered = threading.Event()

    def dawdle() -> Any:
        entered.set()
        while not auth._login.waiting:
            os.sched_yield()
        return keystone.token()

    keystone.answers = [dawdle]
    with ThreadPoolExecutor(1) as pool:
        pool.submit(auth.get_token, keystone)
        entered.wait()
        joined = auth.renew_headers(keystone, {"X-Auth-Token": "token0"})

    assert joined == {"X-Auth-Token": "token1"}
    assert isinstance(joined, AdoptedHeaders)


def test_another_plugins_login_amid_a_renewal_is_not_taken_for_its_own(keystone, auth) -> None:
    other = v2.Password(URL, "other", "password")

    class Curious(v2.Password):
        def get_headers(self, session):
            headers = super().get_headers(session)
            for _ in range(2):
                other.invalidate()
                other.get_token(session)
            return headers

    curious = Curious(URL, "me", "password")
    curious.get_token(keystone)

    assert isinstance(curious.renew_headers(keystone, {"X-Auth-Token": "token0"}), AdoptedHeaders)


def test_headers_without_a_token_are_compared_as_any_plugins_are(keystone) -> None:
    class OtherHeader(v2.Password):
        def get_headers(self, session):
            return {"X-Mine": self.get_token(session)}

    auth = OtherHeader(URL, "me", "password")
    auth.get_headers(keystone)

    assert auth.renew_headers(keystone, {"X-Mine": "token1"}) == {"X-Mine": "token2"}


# --- what stays behind -------------------------------------------------------------------------


@pytest.fixture
def marked(keystone) -> v2.Password:
    """A plugin that was refused a token, and then its password."""
    auth = v2.Password(URL, "me", "password")
    keystone.answers = [keystone.token(token_id="secret-token"), refused()]
    auth.get_token(keystone)
    return auth


def renewal_error(auth: v2.Password, keystone: Any) -> exceptions.Unauthorized:
    with pytest.raises(exceptions.Unauthorized) as caught:
        auth.renew_headers(keystone, {"X-Auth-Token": "secret-token"})
    return caught.value


def test_a_refused_token_is_in_no_attribute_and_no_pickle(keystone, marked) -> None:
    renewal_error(marked, keystone)

    assert "secret-token" not in repr(vars(marked))
    with secrets_kept():
        assert b"secret-token" not in pickle.dumps(marked)


def test_a_pickled_plugin_may_send_its_password_anew(keystone, marked) -> None:
    renewal_error(marked, keystone)

    with secrets_kept():
        state = marked.__getstate__()

    assert (state["_evicted"], state["_refused"]) == (None, None)
    assert state["_pause_ends"] < 0


def test_a_traceback_with_locals_shows_no_refused_token(keystone, marked) -> None:
    error = renewal_error(marked, keystone)

    frames = traceback.StackSummary.extract(
        traceback.walk_tb(error.__traceback__.tb_next), capture_locals=True
    )

    ours = [frame for frame in frames if "ksclient/auth" in frame.filename]
    assert {"renew_headers", "_log_in"} <= {frame.name for frame in ours}
    assert "secret-token" not in "".join(str(frame.locals) for frame in ours)
