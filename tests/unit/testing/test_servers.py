"""Servers on loopback: connections that stay open, and ends that leave nothing behind."""

import http.client
import socket
import struct
import threading
from contextlib import contextmanager

import pytest
from werkzeug.wrappers import Request, Response

from ksclient.testing.errors import CloudError
from ksclient.testing.http_server import Server
from ksclient.testing.servers import Servers, address_of, listen

HOST = "127.0.0.1"
RESET_ON_CLOSE = struct.pack("ii", 1, 0)


def greet(environ, start_response):
    """Answer without looking at the request's body."""
    return Response(f"hello {environ['PATH_INFO']}")(environ, start_response)


def echo(environ, start_response):
    return Response(Request(environ).get_data())(environ, start_response)


@contextmanager
def serving(application, patience=10):
    listener = listen(HOST, 0, "public_port")
    port = listener.getsockname()[1]
    servers = Servers([Server(listener, application)], patience)
    try:
        yield port
    finally:
        servers.stop()


@contextmanager
def connected(port):
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        yield connection
    finally:
        connection.close()


def exchange(connection, method="GET", path="/", body=None, headers=None):
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    return answer.status, answer.read().decode(), answer.getheader("Connection")


def raw(port, text):
    """Return all that comes back for *text*, until the server closes."""
    with socket.create_connection((HOST, port), timeout=10) as sock:
        sock.sendall(text)
        parts = []
        while part := sock.recv(65536):
            parts.append(part)
    return b"".join(parts)


def chunks(*parts):
    """Answer with chunks whose length is not told."""

    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return list(parts)

    return application


def test_a_connection_answers_many_requests():
    with serving(greet) as port, connected(port) as connection:
        assert exchange(connection, path="/a") == (200, "hello /a", "keep-alive")
        before = connection.sock
        assert exchange(connection, path="/b") == (200, "hello /b", "keep-alive")
        assert connection.sock is before


@pytest.mark.parametrize("size", [1, 1_000_000])
@pytest.mark.parametrize("application", [greet, echo])
def test_a_body_is_no_part_of_the_next_request(application, size):
    with serving(application) as port, connected(port) as connection:
        for _ in range(2):
            assert exchange(connection, "POST", body=b"x" * size)[0] == 200


def test_a_chunked_body_is_read():
    with serving(echo) as port, connected(port) as connection:
        assert exchange(connection, "POST", body=iter([b"ab", b"c"]))[1] == "abc"
        assert exchange(connection, "POST", body=b"d")[1] == "d"


def test_a_chunked_body_that_nobody_reads_is_no_part_of_the_next_request():
    with serving(greet) as port, connected(port) as connection:
        for _ in range(2):
            assert exchange(connection, "POST", body=iter([b"ab", b"c"]))[1] == "hello /"


@pytest.mark.parametrize("status", [204, 304])
def test_an_answer_without_a_body_keeps_the_connection(status):
    with serving(Response(status=status)) as port, connected(port) as connection:
        for _ in range(2):
            assert exchange(connection) == (status, "", "keep-alive")


def test_an_answer_to_head_keeps_the_connection():
    with serving(greet) as port, connected(port) as connection:
        for _ in range(2):
            assert exchange(connection, "HEAD") == (200, "", "keep-alive")


def test_an_answer_of_unknown_length_keeps_the_connection():
    with serving(chunks(b"ab", b"", b"c")) as port, connected(port) as connection:
        for _ in range(2):
            assert exchange(connection) == (200, "abc", "keep-alive")


def test_to_an_old_client_the_end_of_the_connection_is_the_end_of_the_answer():
    with serving(chunks(b"ab", b"c")) as port:
        answer = raw(port, b"GET / HTTP/1.0\r\n\r\n")
    assert answer.endswith(b"\r\n\r\nabc")
    assert b"chunked" not in answer


def test_closes_where_the_client_asks_for_it():
    with serving(greet) as port, connected(port) as connection:
        assert exchange(connection, headers={"Connection": "close"})[2] == "close"


def test_an_application_may_break_a_body_off():
    def short(environ, start_response):
        start_response("200 OK", [("Content-Length", "10")])
        return [b"abc"]

    with serving(short) as port:
        assert raw(port, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").endswith(b"\r\n\r\nabc")


def test_an_application_may_hang_up_without_an_answer(capsys):
    def hang_up(environ, start_response):
        raise ConnectionAbortedError

    with serving(hang_up) as port:
        assert raw(port, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n") == b""
    assert capsys.readouterr() == ("", "")


def test_says_nothing(capfd):
    with serving(greet) as port, connected(port) as connection:
        exchange(connection)
        raw(port, b"no http\r\n\r\n")
    assert capfd.readouterr() == ("", "")


def test_a_client_that_leaves_in_the_middle_is_no_error(capfd):
    with serving(echo) as port:
        with socket.create_connection((HOST, port), timeout=10) as sock:
            sock.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
        with connected(port) as connection:
            assert exchange(connection)[0] == 200
    assert "Exception occurred" not in capfd.readouterr().err


@pytest.mark.parametrize(
    "request_line",
    [b"GET http://[x/ HTTP/1.1", b"GET / HT", b"GET /", b"\x16\x03\x01\x02\x00", b"GET / HTTP/2.0"],
)
def test_what_cannot_be_read_is_answered_with_a_status(request_line, capfd):
    with serving(greet) as port:
        assert raw(port, request_line + b"\r\n\r\n").startswith(b"HTTP/1.1 ")
        with connected(port) as connection:
            assert exchange(connection)[0] == 200
    assert capfd.readouterr() == ("", "")


def test_closes_the_connection_of_a_client_that_is_gone():
    seen, is_gone = [], threading.Event()

    def answer_late(environ, start_response):
        seen.append(environ)
        assert is_gone.wait(10)
        return greet(environ, start_response)

    with serving(answer_late) as port:
        client = socket.create_connection((HOST, port), timeout=10)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        while not seen:
            is_gone.wait(0.001)
        client.close()
        is_gone.set()
    assert seen[0]["werkzeug.socket"].fileno() == -1


def test_stops_with_open_connections_and_leaves_no_thread():
    before = set(threading.enumerate())
    with serving(greet) as port, connected(port) as idle, connected(port) as connection:
        idle.connect()
        exchange(connection)
        assert set(threading.enumerate()) > before
    assert set(threading.enumerate()) == before


def test_nobody_listens_after_the_end():
    with serving(greet) as port:
        pass
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((HOST, port), timeout=10)
    listen(HOST, port, "public_port").close()


def test_what_is_being_answered_when_it_stops_is_answered():
    entered = threading.Event()
    leave = threading.Event()

    def slow(environ, start_response):
        entered.set()
        leave.wait(10)
        return greet(environ, start_response)

    listener = listen(HOST, 0, "public_port")
    port = listener.getsockname()[1]
    servers = Servers([Server(listener, slow)], patience=10)
    with connected(port) as connection:
        connection.request("GET", "/late")
        entered.wait(10)
        stopping = threading.Thread(target=servers.stop)
        stopping.start()
        while servers.is_running:
            pass
        leave.set()
        assert connection.getresponse().read() == b"hello /late"
        stopping.join()


def test_does_not_wait_for_what_takes_too_long():
    entered = threading.Event()
    leave = threading.Event()

    def stuck(environ, start_response):
        entered.set()
        leave.wait(60)
        return greet(environ, start_response)

    with serving(stuck, patience=0) as port, connected(port) as connection:
        connection.request("GET", "/")
        entered.wait(10)
    stuck_threads = [t for t in threading.enumerate() if t.name.startswith("ksclient.testing, ")]
    assert [thread.daemon for thread in stuck_threads] == [True]
    leave.set()
    stuck_threads[0].join(10)


def test_many_clients_connect_at_once():
    statuses = []

    def ask(port):
        with connected(port) as connection:
            statuses.append(exchange(connection)[0])

    with serving(greet) as port:
        clients = [threading.Thread(target=ask, args=(port,)) for _ in range(100)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
    assert statuses == [200] * 100


def test_ipv6_is_spoken():
    try:
        listener = listen("::1", 0, "public_port")
    except CloudError:
        pytest.skip("this machine has no IPv6")
    port = listener.getsockname()[1]
    servers = Servers([Server(listener, greet)])
    connection = http.client.HTTPConnection("::1", port, timeout=10)
    assert exchange(connection)[0] == 200
    connection.close()
    servers.stop()


def test_a_taken_port_is_named_with_what_to_try():
    with listen(HOST, 0, "public_port") as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CloudError, match=rf"^Port {port} of {HOST} \(admin_port\) is taken\."):
            listen(HOST, port, "admin_port")


@pytest.mark.parametrize(
    ("host", "port", "told"),
    [
        (HOST, 65536, "ports go to 65535"),
        (HOST, -1, "ports go to 65535"),
        ("192.0.2.1", 0, "'192.0.2.1' is no address of this machine"),
        ("no..host", 0, "'no..host' is no address of this machine"),
        ("", 0, "host='' is no address"),
    ],
)
def test_what_cannot_be_listened_on_is_told(host, port, told):
    with pytest.raises(CloudError, match=told):
        listen(host, port, "public_port")


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1:5000"),
        ("localhost", "localhost:5000"),
        ("::1", "[::1]:5000"),
        ("0.0.0.0", "127.0.0.1:5000"),
        ("::", "[::1]:5000"),
    ],
)
def test_a_url_names_a_host_that_can_be_connected_to(host, address):
    assert address_of(host, 5000) == address
