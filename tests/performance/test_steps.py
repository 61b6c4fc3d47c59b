"""What an operation takes is counted in calls of Python functions: clocks are not asked.

The bounds are generous: they catch what makes an operation half as slow again, not every line.
Python 3.11 counts a comprehension as a call, so that there is a little more of them.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
import requests

from ksclient.auth import access
from ksclient.auth._json import nests_deeper
from ksclient.auth._redact import SecretDict
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.auth.token_endpoint import Token
from ksclient.base.lists import resources_of
from ksclient.base.manager import Manager
from ksclient.v2_0.client import Client
from ksclient.v2_0.users import User
from tests.performance.counting import bytes_held, calls_of, most_bytes_held

URL = "http://keystone.example/v2.0"
USERS = 2000
MOST_STEPS = 145
"""Of a request, our own: some 125."""

MOST_STEPS_OF_A_MANAGER = 345
"""Of ``users.get``, from the manager to its resource: some 290."""

MOST_STEPS_OF_A_LOGIN = 280
"""Of a plugin that is made, sends a login and reads the answer: some 235."""


class Answering:
    """Stands for a ``requests.Session``, and answers at once: so only our own steps count."""

    def __init__(self) -> None:
        self.response = requests.Response()
        self.response.status_code = 200
        self.response._content = b"{}"
        self.response.headers["x-openstack-request-id"] = "req-1"
        self.response.request = requests.Request("GET", URL).prepare()

    def request(self, _method: str, _url: str, **_options: Any) -> requests.Response:
        return self.response


class Body:
    """Stands for what urllib3 reads an answer from."""

    chunked = False

    def __init__(self, text: bytes) -> None:
        self._text = text

    def read1(self, _size: int, **_options: Any) -> bytes:
        text, self._text = self._text, b""
        return text


class AnsweringWithTheSame(Answering):
    """Answers with one document, made anew each time, as it is read anew."""

    def __init__(self, document: Any) -> None:
        super().__init__()
        self._text = json.dumps(document).encode()

    def request(self, method: str, url: str, **options: Any) -> requests.Response:
        response = super().request(method, url, **options)
        response.encoding = "utf-8"
        response.raw = Body(self._text)
        response._content, response._content_consumed = False, False
        return response


def catalog(services: int, regions: int = 5) -> list[dict[str, Any]]:
    return [
        {
            "type": f"service-{service}",
            "name": f"name-{service}",
            "endpoints": [
                {"region": f"region-{region}", "publicURL": f"{URL}/{service}/{region}"}
                for region in range(regions)
            ],
        }
        for service in range(services)
    ]


def login(services: int) -> dict[str, Any]:
    return {
        "access": {
            "token": {"id": "t", "expires": "2099-01-01T00:00:00Z"},
            "user": {"id": "u", "name": "n", "roles": []},
            "serviceCatalog": [
                *catalog(services),
                {"type": "identity", "name": "k", "endpoints": [{"adminURL": URL}]},
            ],
        }
    }


def asked_for_an_endpoint(services: int) -> int:
    """Return the calls that it takes to find the last service of so many, once asked before."""
    found = access.create(body=login(services)).service_catalog

    def act() -> None:
        url = found.url_for(
            service_type=f"service-{services - 1}", interface="public", region_name="region-4"
        )
        assert url == f"{URL}/{services - 1}/4"

    act()
    return calls_of(act)


def test_to_find_an_endpoint_takes_as_many_steps_in_any_catalog() -> None:
    assert asked_for_an_endpoint(1000) == asked_for_an_endpoint(10) < 30


def test_a_request_takes_few_steps_of_our_own() -> None:
    session = Session(Token(URL, "a-token"), session=Answering())  # type: ignore[arg-type]
    session.get(f"{URL}/small", authenticated=True)
    assert calls_of(lambda: session.get(f"{URL}/small", authenticated=True)) < MOST_STEPS


def test_a_manager_takes_few_steps_whatever_the_catalog() -> None:
    user = {"user": {"id": "u1", "name": "n", "enabled": True}}
    steps = set()
    for services in (1, 100):
        plugin = v2.Password(URL, "me", "pw", tenant_name="t")
        plugin.auth_ref = access.create(body=login(services))
        client = Client(session=Session(plugin, session=AnsweringWithTheSame(user)))  # type: ignore[arg-type]
        client.users.get("u1")
        steps.add(calls_of(lambda c=client: c.users.get("u1")))

    assert len(steps) == 1
    assert max(steps) < MOST_STEPS_OF_A_MANAGER


def test_a_login_takes_few_steps_whatever_the_catalog() -> None:
    steps = set()
    for services in (1, 100):
        session = Session(session=AnsweringWithTheSame(login(services)))  # type: ignore[arg-type]

        def act(session: Session = session) -> None:
            v2.Password(URL, "me", "pw", tenant_name="t").get_auth_ref(session)

        act()
        steps.add(calls_of(act))

    assert len(steps) == 1
    assert max(steps) < MOST_STEPS_OF_A_LOGIN


class Listing:
    """Stands for the adapter, and lists users as they come out of JSON."""

    def get(self, _url: str, **_kwargs: Any) -> tuple[requests.Response, Any]:
        return requests.Response(), SecretDict(json.loads(TEXT))


TEXT = json.dumps(
    {
        "users": [
            {
                "id": f"{number:032x}",
                "name": f"user-{number}",
                "username": f"user-{number}",
                "email": f"user-{number}@cloud.example",
                "enabled": True,
                "tenantId": f"{number % 100:032x}",
            }
            for number in range(USERS)
        ]
    }
)


class Users(Manager[User]):
    resource_class = User


def listed() -> list[User]:
    return Users(Listing())._list("/users", "users")


def test_a_list_takes_as_many_steps_of_any_length() -> None:
    listed()  # compiles what finds secrets
    assert calls_of(listed) < 100  # some 70


def test_a_list_of_two_kinds_of_things_takes_two_steps_for_each_at_most() -> None:
    users = json.loads(TEXT)["users"]
    for user in users[::2]:
        del user["email"]
    assert calls_of(lambda: resources_of(User, None, users)) < USERS * 2.2


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="the collector tracks all dictionaries")
def test_to_see_how_deep_a_flat_list_nests_takes_no_look_into_each_thing() -> None:
    document = json.loads(TEXT)
    assert most_bytes_held(lambda: nests_deeper(document, 64)) < USERS  # a list of them: 8 each


def test_a_list_holds_less_than_its_data_does_in_dictionaries() -> None:
    assert (
        bytes_held(listed) < bytes_held(lambda: json.loads(TEXT)) * 0.82
    )  # some 0.74; 0.78 on 3.11


def test_a_list_frees_each_dictionary_when_it_is_used() -> None:
    assert most_bytes_held(listed) < bytes_held(lambda: json.loads(TEXT)) * 1.15


@pytest.mark.parametrize("look", [lambda r: r.name, lambda r: r.to_dict(), repr, hash])
def test_to_read_a_thing_keeps_no_copy_of_its_data(look: Any) -> None:
    def looked_at() -> list[User]:
        things = listed()
        for each in things:
            look(each)
        return things

    assert bytes_held(looked_at) < bytes_held(listed) * 1.25  # a copy would be some 1.6
