"""The debug log shows what was asked and answered, in words for a shell, without secrets."""

from __future__ import annotations

import io
import json
import logging
import shlex
from typing import Any

import pytest

from ksclient.auth import exceptions
from ksclient.auth._redact import digest
from ksclient.auth.session import Session
from ksclient.auth.session.call import Call
from ksclient.auth.session.http_log import NAME, HttpLog
from tests.servers import scripted

TOKEN = "c4n4ry-t0k3n"
ISSUED = "c4n4ry-1ssu3d"
URL = "http://a.example/v2.0/users"


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> HttpLog:
    caplog.set_level(logging.DEBUG)
    return HttpLog(logging.getLogger("tests.http_log"))


# -- requests ---------------------------------------------------------------------------------


def logged_call(log: HttpLog, caplog: pytest.LogCaptureFixture, **call: Any) -> str:
    log.request(Call(**{"method": "GET", "url": URL, **call}))
    return caplog.messages[-1]


@pytest.mark.parametrize(
    ("call", "line"),
    [
        ({}, f"REQ: curl -g -i -X GET {URL}"),
        ({"options": {"verify": True}}, f"REQ: curl -g -i -X GET {URL}"),
        ({"options": {"verify": False}}, f"REQ: curl -g -i --insecure -X GET {URL}"),
        ({"options": {"verify": "/ca"}}, f'REQ: curl -g -i --cacert "/ca" -X GET {URL}'),
        ({"options": {"params": {"a": "b c"}}}, f'REQ: curl -g -i -X GET "{URL}?a=b+c"'),
        ({"options": {"params": {"a": [1, 2]}}}, f'REQ: curl -g -i -X GET "{URL}?a=1&a=2"'),
        ({"options": {"params": [("a", 1)]}}, f'REQ: curl -g -i -X GET "{URL}?a=1"'),
        ({"options": {"params": "a=b"}}, f'REQ: curl -g -i -X GET "{URL}?a=b"'),
        ({"options": {"params": b"a=b"}}, f'REQ: curl -g -i -X GET "{URL}?a=b"'),
        (
            {"headers": {"B": "2", "A": "1"}},
            f'REQ: curl -g -i -X GET {URL} -H "A: 1" -H "B: 2"',
        ),
        (
            {"method": "PUT", "body": '{"a":  1}'},
            f"REQ: curl -g -i -X PUT {URL} -d '{{\"a\":  1}}'",
        ),
        ({"method": "PUT", "body": b"text"}, f"REQ: curl -g -i -X PUT {URL} -d 'text'"),
        (
            {"method": "PUT", "body": {"a": "b"}},
            f'REQ: curl -g -i -X PUT {URL} -d \'{{"a": "b"}}\'',
        ),
        ({"method": "PUT", "body": b"\xff"}, f"REQ: curl -g -i -X PUT {URL} -d '<binary_data>'"),
        (
            {"method": "PUT", "body": io.BytesIO(b"x")},
            f"REQ: curl -g -i -X PUT {URL} -d '<BytesIO>'",
        ),
        ({"method": "PUT", "body": ""}, f"REQ: curl -g -i -X PUT {URL}"),
    ],
)
def test_a_request_is_a_line_for_the_shell(
    call: dict[str, Any], line: str, log: HttpLog, caplog: pytest.LogCaptureFixture
) -> None:
    assert logged_call(log, caplog, **call) == line


def test_a_quote_in_a_body_does_not_end_the_shells_word(
    log: HttpLog, caplog: pytest.LogCaptureFixture
) -> None:
    body = json.dumps({"name": "O'Brien; rm -rf ~"})

    line = logged_call(log, caplog, body=body)

    assert shlex.split(line)[-1] == body


@pytest.mark.parametrize("value", [None, 5])
def test_a_header_that_is_no_text_is_logged_too(
    value: Any, log: HttpLog, caplog: pytest.LogCaptureFixture
) -> None:
    assert f'-H "A: {value}"' in logged_call(log, caplog, headers={"A": value})


def test_credentials_are_digests_that_tell_tokens_apart(
    log: HttpLog, caplog: pytest.LogCaptureFixture
) -> None:
    line = logged_call(log, caplog, headers={"X-Auth-Token": TOKEN})

    assert line.endswith(f'-H "X-Auth-Token: {digest(TOKEN)}"')


@pytest.mark.parametrize(
    "call",
    [
        {"url": f"http://a.example/v2.0/tokens/{TOKEN}"},
        {"url": f"http://me:{TOKEN}@a.example/"},
        {"options": {"params": {"password": TOKEN}}},
        {"options": {"params": [("a", "b"), ("password", TOKEN)]}},
        {"options": {"params": f"token={TOKEN}"}},
        {"options": {"params": f"token={TOKEN}".encode()}},
        {"body": json.dumps({"auth": {"token": {"id": TOKEN}}})},
        {"body": json.dumps({"auth": {"token": {"id": TOKEN}}}).encode()},
        {"body": {"password": TOKEN}},
        {"body": f"grant_type=password&password={TOKEN}"},
        {"headers": {"Authorization": TOKEN, "Cookie": TOKEN, "x-service-token": TOKEN}},
    ],
)
def test_no_secret_of_a_request_is_logged(
    call: dict[str, Any], log: HttpLog, caplog: pytest.LogCaptureFixture
) -> None:
    assert TOKEN not in logged_call(log, caplog, **call)


# -- answers ----------------------------------------------------------------------------------

JSON = {"Content-Type": "application/json; charset=utf-8"}


def test_an_answer_is_a_line_and_its_body_another(
    log: HttpLog, caplog: pytest.LogCaptureFixture, response: Any
) -> None:
    body = b'{"users":  [{"id": "5"}]}'

    log.response(response(203, {**JSON, "A": "b"}, body), Call("GET", URL))

    assert caplog.messages == [
        "RESP: [203] A: b Content-Type: application/json; charset=utf-8",
        'RESP BODY: {"users":  [{"id": "5"}]}',
    ]


@pytest.mark.parametrize("content_type", ["application/octet-stream", "text/html", "", None])
def test_a_body_of_another_type_is_not_even_read(
    content_type: str | None, log: HttpLog, caplog: pytest.LogCaptureFixture, response: Any
) -> None:
    answer = response(200, {} if content_type is None else {"Content-Type": content_type}, b"x")

    log.response(answer, Call("GET", URL))

    assert caplog.messages[1] == (
        f"RESP BODY: Omitted, Content-Type is set to {content_type}. Only application/json, "
        "text/plain responses have their bodies logged."
    )
    assert not answer._content_consumed


def test_a_body_that_the_caller_streams_is_left_to_the_caller(
    log: HttpLog, caplog: pytest.LogCaptureFixture, response: Any
) -> None:
    answer = response(200, JSON, b"{}")

    log.response(answer, Call("GET", URL, options={"stream": True}))

    assert caplog.messages[1] == "RESP BODY: Omitted, the body is streamed."
    assert not answer._content_consumed


def test_an_empty_body_is_no_line(
    log: HttpLog, caplog: pytest.LogCaptureFixture, response: Any
) -> None:
    log.response(response(204, JSON), Call("GET", URL))

    assert len(caplog.messages) == 1


CATALOG = [{"type": "identity", "endpoints": []}]


@pytest.mark.parametrize(
    ("document", "name"),
    [
        ({"access": {"serviceCatalog": CATALOG, "user": {"id": "5"}}}, "serviceCatalog"),
        ({"token": {"catalog": CATALOG, "user": {"id": "5"}}}, "catalog"),
    ],
)
def test_catalogs_are_left_out(
    document: Any, name: str, log: HttpLog, caplog: pytest.LogCaptureFixture, response: Any
) -> None:
    log.response(response(200, JSON, json.dumps(document).encode()), Call("GET", URL))

    shown = json.loads(caplog.messages[1].removeprefix("RESP BODY: "))
    (root,) = shown.values()
    assert root[name] == "<removed>"
    assert root["user"] == {"id": "5"}


@pytest.mark.parametrize(
    "body",
    [
        '{"access": "a catalog"}',
        '["serviceCatalog"]',
        '"access to the serviceCatalog"',
        '{"tokens": ["catalog"]}',
        '{"catalog": 5}',
        "null Catalog",
        '{"access": {"user": "Catalog"}}',
    ],
)
def test_what_only_talks_of_catalogs_is_shown_as_it_is(
    body: str, log: HttpLog, caplog: pytest.LogCaptureFixture, response: Any
) -> None:
    log.response(response(200, JSON, body.encode()), Call("GET", URL))

    assert caplog.messages[1] == f"RESP BODY: {body}"


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"access": {"token": {"id": ISSUED}, "serviceCatalog": []}}),
        "\ufeff" + json.dumps({"access": {"token": {"id": ISSUED}}}),
        json.dumps({"access": {"token": {"id": ISSUED}}})[:-2],
        json.dumps({"error": {"message": f"Could not find token: {TOKEN}"}}),
        json.dumps({"link": f"http://a.example/v2.0/tokens/{TOKEN}/endpoints"}),
        json.dumps({"credentials": [{"secret": ISSUED}]}),
        f"Could not find token: {TOKEN}",
    ],
)
@pytest.mark.parametrize("content_type", ["application/json", "text/plain"])
def test_no_secret_of_an_answer_is_logged(
    content_type: str, body: str, log: HttpLog, caplog: pytest.LogCaptureFixture, response: Any
) -> None:
    call = Call("GET", f"http://a.example/v2.0/tokens/{TOKEN}", {"X-Auth-Token": TOKEN})
    headers = {
        "Content-Type": content_type,
        "X-Subject-Token": TOKEN,
        "Set-Cookie": TOKEN,
        "Location": f"/v2.0/tokens/{TOKEN}",
    }

    log.response(response(200, headers, body.encode()), call)

    assert len(caplog.messages) == 2
    assert TOKEN not in caplog.text
    assert ISSUED not in caplog.text


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"user": {"password": ISSUED}}, ISSUED),
        ({"credentials": {"signature": ISSUED}}, ISSUED),
        ({"passcode": 123456789}, "123456789"),
    ],
)
@pytest.mark.parametrize("encoded", [json.dumps, lambda body: json.dumps(body).encode(), dict])
def test_a_secret_that_was_sent_is_not_logged_when_the_server_quotes_it(
    encoded: Any,
    document: Any,
    said: str,
    log: HttpLog,
    caplog: pytest.LogCaptureFixture,
    response: Any,
) -> None:
    answer = json.dumps({"error": {"message": f"too weak: {said}"}}).encode()

    log.response(response(400, JSON, answer), Call("POST", URL, body=encoded(document)))

    assert "too weak" in caplog.text
    assert said not in caplog.text


@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000, b'{"a":' * 500 + b"1" + b"}" * 500, b'{"password": "\\ud800"}', b"\xff"],
)
def test_an_odd_body_breaks_no_log(
    body: bytes, log: HttpLog, caplog: pytest.LogCaptureFixture, response: Any
) -> None:
    log.response(response(200, JSON, body), Call("GET", URL))

    assert len(caplog.messages) == 2


@pytest.mark.parametrize(
    "charset", ["bogus", "hex", "rot13", "idna", "punycode", "undefined", "utf\0008"]
)
def test_an_encoding_that_is_none_for_text_breaks_no_log(
    charset: str, log: HttpLog, caplog: pytest.LogCaptureFixture, response: Any
) -> None:
    headers = {"Content-Type": f"text/plain; charset={charset}"}

    log.response(response(200, headers, b"h\xc3\xa4\xff"), Call("GET", URL))

    assert caplog.messages[1] == "RESP BODY: hä\ufffd"


# -- request ids ------------------------------------------------------------------------------


@pytest.mark.parametrize("header", ["X-Openstack-Request-Id", "x-compute-request-id"])
@pytest.mark.parametrize(("service", "to"), [(None, ""), ("identity", "identity for ")])
def test_the_servers_request_id_is_logged(
    header: str, service: str | None, to: str, caplog: pytest.LogCaptureFixture, response: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    log = HttpLog(logging.getLogger("tests.http_log"), service=service)

    log.request_id(response(200, {header: "req-5"}, url=f"{URL}/tokens/{TOKEN}"))

    assert caplog.messages == [
        f"GET call to {to}{URL}/tokens/{digest(TOKEN)} used request id req-5"
    ]


def test_without_a_request_id_there_is_no_line(
    log: HttpLog, caplog: pytest.LogCaptureFixture, response: Any
) -> None:
    log.request_id(response(200))

    assert caplog.messages == []


# -- where to ---------------------------------------------------------------------------------


def answer_json(requests_mock: Any) -> None:
    requests_mock.get(URL, text="{}", headers={**JSON, "X-Openstack-Request-Id": "req-5"})


def test_everything_goes_to_one_logger(
    requests_mock: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer_json(requests_mock)

    Session().get(URL)

    ours = [record for record in caplog.records if record.name.startswith("ksclient")]
    assert {record.name for record in ours} == {NAME}
    assert [record.getMessage().split(":")[0] for record in ours] == [
        "REQ",
        "RESP",
        "RESP BODY",
        "GET call to http",
    ]


def test_each_subject_may_have_a_logger_of_its_own(
    requests_mock: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer_json(requests_mock)

    Session(split_loggers=True).get(URL)

    ours = {r.name: r.getMessage() for r in caplog.records if r.name.startswith("ksclient")}
    assert set(ours) == {f"{NAME}.{s}" for s in ("request", "response", "body", "request-id")}
    assert ours[f"{NAME}.request"].startswith("curl -g -i -X GET")
    assert ours[f"{NAME}.response"].startswith("[200] ")
    assert ours[f"{NAME}.body"] == "{}"


def test_one_subject_alone_can_be_listened_to(
    requests_mock: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, f"{NAME}.request-id")
    answer_json(requests_mock)

    Session(split_loggers=True).get(URL)

    assert caplog.messages == [f"GET call to {URL} used request id req-5"]


def test_the_callers_logger_gets_everything_unsplit(
    requests_mock: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    requests_mock.get(URL, status_code=404, headers={"X-Openstack-Request-Id": "req-5"})

    with pytest.raises(exceptions.NotFound):
        Session(split_loggers=True).get(URL, logger=logging.getLogger("tests.callers"))

    names = {record.name for record in caplog.records}
    assert {name for name in names if name.startswith(("ksclient", "tests"))} == {"tests.callers"}
    assert caplog.messages[-1] == "Request returned failure status: 404"


def test_a_call_may_ask_for_silence(requests_mock: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    answer_json(requests_mock)

    Session().get(URL, log=False)

    assert [r for r in caplog.records if r.name.startswith("ksclient")] == []


def test_nothing_is_prepared_that_nobody_listens_to(response: Any) -> None:
    class Untouchable:
        def __getattr__(self, name: str) -> Any:
            raise AssertionError(f"looked at {name}")

    logger = logging.getLogger("tests.http_log.quiet")
    logger.setLevel(logging.INFO)
    untouchable: Any = Untouchable()

    HttpLog(logger).request(untouchable)
    HttpLog(logger).response(untouchable, untouchable)


def test_each_try_and_each_redirect_is_logged(serve: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, NAME)
    server = serve(scripted.answer(503), scripted.redirect("/there"), scripted.answer(200))

    Session().get(server.url, status_code_retries=1, status_code_retry_delay=0.001)

    asked = [m.split()[6] for m in caplog.messages if m.startswith("REQ:")]
    assert asked == [server.url, server.url, f"{server.url}/there"]
    answered = [m.split()[1] for m in caplog.messages if m.startswith("RESP:")]
    assert answered == ["[503]", "[302]", "[200]"]


@pytest.mark.parametrize("subject", ["request", "response", "body", "request-id"])
def test_of_split_loggers_one_that_is_read_will_do(
    caplog: pytest.LogCaptureFixture, subject: str
) -> None:
    log = HttpLog(logging.getLogger("tests.http_log"), is_split=True)
    assert not log.is_read()

    with caplog.at_level(logging.DEBUG, f"{NAME}.{subject}"):
        assert log.is_read()


def test_one_logger_for_all_is_read_where_it_writes(caplog: pytest.LogCaptureFixture) -> None:
    log = HttpLog(logging.getLogger("tests.http_log.one"))
    assert not log.is_read()

    with caplog.at_level(logging.DEBUG, "tests.http_log.one"):
        assert log.is_read()
