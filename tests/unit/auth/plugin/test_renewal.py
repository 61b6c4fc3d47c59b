"""A 401 is answered by whoever knows which headers are current."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import keystoneauth1.plugin
import pytest
from keystoneauth1 import exceptions as their_exceptions

from ksclient.auth import exceptions
from ksclient.auth.plugin import AdoptedHeaders, BaseAuthPlugin, renew_headers


class Plugin(BaseAuthPlugin):
    """A plugin as people write them: without a call of its base's constructor."""

    def __init__(self, can_renew: bool = True) -> None:
        self.number = 1
        self.can_renew = can_renew
        self.invalidated = 0

    def get_token(self, session) -> str:
        return f"t{self.number}"

    def invalidate(self) -> bool:
        self.invalidated += 1
        self.number += self.can_renew
        return self.can_renew


def test_the_rejected_headers_are_invalidated_and_replaced() -> None:
    plugin = Plugin()

    assert plugin.renew_headers(None, {"X-Auth-Token": "t1"}) == {"X-Auth-Token": "t2"}


def test_headers_renewed_in_the_meantime_are_returned_and_kept() -> None:
    plugin = Plugin()
    plugin.number = 2

    assert plugin.renew_headers(None, {"X-Auth-Token": "t1"}) == {"X-Auth-Token": "t2"}
    assert plugin.invalidated == 0


def test_only_headers_that_were_there_already_are_adopted_ones() -> None:
    plugin = Plugin()

    issued = plugin.renew_headers(None, {"X-Auth-Token": "t1"})
    found = plugin.renew_headers(None, {"X-Auth-Token": "t1"})

    assert [isinstance(headers, AdoptedHeaders) for headers in (issued, found)] == [False, True]


def test_adopted_headers_hide_their_token() -> None:
    assert "secret-token" not in repr(AdoptedHeaders({"X-Auth-Token": "secret-token"}))


def test_the_other_headers_of_the_request_do_not_matter_nor_does_capitalisation() -> None:
    plugin = Plugin()

    plugin.renew_headers(None, {"x-auth-token": "t1", "Accept": "*/*"})

    assert plugin.invalidated == 1


def test_a_plugin_that_cannot_renew_gives_up() -> None:
    assert Plugin(can_renew=False).renew_headers(None, {"X-Auth-Token": "t1"}) is None


def test_a_plugin_that_always_gives_the_same_token_may_try_again() -> None:
    class Stubborn(Plugin):
        def get_token(self, session) -> str:
            return "always"

    plugin = Stubborn()

    assert plugin.renew_headers(None, {"X-Auth-Token": "always"}) == {"X-Auth-Token": "always"}


def test_a_plugin_without_headers_is_invalidated() -> None:
    class Empty(Plugin):
        def get_token(self, session) -> str | None:
            return None if self.number == 1 else "t"

    assert Empty().renew_headers(None, {}) == {"X-Auth-Token": "t"}


def test_many_threads_invalidate_a_token_once() -> None:
    plugin = Plugin()
    barrier = threading.Barrier(16)

    def renew() -> dict[str, str] | None:
        barrier.wait()
        return plugin.renew_headers(None, {"X-Auth-Token": "t1"})

    with ThreadPoolExecutor(16) as pool:
        renewed = [future.result() for future in [pool.submit(renew) for _ in range(16)]]

    assert renewed == [{"X-Auth-Token": "t2"}] * 16
    assert plugin.invalidated == 1


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_child_forked_amid_a_renewal_can_renew() -> None:
    entered, leave = threading.Event(), threading.Event()

    class Slow(Plugin):
        def invalidate(self) -> bool:
            if threading.current_thread() is not threading.main_thread():
                entered.set()
                leave.wait()
            return super().invalidate()

    plugin = Slow()
    rejected = {"X-Auth-Token": "t1"}
    worker = threading.Thread(target=plugin.renew_headers, args=(None, rejected))
    worker.start()
    entered.wait()
    child = os.fork()
    if not child:
        os._exit(0 if plugin.renew_headers(None, rejected) == {"X-Auth-Token": "t2"} else 1)
    _, status = os.waitpid(child, 0)
    leave.set()
    worker.join()

    assert status == 0


def test_a_plugin_of_keystoneauth1_is_renewed_by_its_own_contract() -> None:
    class Theirs(keystoneauth1.plugin.BaseAuthPlugin):
        token = "t1"

        def get_token(self, session):
            return self.token

        def invalidate(self):
            self.token = "t2"
            return True

    assert renew_headers(Theirs(), None, {"X-Auth-Token": "t1"}) == {"X-Auth-Token": "t2"}


def test_an_error_of_keystoneauth1_is_one_of_ours_too() -> None:
    class Theirs(keystoneauth1.plugin.BaseAuthPlugin):
        def get_token(self, session):
            raise their_exceptions.Unauthorized

    with pytest.raises(exceptions.Unauthorized) as caught:
        renew_headers(Theirs(), None, {"X-Auth-Token": "t1"})

    assert isinstance(caught.value, their_exceptions.Unauthorized)
