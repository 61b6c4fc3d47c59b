"""Which of two sources wins, and where a value is said to stand."""

import pytest

from ksclient.config.layers import layer_of
from ksclient.config.settings import Origin, merged

FILE = Origin("clouds.yaml", "clouds.one")
CALL = Origin("the call", "")


def together(lower, higher):
    found = merged([layer_of(lower, FILE), layer_of(higher, CALL)])
    return {name: each.value for name, each in {**found.top, **found.auth}.items()}


def test_the_later_layer_wins():
    assert together({"region_name": "One"}, {"region_name": "Two"}) == {"region_name": "Two"}


def test_what_a_later_layer_does_not_say_stays():
    lower = {"auth": {"username": "demo", "password": "p"}}
    assert together(lower, {"password": "q"}) == {"username": "demo", "password": "q"}


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_does_not_win(nothing):
    assert together({"region_name": "One"}, {"region_name": nothing}) == {"region_name": "One"}


@pytest.mark.parametrize("said", [0, False])
def test_no_and_zero_do_win(said):
    assert together({"api_timeout": 5}, {"api_timeout": said}) == {"api_timeout": said}


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        ("project_id", "tenant_name"),
        ("tenant_name", "tenant_id"),
        ("username", "user_id"),
        ("user_id", "username"),
        ("password", "token"),
        ("token", "password"),
        ("api_key", "password"),
        ("password", "api_key"),
        ("insecure", "verify"),
        ("verify", "insecure"),
        ("key", "cert"),
    ],
)
def test_what_says_another_thing_replaces_what_was_said(lower, higher):
    assert together({lower: "a"}, {higher: "b"}) == {higher: "b"}


@pytest.mark.parametrize(("lower", "is_strict"), [("token", False), ("password", True)])
def test_another_way_to_log_in_need_not_take_what_the_first_one_did(lower, is_strict):
    below = layer_of({"auth": {lower: "a", "username": "demo"}}, FILE)
    found = merged([below, layer_of({"password": "b"}, CALL)])
    assert found.auth["username"].is_strict is is_strict


def test_in_one_layer_both_may_be_said():
    said = {"tenant_id": "1", "tenant_name": "demo"}
    assert together({}, said) == said


def test_below_auth_wins_over_beside_it():
    assert together({"username": "a", "auth": {"username": "b"}}, {}) == {"username": "b"}


@pytest.mark.parametrize("order", [1, -1])
def test_a_project_wins_over_a_tenant(order):
    said = dict([("tenant_name", "a"), ("project_name", "b")][::order])
    assert together(said, {}) == {"tenant_name": "b"}


def test_dashes_are_as_good_as_underscores():
    assert together({"region-name": "One"}, {}) == {"region_name": "One"}


def test_a_setting_stands_where_it_was_written():
    found = layer_of({"auth": {"project-name": "demo"}}, FILE)
    assert str(found.auth["tenant_name"].origin) == "clouds.yaml: clouds.one.auth.project-name"


def test_a_setting_does_not_show_its_value():
    assert "hunter2" not in repr(layer_of({"anything": "hunter2"}, FILE))
