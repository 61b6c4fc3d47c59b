"""``/tenants``: one's own, all, and what can be done about one."""

import pytest

from ksclient.testing.keystone.tables import Credential, Grant, Tenant, Trust, User
from tests.unit.testing.keystone.routes.small_cloud import NO_TOKEN, UNKNOWN, SmallCloud

ONE = {"tenant": {"name": "x"}}
NO_SUCH = f"Could not find project: {UNKNOWN}."


def names(answer):
    assert answer.json["tenants_links"] == []
    return [tenant["name"] for tenant in answer.json["tenants"]]


def taken(name):
    return (
        "Conflict occurred attempting to store project - it is not permitted to have two projects "
        f"with the same name in the same domain : {name}."
    )


def create(cloud, **asked):
    return cloud.ask("POST", "/tenants", {"tenant": {"name": "x", **asked}}).json["tenant"]


def update(cloud, tenant, method="PUT", **asked):
    return cloud.ask(method, f"/tenants/{tenant.id}", {"tenant": asked}).json["tenant"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/tenants", None),
        ("GET", "/tenants?name=acme", None),
        ("POST", "/tenants", ONE),
        ("GET", f"/tenants/{UNKNOWN}", None),
        ("PUT", f"/tenants/{UNKNOWN}", ONE),
        ("POST", f"/tenants/{UNKNOWN}", ONE),
        ("DELETE", f"/tenants/{UNKNOWN}", None),
        ("GET", f"/tenants/{UNKNOWN}/users", None),
    ],
)
def test_the_admin_api_is_for_administrators(method, path, body):
    cloud = SmallCloud()
    assert cloud.refuses_all_but_administrators(method, path, body)
    if UNKNOWN in path:
        assert cloud.refusal(method, path, body) == (404, NO_SUCH)


# --- lists ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_scoped", [True, False])
def test_the_public_api_lists_ones_own_disabled_ones_too_whatever_name_is_asked_for(is_scoped):
    cloud = SmallCloud()
    cloud.grant(cloud.globex, cloud.worker)
    cloud.state.tenants.add(Tenant("not hers"))
    token = cloud.token(cloud.acme if is_scoped else None)
    cloud.globex.enabled = False
    answer = cloud.ask("GET", "/tenants?name=acme", token=token, api="public")
    assert names(answer) == ["acme", "globex"]


def test_the_configurations_token_has_no_tenants_of_its_own():
    assert SmallCloud().refusal("GET", "/tenants", api="public") == (401, NO_TOKEN)


@pytest.mark.parametrize("path", ["/tenants", "/tenants?name="])
def test_the_admin_api_lists_all(path):
    assert names(SmallCloud().ask("GET", path)) == ["acme", "globex"]


def test_a_name_finds_one_and_what_belongs_to_lists_is_ignored():
    cloud = SmallCloud()
    answer = cloud.ask("GET", "/tenants?name=globex&limit=x&marker=y")
    assert answer.json == {"tenant": cloud.globex.wire()}


@pytest.mark.parametrize("name", ["ACME", "nope"])
def test_a_name_is_found_letter_by_letter(name):
    refusal = SmallCloud().refusal("GET", f"/tenants?name={name}")
    assert refusal == (404, f"Could not find project: {name}.")


@pytest.mark.parametrize("api", ["public", "admin"])
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("limit=1", ["acme"]),
        ("limit=0", []),
        ("limit=9", ["acme", "globex"]),
        ("limit=+1", ["acme"]),
        ("marker=acme", ["globex"]),
        ("marker=globex", []),
        ("marker=acme&limit=1", ["globex"]),
    ],
)
def test_a_list_may_be_limited_and_go_on_behind_a_marker(api, query, found):
    cloud = SmallCloud()
    cloud.grant(cloud.globex, cloud.worker)
    query = query.replace("=acme", f"={cloud.acme.id}").replace("=globex", f"={cloud.globex.id}")
    token = cloud.token(cloud.acme) if api == "public" else "ADMIN"
    assert names(cloud.ask("GET", f"/tenants?{query}", token=token, api=api)) == found


@pytest.mark.parametrize(
    ("query", "message"),
    [
        *((f"limit={limit}", "Invalid limit value") for limit in ("-1", "x", "", "1.0", "1_0")),
        *((f"marker={marker}", "Marker could not be found") for marker in (UNKNOWN, "")),
        ("limit=x&marker=y", "Marker could not be found"),
    ],
)
def test_a_limit_is_a_number_and_a_marker_is_in_the_list(query, message):
    assert SmallCloud().refusal("GET", f"/tenants?{query}") == (400, message)


def test_the_users_of_a_tenant_are_those_with_a_role_there_each_once_if_they_exist():
    cloud = SmallCloud()
    cloud.grant(cloud.acme, cloud.auditor)
    cloud.state.grants[Grant(cloud.acme.id, UNKNOWN, cloud.worker.id)] = None
    cloud.state.users.add(User("bob"))
    answer = cloud.ask("GET", f"/tenants/{cloud.acme.id}/users?limit=0")
    assert answer.json == {"users": [cloud.alice.wire() | {"options": {}}]}


# --- one -----------------------------------------------------------------------------------------


def test_a_tenant_that_was_made_is_shown_with_what_it_was_made_of():
    cloud = SmallCloud()
    made = create(cloud, name=" x ", colour="red", **{"a:b-c": 1})
    shown = {"name": "x", "description": "", "enabled": True, "colour": "red", "a_b_c": 1}
    assert made == {"id": made["id"], **shown}
    assert cloud.ask("GET", f"/tenants/{made['id']}").json == {"tenant": made}


def test_the_id_of_a_tenant_may_be_chosen():
    assert create(SmallCloud(), id="my-own-id")["id"] == "my-own-id"


def test_the_description_may_be_null():
    assert create(SmallCloud(), description=None)["description"] is None


@pytest.mark.parametrize("name", ["domain_id", "extra"])
def test_what_v2_does_not_show_is_not_kept(name):
    assert name not in create(SmallCloud(), **{name: "x"})


@pytest.mark.parametrize("parent", ["acme", "default", "", None])
def test_a_parent_is_not_shown(parent):
    cloud = SmallCloud()
    parent_id = cloud.acme.id if parent == "acme" else parent
    assert "parent_id" not in create(cloud, parent_id=parent_id)


def test_a_parent_must_be_there():
    asked = {"name": "x", "parent_id": UNKNOWN}
    assert SmallCloud().refusal("POST", "/tenants", {"tenant": asked}) == (404, NO_SUCH)


@pytest.mark.parametrize("asked", [{"name": " acme "}, {"name": "x", "id": "default"}])
def test_a_name_or_an_id_that_is_taken_is_a_conflict(asked):
    refusal = SmallCloud().refusal("POST", "/tenants", {"tenant": asked})
    assert refusal == (409, taken(asked["name"].strip()))


def test_the_id_of_another_tenant_is_a_conflict():
    cloud = SmallCloud()
    asked = {"name": "x", "id": cloud.acme.id}
    assert cloud.refusal("POST", "/tenants", {"tenant": asked}) == (409, taken("x"))


@pytest.mark.parametrize("asked", [None, [], "x", 7, {"name": "x", "id": None}])
def test_keystone_trips_over_some_tenants(asked):
    assert SmallCloud().refusal("POST", "/tenants", {"tenant": asked})[0] == 500


@pytest.mark.parametrize(
    ("method", "path", "first"),
    [
        ("POST", "/tenants", "'name' is a required property"),
        ("PUT", f"/tenants/{UNKNOWN}", "{} does not have enough properties"),
    ],
)
def test_a_bad_body_is_refused_before_who_asks_is_known(method, path, first):
    status, message = SmallCloud().refusal(method, path, {"tenant": {}}, token=None)
    assert (status, message.partition("\n")[0]) == (400, first)


def test_the_domain_that_keystone_keeps_as_a_tenant_is_not_found():
    cloud = SmallCloud()
    for method, body in (("GET", None), ("PUT", ONE), ("DELETE", None)):
        assert cloud.refusal(method, "/tenants/default", body) == (404, "default")


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_an_update_changes_only_what_it_names_and_shows_the_rest_twice(method):
    cloud = SmallCloud()
    cloud.acme.extra = {"colour": "red"}
    changed = update(cloud, cloud.acme, method, name=" new ", shape="round", id="other")
    extra = {"colour": "red", "shape": "round"}
    assert changed == {
        "id": cloud.acme.id,
        "name": "new",
        "description": "",
        "enabled": True,
        **extra,
        "extra": extra,
    }
    assert update(cloud, cloud.acme, method, description=None)["description"] is None
    assert "extra" not in cloud.ask("GET", f"/tenants/{cloud.acme.id}").json["tenant"]


def test_a_tenant_may_keep_its_name_and_not_take_anothers():
    cloud = SmallCloud()
    assert update(cloud, cloud.acme, name=" acme ")["name"] == "acme"
    asked = {"tenant": {"name": " globex "}}
    refusal = cloud.refusal("PUT", f"/tenants/{cloud.acme.id}", asked)
    assert refusal == (409, taken("globex"))
    asked = {"tenant": {"name": "\xa0"}}
    refusal = cloud.refusal("PUT", f"/tenants/{cloud.acme.id}", asked)
    assert refusal == (400, "Project name cannot be empty.")


def test_a_name_that_stays_is_not_looked_at():
    cloud = SmallCloud()
    cloud.acme.name = " acme "
    assert update(cloud, cloud.acme, name=" acme ")["name"] == " acme "


def test_disabling_a_tenant_revokes_the_tokens_for_it_and_for_no_other():
    cloud = SmallCloud()
    cloud.grant(cloud.globex, cloud.worker)
    here, there, nowhere = (cloud.token(each) for each in (cloud.acme, cloud.globex, None))
    update(cloud, cloud.acme, enabled=True)
    assert cloud.is_good(here)
    update(cloud, cloud.acme, enabled=False)
    update(cloud, cloud.acme, enabled=True)
    assert [cloud.is_good(each) for each in (here, there, nowhere)] == [False, True, True]


def test_a_tenant_that_is_deleted_takes_along_all_that_hung_on_it():
    cloud = SmallCloud()
    cloud.alice.tenant_id = cloud.acme.id
    cloud.grant(cloud.globex, cloud.worker)
    here, there = cloud.token(cloud.acme), cloud.token(cloud.globex)
    for tenant in (cloud.acme, cloud.globex):
        cloud.state.credentials.add(Credential(cloud.alice.id, tenant.id))
        cloud.state.trusts.add(Trust(cloud.alice.id, "bob", tenant.id, []))
    answer = cloud.ask("DELETE", f"/tenants/{cloud.acme.id}")
    assert (answer.status_code, answer.text) == (204, "")
    assert cloud.refusal("GET", f"/tokens/{here}") == (404, f"Could not find token: {here}.")
    assert cloud.is_good(there)
    for rows in (cloud.state.grants, cloud.state.credentials, cloud.state.trusts):
        assert [row.tenant_id for row in rows] == [cloud.globex.id]
    assert cloud.alice.tenant_id is None
    assert cloud.refusal("DELETE", f"/tenants/{cloud.acme.id}")[0] == 404


# --- servers without schemas ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({}, "Name field is required and cannot be empty"),
        ({"name": ""}, "Name field is required and cannot be empty"),
        (
            {"name": "x", "is_domain": False},
            "The creation of projects acting as domains is not allowed in v2.",
        ),
    ],
)
def test_a_server_without_schemas_asks_for_a_name_and_for_no_domain(asked, message):
    cloud = SmallCloud(has_schemas=False)
    assert cloud.refusal("POST", "/tenants", {"tenant": asked}) == (400, message)
