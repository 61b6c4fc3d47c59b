"""Errors, in the words of a kind of server."""

import pytest

from ksclient.testing.keystone import refusals
from ksclient.testing.keystone.wording import worded
from ksclient.testing.profile import Profile, named

OLD = Profile(sentences_end_with_period=False)

MISSING = refusals.missing("auth", "request body").message
TOO_LONG = refusals.too_long("token", 255).message
PLAIN_403 = "You are not authorized to perform the requested action."


@pytest.mark.parametrize(
    ("pike", "old"),
    [
        (MISSING, MISSING.replace("body. The server", "body - the server")),
        (TOO_LONG, TOO_LONG),
        (PLAIN_403, PLAIN_403),
        (refusals.forbidden("admin_required").message, f"{PLAIN_403[:-1]}: admin_required"),
        ("Could not find user: a.b.", "Could not find user: a.b"),
        (
            "Conflict occurred attempting to store role - Duplicate.",
            "Conflict occurred attempting to store role - Duplicate",
        ),
        ("The account is disabled for user: alice.", "The account is disabled for user: alice"),
        ("User name cannot be empty.", "User name cannot be empty."),
        (refusals.unauthorized().message, refusals.unauthorized().message),
    ],
)
def test_before_pike_templates_had_no_period(pike, old):
    assert worded(pike, Profile()) == pike
    assert worded(pike, OLD) == old


def test_an_unknown_url_may_stay_unsaid():
    pike = refusals.no_route("http://h/a(b): c").message
    assert worded(pike, Profile()) == "(http://h/a(b): c): The resource could not be found."
    assert worded(pike, Profile(quotes_unknown_urls=False)) == "The resource could not be found."


def test_a_profile_may_say_it_otherwise():
    mine = Profile(rewordings=({"pike": r"user: (\w+)", "here": r"\1"}, {"pike": "a", "here": "b"}))
    assert worded("Find user: ann.", mine) == "Find bnn."


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("newton", "The account is disabled for user: u"),
        ("mitaka", "The request you have made requires authentication."),
    ],
)
def test_mitaka_does_not_say_who_is_disabled(name, message):
    assert worded("The account is disabled for user: u.", named(name)) == message


def test_older_keystones_do_not_say_which_name_is_taken():
    pike = refusals.conflict("user", "Duplicate entry found with name a.\nb at domain ID x").message
    old = "Conflict occurred attempting to store user - Duplicate Entry"
    assert worded(pike, named("newton")) == old
