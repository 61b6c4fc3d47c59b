"""Tokens: what they are good for, asked on either API; getting and revoking them."""

from __future__ import annotations

from typing import Any

import keystoneauth1.access
import keystoneauth1.session
import pytest

import ksclient.auth.access
from ksclient.access import AccessInfo
from ksclient.auth import exceptions
from ksclient.auth.session import Session
from ksclient.exceptions import InvalidArgument, InvalidId, TenantMismatch
from ksclient.v2_0.client import Client
from tests.live.keystone_server import ADMIN_TOKEN
from tests.live.libraries import LIBRARIES, Library
from tests.live.raw import Person, Raw, unique
from tests.live.refusals import refused
from tests.live.servers import Server

UNKNOWN = "0" * 32
ADMIN_ONLY = ["validate", "check", "get_token_data", "validate_access_info", "endpoints", "delete"]


@pytest.fixture
def login(raw: Raw, bystander: Person) -> dict[str, Any]:
    """The body of a login of `bystander`, for his tenant."""
    return {"access": raw.login(bystander)}


@pytest.fixture
def token(login: dict[str, Any]) -> str:
    """The token of `login`."""
    return str(login["access"]["token"]["id"])


@pytest.fixture
def unscoped(keystone: Server, bystander: Person) -> str:
    """A token of `bystander` for no tenant."""
    return str(Session(auth=LIBRARIES[0].unscoped(keystone, bystander)).get_token())


@pytest.fixture
def dead(token: str, raw: Raw) -> str:
    """A token that was revoked."""
    raw("DELETE", f"/tokens/{token}")
    return token


@pytest.fixture
def fixed(library: Library, keystone: Server) -> Client:
    """A client whose own token is refused, and which cannot get another."""
    return library.client(library.fixed_token(keystone.admin_url, unique("dead-token")))


class TestValidating:
    def test_a_token_tells_whose_it_is(self, either: Client, token: str, bystander: Person):
        found = either.tokens.validate(token)

        assert found.id == token
        assert found.expires.endswith("Z")
        assert found.tenant["id"] == bystander.tenant_id
        assert found.user["id"] == bystander.id
        assert [role["name"] for role in found.user["roles"]] == ["_member_"]
        assert found.serviceCatalog[0]["type"] == "identity"

    def test_a_token_for_no_tenant_tells_none(self, either: Client, unscoped: str):
        assert either.tokens.validate(unscoped).tenant is None

    def test_a_token_of_the_tenant_asked_about_is_good(self, either, token, bystander):
        tenant = either.tokens.validate(token, belongs_to=bystander.tenant_id).tenant

        assert tenant["id"] == bystander.tenant_id

    def test_the_tenant_may_be_an_object(self, admin: Client, token: str, bystander: Person):
        tenant = admin.tenants.get(bystander.tenant_id)

        assert admin.tokens.validate(token, belongs_to=tenant).id == token

    @pytest.mark.parametrize("name", ["validate", "get_token_data", "validate_access_info"])
    def test_a_token_of_another_tenant_is_a_mismatch(self, name, either: Client, token: str, raw):
        other, _ = raw.tenant()
        before = either.session.get_token()

        with refused(TenantMismatch, other, secret=token):
            getattr(either.tokens, name)(token, belongs_to=other)

        assert either.session.get_token() == before

    def test_a_token_for_no_tenant_is_a_mismatch(self, either, unscoped, bystander):
        with refused(TenantMismatch, bystander.tenant_id, secret=unscoped):
            either.tokens.validate(unscoped, belongs_to=bystander.tenant_id)

    def test_a_mismatch_is_caught_by_the_class_of_either_library(self, admin, unscoped, bystander):
        for library in (exceptions, keystoneauth1.exceptions):
            with pytest.raises(library.Unauthorized):
                admin.tokens.validate(unscoped, belongs_to=bystander.tenant_id)

    def test_a_revoked_token_is_not_found(self, either: Client, dead: str, bystander: Person):
        with refused(exceptions.NotFound):
            either.tokens.validate(dead)
        with refused(exceptions.NotFound):
            either.tokens.validate(dead, belongs_to=bystander.tenant_id)

    def test_the_data_of_a_token_is_the_servers_document(self, either: Client, token, bystander):
        data = either.tokens.get_token_data(token)
        same = either.tokens.get_token_data(token, belongs_to=bystander.tenant_id)

        assert data["access"]["token"]["id"] == token
        assert data["access"]["user"]["name"] == bystander.name
        assert same["access"]["token"] == data["access"]["token"]

    @pytest.mark.parametrize(
        "form",
        [
            lambda body: body["access"]["token"]["id"],
            lambda body: AccessInfo.factory(body=body),
            lambda body: ksclient.auth.access.create(body=body),
            lambda body: keystoneauth1.access.create(body=body),
        ],
        ids=["id", "AccessInfo", "auth.AccessInfo", "keystoneauth1.AccessInfo"],
    )
    def test_an_access_info_is_made_of_a_token_in_any_form(self, form, admin, login, bystander):
        info = admin.tokens.validate_access_info(form(login))

        assert isinstance(info, AccessInfo)
        assert info.auth_token == login["access"]["token"]["id"]
        assert (info.user_id, info.tenant_id) == (bystander.id, bystander.tenant_id)
        assert info.role_names == ["_member_"]

    def test_an_access_info_belongs_to_the_tenant_asked_about(self, either, token, bystander):
        info = either.tokens.validate_access_info(token, belongs_to=bystander.tenant_id)

        assert info.tenant_id == bystander.tenant_id


class TestChecking:
    def test_a_good_token_is_good(self, either: Client, token: str, unscoped: str):
        assert either.tokens.check(token) is True
        assert either.tokens.check(unscoped) is True

    def test_an_unknown_token_and_a_revoked_one_are_not(self, either: Client, dead: str):
        assert either.tokens.check(UNKNOWN) is False
        assert either.tokens.check(dead) is False

    def test_a_token_is_checked_for_a_tenant(self, either, token, unscoped, bystander, raw):
        other, _ = raw.tenant()

        assert either.tokens.check(token, belongs_to=bystander.tenant_id) is True
        assert either.tokens.check(token, belongs_to=other) is False
        assert either.tokens.check(unscoped, belongs_to=bystander.tenant_id) is False
        assert either.tokens.check(UNKNOWN, belongs_to=bystander.tenant_id) is False

    def test_a_check_asks_with_head(self, library: Library, keystone: Server, token: str):
        agent = unique("check")
        client = library.client(
            library.fixed_token(keystone.admin_url, ADMIN_TOKEN), user_agent=agent
        )

        client.tokens.check(token)

        (request,) = keystone.requests(agent)
        assert (request.method, request.target) == ("HEAD", f"/v2.0/tokens/{token}")

    @pytest.mark.parametrize("belongs_to", ["none", "right", "wrong"])
    def test_a_caller_whose_own_token_died_gets_the_right_answer(
        self, belongs_to: str, admin: Client, token: str, bystander: Person, raw: Raw
    ):
        tenants = {"none": None, "right": bystander.tenant_id, "wrong": raw.tenant()[0]}
        old = admin.session.get_token()
        raw.revoke(old)

        answer = admin.tokens.check(token, belongs_to=tenants[belongs_to])

        assert answer is (belongs_to != "wrong")
        assert admin.session.get_token() != old

    def test_a_caller_who_cannot_log_in_again_gets_no_answer(self, fixed, token, bystander):
        for belongs_to in (None, bystander.tenant_id):
            with refused(exceptions.Unauthorized):
                fixed.tokens.check(token, belongs_to=belongs_to)
            with refused(exceptions.Unauthorized, "requires authentication"):
                fixed.tokens.validate(token, belongs_to=belongs_to)

    def test_our_plugin_in_their_session_renews_as_well(self, keystone, token, bystander, raw):
        theirs = keystoneauth1.session.Session(auth=LIBRARIES[0].admin(keystone))
        client = Client(session=theirs)
        raw.revoke(theirs.get_token())

        assert client.tokens.check(token, belongs_to=bystander.tenant_id) is True
        assert client.tokens.check(token, belongs_to=raw.tenant()[0]) is False

    def test_their_plugin_in_our_session_renews_as_well(self, keystone, token, bystander, raw):
        ours = Session(auth=LIBRARIES[1].admin(keystone))
        client = Client(session=ours)
        raw.revoke(ours.get_token())

        assert client.tokens.check(token, belongs_to=bystander.tenant_id) is True
        assert client.tokens.check(token, belongs_to=raw.tenant()[0]) is False


class TestWhoMayAsk:
    @pytest.mark.parametrize("interface", ["admin", "public"])
    def test_a_user_may_not_ask_even_about_his_own_token(self, interface: str, visitor: Client):
        client = Client(session=visitor.session, interface=interface)
        mine = client.session.get_token()

        for name in ADMIN_ONLY:
            with refused(exceptions.Forbidden, secret=mine):
                getattr(client.tokens, name)(mine)
        with refused(exceptions.Forbidden, "not authorized"):
            client.tokens.get_revoked()


class TestTheEndpointsOfAToken:
    def test_are_listed(self, either: Client, token: str, keystone: Server):
        (endpoint,) = either.tokens.endpoints(token)

        assert (endpoint.type, endpoint.name) == ("identity", "keystone")
        assert endpoint.region == "RegionOne"
        assert endpoint.publicURL == endpoint.internalURL == keystone.public_url
        assert endpoint.adminURL == keystone.admin_url

    def test_cannot_be_told_for_no_tenant(self, either: Client, unscoped: str):
        with refused(exceptions.InternalServerError, "unexpected error", secret=unscoped):
            either.tokens.endpoints(unscoped)


class TestRevoking:
    def test_a_deleted_token_is_good_no_more(self, either: Client, token: str):
        response, body = either.tokens.delete(token)

        assert (response.status_code, body) == (204, None)
        assert not either.tokens.check(token)

    def test_a_token_deletes_itself(self, either: Client, token: str):
        either.tokens.validate(token).delete()

        assert not either.tokens.check(token)

    def test_a_token_is_deleted_once(self, either: Client, dead: str):
        with refused(exceptions.NotFound):
            either.tokens.delete(dead)

    def test_a_token_made_from_it_stays_good(self, admin: Client, unscoped: str, bystander: Person):
        child = admin.tokens.authenticate(token=unscoped, tenant_id=bystander.tenant_id)

        admin.tokens.delete(unscoped)

        assert admin.tokens.check(child)

    def test_a_token_may_revoke_itself_and_the_next_call_logs_in(self, admin: Client):
        mine = admin.session.get_token()

        admin.tokens.delete(mine)

        assert not admin.tokens.check(mine)
        assert admin.session.get_token() != mine

    def test_the_list_of_revoked_tokens_is_a_signed_text(self, either: Client):
        revoked = either.tokens.get_revoked()

        assert set(revoked) == {"signed"}
        assert revoked["signed"].startswith("-----BEGIN CMS-----")

    def test_the_list_is_not_taken_for_a_token(self, admin: Client):
        for call in (admin.tokens.validate, admin.tokens.check, admin.tokens.delete):
            with pytest.raises(InvalidId, match="get_revoked"):
                call("revoked")


class TestAuthenticating:
    def test_by_password_for_a_tenant_by_name(self, either: Client, bystander: Person):
        token = either.tokens.authenticate(
            username=bystander.name, password=bystander.password, tenant_name=bystander.tenant_name
        )

        assert token.tenant["id"] == bystander.tenant_id
        assert either.tokens.check(token)

    def test_by_password_for_a_tenant_by_id(self, either: Client, bystander: Person):
        token = either.tokens.authenticate(
            username=bystander.name, password=bystander.password, tenant_id=bystander.tenant_id
        )

        assert token.tenant["name"] == bystander.tenant_name

    def test_by_password_for_no_tenant(self, either: Client, bystander: Person):
        token = either.tokens.authenticate(username=bystander.name, password=bystander.password)

        assert token.tenant is None
        assert token.user["id"] == bystander.id

    def test_by_token(self, either: Client, unscoped: str, bystander: Person):
        token = either.tokens.authenticate(token=unscoped, tenant_id=bystander.tenant_id)

        assert token.id != unscoped
        assert token.tenant["id"] == bystander.tenant_id
        assert token.expires == either.tokens.validate(unscoped).expires

    def test_a_token_is_preferred_over_a_password(self, admin: Client, unscoped: str, bystander):
        token = admin.tokens.authenticate(username="admin", password="wrong", token=unscoped)

        assert token.user["id"] == bystander.id

    def test_the_raw_answer_is_the_access_document(self, either: Client, bystander: Person):
        raw = either.tokens.authenticate(
            username=bystander.name, password=bystander.password, return_raw=True
        )

        assert set(raw) == {"token", "serviceCatalog", "user", "metadata"}
        assert raw["user"]["name"] == bystander.name

    def test_a_wrong_password_is_refused_once(self, library, keystone, bystander):
        agent = unique("authenticate")
        client = library.client(library.admin(keystone), user_agent=agent)
        token = client.session.get_token()

        with refused(exceptions.Unauthorized, "requires authentication", secret="not-his-own"):
            client.tokens.authenticate(username=bystander.name, password="not-his-own")

        assert client.session.get_token() == token
        assert [(r.api, r.status) for r in keystone.requests(agent)] == [
            ("public", 200),
            ("admin", 401),
        ]

    def test_a_dead_token_is_refused(self, admin: Client, dead: str):
        with refused(exceptions.Unauthorized, secret=dead):
            admin.tokens.authenticate(token=dead)

    def test_nothing_to_log_in_with_is_an_invalid_argument(self, admin: Client):
        with pytest.raises(InvalidArgument, match="password or token"):
            admin.tokens.authenticate(username="admin")

    def test_without_an_admin_api_it_goes_where_the_caller_logged_in(
        self, library: Library, keystone: Server, bystander: Person
    ):
        agent = unique("authenticate")
        client = library.client(library.unscoped(keystone, bystander), user_agent=agent)

        token = client.tokens.authenticate(
            username=bystander.name, password=bystander.password, tenant_id=bystander.tenant_id
        )

        assert token.tenant["id"] == bystander.tenant_id
        assert [(r.api, r.method, r.target) for r in keystone.requests(agent)] == [
            ("public", "POST", "/v2.0/tokens"),
            ("public", "POST", "/v2.0/tokens"),
        ]


def test_no_token_is_in_the_repr(either: Client, token: str):
    assert token not in repr(either.tokens.validate(token))
    assert token not in repr(either.tokens.validate_access_info(token))
