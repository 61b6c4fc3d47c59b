"""A path goes beneath the endpoint; an override may ask for the caller's ids."""

from __future__ import annotations

from typing import Any

import pytest

from ksclient.auth.exceptions import EndpointNotFound
from ksclient.auth.session import Session
from ksclient.auth.session.addresses import fill
from ksclient.auth.token_endpoint import Token


def ids(project: str | None = "p1", user: str | None = "u1") -> dict[str, Any]:
    return {"project_id": lambda: project, "user_id": lambda: user}


@pytest.mark.parametrize(
    ("url", "filled"),
    [
        ("http://s.example/AUTH_%(project_id)s", "http://s.example/AUTH_p1"),
        ("http://s.example/%(user_id)s/%(project_id)s/%(user_id)s", "http://s.example/u1/p1/u1"),
        ("http://s.example/a%20b", "http://s.example/a%20b"),
        ("http://s.example/100%%", "http://s.example/100%"),
        ("http://s.example/%s", "http://s.example/%s"),
        ("", ""),
    ],
)
def test_ids_are_filled_in(url: str, filled: str) -> None:
    assert fill(url, ids()) == filled


def test_what_is_filled_in_is_not_looked_at_again() -> None:
    assert fill("/%(project_id)s", ids(project="%(user_id)s")) == "/%(user_id)s"


def test_an_unknown_name_is_an_attribute_error_that_lists_the_known_ones() -> None:
    with pytest.raises(AttributeError, match="token: endpoint_override knows project_id, user_id"):
        fill("/%(token)s", ids())


@pytest.mark.parametrize("missing", [None, ""])
def test_an_id_that_the_plugin_lacks_is_a_value_error(missing: str | None) -> None:
    with pytest.raises(ValueError, match="does not provide a project_id"):
        fill("/%(project_id)s", ids(project=missing))


def test_only_what_the_url_names_is_asked_for() -> None:
    def never() -> str:
        raise AssertionError("asked for the user id")

    assert fill("/%(project_id)s", {**ids(), "user_id": never}) == "/p1"


def test_a_path_without_any_endpoint_is_told_what_is_missing() -> None:
    with pytest.raises(EndpointNotFound, match="'/tenants' is a path, and nothing says"):
        Session().get("/tenants")


def test_an_endpoint_that_is_no_url_is_not_shown() -> None:
    auth = Token("ADMIN-TOKEN", "http://keystone.example/v2.0")

    with pytest.raises(EndpointNotFound, match="in the right places") as caught:
        Session(auth).get("/tenants", endpoint_filter={"service_type": "identity"})

    assert "ADMIN-TOKEN" not in str(caught.value)
