"""What an identity service answers is read within limits."""

import copy
import pickle

import pytest

from ksclient.auth._json import MAX_BYTES
from ksclient.exceptions import InvalidResponse
from tests.unit.cloud import ADMIN

TOO_DEEP = "[" * 900 + "]" * 900
"""Deep enough to break what Python does with it, and not its JSON parser."""


@pytest.mark.parametrize("text", [f'{{"user": {{"id": {TOO_DEEP}}}}}', "[" * 200_000])
def test_an_answer_that_nests_too_deep_is_one_typed_error(cloud, keystone, text):
    cloud.answers("GET", "/users/u1", text=text)
    with pytest.raises(InvalidResponse, match=rf"{ADMIN}/users/u1 nests deeper"):
        keystone.users.get("u1")


def test_an_answer_that_is_too_large_is_one_typed_error(cloud, keystone):
    cloud.answers("GET", "/users/u1", text='{"user": {}}' + " " * MAX_BYTES)
    with pytest.raises(InvalidResponse, match=rf"{ADMIN}/users/u1 is larger"):
        keystone.users.get("u1")


@pytest.mark.parametrize("text", ["", "<html>", "[]", TOO_DEEP])
def test_whatever_is_answered_to_a_delete_is_a_success(cloud, keystone, text):
    cloud.answers("DELETE", "/users/u1", text=text)
    keystone.users.delete("u1")


@pytest.mark.parametrize("text", ["<html>", "[]", "0", "{}"])
def test_a_password_is_not_taken_to_be_changed_where_the_answer_is_wrong(cloud, keystone, text):
    cloud.answers("PUT", "/users/u1/OS-KSADM/password", text=text)
    with pytest.raises(InvalidResponse, match=ADMIN) as caught:
        keystone.users.update_password("u1", "s3cret")
    assert caught.value.field == "user"


def test_a_resource_as_deep_as_is_read_can_be_shown_and_copied(cloud, keystone):
    cloud.answers("GET", "/users/u1", text='{"user": {"id": %s}}' % ("[" * 60 + "]" * 60))
    user = keystone.users.get("u1")
    assert repr(user)
    assert copy.deepcopy(user) == user
    assert pickle.loads(pickle.dumps(user)).to_dict() == user.to_dict()
