"""Every answer's time is kept, whatever its status."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ksclient.auth import exceptions
from ksclient.auth.session import RequestTiming, Session
from ksclient.auth.session.call import Call
from ksclient.auth.session.timing import timed
from tests.servers import scripted


def test_method_url_and_time_are_recorded(fake_send: Any, response: Any) -> None:
    records: list[RequestTiming] = []

    timed(fake_send(response(url="http://a.example/x")), records.append)(
        Call("GET", "http://a.example/x")
    )

    assert [(r.method, r.url, r.elapsed) for r in records] == [
        ("GET", "http://a.example/x", timedelta(seconds=1))
    ]


def test_what_nobody_answered_has_no_time(fake_send: Any) -> None:
    records: list[RequestTiming] = []

    with pytest.raises(exceptions.ConnectFailure):
        timed(fake_send(exceptions.ConnectFailure()), records.append)(Call("GET", "http://a/"))

    assert records == []


def test_failed_requests_and_redirects_and_retries_are_timed(serve: Any) -> None:
    server = serve(
        scripted.redirect("/a"), scripted.answer(503), scripted.answer(500), scripted.answer(200)
    )
    session = Session(collect_timing=True)

    with pytest.raises(exceptions.InternalServerError):
        session.get(server.url, status_code_retries=1, status_code_retry_delay=0.001)
    session.post(f"{server.url}/b")

    timings = session.get_timings()
    assert [(t.method, (t.url or "")[len(server.url) :]) for t in timings] == [
        ("GET", "/"),
        ("GET", "/a"),
        ("GET", "/a"),
        ("POST", "/b"),
    ]
    assert all(t.elapsed > timedelta(0) for t in timings)


def test_times_are_kept_until_they_are_reset(requests_mock: Any) -> None:
    requests_mock.get("http://a.example/")
    session = Session(collect_timing=True)
    session.get("http://a.example/")
    kept = session.get_timings()

    session.reset_timings()

    assert len(kept) == 1
    assert session.get_timings() == []


def test_no_times_are_kept_unless_asked_for(requests_mock: Any) -> None:
    requests_mock.get("http://a.example/")
    session = Session()

    session.get("http://a.example/")

    assert session.get_timings() == []
