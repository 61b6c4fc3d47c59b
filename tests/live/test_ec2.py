"""EC2 credentials, on either API, and what they are good for."""

from __future__ import annotations

import pytest

from ksclient.auth import exceptions
from ksclient.exceptions import InvalidArgument
from ksclient.v2_0.client import Client
from ksclient.v2_0.ec2 import EC2
from tests.live.raw import Person, Raw
from tests.live.refusals import refused


@pytest.fixture
def credential(own: Client, person: Person) -> EC2:
    """What a user made for himself."""
    return own.ec2.create(person.id, person.tenant_id)


def test_credentials_are_made_for_a_user_and_a_tenant(either: Client, person: Person):
    made = either.ec2.create(person.id, person.tenant_id)

    assert (made.user_id, made.tenant_id) == (person.id, person.tenant_id)
    assert made.access
    assert made.secret
    assert made.trust_id is None


def test_credentials_are_got_by_their_access_key(either: Client, person: Person):
    made = either.ec2.create(person.id, person.tenant_id)

    assert either.ec2.get(person.id, made.access) == made
    assert either.ec2.get(person.id, made).secret == made.secret


def test_credentials_are_listed_by_user(either: Client, person: Person):
    assert either.ec2.list(person.id) == []

    first = either.ec2.create(person.id, person.tenant_id)
    second = either.ec2.create(person.id, person.tenant_id)

    assert {c.access for c in either.ec2.list(person.id)} == {first.access, second.access}


def test_credentials_are_found_among_those_of_a_user(either: Client, person: Person):
    made = either.ec2.create(person.id, person.tenant_id)
    either.ec2.create(person.id, person.tenant_id)

    assert either.ec2.find(user_id=person.id, access=made.access) == made
    assert len(either.ec2.findall(user_id=person.id, tenant_id=person.tenant_id)) == 2


def test_credentials_cannot_be_found_without_a_user(admin: Client):
    with pytest.raises(InvalidArgument, match="user_id"):
        admin.ec2.find(tenant_id="any")


def test_deleted_credentials_are_gone(either: Client, person: Person):
    made = either.ec2.create(person.id, person.tenant_id)

    response, body = either.ec2.delete(person.id, made.access)

    assert (response.status_code, body) == (204, None)
    with pytest.raises(exceptions.NotFound):
        either.ec2.get(person.id, made.access)


def test_credentials_delete_themselves(either: Client, person: Person):
    made = either.ec2.create(person.id, person.tenant_id)

    made.delete()

    assert either.ec2.list(person.id) == []


def test_credentials_load_themselves(either: Client, person: Person):
    made = either.ec2.create(person.id, person.tenant_id)
    known = EC2(either.ec2, {"user_id": person.id, "access": made.access})

    assert known.tenant_id == person.tenant_id


def test_a_user_looks_after_his_own(own: Client, person: Person, credential: EC2):
    assert own.ec2.list(person.id) == [credential]
    assert own.ec2.get(person.id, credential) == credential

    credential.delete()

    assert own.ec2.findall(user_id=person.id) == []


def test_another_users_credentials_are_forbidden(own: Client, raw: Raw):
    other = raw.person()

    for call in (
        lambda: own.ec2.list(other.id),
        lambda: own.ec2.create(other.id, other.tenant_id),
        lambda: own.ec2.get(other.id, "any"),
        lambda: own.ec2.delete(other.id, "any"),
    ):
        with refused(exceptions.Forbidden, "not authorized"):
            call()


def test_a_secret_is_not_in_the_repr(credential: EC2):
    assert credential.secret not in repr(credential)
    assert credential.access in repr(credential)
