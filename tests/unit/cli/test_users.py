"""Commands about users, and about one's own password."""

import json

import pytest

from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.exceptions import Unauthorized


def log_in(cloud, name, password):
    return v2.Password(cloud.auth_url, name, password).get_access(Session())


def test_users_are_listed_by_name_as_the_old_command_did(ks, client):
    zoe = client.users.create("zoe", email="zoe@example.com")
    ann = client.users.create("ann", enabled=False)
    admin = client.users.find(name="admin")
    assert ks("user-list").out == (
        "+----------------------------------+-------+---------+-----------------+\n"
        "|                id                |  name | enabled |      email      |\n"
        "+----------------------------------+-------+---------+-----------------+\n"
        f"| {admin.id} | admin |   True  |                 |\n"
        f"| {ann.id} |  ann  |  False  |                 |\n"
        f"| {zoe.id} |  zoe  |   True  | zoe@example.com |\n"
        "+----------------------------------+-------+---------+-----------------+\n"
    )


@pytest.mark.parametrize("option", ["--tenant", "--tenant-id", "--tenant_id"])
@pytest.mark.parametrize("by", ["id", "name"])
def test_users_of_a_tenant_are_listed(ks, client, option, by):
    tenant = client.tenants.create("demo")
    client.users.create("ann", tenant_id=tenant.id)
    ran = ks("user-list", option, getattr(tenant, by), "-f", "value", "-c", "name")
    assert ran.values == [["ann"]]


@pytest.mark.parametrize("by", ["id", "name"])
def test_a_user_is_shown_by_id_or_name(ks, client, by):
    ann = client.users.create("ann", email="ann@example.com")
    ran = ks("user-get", getattr(ann, by), "-f", "json")
    assert json.loads(ran.out) == ann.to_dict()


def test_an_id_goes_before_a_name_that_is_the_same(ks, client):
    ann = client.users.create("ann")
    client.users.create(ann.id)
    assert ks("user-get", ann.id, "-f", "value", "-c", "name").values == [["ann"]]


def test_a_user_who_is_not_there_is_told_with_the_nearest_name(ks, client):
    client.users.create("annabel")
    ran = ks("user-get", "anabel")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "ksclient: No user with a name or ID of 'anabel' exists. Did you mean 'annabel'?\n"
    )


def test_a_name_that_cannot_stand_in_a_url_is_looked_for_by_name(ks):
    ran = ks("user-get", "..")
    assert (ran.code, ran.err) == (1, "ksclient: No user with a name or ID of '..' exists.\n")


def test_a_user_is_created_with_all_that_options_say(ks, cloud, client):
    tenant = client.tenants.create("demo")
    ran = ks(
        *("user-create", "--name", "ann", "--tenant", "demo", "--pass", "s3cret"),
        *("--email", "ann@example.com", "--enabled", "true", "-f", "json"),
    )
    told = json.loads(ran.out)
    assert (told["name"], told["email"], told["tenantId"]) == ("ann", "ann@example.com", tenant.id)
    assert "password" not in told
    assert log_in(cloud, "ann", "s3cret").username == "ann"


def test_a_user_can_be_created_disabled(ks, client):
    ks("user-create", "--name", "ann", "--enabled", "false")
    assert client.users.find(name="ann").enabled is False


def test_what_is_neither_true_nor_false_is_refused_before_anything_is_sent(ks, cloud):
    ran = ks("user-create", "--name", "ann", "--enabled", "perhaps")
    assert (ran.code, len(cloud.requests)) == (2, 0)
    assert "it is true or false, not 'perhaps'" in ran.err


def test_a_name_that_is_taken_is_told_in_one_line(ks):
    ran = ks("user-create", "--name", "admin")
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert "409" in ran.err


def test_a_user_is_changed(ks, client):
    ann = client.users.create("ann")
    ran = ks("user-update", "--name", "anna", "--email", "", "--enabled", "false", "ann")
    assert (ran.code, ran.out) == (0, "User has been updated.\n")
    found = client.users.get(ann.id)
    assert (found.name, found.email, found.enabled) == ("anna", "", False)


def test_words_for_people_are_left_out_of_other_formats(ks, client):
    client.users.create("ann")
    assert ks("user-update", "--email", "a@example.com", "ann", "-f", "json").out == ""


def test_a_change_of_nothing_is_refused_before_anything_is_sent(ks, cloud):
    ran = ks("user-update", "admin")
    assert (ran.code, len(cloud.requests)) == (2, 0)
    assert ran.err == ("ksclient: There is nothing to change: give --name, --email or --enabled.\n")


def test_a_user_is_deleted(ks, client):
    client.users.create("ann")
    ran = ks("user-delete", "ann")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert [user.name for user in client.users.list()] == ["admin"]


# --- passwords -----------------------------------------------------------------------------


def test_a_new_password_is_asked_for_twice_until_it_is_the_same(typed, person, cloud, client):
    client.users.create("ann")
    person.answers = ["s3cret", "secret", "s3cret", "s3cret"]
    ran = typed("user-password-update", "ann")
    assert (ran.code, ran.out, ran.err) == (0, "", "They differ: once more.\n")
    assert log_in(cloud, "ann", "s3cret").username == "ann"


def test_pass_without_a_value_asks(typed, person, cloud):
    person.answers = ["s3cret", "s3cret"]
    assert typed("user-create", "--name", "ann", "--pass").code == 0
    assert log_in(cloud, "ann", "s3cret").username == "ann"


def test_a_user_without_pass_gets_no_password_and_nobody_is_asked(typed, person):
    assert typed("user-create", "--name", "ann").code == 0
    assert person.asked == []


def test_a_password_can_be_piped_in(ks, cloud, client):
    client.users.create("ann")
    assert ks("user-password-update", "--pass", "-", "ann", stdin="s3cret\r\nmore").code == 0
    assert log_in(cloud, "ann", "s3cret").username == "ann"


def test_an_empty_pipe_gives_no_password(ks, client):
    client.users.create("ann")
    ran = ks("user-password-update", "--pass", "-", "ann")
    assert (ran.code, ran.err) == (
        2,
        "ksclient: --pass - reads a line of the standard input, and that is empty.\n",
    )


def test_nobody_is_asked_for_a_password_without_a_terminal(ks):
    ran = ks("user-create", "--name", "ann", "--pass")
    assert ran.code == 2
    assert ran.err == (
        "ksclient: There is no terminal to ask for the new password: give it with --pass, or with "
        "--pass - as a line of the standard input.\n"
    )


def test_ones_own_password_is_changed_with_the_one_that_logs_in(ks, cloud):
    ran = ks("password-update", "--new-password", "n3w")
    assert ran.out == (
        "You should update the password you are using to authenticate to match your new password\n"
    )
    assert log_in(cloud, "admin", "n3w").username == "admin"


def test_a_wrong_current_password_changes_nothing(ks, cloud):
    ran = ks("password-update", "--current-password", "wrong", "--new-password", "n3w")
    assert (ran.code, ran.out) == (3, "")
    with pytest.raises(Unauthorized):
        log_in(cloud, "admin", "n3w")


def test_the_password_that_logs_in_is_asked_for_once(typed, person, cloud, monkeypatch):
    monkeypatch.delenv("OS_PASSWORD")
    person.answers = ["secret", "n3w", "n3w"]
    assert typed("password-update").code == 0
    assert len(person.asked) == 3
    assert log_in(cloud, "admin", "n3w").username == "admin"


def test_ones_own_new_password_is_asked_for(typed, person, cloud):
    person.answers = ["n3w", "n3w"]
    assert typed("password-update").code == 0
    assert person.asked == ["New password: ", "New password, again: "]
    assert log_in(cloud, "admin", "n3w").username == "admin"
