"""The way to a server: its port, proxies, names and addresses."""

import errno
import socket
import threading

import pytest

from ksclient.cli.doctor import names, ports, proxies, ways
from ksclient.cli.doctor.network import Address, Place, is_inside, is_loopback, within
from ksclient.cli.doctor.ways import Tried
from tests.unit.cli.doctor.servers import silent

V4 = Address(socket.AF_INET, ("192.0.2.7", 5000))
V6 = Address(socket.AF_INET6, ("2001:db8::", 5000, 0, 0))
PLACE = Place("keystone.example", 5000)
REFUSED = ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")
LATE = TimeoutError("timed out")
NO_WAY = OSError(errno.ENETUNREACH, "Network is unreachable")


def only(findings):
    (found,) = findings
    return found.status.value, found.found


@pytest.mark.parametrize(
    ("url", "status", "told"),
    [
        ("https://h:5000/v2.0", "OK", "5000 is the public API of Identity"),
        ("https://h:35357/v2.0", "OK", "35357 is the admin API of Identity"),
        ("https://h/v2.0", "OK", "The URL names no port, which means 443: the usual one of web"),
        ("https://h:8774/v2.1", "WARN", "8774 is the usual port of Compute (nova)."),
        ("https://h:8443/v2.0", "OK", "8443 is no usual port of Identity"),
    ],
)
def test_what_a_port_means(case, url, status, told):
    found = only(ports.look(case(url)))
    assert found[0] == status
    assert found[1].startswith(told)


def resolved(*addresses):
    def resolve(host, port, type):
        return [(each.family, type, 6, "", each.address) for each in addresses]

    return resolve


def test_all_addresses_of_a_name_are_told(case):
    made = case(resolve=resolved(V6, V4))
    assert only(names.look(made)) == (
        "OK",
        "keystone.example is 2001:db8:: (IPv6) and 192.0.2.7 (IPv4).",
    )
    assert made.addresses == [V6, V4]


def test_a_family_that_is_missing_is_told(case):
    assert only(names.look(case(resolve=resolved(V4)))) == (
        "OK",
        "keystone.example is 192.0.2.7 (IPv4), no IPv6.",
    )


def failing(error):
    def resolve(host, port, type):
        raise error

    return resolve


@pytest.mark.parametrize(
    ("error", "told", "advice"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "not known", "spelt"),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure"), "Temporary", "resolv.conf"),
        (UnicodeError("label too long"), "it is no host name", "spelt"),
    ],
)
def test_a_name_that_is_not_found_fails(case, error, told, advice):
    (found,) = names.look(case(resolve=failing(error)))
    assert found.status == "FAIL"
    assert told in found.found
    assert advice in found.advice


def test_a_resolver_that_does_not_answer_is_given_up(case):
    hangs = threading.Event()

    def resolve(host, port, type):
        hangs.wait(30)

    found = only(names.look(case(resolve=resolve, wait=0.02)))
    hangs.set()
    assert found == ("FAIL", "The resolver of this machine has not answered for keystone.example.")


def test_work_that_fails_in_time_raises_its_own_error():
    def work():
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        within(5, work)


@pytest.mark.parametrize(
    ("tried", "status", "told"),
    [
        (
            [Tried(V6, 0, NO_WAY), Tried(V4, 0.004, None)],
            "OK",
            "2001:db8:: port 5000: no way there from here; 192.0.2.7 port 5000: connected in 4 ms.",
        ),
        (
            [Tried(V6, 5, LATE), Tried(V4, 0.004, None)],
            "WARN",
            "2001:db8:: port 5000: no answer in 5 s; 192.0.2.7 port 5000: connected in 4 ms.",
        ),
        ([Tried(V4, 0, REFUSED)], "FAIL", "192.0.2.7 port 5000: refused."),
    ],
)
def test_what_attempts_to_connect_mean(tried, status, told):
    found = ways.judged(tried, PLACE)
    assert (found.status, found.found) == (status, told)


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (REFUSED, "nothing listens on port 5000"),
        (LATE, "a firewall drops what is sent"),
        (NO_WAY, "on a network that leads there"),
    ],
)
def test_what_to_do_if_nobody_is_reached(error, advice):
    assert advice in ways.judged([Tried(V4, 0, error)], PLACE).advice


def test_a_proxy_that_is_not_reached_is_not_taken_for_the_server():
    found = ways.judged([Tried(V4, 0, REFUSED)], PLACE, is_proxy=True)
    assert "That is the proxy." in found.advice


def test_one_half_of_localhost_may_refuse():
    tried = [Tried(V6, 0, REFUSED), Tried(V4, 0, None)]
    assert ways.judged(tried, Place("localhost", 5000)).status == "OK"


def test_a_closed_port_fails_and_stops_the_rest(at):
    diagnosis = at("http://127.0.0.1:1/v2.0")
    assert diagnosis.failed() == ["TCP"]
    assert diagnosis.of("login") == [
        ("SKIP", "Not looked at, as there is something wrong with: TCP.")
    ]


def test_a_listening_port_connects(case):
    with silent() as url:
        made = case(url)
        list(names.look(made))
        assert only(ways.look(made))[0] == "OK"


def test_without_proxies_there_is_none(case):
    made = case()
    assert only(proxies.look(made)) == ("OK", "None on the way.")
    assert made.hop == made.target


def test_a_proxy_is_what_is_connected_to_and_its_password_is_not_shown(case, monkeypatch):
    monkeypatch.setenv("https_proxy", "http://me:s3cret@proxy.example:3128")
    made = case()
    status, told = only(proxies.look(made))
    assert status == "OK"
    assert "proxy.example:3128" in told
    assert "s3cret" not in told
    assert made.hop == ("proxy.example", 3128)


def test_a_proxy_for_an_inner_host_is_a_warning(case, monkeypatch):
    monkeypatch.setenv("https_proxy", "proxy.example:3128")
    (found,) = proxies.look(case("https://10.1.2.3:5000/v2.0"))
    assert found.status == "WARN"
    assert found.advice.endswith("no_proxy=10.1.2.3")


def test_a_proxy_that_is_not_for_this_host_is_told(case, monkeypatch):
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "keystone.example")
    made = case(environ={"https_proxy": "http://proxy.example:3128"})
    assert only(proxies.look(made)) == (
        "OK",
        "None on the way: https_proxy set, and not for keystone.example.",
    )


def test_a_proxy_without_a_host_fails(case, monkeypatch):
    monkeypatch.setenv("https_proxy", "http://:3128")
    assert only(proxies.look(case()))[0] == "FAIL"


@pytest.mark.parametrize(
    ("host", "loopback", "inside"),
    [
        ("localhost", True, True),
        ("127.0.0.1", True, True),
        ("::1", True, True),
        ("controller", False, True),
        ("keystone.internal", False, True),
        ("10.0.0.1", False, True),
        ("8.8.8.8", False, False),
        ("keystone.example.com", False, False),
    ],
)
def test_where_hosts_are(host, loopback, inside):
    assert (is_loopback(host), is_inside(host)) == (loopback, inside)
