"""Two tokens travel together, and each is renewed when it has to be."""

from __future__ import annotations

import keystoneauth1.plugin
import pytest

from ksclient.auth.plugin import AUTH_INTERFACE, AdoptedHeaders, BaseAuthPlugin
from ksclient.auth.service_token import ServiceTokenAuthWrapper

REJECTED = {"X-Auth-Token": "user1", "X-Service-Token": "service1", "Accept": "*/*"}


class Numbered(BaseAuthPlugin):
    """Gives name1, and after an invalidation name2, if it can."""

    def __init__(self, name: str, can_renew: bool = True) -> None:
        super().__init__()
        self.name = name
        self.number = 1
        self.can_renew = can_renew

    def get_token(self, session) -> str:
        return f"{self.name}{self.number}"

    def invalidate(self) -> bool:
        self.number += self.can_renew
        return self.can_renew

    def get_connection_params(self, session):
        return {"cert": self.name, **({"verify": False} if self.name == "service" else {})}


def wrapper(*, user_can: bool = True, service_can: bool = True) -> ServiceTokenAuthWrapper:
    return ServiceTokenAuthWrapper(Numbered("user", user_can), Numbered("service", service_can))


def test_a_request_carries_both_tokens() -> None:
    assert wrapper().get_headers(None) == {"X-Auth-Token": "user1", "X-Service-Token": "service1"}


def test_a_service_without_a_token_leaves_the_users_alone() -> None:
    auth = ServiceTokenAuthWrapper(Numbered("user"), BaseAuthPlugin())

    assert auth.get_headers(None) == {"X-Auth-Token": "user1"}


def test_both_tokens_are_renewed_since_either_may_be_stale() -> None:
    assert wrapper().renew_headers(None, REJECTED) == {
        "X-Auth-Token": "user2",
        "X-Service-Token": "service2",
    }


@pytest.mark.parametrize("renewed_already", ["user_auth", "service_auth"])
def test_a_token_renewed_in_the_meantime_is_kept(renewed_already: str) -> None:
    auth = wrapper()
    getattr(auth, renewed_already).number = 7

    auth.renew_headers(None, REJECTED)

    assert getattr(auth, renewed_already).number == 7


@pytest.mark.parametrize("renewed_already", ["user_auth", "service_auth"])
def test_then_they_are_adopted_headers(renewed_already: str) -> None:
    auth = wrapper()
    getattr(auth, renewed_already).number = 7

    assert isinstance(auth.renew_headers(None, REJECTED), AdoptedHeaders)


def test_two_new_tokens_are_no_adopted_headers() -> None:
    assert not isinstance(wrapper().renew_headers(None, REJECTED), AdoptedHeaders)


@pytest.mark.parametrize(
    "method",
    ["get_endpoint", "get_endpoint_data", "get_api_major_version", "get_all_version_data"],
)
def test_a_users_plugin_of_keystoneauth1_is_asked_with_its_own_auth_interface(method: str) -> None:
    asked = []

    class Theirs(keystoneauth1.plugin.BaseAuthPlugin):
        """Notes the interface it is asked with."""

    def note(session, interface=None, *args, **kwargs) -> None:
        asked.append(interface)

    auth = ServiceTokenAuthWrapper(Theirs(), Numbered("service"))
    setattr(auth.user_auth, method, note)

    getattr(auth, method)(None, interface=AUTH_INTERFACE)

    assert asked == [keystoneauth1.plugin.AUTH_INTERFACE]


def test_the_service_is_renewed_where_the_user_cannot_be() -> None:
    assert wrapper(user_can=False).renew_headers(None, REJECTED) == {
        "X-Auth-Token": "user1",
        "X-Service-Token": "service2",
    }


def test_the_user_is_renewed_where_the_service_cannot_be() -> None:
    assert wrapper(service_can=False).renew_headers(None, REJECTED) == {
        "X-Auth-Token": "user2",
        "X-Service-Token": "service1",
    }


def test_it_gives_up_where_neither_can_be_renewed() -> None:
    assert wrapper(user_can=False, service_can=False).renew_headers(None, REJECTED) is None


def test_a_plugin_of_keystoneauth1_inside_is_renewed_too() -> None:
    class Theirs(keystoneauth1.plugin.BaseAuthPlugin):
        token = "service1"

        def get_token(self, session):
            return self.token

        def invalidate(self):
            self.token = "theirs2"
            return True

    auth = ServiceTokenAuthWrapper(Numbered("user"), Theirs())

    renewed = auth.renew_headers(None, REJECTED)

    assert renewed == {"X-Auth-Token": "user2", "X-Service-Token": "theirs2"}


@pytest.mark.parametrize(
    ("user", "service", "both"),
    [
        (True, None, True),
        (False, True, True),
        (False, False, False),
        (False, None, None),
        (None, None, None),
    ],
)
def test_both_are_asked_whether_to_renew_once_more(user, service, both) -> None:
    auth = wrapper()
    seen = {}
    auth.user_auth.deserves_another = lambda _, sent: seen.update(user=sent) or user
    auth.service_auth.deserves_another = lambda _, sent: seen.update(service=sent) or service

    assert auth.deserves_another(None, REJECTED) is both
    assert seen["user"]["X-Auth-Token"] == "user1"
    assert seen["service"]["X-Auth-Token"] == "service1"


def test_both_learn_that_their_tokens_were_accepted() -> None:
    auth = wrapper()
    learned = []
    auth.user_auth.note_accepted = lambda: learned.append("user")
    auth.service_auth.note_accepted = lambda: learned.append("service")

    auth.note_accepted()

    assert learned == ["user", "service"]


def test_a_plugin_of_keystoneauth1_inside_has_no_say() -> None:
    auth = ServiceTokenAuthWrapper(Numbered("user"), keystoneauth1.plugin.BaseAuthPlugin())
    auth.user_auth.deserves_another = lambda *_: False

    auth.note_accepted()

    assert auth.deserves_another(None, REJECTED) is False


def test_invalidating_reaches_both() -> None:
    auth = wrapper()

    assert auth.invalidate()
    assert (auth.user_auth.number, auth.service_auth.number) == (2, 2)


def test_the_users_connection_parameters_win() -> None:
    assert wrapper().get_connection_params(None) == {"cert": "user", "verify": False}


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("get_token", ()),
        ("get_endpoint", ()),
        ("get_endpoint_data", ()),
        ("get_api_major_version", ()),
        ("get_all_version_data", ()),
        ("get_user_id", ()),
        ("get_project_id", ()),
        ("get_sp_auth_url", ("sp",)),
        ("get_sp_url", ("sp",)),
    ],
)
def test_the_users_plugin_answers_all_else(method: str, arguments: tuple) -> None:
    answer = object()
    auth = wrapper()
    setattr(auth.user_auth, method, lambda *args, **kwargs: answer)

    assert getattr(auth, method)(None, *arguments) is answer
