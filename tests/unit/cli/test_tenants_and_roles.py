"""Commands about tenants, roles, and who has them."""

import json

import pytest

from ksclient.testing import Cloud


def test_tenants_are_listed_by_name(ks, client):
    demo = client.tenants.create("demo", enabled=False)
    admin = client.tenants.find(name="admin")
    ran = ks("tenant-list", "-f", "value")
    assert ran.values == [[admin.id, "admin", "True"], [demo.id, "demo", "False"]]


def test_ones_own_tenants_need_no_admin_role(ks, client):
    demo = client.tenants.create("demo")
    client.users.create("ann", "s3cret", tenant_id=demo.id)
    who = ("--os-username", "ann", "--os-password", "s3cret", "--os-tenant-name", "demo")
    assert ks(*who, "tenant-list", "--own", "-f", "value", "-c", "name").values == [["demo"]]
    refused = ks(*who, "tenant-list")
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "403" in refused.err


def test_a_public_only_catalog_is_told_with_the_command_that_works(bare, monkeypatch):
    with Cloud(profile="conoha") as cloud:
        for name, value in cloud.environment().items():
            monkeypatch.setenv(name, value)
        ran = bare("tenant-list")
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.endswith("use ksclient tenant-list --own.\n")
        assert bare("tenant-list", "--own", "-f", "value", "-c", "name").values == [["admin"]]


def test_a_tenant_is_created_and_shown(ks, client):
    made = json.loads(ks("tenant-create", "--name", "demo", "-f", "json").out)
    assert made == client.tenants.find(name="demo").to_dict()
    assert json.loads(ks("tenant-get", "demo", "-f", "json").out) == made
    assert ks("tenant-get", made["id"], "-f", "value", "-c", "name").values == [["demo"]]


def test_a_tenant_is_changed_and_what_is_not_named_stays(ks, client):
    demo = client.tenants.create("demo", description="old")
    ran = ks("tenant-update", "--name", "new", "--enabled", "false", "demo")
    assert (ran.code, ran.out) == (0, "")
    found = client.tenants.get(demo.id)
    assert (found.name, found.description, found.enabled) == ("new", "old", False)


def test_a_change_of_nothing_is_refused_before_anything_is_sent(ks, cloud):
    ran = ks("tenant-update", "admin")
    assert (ran.code, len(cloud.requests)) == (2, 0)


def test_a_tenant_is_deleted(ks, client):
    client.tenants.create("demo")
    assert ks("tenant-delete", "demo").code == 0
    assert [tenant.name for tenant in client.tenants.list()] == ["admin"]


# --- roles ---------------------------------------------------------------------------------


def test_roles_are_created_listed_shown_and_deleted(ks, client):
    made = json.loads(ks("role-create", "--name", "Member", "-f", "json").out)
    assert json.loads(ks("role-get", "Member", "-f", "json").out)["id"] == made["id"]
    names = [line[1] for line in ks("role-list", "-f", "value").values]
    assert names == ["Member", *sorted(role.name for role in client.roles.list()[:-1])]
    assert ks("role-delete", "Member").code == 0
    assert "Member" not in {role.name for role in client.roles.list()}


@pytest.fixture
def names(client):
    """The options that name a user, a role and a tenant."""
    tenant = client.tenants.create("demo")
    user = client.users.create("ann")
    role = client.roles.create("Member")
    return {"user": user, "role": role, "tenant": tenant}


@pytest.mark.parametrize("spelling", ["--{}", "--{}-id", "--{}_id"])
@pytest.mark.parametrize("by", ["id", "name"])
def test_a_role_is_given_and_taken_away(ks, client, names, spelling, by):
    options = [
        word
        for kind, thing in names.items()
        for word in (spelling.format(kind), getattr(thing, by))
    ]
    assert ks("user-role-add", *options).code == 0
    held = client.roles.roles_for_user(names["user"], names["tenant"])
    assert [role.name for role in held] == ["Member"]
    assert ks("user-role-remove", *options).code == 0
    assert client.roles.roles_for_user(names["user"], names["tenant"]) == []


def test_roles_of_a_user_are_listed_with_whose_they_are(ks, client, names):
    client.roles.add_user_role(**names)
    ran = ks("user-role-list", "--user", "ann", "--tenant", "demo", "-f", "value")
    ids = [names[kind].id for kind in ("role", "user", "tenant")]
    assert ran.values == [[ids[0], "Member", ids[1], ids[2]]]


def test_roles_are_ones_own_unless_somebody_is_named(ks, client):
    ran = ks("user-role-list", "-f", "json")
    admin, tenant = client.users.find(name="admin"), client.tenants.find(name="admin")
    (told,) = json.loads(ran.out)
    assert (told["name"], told["user_id"], told["tenant_id"]) == ("admin", admin.id, tenant.id)


def test_a_grant_without_a_tenant_is_refused_by_the_server(ks, names):
    ran = ks("user-role-add", "--user", "ann", "--role", "Member")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "501" in ran.err


def test_who_asks_the_public_api_is_told_that_not_all_tenants_are_listed(ks, monkeypatch):
    monkeypatch.setenv("OS_INTERFACE", "public")
    ran = ks("tenant-list", "-f", "value", "-c", "name")
    assert (ran.code, ran.values) == (0, [["admin"]])
    assert ran.err.startswith(
        "ksclient: warning: The public API is asked, which lists your own tenants"
    )


def test_who_wants_the_own_tenants_is_told_nothing(ks, monkeypatch):
    monkeypatch.setenv("OS_INTERFACE", "public")
    assert ks("tenant-list", "--own").err == ""
