"""What a URL is answered with, and what the answer's clock says."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from ksclient.cli.doctor import answer, clock
from tests.servers.certificates import Authority
from tests.unit.cli.doctor.servers import answering, saying, silent

HTML = {"Content-Type": "text/html; charset=utf-8"}
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


def reply(status, headers=None, content=b""):
    return SimpleNamespace(status_code=status, headers=headers or {}, content=content)


@pytest.mark.parametrize(
    ("given", "status", "told"),
    [
        (reply(200), "OK", "was answered with 200."),
        (reply(300, {"Server": "Apache"}), "OK", "was answered with 300 by Apache."),
        (reply(404, HTML), "OK", "was answered with 404."),
        (reply(200, HTML), "FAIL", "a web page: that is not Identity."),
        (reply(301, {"Location": "https://h/v2.0"}), "WARN", "it has moved to https://h/v2.0."),
        (reply(400, content=b"The plain HTTP request was sent to HTTPS port"), "FAIL", "TLS."),
        (reply(407), "FAIL", "the proxy wants a login."),
        (reply(500), "FAIL", "the server is broken."),
        (reply(503), "FAIL", "something answers in place of Keystone, which does not."),
    ],
)
def test_what_an_answer_means(given, status, told):
    found = answer.judged(given, "http://h:5000/v2.0")
    assert found.status == status
    assert found.found.startswith("GET http://h:5000/v2.0 was answered with ")
    assert found.found.endswith(told)


def test_a_black_hole_is_given_up(at):
    with silent() as url:
        diagnosis = at(f"{url}/v2.0", "--timeout", "0.2")
    assert diagnosis.failed() == ["HTTP"]
    assert "accepts connections, and answered nothing in 0.2 s." in diagnosis.worst("HTTP")["found"]


def test_what_speaks_no_http_is_quoted(at):
    with saying(b"SSH-2.0-OpenSSH_9.2p1\r\n") as url:
        row = at(f"{url}/v2.0").worst("HTTP")
    assert row["found"].endswith("does not speak HTTP. It says 'SSH-2.0-OpenSSH_9.2p1'.")


def test_a_server_that_hangs_up_may_speak_tls(at, tmp_path):
    with answering(identity=Authority(tmp_path, "CA").issue("server")) as url:
        row = at(url.replace("https:", "http:") + "/v2.0").worst("HTTP")
    assert row["status"] == "FAIL"
    assert row["advice"].endswith("If it speaks TLS, say https:// in the URL.")


def test_a_redirect_is_told_and_not_followed(at):
    with answering(301, {"Location": "http://127.0.0.1:1/v2.0"}) as url:
        row = at(f"{url}/v2.0").worst("HTTP")
    assert row["status"] == "WARN"
    assert row["found"].endswith("it has moved to http://127.0.0.1:1/v2.0.")


def test_a_web_page_gets_no_password(at):
    with answering(200, HTML, b"<html>") as url:
        diagnosis = at(f"{url}/v2.0")
    assert diagnosis.failed() == ["HTTP"]
    assert diagnosis.of("login")[0][0] == "SKIP"


def told_of(case, date):
    made = case(clock=lambda: NOW, answer=reply(200, {"Date": date} if date else {}))
    (found,) = clock.look(made)
    return found, made.skew


def test_clocks_that_agree(case):
    found, skew = told_of(case, "Sun, 29 Nov 2026 12:00:10 GMT")
    assert found.status == "OK"
    assert skew == timedelta(seconds=10)


@pytest.mark.parametrize(
    ("date", "told"),
    [
        ("Mon, 30 Nov 2026 12:00:00 GMT", "24 hours behind the server's, by the Date"),
        ("Sun, 29 Nov 2026 11:50:00 GMT", "10 minutes ahead of the server's, by the Date"),
        ("Wed, 09 Dec 2026 12:00:00 GMT", "10 days behind the server's"),
    ],
)
def test_clocks_that_do_not_agree_are_a_warning(case, date, told):
    found, _ = told_of(case, date)
    assert found.status == "WARN"
    assert f"This machine's clock is {told}" in found.found


@pytest.mark.parametrize("date", [None, "yesterday"])
def test_a_server_that_does_not_tell_the_time(case, date):
    found, skew = told_of(case, date)
    assert found.status == "OK"
    assert found.found.startswith("The server does not tell the time")
    assert skew is None
