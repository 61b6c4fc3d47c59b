"""Real handshakes: what is wrong with a certificate is one typed error that says what to do.

And nothing lowers the checks but who says so, aloud.
"""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from urllib3.exceptions import InsecureRequestWarning

from ksclient.auth import exceptions
from ksclient.auth.session import Session
from ksclient.auth.session.tls_advice import tls_advice
from ksclient.v2_0.client import Client
from tests.robustness.plugin_kinds import ISSUED_TOKEN, THEIRS, keystone
from tests.servers.certificates import Authority, Identity
from tests.servers.recording import Server, server_tls

DAY = timedelta(days=1)
VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tls")


@pytest.fixture(scope="module")
def authority(folder: Path) -> Authority:
    return Authority(folder, "authority")


@pytest.fixture(scope="module")
def stranger(folder: Path) -> Authority:
    return Authority(folder, "stranger")


@pytest.fixture(scope="module")
def between(folder: Path, authority: Authority) -> Authority:
    return Authority(folder, "between", authority)


@pytest.fixture(scope="module")
def server(authority: Authority) -> Iterator[Server]:
    """A server whose certificate is as it should be."""
    started = Server(tls=server_tls(authority.issue("good")))
    yield started
    started.close()


@pytest.fixture(scope="module")
def demanding(authority: Authority) -> Iterator[Server]:
    """A server that wants to see a client certificate."""
    context = server_tls(authority.issue("strict"), asks_for=authority, demands=True)
    started = Server(tls=context)
    yield started
    started.close()


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    servers: list[Server] = []

    def start(identity: Identity, host: str = "127.0.0.1", **wishes: Any) -> Server:
        context = server_tls(identity)
        for name, value in wishes.items():
            setattr(context, name, value)
        servers.append(Server(host, context))
        return servers[-1]

    yield start
    for each in servers:
        each.close()


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*VARIABLES, "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)


def refused(url: str, **session: Any) -> str:
    """Return what the SSLError says that a request to *url* must raise."""
    with pytest.raises(exceptions.SSLError) as caught:
        Session(**session).get(f"{url}/v2.0")
    assert isinstance(caught.value, exceptions.ConnectionError)
    assert caught.value.__cause__ is not None
    assert url in str(caught.value)
    return str(caught.value)


# -- the server's certificate ------------------------------------------------------------------


def test_a_good_certificate_is_accepted(server: Server, authority: Authority) -> None:
    assert Session(verify=authority.ca_file).get(server.url).status_code == 200


def test_a_folder_of_authorities_is_accepted(server: Server, authority: Authority) -> None:
    assert Session(verify=authority.ca_folder()).get(server.url).status_code == 200


def test_a_bundle_of_several_authorities_is_accepted(
    server: Server, authority: Authority, stranger: Authority, tmp_path: Path
) -> None:
    bundle = tmp_path / "bundle.pem"
    both = [Path(each.ca_file).read_text() for each in (stranger, authority)]
    bundle.write_text("# ours\n" + "\n".join(both))

    assert Session(verify=str(bundle)).get(server.url).status_code == 200


def test_cacert_of_a_client_without_a_session_is_the_same(
    server: Server, authority: Authority
) -> None:
    server.script = keystone(server.url)
    with pytest.warns(DeprecationWarning, match="session"):
        client = Client(
            username="me", password="pw", auth_url=f"{server.url}/v2.0", cacert=authority.ca_file
        )

    assert client.auth_token == ISSUED_TOKEN
    server.forget()


def test_an_expired_certificate(serve: Any, authority: Authority) -> None:
    old = authority.issue("expired", begins=-2 * DAY, ends=-DAY)

    said = refused(serve(old).url, verify=authority.ca_file)

    assert "certificate has expired" in said
    assert "The server needs a new certificate, or this machine's clock is wrong" in said
    assert f"{datetime.now(UTC):%Y-}" in said


def test_a_certificate_of_tomorrow(serve: Any, authority: Authority) -> None:
    early = authority.issue("early", begins=DAY, ends=2 * DAY)

    said = refused(serve(early).url, verify=authority.ca_file)

    assert "certificate is not yet valid" in said
    assert "or this machine's clock is wrong, which says 20" in said


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
@pytest.mark.parametrize("names", [["other.example"], ["127.0.0.9"], ["*.example"], []])
def test_a_certificate_for_another_name(
    names: list[str], host: str, serve: Any, authority: Authority
) -> None:
    said = refused(serve(authority.issue("other", names=names), host).url, verify=authority.ca_file)

    assert f"not valid for '{host}'" in said
    assert "The URL must name the server as its certificate does: look at auth_url" in said


def test_a_common_name_is_no_name(serve: Any, authority: Authority) -> None:
    said = refused(
        serve(authority.issue("localhost", names=[]), "localhost").url, verify=authority.ca_file
    )

    assert "not valid for 'localhost'" in said


def test_a_certificate_that_signed_itself(
    serve: Any, authority: Authority, stranger: Authority
) -> None:
    said = refused(serve(stranger.identity).url, verify=authority.ca_file)

    assert "self-signed certificate" in said
    assert f"Checked against verify={authority.ca_file} (cacert= of a Client" in said
    assert "name a PEM file with the authority that signed" in said


@pytest.mark.parametrize("trust", ["system", "stranger"])
def test_an_authority_that_nobody_knows(trust: str, server: Server, stranger: Authority) -> None:
    verify = True if trust == "system" else stranger.ca_file

    said = refused(server.url, verify=verify)

    checked = "verify=True: the authorities that come with requests"
    assert f"Checked against {checked if trust == 'system' else f'verify={verify}'}" in said
    assert "cacert= of a Client without one" in said


def test_an_authority_between_that_is_not_sent(
    serve: Any, authority: Authority, between: Authority
) -> None:
    said = refused(serve(between.issue("leaf")).url, verify=authority.ca_file)

    assert "the server fails to send the certificates between the two" in said


def test_an_authority_between_that_is_sent_or_known(
    serve: Any, authority: Authority, between: Authority, tmp_path: Path
) -> None:
    bundle = tmp_path / "bundle.pem"
    both = [Path(each.ca_file).read_text() for each in (authority, between)]
    bundle.write_text("".join(both))
    sends = serve(between.issue("leaf-with-chain", chain=between))
    does_not = serve(between.issue("leaf-alone"))

    assert Session(verify=authority.ca_file).get(sends.url).status_code == 200
    assert Session(verify=str(bundle)).get(does_not.url).status_code == 200


# -- the client's certificate ------------------------------------------------------------------


@pytest.fixture(scope="module")
def me(authority: Authority) -> Identity:
    return authority.issue("me")


@pytest.mark.parametrize("form", ["pair", "one file"])
@pytest.mark.parametrize("wishes", [{}, {"tls_min_version": "1.3"}])
def test_a_client_certificate_is_shown(
    form: str, wishes: dict[str, Any], demanding: Server, authority: Authority, me: Identity
) -> None:
    demanding.forget()
    cert = me.both_file if form == "one file" else (me.cert_file, me.key_file)

    Session(verify=authority.ca_file, cert=cert, **wishes).get(demanding.url)

    assert demanding.told[0].serial == me.serial


def test_no_client_certificate(demanding: Server, authority: Authority) -> None:
    said = refused(demanding.url, verify=authority.ca_file)

    assert "The server asks for a client certificate: cert= of a Session" in said


def test_no_client_certificate_over_tls_1_2(authority: Authority) -> None:
    context = server_tls(authority.issue("strict-1.2"), asks_for=authority, demands=True)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    server = Server(tls=context)

    said = refused(server.url, verify=authority.ca_file)

    assert "may want a client certificate (cert= of a Session" in said
    server.close()


def test_a_client_certificate_of_a_stranger(
    demanding: Server, authority: Authority, stranger: Authority
) -> None:
    said = refused(demanding.url, verify=authority.ca_file, cert=stranger.issue("nobody").both_file)

    assert "does not accept the client certificate: cert= of a Session" in said


def test_an_expired_client_certificate(demanding: Server, authority: Authority) -> None:
    old = authority.issue("old-me", begins=-2 * DAY, ends=-DAY)

    said = refused(demanding.url, verify=authority.ca_file, cert=old.both_file)

    assert "does not accept the client certificate: cert= of a Session" in said


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda me, _: me.cert_file, "A certificate needs its key in PEM form"),
        (lambda me, _: (me.cert_file, me.cert_file), "A certificate needs its key in PEM form"),
        (lambda me, other: (me.cert_file, other.key_file), "The key is another certificate's"),
        (lambda me, _: (f"{me.cert_file}.no", me.key_file), ".crt.no. It was named by cert= of"),
        (lambda me, _: (me.cert_file, f"{me.key_file}.no"), ".key.no. It was named by cert= of"),
        (lambda me, _: f"{me.both_file}.no", ".pem.no. It was named by cert= of a Session"),
    ],
    ids=["no key", "certificate as key", "other key", "no file", "no key file", "no one file"],
)
def test_a_client_certificate_that_cannot_be_used(
    make: Callable[[Identity, Identity], Any],
    expected: str,
    demanding: Server,
    authority: Authority,
    stranger: Authority,
    me: Identity,
) -> None:
    cert = make(me, stranger.issue("other"))

    assert expected in refused(demanding.url, verify=authority.ca_file, cert=cert)


@pytest.mark.parametrize("form", ["pair", "one file"])
def test_nobody_at_the_terminal_is_asked_for_a_passphrase(
    form: str, demanding: Server, authority: Authority
) -> None:
    """OpenSSL would, and wait: a service hangs then."""
    locked = authority.issue("locked", password=b"passphrase")
    cert = locked.both_file if form == "one file" else (locked.cert_file, locked.key_file)

    said = refused(demanding.url, verify=authority.ca_file, cert=cert)

    assert "Nobody is asked for a passphrase: decrypt the key" in said


# -- files, ports and protocols ----------------------------------------------------------------


def test_a_bundle_that_does_not_exist(server: Server) -> None:
    said = refused(server.url, verify="/nowhere/ca.pem")

    assert "It was named by verify=/nowhere/ca.pem (cacert= of a Client without a session)" in said


@pytest.mark.parametrize("content", [b"", b"junk", b"\x00\xff" * 100])
def test_a_bundle_of_something_else(content: bytes, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    path.write_bytes(content)

    said = refused(server.url, verify=str(path))

    assert f"There is no certificate in verify={path}" in said


def test_an_empty_folder(server: Server, tmp_path: Path) -> None:
    said = refused(server.url, verify=str(tmp_path))

    assert f"Checked against verify={tmp_path}" in said
    assert "a folder that openssl rehash prepared" in said


def test_a_server_that_is_too_old(authority: Authority) -> None:
    context = server_tls(authority.issue("tls-1.1"))
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of Python, against such servers
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    old = Server(tls=context)

    said = refused(old.url, verify=authority.ca_file)

    assert "The server speaks no version of TLS that is accepted here" in said
    old.close()


def test_a_server_with_other_ciphers(authority: Authority) -> None:
    context = server_tls(authority.issue("ciphers"))
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("ECDHE-ECDSA-AES128-GCM-SHA256")
    other = Server(tls=context)

    said = refused(other.url, verify=authority.ca_file, tls_ciphers="ECDHE-ECDSA-AES256-GCM-SHA384")

    assert "no cipher that both sides accept" in said
    other.close()


def test_a_server_that_is_older_than_asked_for(serve: Any, authority: Authority) -> None:
    old = serve(authority.issue("tls-1.2"), maximum_version=ssl.TLSVersion.TLSv1_2)

    said = refused(old.url, verify=authority.ca_file, tls_min_version="1.3")

    assert "tls_min_version= of the Session" in said
    assert Session(verify=authority.ca_file, tls_min_version="1.2").get(old.url).status_code == 200


def test_https_to_a_port_that_speaks_http(authority: Authority) -> None:
    plain = Server()

    said = refused(plain.url.replace("http:", "https:"), verify=authority.ca_file)

    assert "Should the URL begin with http://, or name another port?" in said
    plain.close()


def test_http_to_a_port_that_speaks_https(server: Server) -> None:
    with pytest.raises(exceptions.ConnectFailure) as caught:
        Session().get(server.url.replace("https:", "http:"))

    assert "the URL must begin with https://" in str(caught.value)


def test_the_date_in_an_error_is_this_machines() -> None:
    cause = ssl.SSLCertVerificationError(1, "certificate has expired")
    cause.verify_code = 10

    said = tls_advice(
        [cause], "https://a.example", {}, lambda: datetime(2031, 2, 3, 4, 5, tzinfo=UTC)
    )

    assert said == (
        "The server needs a new certificate, or this machine's clock is wrong, which says "
        "2031-02-03 04:05 UTC."
    )


@pytest.mark.parametrize(
    ("keywords", "expected"),
    [
        ({"verify": "/nowhere/ca.pem"}, OSError),
        ({"cert": "/nowhere/me.pem"}, OSError),
        ({"verify": False, "tls_min_version": "1.2"}, ValueError),
    ],
    ids=["no bundle", "no client certificate", "insecure with a lowest version"],
)
def test_upstream_lets_foreign_errors_out(
    keywords: dict[str, Any], expected: type[Exception], server: Server
) -> None:
    """The figure in the documentation; where this goes red, upstream has mended it."""
    with pytest.raises(expected) as caught:
        THEIRS.session(**keywords).get(server.url)

    assert not isinstance(caught.value, THEIRS.room("exceptions").ClientException)


# -- nothing lowers the checks silently --------------------------------------------------------


def ask(server: Server, session: Session) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", InsecureRequestWarning)
        session.get(server.url)


def test_insecure_is_said_aloud_once_for_each_host(
    server: Server, demanding: Server, me: Identity, caplog: pytest.LogCaptureFixture
) -> None:
    session = Session(verify=False, cert=me.both_file)

    for each in (server, server, demanding, server):
        ask(each, session)

    warned = [r.getMessage() for r in caplog.records if r.levelno == logging.WARNING]
    assert [text.partition(" is not checked")[0] for text in warned] == [
        f"The certificate of {server.netloc}",
        f"The certificate of {demanding.netloc}",
    ]
    assert "verify=False, insecure=True" in warned[0]


def test_another_session_says_it_again(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        ask(server, Session(verify=False))

    assert caplog.text.count("is not checked") == 2


def test_urllib3s_own_warning_is_left_alone(server: Server) -> None:
    with pytest.warns(InsecureRequestWarning):
        Session(verify=False).get(server.url)


def test_where_certificates_are_checked_nothing_is_said(
    server: Server, authority: Authority, caplog: pytest.LogCaptureFixture
) -> None:
    Session(verify=authority.ca_file).get(server.url)

    assert caplog.text == ""


@pytest.mark.parametrize("wishes", [{}, {"tls_min_version": "1.2"}])
def test_insecure_works_whatever_else_is_asked_of_tls(
    wishes: dict[str, Any], server: Server
) -> None:
    ask(server, Session(verify=False, **wishes))


@pytest.mark.parametrize("verify", ["", None, 0, ()])
@pytest.mark.parametrize("wishes", [{}, {"tls_min_version": "1.2"}])
def test_only_false_itself_checks_nothing(
    verify: Any, wishes: dict[str, Any], server: Server
) -> None:
    """An empty setting, such as ``OS_CACERT=``, must not."""
    assert "CERTIFICATE_VERIFY_FAILED" in refused(server.url, verify=verify, **wishes)


def test_upstream_checks_nothing_where_a_setting_is_empty(server: Server) -> None:
    """The figure in the documentation; where this goes red, upstream has mended it."""
    with pytest.warns(InsecureRequestWarning):
        assert THEIRS.session(verify="").get(server.url).status_code == 200


@pytest.mark.parametrize("variable", VARIABLES)
def test_the_environment_names_authorities_where_nobody_else_does(
    variable: str, server: Server, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, authority.ca_file)

    assert Session().get(server.url).status_code == 200


@pytest.mark.parametrize("variable", VARIABLES)
@pytest.mark.parametrize("value", ["right", "/nowhere/ca.pem", ""])
@pytest.mark.parametrize("wishes", [{}, {"tls_min_version": "1.2"}])
def test_a_path_that_was_given_wins_over_the_environment(
    wishes: dict[str, Any],
    value: str,
    variable: str,
    server: Server,
    authority: Authority,
    stranger: Authority,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(variable, authority.ca_file if value == "right" else value)

    said = refused(server.url, verify=stranger.ca_file, **wishes)

    assert f"Checked against verify={stranger.ca_file}" in said
    assert Session(verify=authority.ca_file, **wishes).get(server.url).status_code == 200


@pytest.mark.parametrize("variable", VARIABLES)
def test_an_empty_variable_switches_nothing_off(
    variable: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "")

    assert "CERTIFICATE_VERIFY_FAILED" in refused(server.url)


@pytest.mark.parametrize("variable", VARIABLES)
def test_a_variable_that_names_no_file_is_named(
    variable: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "/nowhere/ca.pem")

    said = refused(server.url)

    assert f"It was named by the environment, {variable}=/nowhere/ca.pem." in said


@pytest.mark.parametrize("name", ["PYTHONHTTPSVERIFY", "OS_INSECURE", "OS_VERIFY"])
def test_no_variable_switches_the_checks_off(
    name: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "True" if name == "OS_INSECURE" else "0")

    assert "CERTIFICATE_VERIFY_FAILED" in refused(server.url)


def test_with_a_bundle_the_systems_authorities_count_for_nothing(
    server: Server, authority: Authority, stranger: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", authority.ca_file)

    refused(server.url, verify=stranger.ca_file, tls_min_version="1.2")


def test_upstream_trusts_the_systems_authorities_beside_a_bundle(
    server: Server, authority: Authority, stranger: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The figure in the documentation; where this goes red, upstream has mended it."""
    monkeypatch.setenv("SSL_CERT_FILE", authority.ca_file)

    session = THEIRS.session(verify=stranger.ca_file, tls_min_version="1.2")

    assert session.get(server.url).status_code == 200


@pytest.mark.parametrize("wishes", [{}, {"tls_min_version": "1.2"}])
def test_one_request_without_checks_leaves_the_next_checked(
    wishes: dict[str, Any], server: Server, stranger: Authority
) -> None:
    """With the connections of the first still open."""
    session = Session(**wishes)
    with pytest.warns(InsecureRequestWarning):
        session.get(server.url, verify=False)

    with pytest.raises(exceptions.SSLError):
        session.get(server.url)
    with pytest.raises(exceptions.SSLError):
        session.get(server.url, verify=stranger.ca_file)


@pytest.mark.parametrize("wishes", [{}, {"tls_min_version": "1.2"}])
def test_a_bundle_for_one_request_is_not_trusted_by_the_next(
    wishes: dict[str, Any], server: Server, authority: Authority, stranger: Authority
) -> None:
    session = Session(verify=stranger.ca_file, **wishes)
    session.get(server.url, verify=authority.ca_file)

    with pytest.raises(exceptions.SSLError):
        session.get(server.url)


@pytest.mark.parametrize("wishes", [{}, {"tls_min_version": "1.2"}])
def test_a_certificate_for_one_request_is_not_shown_by_the_next(
    wishes: dict[str, Any], demanding: Server, authority: Authority, me: Identity
) -> None:
    session = Session(verify=authority.ca_file, **wishes)
    session.get(demanding.url, cert=me.both_file)

    with pytest.raises(exceptions.ConnectionError):
        session.get(demanding.url)


def test_threads_that_check_nothing_do_not_relax_those_that_do(
    server: Server, stranger: Authority
) -> None:
    session = Session(tls_min_version="1.2")
    accepted: list[str] = []
    start = threading.Barrier(8)

    def ask_often(verify: Any) -> None:
        start.wait(10)
        for _ in range(10):
            try:
                session.get(server.url, verify=verify, headers={"Connection": "close"})
            except exceptions.SSLError:
                continue
            accepted.append(str(verify))

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", InsecureRequestWarning)
        threads = [
            threading.Thread(target=ask_often, args=(verify,))
            for verify in (False, stranger.ca_file) * 4
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)

    assert set(accepted) == {"False"}
    assert len(accepted) == 40


def test_a_users_own_session_does_not_switch_the_checks_off(server: Server) -> None:
    own = requests.Session()
    own.verify = False

    refused(server.url, session=own)

    own.close()


def test_a_server_that_says_nothing_is_no_matter_of_tls(authority: Authority) -> None:
    """The handshake ends with the connection's timeout."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}"

        with pytest.raises(exceptions.ConnectTimeout):
            Session(verify=authority.ca_file, timeout=0.2).get(url)
