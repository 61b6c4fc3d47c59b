"""What an Identity service says of a token, by what it answers."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
import requests

from ksclient.auth.identity import v2, vouching
from ksclient.auth.session import Session

URL = "http://keystone.example:5000/v2.0"


@pytest.mark.parametrize(
    ("status", "takes"),
    [(200, True), (401, False), (403, True), (204, None), (404, None), (500, None)],
)
def test_a_status_is_a_verdict_or_none(requests_mock, status, takes) -> None:
    asked = requests_mock.get(f"{URL}/tenants", status_code=status, json={"tenants": []})

    assert vouching.takes(Session(), URL, "t") is takes
    assert asked.last_request.headers["X-Auth-Token"] == "t"


def test_a_redirect_is_no_verdict_and_is_not_followed(requests_mock) -> None:
    requests_mock.get(f"{URL}/tenants", status_code=302, headers={"Location": f"{URL}/elsewhere"})
    elsewhere = requests_mock.get(f"{URL}/elsewhere", status_code=401)

    assert vouching.takes(Session(), URL, "t") is None
    assert not elsewhere.called


def test_silence_is_no_verdict(requests_mock) -> None:
    requests_mock.get(f"{URL}/tenants", exc=requests.exceptions.ConnectionError)

    assert vouching.takes(Session(), URL, "t") is None


class Asked(v2.Password):
    """Is told whether a token is good, once it may be."""

    def __init__(self) -> None:
        super().__init__(URL, "me", "pw")
        self.is_asked, self.may_answer = threading.Event(), threading.Event()

    def _ask_about(self, session: Any, token: str) -> bool:
        self.is_asked.set()
        assert self.may_answer.wait(10)
        return token == "good"


def test_a_thread_is_not_told_of_another_threads_token() -> None:
    auth = Asked()
    told: dict[str, bool | None] = {}
    ask: Any = lambda token: told.update({token: auth._is_taken(None, token)})  # noqa: E731
    first, second = (threading.Thread(target=ask, args=(token,)) for token in ("bad", "good"))
    first.start()
    assert auth.is_asked.wait(10)
    second.start()
    time.sleep(0.02)  # it waits for the answer to the first by now, which is not for it
    auth.may_answer.set()
    first.join()
    second.join()

    assert told == {"bad": False, "good": True}
