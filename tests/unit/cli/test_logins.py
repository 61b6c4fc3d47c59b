"""Commands about one's login, the tokens that are kept, and EC2 credentials."""

import json
import re

import pytest

TOKEN = re.compile("[0-9a-f]{32}")


def test_the_token_is_shown_with_whose_it_is(ks, client):
    told = json.loads(ks("token-get", "-f", "json").out)
    admin, tenant = client.users.find(name="admin"), client.tenants.find(name="admin")
    assert (told["user_id"], told["tenant_id"]) == (admin.id, tenant.id)
    assert client.tokens.validate(told["id"]).expires.startswith(told["expires"][:-1])


def test_a_table_folds_the_token_where_wrap_says(ks):
    lines = ks("token-get", "--wrap", "10").out.splitlines()
    values = [line.split("|")[2].strip() for line in lines if line.startswith("|")]
    assert max(map(len, values)) == 10


def test_a_token_that_is_kept_is_shown_and_nothing_is_sent(ks, cloud):
    first = ks("--os-cache", "token-get", "-f", "value", "-c", "id")
    cloud.requests.clear()
    again = ks("--os-cache", "token-get", "-f", "value", "-c", "id")
    assert (again.out, len(cloud.requests)) == (first.out, 0)
    assert TOKEN.fullmatch(first.out.strip())


def test_a_command_writes_nothing_where_no_tokens_are_kept(ks, home):
    before = set(home.rglob("*"))
    for words in (["token-get"], ["tenant-list"], ["user-get", "admin"], ["tenant-get", "none"]):
        ks(*words)
    assert set(home.rglob("*")) == before


def test_a_kept_token_saves_all_but_the_call_itself(ks, cloud):
    ks("--os-cache", "token-get")
    cloud.requests.clear()
    ks("--os-cache", "tenant-list")
    assert [f"{asked.method} {asked.path}" for asked in cloud.requests] == ["GET /v2.0/tenants"]


def test_a_versioned_url_is_not_asked_what_it_speaks(ks, cloud):
    ks("tenant-list")
    assert [f"{asked.method} {asked.path}" for asked in cloud.requests] == [
        "POST /v2.0/tokens",
        "GET /v2.0/tenants",
    ]


@pytest.mark.parametrize(("value", "logins"), [("1", 1), ("true", 1), ("0", 2), ("no", 2), ("", 2)])
def test_the_variable_turns_the_cache_on_and_off(ks, cloud, monkeypatch, value, logins):
    monkeypatch.setenv("OS_CACHE", value)
    ks("token-get")
    ks("token-get")
    assert len(cloud.requests.logins) == logins


def test_force_new_token_logs_in_and_keeps_that(ks):
    words = ("--os-cache", "token-get", "-f", "value", "-c", "id")
    first = ks(*words).out
    second = ks("--force-new-token", *words).out
    assert first != second
    assert ks(*words).out == second


def test_a_token_is_replaced_that_ends_within_the_stale_duration(ks, cloud):
    ks("--os-cache", "token-get")
    assert ks("--os-cache", "--stale-duration", "7200", "token-get").code == 0
    assert len(cloud.requests.logins) == 2


def test_a_kept_token_that_was_revoked_is_replaced_unseen(ks, cloud, client):
    token = ks("--os-cache", "token-get", "-f", "value", "-c", "id").out.strip()
    client.tokens.delete(token)
    ran = ks("--os-cache", "tenant-list", "-f", "value", "-c", "name")
    assert (ran.code, ran.err, ran.values) == (0, "", [["admin"]])


def test_an_admin_token_is_no_login(bare, cloud):
    ran = bare("--os-token", "ADMIN", "--os-endpoint", cloud.admin_url, "token-get")
    assert (ran.code, len(cloud.requests)) == (2, 0)
    assert "is no login" in ran.err


# --- what is kept --------------------------------------------------------------------------


def test_kept_tokens_are_listed_by_whose_they_are_and_not_shown(ks, cloud):
    token = ks("--os-cache", "token-get", "-f", "value", "-c", "id").out.strip()
    ran = ks("token-cache", "list", "-f", "json")
    (told,) = json.loads(ran.out)
    assert (told["user"], told["tenant"], told["auth_url"]) == ("admin", "admin", cloud.auth_url)
    assert token not in ran.out + ran.err


def test_the_status_tells_where_tokens_are_kept(ks, home):
    before = json.loads(ks("token-cache", "status", "-f", "json").out)
    ks("--os-cache", "token-get")
    after = json.loads(ks("token-cache", "status", "-f", "json").out)
    assert (before["exists"], before["logins"]) == (False, 0)
    assert (after["exists"], after["logins"]) == (True, 1)
    assert after["file"].startswith(str(home))


def test_what_is_cleared_is_not_used_again(ks, cloud):
    ks("--os-cache", "token-get")
    assert ks("token-cache", "clear").out == "All that was kept is forgotten.\n"
    assert ks("token-cache", "list", "-f", "value").out == ""
    ks("--os-cache", "token-get")
    assert len(cloud.requests.logins) == 2


def test_nothing_is_made_by_a_look(ks, home):
    for action in ("status", "list", "clear"):
        assert ks("token-cache", action).code == 0
    assert list(home.iterdir()) == []


# --- EC2 -----------------------------------------------------------------------------------


def test_credentials_are_ones_own_unless_somebody_is_named(ks, client):
    made = json.loads(ks("ec2-credentials-create", "-f", "json").out)
    admin, tenant = client.users.find(name="admin"), client.tenants.find(name="admin")
    assert (made["user_id"], made["tenant_id"]) == (admin.id, tenant.id)
    listed = ks("ec2-credentials-list", "-f", "value")
    assert listed.values == [["admin", made["access"], made["secret"]]]
    shown = ks("ec2-credentials-get", "--access", made["access"], "-f", "json")
    assert json.loads(shown.out) == made
    ran = ks("ec2-credentials-delete", "--access", made["access"])
    assert (ran.code, ran.out) == (0, "Credential has been deleted.\n")
    assert ks("ec2-credentials-list", "-f", "value").out == ""


@pytest.mark.parametrize("spelling", ["--{}-id", "--{}_id"])
@pytest.mark.parametrize("by", ["id", "name"])
def test_credentials_are_made_for_whoever_is_named(ks, client, spelling, by):
    demo = client.tenants.create("demo")
    ann = client.users.create("ann", tenant_id=demo.id)
    made = ks(
        *("ec2-credentials-create", spelling.format("user"), getattr(ann, by)),
        *(spelling.format("tenant"), getattr(demo, by), "-f", "json"),
    )
    (credential,) = client.ec2.list(ann.id)
    assert json.loads(made.out) == credential.to_dict()


def test_who_is_no_administrator_uses_his_own_id(ks, client):
    demo = client.tenants.create("demo")
    ann = client.users.create("ann", "s3cret", tenant_id=demo.id)
    who = ("--os-username", "ann", "--os-password", "s3cret", "--os-tenant-name", "demo")
    words = ("--user-id", ann.id, "-f", "value")
    made = ks(*who, "ec2-credentials-create", "--tenant-id", demo.id, *words, "-c", "access")
    listed = ks(*who, "ec2-credentials-list", *words, "-c", "tenant", "-c", "access")
    assert listed.values == [[demo.id, made.out.strip()]]


SHOW_THE_TOKEN = ("--os-cache", "token-get", "-f", "value", "-c", "id")


def test_where_a_token_is_kept_nobody_is_asked_for_a_password(typed, person, cloud, monkeypatch):
    first = typed(*SHOW_THE_TOKEN)
    monkeypatch.delenv("OS_PASSWORD")
    again = typed(*SHOW_THE_TOKEN)
    assert (again.code, again.out, person.asked) == (0, first.out, [])
    assert len(cloud.requests.logins) == 1


def test_a_cron_job_needs_no_password_while_a_token_is_kept(ks, monkeypatch):
    ks(*SHOW_THE_TOKEN)
    monkeypatch.delenv("OS_PASSWORD")
    assert ks("--os-cache", "tenant-list", "-f", "value", "-c", "name").values == [["admin"]]


def test_who_keeps_no_token_yet_is_asked_once(typed, person, monkeypatch):
    monkeypatch.delenv("OS_PASSWORD")
    person.answers = ["secret"]
    assert typed("--os-cache", "tenant-list").code == 0
    assert len(person.asked) == 1


def test_who_keeps_a_token_that_was_revoked_is_asked(typed, person, client, monkeypatch):
    token = typed(*SHOW_THE_TOKEN).out.strip()
    client.tokens.delete(token)
    monkeypatch.delenv("OS_PASSWORD")
    person.answers = ["secret"]
    assert typed("--os-cache", "tenant-list", "-f", "value", "-c", "name").values == [["admin"]]
    assert len(person.asked) == 1


def test_a_login_without_a_password_is_told_where_tokens_are_kept_too(ks, cloud, monkeypatch):
    monkeypatch.delenv("OS_PASSWORD")
    ran = ks("--os-cache", "tenant-list")
    assert (ran.code, len(cloud.requests)) == (2, 0)
    assert "There is no password: give --os-password or set OS_PASSWORD" in ran.err
