"""What a login answered, as a dictionary."""

import copy
import functools
import json
import pickle
from datetime import UTC, datetime, timedelta

import pytest

from ksclient import access
from ksclient.auth import access as auth_access
from ksclient.auth.identity.access import AccessInfoPlugin
from ksclient.exceptions import InvalidResponse, UnrecognizedAccess
from ksclient.v2_0.client import Client
from tests.unit.cloud import ADMIN, PUBLIC, make_token
from tests.unit.leaks import locals_of_ours

TOO_DEEP = functools.reduce(lambda inner, _: [inner], range(10_000), [])


@pytest.fixture
def auth_ref():
    return access.AccessInfo.factory(body=make_token())


# --- a dictionary ---


def test_its_items_are_the_members_of_the_access_document(auth_ref):
    assert auth_ref["token"]["id"] == "t0ken"
    assert auth_ref["user"]["id"] == "u1"
    assert auth_ref["version"] == "v2.0"


def test_json_takes_it_as_it_is(auth_ref):
    assert json.loads(json.dumps(auth_ref)) == auth_ref


def test_json_brings_it_back(auth_ref):
    twin = access.AccessInfo.factory(**json.loads(json.dumps(auth_ref)))
    assert twin == auth_ref
    assert twin.auth_token == "t0ken"


@pytest.mark.parametrize(
    "twin_of", [copy.copy, copy.deepcopy, lambda given: pickle.loads(pickle.dumps(given))]
)
def test_a_copy_has_its_token_and_its_catalog(auth_ref, twin_of):
    twin = twin_of(auth_ref)
    assert type(twin) is type(auth_ref)
    assert twin == auth_ref
    assert twin.auth_token == "t0ken"
    assert twin.service_catalog.url_for(endpoint_type="admin") == ADMIN


def test_a_deep_copy_has_a_catalog_of_its_own(auth_ref):
    twin = copy.deepcopy(auth_ref)
    twin["serviceCatalog"].clear()
    assert twin.service_catalog.get_urls() is None
    assert auth_ref.service_catalog.get_urls() == (PUBLIC,)


def test_a_shallow_copy_has_a_view_of_the_catalog_of_its_own(auth_ref):
    auth_ref.service_catalog.prefer_region("One")
    twin = copy.copy(auth_ref)
    twin["serviceCatalog"] = []
    assert twin.service_catalog.get_urls() is None
    assert auth_ref.service_catalog.get_urls() == (PUBLIC,)
    assert twin.service_catalog._region_name == "One"


@pytest.mark.parametrize("form", [dict, auth_access.create])
def test_it_shares_nothing_with_what_it_is_made_of(form):
    body = make_token()
    before = copy.deepcopy(dict(body))
    auth_ref = access.AccessInfo.of(form(body=body) if form is not dict else body)
    auth_ref["token"]["id"] = "0ther"
    auth_ref["serviceCatalog"][0]["endpoints"].clear()
    assert body == before


def test_members_are_data_whatever_their_names():
    members = {**make_token()["access"], "body": 1, "cls": 2, "resp": 3, "kwargs": 4, 5: 6}
    auth_ref = access.AccessInfo.of(members)
    assert auth_ref == {**members, "version": "v2.0"}


def test_repr_shows_no_token(auth_ref):
    auth_ref.auth_token = "0ther"
    assert "t0ken" not in repr(auth_ref)
    assert "0ther" not in str(auth_ref)
    assert "u1" in repr(auth_ref)


# --- making one ---


def test_a_token_can_be_set_in_place_of_the_documents():
    auth_ref = access.AccessInfo.factory(body=make_token(), auth_token="0ther")
    assert auth_ref.auth_token == "0ther"
    del auth_ref.auth_token
    assert auth_ref.auth_token == "t0ken"
    del auth_ref.auth_token
    assert auth_ref.auth_token == "t0ken"


@pytest.mark.filterwarnings("ignore:.*region:DeprecationWarning")
def test_the_body_of_the_answer_is_left_alone():
    body = make_token()
    before = copy.deepcopy(dict(body))
    access.AccessInfo.factory(body=body, auth_token="0ther", region_name="One")
    assert body == before


@pytest.mark.parametrize(
    "source",
    [
        make_token(),
        dict(make_token()["access"]),
        {"version": "v2.0", **make_token()["access"]},
        auth_access.create(body=make_token()),
        {"auth_token": "t0ken", "body": make_token()},
    ],
    ids=["body", "flat", "flat with version", "of ksclient.auth", "state"],
)
def test_it_is_made_of_any_form(source):
    auth_ref = access.AccessInfo.of(source)
    assert isinstance(auth_ref, access.AccessInfo)
    assert auth_ref.auth_token == "t0ken"


def test_it_is_made_of_keystoneauth1s():
    theirs = pytest.importorskip("keystoneauth1.access")
    source = theirs.create(body=make_token(), auth_token="0ther")
    assert access.AccessInfo.of(source).auth_token == "0ther"


def test_one_of_ours_stays_itself(auth_ref):
    assert access.AccessInfo.of(auth_ref) is auth_ref


def test_a_token_set_on_the_auth_object_is_kept():
    source = auth_access.AccessInfoV2(make_token(), auth_token="0ther")
    assert access.AccessInfo.of(source).auth_token == "0ther"


@pytest.mark.parametrize(
    "source",
    [
        {"token": {"methods": ["password"], "expires_at": "x"}},
        {"access": None},
        {"access": []},
        {"access": {}},
        {"access": {"token": {}}},
        {"access": {"token": {"id": 5}}},
        {"token": {"id": ""}},
        {"token": {"id": "t0ken\r\nX-Evil: yes"}},
        {"token": {"id": "t0ken"}, "auth_token": "t\n"},
        {"token": {"id": "t0ken"}, "auth_token": 5},
        {1: 2},
        {"body": {}, "cls": 5},
        {"token": {"id": "t0ken"}, "user": TOO_DEEP},
        {"access": {"token": "t0ken"}},
        {"error": {}},
        {"auth_token": "t0ken", "body": 5},
        {"auth_token": 5, "body": make_token()},
        {},
        "t0ken",
        7,
    ],
)
def test_what_is_no_v2_token_is_one_typed_error(source):
    with pytest.raises(UnrecognizedAccess) as caught:
        access.AccessInfo.of(source)
    assert isinstance(caught.value, InvalidResponse)
    assert isinstance(caught.value, NotImplementedError)


def test_is_valid_tells_v2_from_others():
    assert access.AccessInfo.is_valid(make_token())
    assert not access.AccessInfo.is_valid({"token": {}})
    assert access.AccessInfo.is_valid(None, version="v2.0")
    assert not access.AccessInfo.is_valid(None, version="v3")


def test_a_region_of_the_whole_is_deprecated():
    with pytest.warns(DeprecationWarning, match="region"):
        auth_ref = access.AccessInfo.factory(body=make_token(), region_name="Two")
    assert auth_ref.service_catalog.get_urls() is None


# --- reading ---


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("user_id", "u1"),
        ("username", "demo"),
        ("project_id", "p1"),
        ("project_name", "project"),
        ("tenant_id", "p1"),
        ("tenant_name", "project"),
        ("user_domain_id", "default"),
        ("user_domain_name", "Default"),
        ("project_domain_id", "default"),
        ("project_domain_name", "Default"),
        ("project_scoped", True),
        ("domain_scoped", False),
        ("domain_id", None),
        ("trust_scoped", False),
        ("trust_id", None),
        ("trustor_user_id", None),
        ("is_federated", False),
        ("oauth_consumer_id", None),
        ("version", "v2.0"),
    ],
)
def test_what_it_tells(auth_ref, name, value):
    assert getattr(auth_ref, name) == value


def test_an_unscoped_token_has_no_tenant_and_no_catalog():
    auth_ref = access.AccessInfo.factory(body=make_token(catalog=False))
    assert auth_ref.project_id is None
    assert auth_ref.project_domain_id is None
    assert not auth_ref.project_scoped
    assert not auth_ref.has_service_catalog()


def test_an_empty_catalog_is_a_catalog():
    body = make_token()
    body["access"]["serviceCatalog"] = []
    assert access.AccessInfo.factory(body=body).has_service_catalog()


def test_it_reads_what_the_items_are_now(auth_ref):
    auth_ref["user"] = {"id": "u2"}
    assert auth_ref.user_id == "u2"
    assert auth_ref.username is None


def test_a_malformed_value_is_an_error_when_it_is_read(auth_ref):
    auth_ref["user"] = ["u1"]
    with pytest.raises(InvalidResponse, match=r"access\.user"):
        auth_ref.user_id  # noqa: B018 - the reading is the act


@pytest.mark.parametrize(("stale_duration", "expected"), [(120, False), (300, True), (None, False)])
def test_it_expires_soon_within_the_seconds_given(stale_duration, expected):
    body = make_token(expires=datetime.now(UTC) + timedelta(seconds=200))
    auth_ref = access.AccessInfo.factory(body=body)
    assert auth_ref.will_expire_soon(stale_duration) is expected


def test_thirty_seconds_are_soon():
    body = make_token(expires=datetime.now(UTC) + timedelta(seconds=25))
    assert access.AccessInfo.factory(body=body).will_expire_soon()


@pytest.mark.parametrize(
    ("name", "value"),
    [("auth_url", (PUBLIC,)), ("management_url", (ADMIN,)), ("scoped", True)],
)
def test_what_is_deprecated_warns_where_it_is_used(auth_ref, name, value):
    with pytest.warns(DeprecationWarning, match=name) as caught:
        assert getattr(auth_ref, name) == value
    assert caught[0].filename == __file__


# --- the auth object ---


def test_the_auth_object_knows_the_same_token(auth_ref):
    auth_ref.auth_token = "0ther"
    found = auth_ref.auth_info
    assert isinstance(found, auth_access.AccessInfoV2)
    assert found.auth_token == "0ther"
    assert found.service_catalog.url_for("identity", "admin") == ADMIN


def test_the_auth_object_has_no_items_that_the_server_did_not_send(auth_ref):
    auth_ref.auth_token = "0ther"
    assert set(auth_ref.auth_info._data["access"]) == set(make_token()["access"])


def test_a_plugin_takes_it(auth_ref):
    assert AccessInfoPlugin(auth_ref).get_token(None) == "t0ken"


@pytest.mark.parametrize("text", ['{"token": {"id": "c4n4ry"}}', b'{"token": {"id": "c4n4ry"}}'])
@pytest.mark.parametrize("make", [access.AccessInfo.of, lambda text: Client(auth_ref=text)])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_text_that_nobody_has_read_is_told_to_be_read_and_not_shown(make, text):
    with pytest.raises(UnrecognizedAccess, match=r"json\.loads") as caught:
        make(text)
    assert "c4n4ry" not in "".join(locals_of_ours(caught.value))
