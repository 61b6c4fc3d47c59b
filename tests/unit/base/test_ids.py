"""Ids on their way into URLs."""

from types import SimpleNamespace

import pytest

from ksclient.auth._redact import secret
from ksclient.base import Resource, filter_none, getid, known_id, path, query
from ksclient.exceptions import InvalidArgument, InvalidId


def test_the_id_of_a_resource_is_its_id():
    assert getid(Resource(None, {"id": "u1"})) == "u1"


def test_an_id_is_its_own_id():
    assert getid("u1") == "u1"


def test_an_object_of_another_library_may_have_a_uuid():
    assert getid(SimpleNamespace(id=7, uuid="u1")) == "u1"


def test_a_server_cannot_pass_another_id_off_as_a_resources_uuid():
    assert getid(Resource(None, {"id": "u1", "uuid": "another"})) == "u1"


def test_the_id_of_a_resource_that_is_not_loaded_is_read_without_a_request():
    class Manager:
        def get(self, resource_id):
            pytest.fail("a request was made")

    assert getid(Resource(Manager(), {"id": "u1"})) == "u1"


def test_filter_none_keeps_what_is_false_but_not_none():
    assert filter_none(a=None, b=0, c="", d=False) == {"b": 0, "c": "", "d": False}


def test_a_path_is_made_of_its_segments():
    assert path("users", "u1", "OS-KSADM", "enabled") == "/users/u1/OS-KSADM/enabled"


def test_a_resource_stands_in_a_path_by_its_id():
    assert path("users", Resource(None, {"id": "u1"})) == "/users/u1"


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("../tenants", "..%2Ftenants"),
        ("a?b=c", "a%3Fb%3Dc"),
        ("a#b", "a%23b"),
        ("a b", "a%20b"),
        ("%2e%2e", "%252e%252e"),
        ("ü", "%C3%BC"),
        ("...", "..."),
        (5, "5"),
    ],
)
def test_an_id_is_percent_encoded(given, sent):
    assert path("users", given) == f"/users/{sent}"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        *[(given, given) for given in ("", ".", "..", None, True, "\ud800")],
        *[(given, type(given).__name__) for given in (b"u1", 1.5, [], {"password": "s3cret"})],
    ],
)
def test_what_is_no_id_is_refused(given, told):
    with pytest.raises(InvalidId) as caught:
        path("users", given, "roles")
    assert caught.value.id == told
    assert isinstance(caught.value, ValueError)


def test_a_resource_with_an_empty_id_is_refused():
    with pytest.raises(InvalidId):
        path("users", Resource(None, {"id": ""}))


def test_the_error_says_what_was_given_and_where():
    with pytest.raises(InvalidId, match=r"^None cannot be the id of a user \(the … in /users/…/r"):
        path("users", None, "roles")


@pytest.mark.parametrize(
    ("segments", "said"),
    [
        (("tenants", ""), "the id of a tenant"),
        (("tenants", "t1", "users", ""), "the id of a user"),
        (("OS-KSADM", "roles", ""), "the id of a role"),
        (("users", "u1", "roles", "OS-KSADM", ""), "the id of a role"),
        (("OS-KSADM", "services", ""), "the id of a service"),
        (("endpoints", ""), "the id of an endpoint"),
        (("extensions", ""), "the alias of an extension"),
        (("users", "u1", "credentials", "OS-EC2", ""), "an access key"),
        (("tokens", ""), "a token"),
        (("things", ""), "an id"),
    ],
)
def test_the_error_says_what_was_to_be_named(segments, said):
    with pytest.raises(InvalidId, match=f"^An empty text cannot be {said} "):
        path(*segments)


def test_the_error_names_the_argument():
    with pytest.raises(InvalidId, match=r"^belongs_to: None cannot be an id, so nothing was sent"):
        known_id(None, "belongs_to")


@pytest.mark.parametrize(("given", "shown"), [("", "An empty text"), (".", "'.'"), ("..", "'..'")])
def test_the_error_shows_what_cannot_be_secret_though_it_is_veiled(given, shown):
    with pytest.raises(InvalidId) as caught:
        known_id(secret(given), "token")
    assert str(caught.value).startswith(f"token: {shown} cannot be")


def test_the_error_shows_no_bytes_for_they_may_be_a_token():
    with pytest.raises(InvalidId) as caught:
        path("users", b"s3cret")
    assert "s3cret" not in str(caught.value)


def test_the_error_shows_no_token_beside_a_wrong_id():
    with pytest.raises(InvalidId) as caught:
        path("tokens", "s3cret", None)
    assert "s3cret" not in str(caught.value)


def test_the_error_shows_what_stands_beside_a_wrong_id_only_if_that_is_an_id():
    with pytest.raises(InvalidId, match=r"\(the … in /users/u1/7/…/<dict>\)"):
        path("users", Resource(None, {"id": "u1"}), 7, None, {"password": "s3cret"})


def test_known_id_accepts_what_path_accepts():
    assert known_id(Resource(None, {"id": "a/b"})) == "a/b"


@pytest.mark.parametrize("given", [None, "", ".."])
def test_known_id_refuses_what_path_refuses(given):
    with pytest.raises(InvalidId):
        known_id(given)


def test_a_page_without_bounds_is_no_query():
    assert query() == ""


def test_a_page_has_a_limit_and_a_marker():
    assert query(limit=2, marker="t/1") == "?limit=2&marker=t%2F1"


def test_a_page_of_none_is_asked_for():
    assert query(limit=0) == "?limit=0"


def test_a_marker_may_be_a_resource():
    assert query(marker=Resource(None, {"id": "t1"})) == "?marker=t1"


@pytest.mark.parametrize("marker", ["", ".", b"t1", True, {"id": "t1"}, "\ud800"])
def test_a_marker_that_is_no_id_is_refused(marker):
    with pytest.raises(InvalidId):
        query(marker=marker)


def test_a_limit_may_be_the_text_of_a_number():
    assert query(limit="3") == "?limit=3"


@pytest.mark.parametrize(
    "limit", [-1, "-1", "many", 1.5, float("inf"), float("nan"), True, "", [], "1.5"]
)
def test_a_limit_that_is_no_number_of_items_is_refused(limit):
    with pytest.raises(InvalidArgument, match="limit="):
        query(limit=limit)
