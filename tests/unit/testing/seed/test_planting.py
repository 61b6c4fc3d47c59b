"""Seeds that are planted, and those that are not: with the place of the error, and nothing done."""

import copy
import datetime
import json
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksclient.testing import seed
from ksclient.testing.keystone.state import MEMBER_ROLE_ID, State
from ksclient.testing.seed import SeedError

FULL = {
    "tenants": [
        "acme",
        {"name": "globex", "id": "globex-id", "description": None, "enabled": False, "colour": 1},
    ],
    "roles": ["worker", {"name": "auditor", "id": "auditor-id", "why": "audits"}],
    "users": [
        {
            "name": "alice",
            "password": "alice-pw",
            "api_key": "key",
            "email": "a@example.test",
            "tenant": "acme",
            "roles": {"acme": ["worker"], "globex-id": ["auditor-id", "new"]},
        },
        {"name": "bob", "id": "bob-id", "tenant": "globex", "enabled": False, "shoe": {"size": 5}},
        "carol",
    ],
    "services": [
        {
            "type": "compute",
            "name": "nova",
            "description": "d",
            "endpoints": [{"public": "http://p/%(tenant_id)s"}, {"region": None, "admin": "a:"}],
        },
        {"type": "volume", "enabled": False},
    ],
    "trusts": [
        {"id": "t", "trustor": "alice", "trustee": "bob-id", "tenant": "acme", "roles": ["worker"]}
        | {"impersonation": False, "uses": 1}
    ],
    "credentials": [{"user": "alice", "tenant": "acme", "access": "acc", "secret": "geheim"}],
}


def planted(*data):
    state = State()
    for each in data:
        seed.plant(state, each)
    return state


def everything(state):
    return {name: list(table) for name, table in vars(state).items()}


def problem(data, *, before=FULL):
    """Return the error of a seed, which must have left everything as it was."""
    state = planted(before)
    was = copy.deepcopy({n: v for n, v in everything(state).items() if n != "users"})
    users = [user.id for user in state.users]
    with pytest.raises(SeedError) as caught:
        seed.plant(state, data)
    assert {n: v for n, v in everything(state).items() if n != "users"} == was
    assert [user.id for user in state.users] == users
    return caught.value


def roles_of(state, user, tenant):
    user_id, tenant_id = state.users.named(user).id, state.tenants.named(tenant).id
    return [role.name for role in state.roles_of(user_id, tenant_id)]


def test_tenants_are_as_described():
    acme, globex = planted(FULL).tenants
    assert (acme.description, acme.enabled, acme.extra) == ("", True, {})
    assert (globex.id, globex.description, globex.enabled) == ("globex-id", None, False)
    assert globex.extra == {"colour": 1}


def test_users_are_as_described():
    alice, bob, carol = planted(FULL).users
    assert alice.password.is_("alice-pw")
    assert alice.api_key == "key"
    assert alice.extra == {"email": "a@example.test"}
    assert (bob.id, bob.tenant_id, bob.enabled) == ("bob-id", "globex-id", False)
    assert bob.extra == {"shoe": {"size": 5}}
    assert (carol.password, carol.tenant_id, carol.enabled) == (None, None, True)


def test_users_have_the_roles_that_are_named():
    state = planted(FULL)
    assert roles_of(state, "alice", "acme") == ["worker"]
    assert roles_of(state, "alice", "globex") == ["auditor", "new"]


def test_a_default_tenant_makes_a_member_where_no_roles_are_named():
    state = planted(FULL)
    assert roles_of(state, "bob", "globex") == ["_member_"]
    assert state.member_role().id == MEMBER_ROLE_ID
    assert roles_of(state, "alice", "acme") == ["worker"]
    assert [role.name for role in state.roles] == ["worker", "auditor", "new", "_member_"]


def test_a_role_may_be_named_though_it_is_there():
    state = planted(FULL, {"roles": ["worker"], "users": [{"name": "x", "roles": {"acme": []}}]})
    assert len(state.roles) == 4
    assert roles_of(state, "x", "acme") == []


def test_one_tenant_may_be_meant_by_its_name_and_by_its_id():
    roles = {"globex": ["worker"], "globex-id": ["auditor"]}
    state = planted(FULL, {"users": [{"name": "x", "roles": roles}]})
    assert roles_of(state, "x", "globex") == ["worker", "auditor"]


def test_services_and_endpoints_are_as_described():
    state = planted(FULL)
    nova, volume = state.services
    assert (nova.type, nova.name, nova.extra) == ("compute", "nova", {"description": "d"})
    assert (volume.type, volume.name, volume.enabled) == ("volume", "", False)
    assert [(e.service_id, e.region, e.urls) for e in state.endpoints] == [
        (nova.id, "RegionOne", {"public": "http://p/%(tenant_id)s"}),
        (nova.id, None, {"admin": "a:"}),
    ]


def test_trusts_and_credentials_are_as_described():
    state = planted(FULL)
    alice, acme = state.users.named("alice"), state.tenants.named("acme")
    (trust,) = state.trusts
    assert (trust.id, trust.trustor_user_id, trust.trustee_user_id) == ("t", alice.id, "bob-id")
    assert trust.role_ids == [state.roles.named("worker").id]
    assert (trust.tenant_id, trust.impersonation, trust.remaining_uses) == (acme.id, False, 1)
    (credential,) = state.credentials
    assert (credential.user_id, credential.tenant_id) == (alice.id, acme.id)
    assert (credential.id, credential.secret) == ("acc", "geheim")


def test_what_is_left_out_is_made_up():
    trust = {"trustor": "alice", "trustee": "carol", "tenant": "acme", "roles": ["worker"]}
    more = {"trusts": [trust], "credentials": [{"user": "alice", "tenant": "acme"}]}
    state = planted(FULL, more)
    trust, credential = list(state.trusts)[1], list(state.credentials)[1]
    assert (trust.impersonation, trust.remaining_uses) == (True, None)
    assert len(trust.id) == len(credential.id) == len(credential.secret) == 32


@pytest.mark.parametrize("data", [{}, {"users": None}, {"tenants": []}, {"tenants": ()}])
def test_nothing_may_be_planted(data):
    assert not any(everything(planted(data)).values())


def test_null_is_as_left_out():
    nulls = dict.fromkeys(["id", "password", "api_key", "email", "tenant", "roles", "enabled"])
    (user,) = planted({"users": [{"name": "x", **nulls}]}).users
    assert (user.password, user.tenant_id, user.enabled, user.extra) == (None, None, True, {})


def test_what_is_planted_does_not_change_with_the_data():
    data = copy.deepcopy(FULL)
    state = planted(data)
    data["users"][1]["shoe"]["size"] = 6
    assert state.users.get("bob-id").extra == {"shoe": {"size": 5}}


# --- what is wrong, and where ------------------------------------------------------------------

ENDPOINT = {"public": "http://p"}
TRUST = {"trustor": "alice", "trustee": "carol", "tenant": "acme", "roles": ["worker"]}
BAD = [
    (5, "the seed", "must be a mapping, and is a number"),
    ([], "the seed", "must be a mapping, and is a list"),
    ({1: 2}, "the seed", "has a key that must be text, and is a number"),
    ({"tenant": []}, "tenant", "no such key; did you mean 'tenants'?"),
    ({"quotas": []}, "quotas", "no such key. A seed has: tenants, roles, users, services, trusts"),
    ({"users": {}}, "users", "must be a list, and is a mapping"),
    ({"users": "alice"}, "users", "must be a list, and is text"),
    ({"users": [None]}, "users[0]", "must be a mapping, and is nothing"),
    ({"users": [{}]}, "users[0]", "lacks 'name'. A user has: name, id"),
    ({"users": ["a", " "]}, "users[1]", "must not be blank"),
    ({"users": [{"name": None}]}, "users[0].name", "must be text, and is nothing"),
    ({"users": [{"name": 12}]}, "users[0].name", "is a number; put it into quotes"),
    ({"users": [{"name": True}]}, "users[0].name", "is true or false; put it into quotes"),
    ({"users": [{"name": []}]}, "users[0].name", "must be text, and is a list"),
    ({"users": ["x", "x"]}, "users[1]", "there is a user 'x' already"),
    ({"users": ["alice"]}, "users[0]", "there is a user 'alice' already"),
    ({"users": [{"name": "x", "id": "bob-id"}]}, "users[0]", "another user has this id"),
    ({"users": [{"name": "x", "id": "a/b"}]}, "users[0].id", "must not have a slash"),
    ({"users": [{"name": "x", "passwrd": "p"}]}, "users[0].passwrd", "did you mean 'password'?"),
    ({"users": [{"name": "x", "Enabled": 1}]}, "users[0].Enabled", "did you mean 'enabled'?"),
    ({"users": [{"name": "x", "tenantId": ""}]}, "users[0].tenantId", "did you mean 'tenant'?"),
    ({"users": [{"name": "x", "password": 123}]}, "users[0].password", "put it into quotes"),
    ({"users": [{"name": "x", "enabled": "no"}]}, "users[0].enabled", "must be true or false"),
    ({"users": [{"name": "x", "tenant": "acm"}]}, "users[0].tenant", "did you mean 'acme'?"),
    ({"users": [{"name": "x", "tenant": "zzz"}]}, "users[0].tenant", "there is no tenant 'zzz'"),
    ({"users": [{"name": "x", "roles": ["worker"]}]}, "users[0].roles", "must be a mapping"),
    (
        {"users": [{"name": "x", "roles": {"acme": "worker"}}]},
        "users[0].roles.acme",
        "must be a list, and is text",
    ),
    (
        {"users": [{"name": "x", "roles": {"globx": ["worker"]}}]},
        "users[0].roles.globx",
        "there is no tenant 'globx'; did you mean 'globex'?",
    ),
    ({"users": [{"name": "x", "roles": {"acme": ["a", 1]}}]}, "users[0].roles.acme[1]", "text"),
    (
        {"users": [{"name": "x", "born": datetime.date(2000, 1, 1)}]},
        "users[0].born",
        "cannot be said in JSON; put a date into quotes",
    ),
    ({"tenants": ["ok", "acme"]}, "tenants[1]", "there is a tenant 'acme' already"),
    ({"tenants": [{"name": "x", "description": 5}]}, "tenants[0].description", "must be text"),
    ({"tenants": [{"name": "x", "far": float("inf")}]}, "tenants[0].far", "JSON"),
    ({"roles": [{"name": "worker"}]}, "roles[0]", "there is a role 'worker' already"),
    ({"services": ["nova"]}, "services[0]", "must be a mapping, and is text"),
    ({"services": [{"name": "nova"}]}, "services[0]", "lacks 'type'"),
    (
        {"services": [{"type": "t", "endpoints": [ENDPOINT, {"region": "R"}]}]},
        "services[0].endpoints[1]",
        "lacks a URL: one of public, internal, admin",
    ),
    (
        {"services": [{"type": "t", "endpoints": [{"publicurl": "u"}]}]},
        "services[0].endpoints[0].publicurl",
        "did you mean 'public'?",
    ),
    (
        {"services": [{"type": "t", "endpoints": [ENDPOINT | {"id": "e"}] * 2}]},
        "services[0].endpoints[1]",
        "another endpoint has this id",
    ),
    ({"trusts": [TRUST | {"roles": []}]}, "trusts[0].roles", "must name a role"),
    ({"trusts": [TRUST | {"uses": -1}]}, "trusts[0].uses", "must not be less than 0"),
    ({"trusts": [TRUST | {"uses": True}]}, "trusts[0].uses", "must be a whole number"),
    ({"trusts": [TRUST | {"trustee": "bobb"}]}, "trusts[0].trustee", "there is no user 'bobb'"),
    ({"trusts": [TRUST | {"colour": "x"}]}, "trusts[0].colour", "no such key. A trust has: id"),
    ({"trusts": [{"trustor": "alice"}]}, "trusts[0]", "lacks 'trustee'"),
    ({"trusts": [TRUST | {"id": "t"}]}, "trusts[0]", "another trust has this id"),
    ({"credentials": [{"user": "alice"}]}, "credentials[0]", "lacks 'tenant'"),
    (
        {"credentials": [{"user": "alice", "tenant": "acme", "access": "acc"}]},
        "credentials[0]",
        "another credential has this id",
    ),
]


@pytest.mark.parametrize(("data", "place", "text"), BAD)
def test_an_error_names_the_place_and_the_problem(data, place, text):
    error = problem(data)
    assert error.place == place
    assert text in error.problem
    assert str(error) == f"{error.place}: {error.problem}"


def test_what_comes_before_an_error_is_not_planted_either():
    problem({"tenants": ["new"], "roles": ["fresh"], "users": ["x", {"name": "x"}]})


def test_a_secret_is_in_no_error():
    for wrong in ({"pasword": "geheim"}, {"password": ["geheim"]}, {"id": "a/geheim"}):
        error = problem({"users": [{"name": "x", **wrong}]})
        shown = traceback.TracebackException.from_exception(error, capture_locals=True)
        ours = [frame for frame in shown.stack if "/tests/" not in frame.filename]
        assert len(ours) > 2
        assert not any("geheim" in str(frame.locals) for frame in ours if frame)
        assert "geheim" not in str(error)


WORDS = st.sampled_from(
    ["name", "id", "tenant", "roles", "users", "type", "endpoints", "public", "acme", "alice", "x"]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | WORDS
ANYTHING = st.recursive(
    SCALARS | st.dates() | st.binary(max_size=2),
    lambda more: st.lists(more, max_size=3) | st.dictionaries(WORDS | SCALARS, more, max_size=3),
    max_leaves=8,
)
PARTS = st.sampled_from([*FULL, "other"])


@given(st.dictionaries(PARTS, ANYTHING | st.lists(ANYTHING, max_size=3), max_size=3) | ANYTHING)
def test_whatever_is_given_is_planted_or_refused_as_a_whole(data):
    _check_whole(data)


def _paths(value, path=()):
    yield path
    pairs = value.items() if isinstance(value, dict) else ()
    pairs = enumerate(value) if isinstance(value, list) else pairs
    for key, inner in pairs:
        yield from _paths(inner, (*path, key))


@given(st.sampled_from([path for path in _paths(FULL) if path]), ANYTHING)
def test_a_good_seed_with_one_thing_changed_is_planted_or_refused_as_a_whole(path, value):
    data = copy.deepcopy(FULL)
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    _check_whole(data)


def _check_whole(data):
    state = State()
    try:
        seed.plant(state, data)
    except SeedError:
        assert not any(everything(state).values())
        return
    for table in (state.tenants, state.users, state.roles, state.services, state.endpoints):
        for row in table:
            json.dumps(row.wire(), allow_nan=False)  # it can be sent
            assert isinstance(row.id, str)
    known = {tenant.id for tenant in state.tenants}
    assert {grant.tenant_id for grant in state.grants} <= known


@pytest.mark.parametrize(
    "url",
    [
        "http://n/%(tennant_id)s",
        "http://n/$(tennant_id)s",
        "http://n/%(tenant_id)",
        "http://n/%(tenant_id)d%",
        "http://n/%s",
        "http://n/a%20b",
        "http://n/$(tenant_id",
    ],
)
def test_a_url_that_cannot_be_filled_in_tells_what_it_may_have(url):
    data = {"services": [{"type": "compute", "endpoints": [{"public": url}]}]}

    with pytest.raises(SeedError, match=r"%\(tenant_id\)s, .*%\(user_id\)s") as caught:
        seed.plant(State(), data)
    assert caught.value.place == "services[0].endpoints[0].public"


@pytest.mark.parametrize(
    "url", ["http://n/%(tenant_id)s/$(user_id)s", "http://n:%(public_port)d", "http://n/a%%20b"]
)
def test_a_url_that_can_be_filled_in_is_planted(url):
    state = State()
    seed.plant(state, {"services": [{"type": "compute", "endpoints": [{"public": url}]}]})
    assert [each.urls for each in state.endpoints] == [{"public": url}]


def test_a_user_who_is_there_is_given_roles():
    state = State()
    seed.plant(state, {"tenants": ["acme"], "users": ["alice"]})

    seed.plant(state, {"users": [{"name": "alice", "roles": {"acme": ["worker"]}}]})

    (alice,) = state.users
    (grant,) = state.grants
    assert (grant.user_id, grant.role_id) == (alice.id, state.roles.named("worker").id)


def test_a_user_who_is_there_is_given_nothing_else():
    state = State()
    seed.plant(state, {"tenants": ["acme"], "users": ["alice"]})
    alice = {"name": "alice", "roles": {"acme": ["worker"]}, "enabled": False}

    with pytest.raises(SeedError, match="there is a user 'alice' already"):
        seed.plant(state, {"users": [alice]})
    assert not state.grants


def test_an_error_names_the_file_of_its_seed():
    with pytest.raises(SeedError) as caught:
        seed.plant(State(), {"users": [{}]}, file="cloud.yaml")
    assert str(caught.value).startswith("cloud.yaml: users[0]: lacks 'name'")
    assert str(copy.copy(caught.value)) == str(caught.value)
