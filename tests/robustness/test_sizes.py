"""Catalogs of 10,000 endpoints, tokens of 100 kB, lists of 100,000 users: counted, not timed."""

from __future__ import annotations

import gc
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pytest

from ksclient import exceptions
from ksclient.auth import token_endpoint
from ksclient.auth._json import MAX_BYTES
from ksclient.auth.access.service_catalog import ServiceCatalogV2
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.testing import Cloud
from ksclient.v2_0.client import Client
from tests.robustness.answering import URL, problem_of, session_answered
from tests.robustness.strategies import Answer, wire
from tests.servers import scripted

# --- a catalog of 10,000 endpoints --------------------------------------------------------------

TYPES = 50


def catalog_of(endpoints: int) -> list[dict[str, Any]]:
    """Return a catalog of so many endpoints: each of 50 services in as many regions as it takes."""
    return [
        {
            "type": f"service-{kind}",
            "name": f"name-{kind}",
            "endpoints": [
                {
                    "id": f"{kind}-{region}",
                    "region": f"region-{region}",
                    "publicURL": f"http://public-{region}.example/{kind}",
                    "internalURL": f"http://internal-{region}.example/{kind}",
                    "adminURL": f"http://admin-{region}.example/{kind}",
                }
                for region in range(endpoints // TYPES)
            ],
        }
        for kind in range(TYPES)
    ]


def steps(call: Callable[[], object]) -> int:
    """Return how many lines Python executes for *call*, whatever the machine.

    A loop on one line counts once a round.
    """
    count = 0

    def trace(_frame: FrameType, event: str, _: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


ASKED = {
    "service_type": "service-31",
    "interface": ["internal", "public"],
    "region_name": "region-7",
    "service_name": "name-31",
}


def test_a_look_up_takes_as_many_steps_in_10_000_endpoints_as_in_500() -> None:
    small, large = ServiceCatalogV2(catalog_of(500)), ServiceCatalogV2(catalog_of(10_000))
    for catalog in (small, large):
        catalog.url_for(**ASKED)

    assert steps(lambda: large.url_for(**ASKED)) == steps(lambda: small.url_for(**ASKED))
    assert large.url_for(**ASKED) == "http://internal-7.example/31"


def test_the_first_look_up_puts_one_service_in_order_only() -> None:
    # One of 50 services: 200 endpoints, three interfaces each.
    large = ServiceCatalogV2(catalog_of(10_000))

    assert 600 < steps(lambda: large.url_for(**ASKED)) < 30_000


def test_keystoneauth1_walks_over_the_catalog_for_each_look_up() -> None:
    theirs = pytest.importorskip("keystoneauth1.access.service_catalog")
    catalog = theirs.ServiceCatalogV2(catalog_of(500))
    ours = ServiceCatalogV2(catalog_of(500))
    for each in (catalog, ours):
        each.url_for(**ASKED)

    their_steps = steps(lambda: catalog.url_for(**ASKED))
    our_steps = steps(lambda: ours.url_for(**ASKED))

    print(f"500 endpoints: {their_steps} lines a look-up, ours {our_steps}")
    assert their_steps > 50 * our_steps


def test_an_error_about_10_000_endpoints_stays_short() -> None:
    catalog = ServiceCatalogV2(catalog_of(10_000))

    problem = problem_of(catalog.url_for, **{**ASKED, "region_name": "region-1000"})

    assert isinstance(problem, exceptions.EndpointNotFound)
    assert len(str(problem)) < 1000
    assert "and 192 more" in str(problem)


def test_a_login_with_10_000_endpoints_is_read() -> None:
    token = {"id": "t0ken", "expires": "2999-01-01T00:00:00Z"}
    body = wire({"access": {"token": token, "serviceCatalog": catalog_of(10_000)}})
    assert len(body) < MAX_BYTES / 4
    plugin = v2.Password(URL, "joe", "s3cret")

    found = plugin.get_access(session_answered(Answer(body)))

    assert found.service_catalog.url_for(**ASKED) == "http://internal-7.example/31"


def test_a_login_beyond_all_limits_is_one_error() -> None:
    body = b" " * (MAX_BYTES + 1)

    problem = problem_of(
        v2.Password(URL, "joe", "s3cret").get_access, session_answered(Answer(body))
    )

    assert isinstance(problem, exceptions.InvalidResponse)
    assert f"larger than {MAX_BYTES} bytes" in str(problem)


# --- a token of 100 kB ----------------------------------------------------------------------------

PKI = "MII" + "c4n4ry" * 17_000


@pytest.fixture(scope="module")
def cloud() -> Iterator[Cloud]:
    with Cloud() as cloud:
        yield cloud


def client_of(cloud: Cloud, **kwargs: Any) -> Client:
    auth = v2.Password(cloud.auth_url, "admin", cloud.admin_password, tenant_name="admin")
    return Client(session=Session(auth=auth, **kwargs))


def check_is_clear(problem: Exception | None, what: str) -> None:
    """Demand that an error tells of the size, and nothing of the token."""
    text = str(problem)
    assert f"{what} has 102," in text
    assert "PKI" in text
    assert "c4n4ry" not in text
    assert len(text) < 1000


@pytest.mark.parametrize("name", ["validate", "check", "get_token_data", "endpoints", "delete"])
def test_a_token_that_is_too_long_for_a_url_is_told_so(cloud: Cloud, name: str) -> None:
    problem = problem_of(getattr(client_of(cloud).tokens, name), PKI)

    assert isinstance(problem, exceptions.RequestUriTooLong)
    check_is_clear(problem, "its URL")


def test_a_token_that_is_too_long_for_a_header_is_told_so(cloud: Cloud) -> None:
    session = Session(auth=token_endpoint.Token(cloud.admin_url, PKI))

    problem = problem_of(Client(session=session).users.list)

    assert isinstance(problem, exceptions.HTTPClientError)
    assert problem.http_status == 431
    check_is_clear(problem, "its header X-Auth-Token")


def test_a_token_that_is_exchanged_is_told_so(cloud: Cloud) -> None:
    problem = problem_of(v2.Token(cloud.auth_url, PKI).get_token, Session())

    assert isinstance(problem, exceptions.HttpError)
    check_is_clear(problem, "its header X-Auth-Token")


def test_a_client_goes_on_after_a_token_that_was_too_long(cloud: Cloud) -> None:
    keystone = client_of(cloud)
    problem_of(keystone.tokens.validate, PKI)

    assert keystone.tenants.list()


def test_a_small_request_that_is_refused_is_told_nothing_of_sizes(cloud: Cloud) -> None:
    problem = problem_of(client_of(cloud).users.create, "")

    assert isinstance(problem, exceptions.BadRequest)
    assert "too large" not in str(problem)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 414 URI Too Long\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html>",
        b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\n\r\n",
    ],
    ids=["nothing", "400", "414", "431"],
)
def test_a_server_that_hangs_up_in_the_middle_gives_one_clear_error(answer: bytes) -> None:
    # Whether the answer arrives before the connection breaks is chance, as it is out there.
    def hang_up(talk: scripted.Talk) -> None:
        talk.connection.recv(1024)
        talk.send(answer)

    with scripted.serving(hang_up, reads_requests=False) as server:
        auth = token_endpoint.Token(server.url, PKI)
        problem = problem_of(Session(auth=auth).get, f"{server.url}/tenants")

    assert isinstance(problem, exceptions.HttpError | exceptions.ConnectionError)
    check_is_clear(problem, "its header X-Auth-Token")


def test_nobody_at_home_is_told_nothing_of_sizes() -> None:
    url = scripted.dead_url()

    problem = problem_of(Session(auth=token_endpoint.Token(url, PKI)).get, f"{url}/tenants")

    assert isinstance(problem, exceptions.ConnectionRefused)
    assert "too large" not in str(problem)


# --- 100,000 users --------------------------------------------------------------------------------

USERS = 100_000


def users_of(count: int) -> bytes:
    return wire(
        {
            "users": [
                {
                    "id": f"{number:032x}",
                    "name": f"firstname.lastname-{number}",
                    "username": f"firstname.lastname-{number}",
                    "email": f"firstname.lastname-{number}@cloud.example",
                    "enabled": True,
                    "tenantId": f"{number:032x}",
                }
                for number in range(count)
            ]
        }
    )


def listing(body: bytes) -> tuple[list[Any], int, int]:
    """Return the users in *body*, and for each the bytes in use after and, at most, during it."""
    keystone = Client(session=session_answered(Answer(body), auth=token_endpoint.Token(URL, "t")))
    gc.collect()
    tracemalloc.start()
    try:
        found = keystone.users.list()
        held, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return found, held // len(found), peak // len(found)


def test_100_000_users_are_listed_with_no_more_memory_for_each_than_1_000() -> None:
    few, held_of_few, peak_of_few = listing(users_of(1_000))
    many, held, peak = listing(users_of(USERS))

    print(f"bytes a user: {held} held, {peak} at most (of 1,000: {held_of_few}, {peak_of_few})")
    assert (len(few), len(many)) == (1_000, USERS)
    assert many[-1].name == "firstname.lastname-99999"
    assert held < 1.2 * held_of_few
    assert peak < 1.2 * peak_of_few
    assert held < 4_000
    assert peak < 6_000


def test_one_of_100_000_users_is_found_by_one_request() -> None:
    keystone = Client(
        session=session_answered(Answer(users_of(USERS)), auth=token_endpoint.Token(URL, "t"))
    )

    assert keystone.users.find(name="firstname.lastname-77777").id == f"{77_777:032x}"
