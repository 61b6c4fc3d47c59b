"""Our adapter keeps connections alive, and makes TLS as strict as it is told."""

from __future__ import annotations

import pickle
import socket
import ssl
from typing import Any

import pytest
import requests

from ksclient.auth import session as door
from ksclient.auth.session import TCPKeepAliveAdapter
from tests.servers import scripted


def options_of(adapter: Any) -> dict[tuple[int, int], int]:
    options = adapter.poolmanager.connection_pool_kw["socket_options"]
    return {(level, name): value for level, name, value in options}


def test_connections_are_kept_alive_and_small_requests_sent_at_once() -> None:
    assert options_of(TCPKeepAliveAdapter()) == {
        (socket.IPPROTO_TCP, socket.TCP_NODELAY): 1,
        (socket.SOL_SOCKET, socket.SO_KEEPALIVE): 1,
        (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE): 60,
        (socket.IPPROTO_TCP, socket.TCP_KEEPCNT): 4,
        (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL): 15,
    }


@pytest.mark.parametrize("missing", ["TCP_KEEPIDLE", "TCP_KEEPCNT", "TCP_KEEPINTVL"])
def test_what_a_system_lacks_is_left_out(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    option = (socket.IPPROTO_TCP, getattr(socket, missing))
    monkeypatch.delattr(socket, missing)

    assert option not in options_of(TCPKeepAliveAdapter())


def test_linux_inside_windows_counts_no_probes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door.utils, "is_windows_linux_subsystem", True, raising=False)

    assert (socket.IPPROTO_TCP, socket.TCP_KEEPCNT) not in options_of(TCPKeepAliveAdapter())


def test_the_callers_socket_options_stay() -> None:
    adapter = TCPKeepAliveAdapter()

    adapter.init_poolmanager(1, 1, socket_options=[(1, 2, 3)])

    assert options_of(adapter) == {(1, 2): 3}


def test_the_options_are_set_on_a_real_socket(serve: Any) -> None:
    server = serve(scripted.answer(200))
    session = door.Session()

    session.get(server.url)

    pool = session.session.adapters["http://"].poolmanager.pools._container
    connection = next(iter(pool.values()))._get_conn()
    assert connection.sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
    connection.close()


@pytest.mark.parametrize(
    ("version", "expected"), [("1.2", ssl.TLSVersion.TLSv1_2), ("1.3", ssl.TLSVersion.TLSv1_3)]
)
def test_the_lowest_tls_version_is_set(version: Any, expected: ssl.TLSVersion) -> None:
    adapter = TCPKeepAliveAdapter(tls_min_version=version)

    context = adapter.poolmanager.connection_pool_kw["ssl_context"]
    assert context.minimum_version is expected
    assert context.verify_mode is ssl.CERT_REQUIRED


def test_the_ciphers_are_set() -> None:
    adapter = TCPKeepAliveAdapter(tls_ciphers="ECDHE-RSA-AES256-GCM-SHA384")

    context = adapter.poolmanager.connection_pool_kw["ssl_context"]
    old = [c["name"] for c in context.get_ciphers() if c["protocol"] != "TLSv1.3"]
    assert old == ["ECDHE-RSA-AES256-GCM-SHA384"]


def test_an_unknown_tls_version_is_a_value_error_that_lists_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"Unknown TLS version: 1\.1.* 1\.2, 1\.3"):
        TCPKeepAliveAdapter(tls_min_version="1.1")  # type: ignore[arg-type]


def test_without_wishes_the_system_decides_about_tls() -> None:
    assert "ssl_context" not in TCPKeepAliveAdapter().poolmanager.connection_pool_kw


def test_a_sessions_wishes_arrive_at_its_adapters() -> None:
    session = door.Session(tls_ciphers="AES256-SHA", tls_min_version="1.3")

    adapter: Any = session.adapters["https://"]
    assert (adapter.tls_ciphers, adapter.tls_min_version) == ("AES256-SHA", "1.3")
    assert session.adapters["http://"] is adapter


def test_an_adapter_pickles_with_its_wishes() -> None:
    adapter = pickle.loads(pickle.dumps(TCPKeepAliveAdapter(tls_min_version="1.3")))

    context = adapter.poolmanager.connection_pool_kw["ssl_context"]
    assert context.minimum_version is ssl.TLSVersion.TLSv1_3


@pytest.fixture
def strict() -> TCPKeepAliveAdapter:
    return TCPKeepAliveAdapter(tls_min_version="1.3")


def context_of(adapter: TCPKeepAliveAdapter, verify: Any, cert: Any = None) -> Any:
    request = requests.Request("GET", "https://a.example/").prepare()
    return adapter.build_connection_pool_key_attributes(request, verify, cert)[1]["ssl_context"]


def test_connections_that_trust_the_same_share_a_context(strict: TCPKeepAliveAdapter) -> None:
    assert context_of(strict, "/ca.pem", "/me.pem") is context_of(strict, "/ca.pem", "/me.pem")


def test_connections_that_trust_or_show_something_else_do_not(strict: TCPKeepAliveAdapter) -> None:
    ways = [(True, None), (False, None), ("/ca.pem", None), (True, "/me.pem")]

    contexts = {id(context_of(strict, *way)) for way in ways}

    assert len(contexts) == len(ways)


@pytest.mark.parametrize("verify", [True, False, "/ca.pem"])
def test_every_context_is_as_strict_as_told(verify: Any, strict: TCPKeepAliveAdapter) -> None:
    context = context_of(strict, verify)

    assert context.minimum_version is ssl.TLSVersion.TLSv1_3
    assert context.check_hostname is (verify is not False)


def test_a_context_for_a_bundle_trusts_nobody_yet(strict: TCPKeepAliveAdapter) -> None:
    assert context_of(strict, "/ca.pem").cert_store_stats()["x509"] == 0


def test_without_wishes_urllib3_makes_a_context_for_each_connection() -> None:
    request = requests.Request("GET", "https://a.example/").prepare()

    _, pool = TCPKeepAliveAdapter().build_connection_pool_key_attributes(request, True)

    assert "ssl_context" not in pool
