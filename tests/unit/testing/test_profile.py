"""Profiles: kinds of servers as data, and what is said of a file that is none."""

import re

import pytest

from ksclient.testing import profile
from ksclient.testing.profile import Profile, ProfileError

NAMES = ["conoha", "mitaka", "newton", "nhn", "pike", "rackspace"]


def test_there_are_these():
    assert profile.names() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_is_called_as_its_file_and_has_v2(name):
    found = profile.named(name)
    assert found.name == name
    assert "v2.0" in [version["id"] for version in found.versions]


def test_pike_is_what_a_profile_is_without_being_told():
    assert profile.named("pike") == Profile()


def test_a_file_can_be_named(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text('name = "mine"\ntoken_hours = 2\ncatalog_interfaces = ["public"]\n')
    mine = Profile(name="mine", token_hours=2, catalog_interfaces=("public",))
    assert profile.named(str(file)) == mine
    file.write_text('name = "other"\n')
    assert profile.named(str(file)).name == "other"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("icehouse", "There is no profile 'icehouse'. There are: conoha, mitaka"),
        ("mitaca", "There is no profile 'mitaca'; did you mean 'mitaka'?"),
        ("pike.tom", "or name a .toml file."),
        ("/nowhere/mine.toml", "The profile '/nowhere/mine.toml' cannot be read: "),
    ],
)
def test_without_a_profile_the_error_says_which_there_are(name, said):
    with pytest.raises(ProfileError, match=re.escape(said)) as raised:
        profile.named(name)
    assert "rackspace" in str(raised.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('name = "mine', "cannot be read: "),
        ("name: mine", "It must be TOML"),
        ("has_schema = true", "A profile has no 'has_schema'; did you mean 'has_schemas'?"),
        ("shoe = 1", "A profile has no 'shoe'. It has: name, flavour, "),
        ('has_schemas = "no"', "has_schemas must be true or false, and is a text: 'no'."),
        ("has_schemas = 1", "has_schemas must be true or false, and is a whole number: 1."),
        ("longest_token = 1.5", "longest_token must be a whole number, and is a number: 1.5."),
        ("longest_token = true", "longest_token must be a whole number, and is true or false"),
        ("token_hours = true", "token_hours must be a number, and is true or false: True."),
        ("token_hours = 0", "token_hours=0 cannot be: it is more than 0"),
        ("token_hours = 1e12", "token_hours=1000000000000.0 cannot be: "),
        ("token_hours = nan", "token_hours=nan cannot be: "),
        ("name = 3", "name must be a text, and is a whole number: 3."),
        ("name = 2026-11-22", "name must be a text, and is a date"),
        ('flavour = "amazon"', "flavour must be one of 'keystone', 'rackspace', and is 'amazon'."),
        ("unscoped_admin_status = 401.0", "must be one of 401, 403, and is 401.0."),
        ('catalog_interfaces = "public"', "catalog_interfaces must be a list, and is a text"),
        ('catalog_interfaces = ["public", "secret"]', "catalog_interfaces[1] must be one of "),
        ('versions = ["v2.0"]', "versions[0] must be a table, and is a text: 'v2.0'."),
        ('versions = [{id = "v2.0"}]', "versions[0] must have id, status, updated, and has id."),
        ("rewordings = [{pike = 1, here = ''}]", "rewordings[0].pike must be a text"),
        ("rewordings = [{pike = '(', here = ''}]", "rewordings[0] is no regular expression: "),
        ("rewordings = [{pike = 'a', here = '\\1'}]", "rewordings[0] is no regular expression: "),
        ("extra = [1]", "extra must be a table, and is a list: [1]."),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path, text, said):
    file = tmp_path / "mine.toml"
    file.write_text(text)
    with pytest.raises(ProfileError, match=re.escape(said)) as raised:
        profile.named(str(file))
    assert "mine.toml" in str(raised.value)


def test_a_file_that_is_no_text_is_said_to_be_none(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_bytes(b'name = "\xff"')
    with pytest.raises(ProfileError, match="It must be TOML"):
        profile.named(str(file))


def test_a_whole_number_is_a_number():
    assert Profile.of({"token_hours": 3}) == Profile(token_hours=3)
    assert Profile.of({"token_hours": 0.5}) == Profile(token_hours=0.5)


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"flavour": "amazon"}, "flavour must be one of 'keystone', 'rackspace', and is 'amazon'."),
        ({"catalog_interfaces": ("public", "secret")}, "catalog_interfaces[1] must be one of "),
        ({"token_hours": -1}, "token_hours=-1 cannot be: it is more than 0"),
        ({"rewordings": ({"pike": "(", "here": ""},)}, "rewordings[0] is no regular expression: "),
    ],
    ids=str,
)
def test_what_is_wrong_with_one_made_by_hand_is_said(members, said):
    with pytest.raises(ProfileError, match=re.escape(said)):
        Profile(**members)


def test_a_profile_that_is_not_there_is_told_once():
    with pytest.raises(ProfileError) as caught:
        profile.named("icehose")
    assert str(caught.value).count("icehose") == 1
