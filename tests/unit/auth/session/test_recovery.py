"""A 401 is answered once per refused token, for all who hold it."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from collections.abc import Mapping
from typing import Any

import pytest
import requests

from ksclient.auth import exceptions
from ksclient.auth import plugin as plugins
from ksclient.auth.plugin import BaseAuthPlugin
from ksclient.auth.session import Session
from ksclient.auth.session.recovery import _lock_of, renewed_headers

URL = "http://a.example/"
THREADS = 50


class OurPlugin(BaseAuthPlugin):
    """A plugin of ours: gives tokens in turn, each after a moment's work."""

    def __init__(self) -> None:
        super().__init__()
        self.logins = 0
        self.current: str | None = None
        self._lock = threading.Lock()

    def get_token(self, session: Any) -> str | None:
        with self._lock:
            if self.current is None:
                self.logins += 1
                time.sleep(0.01)
                self.current = f"token-of-plugin-{self.logins}"
            return self.current

    def invalidate(self) -> bool:
        with self._lock:
            had, self.current = self.current, None
            return had is not None


class Cloud(requests.Session):
    """Stands in for the wire: answers 401 to tokens that are not accepted."""

    def __init__(self, *accepted: str) -> None:
        super().__init__()
        self.accepted = set(accepted)
        self.asked: list[str | None] = []

    def request(self, method: str, url: str, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        token = kwargs["headers"].get("X-Auth-Token")
        self.asked.append(token)
        response = requests.Response()
        response.status_code = 200 if token in self.accepted else 401
        response._content = b""
        response.url = url
        response.request = requests.Request(method, url).prepare()
        return response


@pytest.fixture(params=["ours", "foreign"])
def plugin(request: pytest.FixtureRequest, token_plugin: Any) -> Any:
    """A plugin that renews its own headers, and one that knows keystoneauth1's contract only."""
    made = OurPlugin() if request.param == "ours" else token_plugin()
    assert hasattr(made, "renew_headers") == (request.param == "ours")
    return made


def test_a_refused_token_is_renewed_and_the_request_sent_again(plugin: Any) -> None:
    cloud = Cloud("token-of-plugin-2")

    answer = Session(plugin, session=cloud).get(URL)

    assert answer.status_code == 200
    assert cloud.asked == ["token-of-plugin-1", "token-of-plugin-2"]


def test_many_threads_with_one_refused_token_share_one_renewal(plugin: Any) -> None:
    at_once = plugin.get_headers

    def after_a_moment(session: Any) -> Any:
        headers = at_once(session)
        time.sleep(0.005)  # in which another thread may invalidate
        return headers

    plugin.get_headers = after_a_moment
    cloud = Cloud("token-of-plugin-1")
    session = Session(plugin, session=cloud)
    session.get(URL)
    cloud.accepted = {"token-of-plugin-2"}
    start = threading.Barrier(THREADS)
    outcomes: list[Any] = []

    def ask() -> None:
        start.wait()
        try:
            outcomes.append(session.get(URL).status_code)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            outcomes.append(error)

    threads = [threading.Thread(target=ask) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes == [200] * THREADS
    assert plugin.logins == 2


def test_a_late_401_for_an_old_token_does_not_cost_the_new_one(plugin: Any) -> None:
    session = Session(plugin, session=Cloud())
    old = session.get_auth_headers()
    plugin.invalidate()
    new = session.get_auth_headers()

    assert renewed_headers(plugin, session, old or {}) == new
    assert plugin.logins == 2


def test_a_second_401_goes_to_the_caller_and_the_new_token_stays(plugin: Any) -> None:
    cloud = Cloud()
    session = Session(plugin, session=cloud)

    with pytest.raises(exceptions.Unauthorized):
        session.get(URL)

    assert len(cloud.asked) == 2
    assert plugin.logins == 2
    assert plugin.current == "token-of-plugin-2"


@pytest.mark.parametrize("kwargs", [{"allow_reauth": False}, {"authenticated": False}])
def test_a_401_is_the_callers_where_the_caller_says_so(kwargs: Any, plugin: Any) -> None:
    cloud = Cloud()

    with pytest.raises(exceptions.Unauthorized):
        Session(plugin, session=cloud).get(URL, **kwargs)

    assert len(cloud.asked) == 1
    assert plugin.logins <= 1


def test_unauthenticated_means_no_token_at_all(plugin: Any) -> None:
    cloud = Cloud()

    Session(plugin, session=cloud).get(URL, authenticated=False, raise_exc=False)

    assert cloud.asked == [None]
    assert plugin.logins == 0


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_only_a_401_says_anything_about_a_token(
    status: int, token_plugin: Any, requests_mock: Any
) -> None:
    plugin = token_plugin()
    requests_mock.get(URL, status_code=status)

    Session(plugin).get(URL, raise_exc=False)

    assert plugin.calls == []


def test_a_plugin_that_has_no_better_token_leaves_the_401_to_the_caller(
    token_plugin: Any,
) -> None:
    class Fixed(token_plugin):  # type: ignore[misc]
        def invalidate(self) -> bool:
            return False

    cloud = Cloud()

    with pytest.raises(exceptions.Unauthorized):
        Session(Fixed(), session=cloud).get(URL)

    assert len(cloud.asked) == 1


@pytest.mark.parametrize("nothing", [None])
def test_a_plugin_that_finds_no_token_any_more_leaves_the_401_to_the_caller(
    nothing: None, token_plugin: Any
) -> None:
    class Spent(token_plugin):  # type: ignore[misc]
        def get_headers(self, session: Any) -> dict[str, str] | None:
            return nothing if self.calls else super().get_headers(session)

    with pytest.raises(exceptions.Unauthorized):
        Session(Spent(), session=Cloud()).get(URL)


@pytest.mark.parametrize(
    "error", [exceptions.AuthorizationFailure("no login"), KeyError("mistake")]
)
def test_what_the_renewal_raises_reaches_the_caller(error: Exception, token_plugin: Any) -> None:
    class Failing(token_plugin):  # type: ignore[misc]
        def invalidate(self) -> bool:
            raise error

    with pytest.raises(type(error)) as caught:
        Session(Failing(), session=Cloud()).get(URL)

    assert caught.value is error


def test_an_error_of_keystoneauth1s_in_the_renewal_is_one_of_ours_too(token_plugin: Any) -> None:
    import keystoneauth1.exceptions as theirs

    class Failing(token_plugin):  # type: ignore[misc]
        def invalidate(self) -> bool:
            raise theirs.AuthorizationFailure("no login")

    with pytest.raises(exceptions.AuthorizationFailure):
        Session(Failing(), session=Cloud()).get(URL)


def test_a_used_up_body_is_not_sent_again_but_the_token_is_renewed(token_plugin: Any) -> None:
    plugin, cloud = token_plugin(), Cloud("token-of-plugin-2")

    with pytest.raises(exceptions.Unauthorized):
        Session(plugin, session=cloud).put(URL, data=iter([b"a"]))

    assert plugin.current == "token-of-plugin-2"


def test_a_plugin_may_change_its_header_and_the_new_one_is_a_credential_too(
    token_plugin: Any, requests_mock: Any
) -> None:
    plugin = token_plugin()
    get_headers = plugin.get_headers

    def changing(session: Any) -> dict[str, str]:
        headers = dict(get_headers(session))
        return headers if plugin.logins == 1 else {"X-New": headers["X-Auth-Token"]}

    plugin.get_headers = changing
    elsewhere = [
        {"status_code": 401},
        {"status_code": 302, "headers": {"Location": "http://b.example/"}},
    ]
    requests_mock.get(URL, elsewhere)
    requests_mock.get("http://b.example/")

    Session(plugin).get(URL)

    assert "X-New" in requests_mock.request_history[1].headers
    assert "X-New" not in requests_mock.last_request.headers


def test_a_plugin_given_for_one_call_is_the_one_that_renews(token_plugin: Any) -> None:
    sessions, calls = token_plugin(), token_plugin(prefix="other-")

    Session(sessions, session=Cloud("other-2")).get(URL, auth=calls)

    assert (sessions.logins, calls.logins) == (0, 2)


def test_a_plugin_hears_all_refused_headers_of_its_own_and_no_others() -> None:
    heard: list[Mapping[str, str]] = []

    class Listening(OurPlugin):
        def renew_headers(self, session: Any, rejected: Mapping[str, str]) -> dict[str, str] | None:
            heard.append(rejected)
            return None

    session = Session(Listening(), session=Cloud())
    session.get(URL, headers={"x-auth-token": "callers", "Accept": "a"}, raise_exc=False)

    assert heard == [{"X-Auth-Token": "token-of-plugin-1"}]
    assert "token-of-plugin-1" not in repr(heard)


# -- hints ------------------------------------------------------------------------------------


class Explaining(OurPlugin):
    """Knows why it cannot answer a 401."""

    hint: str | None = "Use another token."

    def explain_rejection(self) -> str | None:
        return self.hint

    def invalidate(self) -> bool:
        return False


@pytest.mark.parametrize("hint", ["Use another token.", None, ""])
def test_the_plugin_explains_a_401_that_it_could_not_answer(hint: str | None) -> None:
    plugin = Explaining()
    plugin.hint = hint

    with pytest.raises(exceptions.Unauthorized) as caught:
        Session(plugin, session=Cloud()).get(URL)

    assert str(caught.value) == "Unauthorized (HTTP 401)" + (f". {hint}" if hint else "")


def test_a_plugin_that_gave_no_headers_explains_nothing() -> None:
    with pytest.raises(exceptions.Unauthorized) as caught:
        Session(Explaining(), session=Cloud()).get(URL, authenticated=False)

    assert str(caught.value) == "Unauthorized (HTTP 401)"


# -- locks ------------------------------------------------------------------------------------


def test_one_plugin_has_one_lock_and_another_has_another(token_plugin: Any) -> None:
    one, another = token_plugin(), token_plugin()

    assert _lock_of(one) is _lock_of(one)
    assert _lock_of(one) is not _lock_of(another)


def test_a_lock_keeps_no_plugin_alive(token_plugin: Any) -> None:
    plugin = token_plugin()
    watched = weakref.ref(plugin)
    _lock_of(plugin)

    del plugin
    gc.collect()

    assert watched() is None


def test_a_plugin_that_cannot_be_hashed_is_renewed_too(token_plugin: Any) -> None:
    class Unhashable(token_plugin):  # type: ignore[misc]
        __hash__ = None

        def __eq__(self, other: object) -> bool:
            return self is other

    answer = Session(Unhashable(), session=Cloud("token-of-plugin-2")).get(URL)

    assert answer.status_code == 200


def test_a_plugin_may_send_requests_of_its_own_while_it_renews(token_plugin: Any) -> None:
    cloud = Cloud("token-of-plugin-2")

    class Asking(token_plugin):  # type: ignore[misc]
        def invalidate(self) -> bool:
            if not self.calls:
                self.calls.append("asked")
                renewed_headers(self, session, self.get_headers(session) or {})
            return bool(super().invalidate())

    session = Session(Asking(), session=cloud)
    statuses: list[int] = []
    asking = threading.Thread(
        target=lambda: statuses.append(session.get(URL, raise_exc=False).status_code), daemon=True
    )
    asking.start()
    asking.join(5)

    assert statuses == [401]  # and no thread that waits for itself


# -- another thread's headers -----------------------------------------------------------------


class Adopting(plugins.BaseAuthPlugin):
    """Answers a 401 with headers of another thread, dead already, and then with its own."""

    def __init__(self) -> None:
        super().__init__()
        self.renewals = 0

    def get_headers(self, session: Any) -> dict[str, str]:
        return {"X-Auth-Token": "first"}

    def renew_headers(self, session: Any, rejected: Any) -> dict[str, str]:
        self.renewals += 1
        if self.renewals == 1:
            return plugins.AdoptedHeaders({"X-Auth-Token": "adopted"})
        return {"X-Auth-Token": f"own-{self.renewals}"}


def test_a_401_for_another_threads_token_is_answered_once_more(requests_mock: Any) -> None:
    requests_mock.get(URL, status_code=401)
    requests_mock.get(URL, request_headers={"X-Auth-Token": "own-2"}, text="in")

    assert Session(Adopting()).get(URL).text == "in"


def test_a_401_for_ones_own_new_token_is_the_last(requests_mock: Any) -> None:
    requests_mock.get(URL, status_code=401)
    plugin = Adopting()

    with pytest.raises(exceptions.Unauthorized):
        Session(plugin).get(URL)

    assert plugin.renewals == 2


@pytest.mark.parametrize("is_streamed", [True, False])
def test_a_streamed_refusal_that_nobody_will_read_gives_its_connection_back(is_streamed) -> None:
    class Refusal(requests.Response):
        is_closed = False

        def close(self) -> None:
            self.is_closed = True

    refusals = []

    class Watched(Cloud):
        def request(self, method: str, url: str, **kwargs: Any) -> requests.Response:  # type: ignore[override]
            response = super().request(method, url, **kwargs)
            if response.status_code == 401:
                response.__class__ = Refusal
                refusals.append(response)
            return response

    cloud = Watched("token-of-plugin-2")
    session = Session(auth=OurPlugin(), session=cloud)

    assert session.get(URL, stream=is_streamed).status_code == 200
    assert [refusal.is_closed for refusal in refusals] == [is_streamed]
