"""Tokens: getting, checking and revoking them."""

import pytest
import requests

from ksclient.access import AccessInfo
from ksclient.auth import access
from ksclient.auth._json import MAX_BYTES
from ksclient.auth.access import AccessInfoV2
from ksclient.auth.exceptions import ReadTimeout, UnsafeRedirect
from ksclient.auth.identity.access import AccessInfoPlugin
from ksclient.auth.session import Session
from ksclient.auth.token_endpoint import Token as EndpointlessToken
from ksclient.exceptions import (
    EndpointNotFound,
    Forbidden,
    Gone,
    InternalServerError,
    InvalidArgument,
    InvalidId,
    InvalidResponse,
    MethodNotImplemented,
    NotFound,
    Unauthorized,
)
from ksclient.v2_0.client import Client
from ksclient.v2_0.tenants import Tenant
from ksclient.v2_0.tokens import Token, TokenEndpoint
from tests.unit.cloud import ADMIN, PUBLIC, make_token

OTHER = make_token(token_id="0ther", user_name="other")


# --- one that is there ---


def test_validate(cloud, keystone):
    cloud.answers("GET", "/tokens/0ther", OTHER)
    token = keystone.tokens.validate("0ther")
    assert isinstance(token, Token)
    assert (token.id, token.tenant["id"], token.user["name"]) == ("0ther", "p1", "other")
    assert token.expires == OTHER["access"]["token"]["expires"]


def test_validate_sends_the_callers_own_token(cloud, keystone):
    cloud.answers("GET", "/tokens/0ther", OTHER)
    keystone.tokens.validate("0ther")
    assert cloud.last.headers["X-Auth-Token"] == "t0ken"


def test_validate_of_an_unknown_token(cloud, keystone):
    cloud.answers("GET", "/tokens/0ther", status_code=404)
    with pytest.raises(NotFound):
        keystone.tokens.validate("0ther")


def test_an_unscoped_token_has_no_tenant():
    assert Token(None, make_token(catalog=False)["access"]).tenant is None


@pytest.mark.parametrize("info", [{}, {"token": None}, {"token": {}}, {"token": "x"}])
def test_what_a_token_does_not_tell_is_none(info):
    token = Token(None, info)
    assert (token.id, token.expires, token.tenant) == (None, None, None)


def test_a_token_does_not_show_itself():
    shown = repr(Token(None, OTHER["access"]))
    assert shown.startswith("<Token {")
    assert "other" in shown
    assert "0ther" not in shown


def test_the_data_of_a_token_is_what_the_server_told(cloud, keystone):
    cloud.answers("GET", "/tokens/0ther", OTHER)
    assert keystone.tokens.get_token_data("0ther") == OTHER


def test_an_access_info_of_a_token(cloud, keystone):
    cloud.answers("GET", "/tokens/0ther", OTHER)
    found = keystone.tokens.validate_access_info("0ther")
    assert isinstance(found, AccessInfo)
    assert (found.auth_token, found.username) == ("0ther", "other")


def test_an_access_info_keeps_the_token_as_it_was_asked_for(cloud, keystone):
    cloud.answers("GET", "/tokens/h4sh", OTHER)
    assert keystone.tokens.validate_access_info("h4sh").auth_token == "h4sh"


FORMS = {
    "its id": "0ther",
    "a token": Token(None, OTHER["access"]),
    "an access info": AccessInfo.factory(body=OTHER),
    "an access info of plugins": access.create(body=OTHER),
    "one with another token set": AccessInfoV2(make_token(), auth_token="0ther"),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_token_is_taken_in_any_form(cloud, keystone, form):
    for method, path in (("GET", ""), ("HEAD", ""), ("DELETE", ""), ("GET", "/endpoints")):
        cloud.answers(method, f"/tokens/0ther{path}", OTHER if method == "GET" else None)
    cloud.answers("GET", "/tokens/0ther/endpoints", {})
    assert keystone.tokens.validate(form).id == "0ther"
    assert keystone.tokens.get_token_data(form) == OTHER
    assert keystone.tokens.validate_access_info(form).auth_token == "0ther"
    assert keystone.tokens.check(form) is True
    assert keystone.tokens.endpoints(form) == []
    keystone.tokens.delete(form)
    assert cloud.last.url == f"{ADMIN}/tokens/0ther"


def test_an_access_info_of_keystoneauth1_is_taken_too(cloud, keystone):
    theirs = pytest.importorskip("keystoneauth1.access")
    cloud.answers("HEAD", "/tokens/0ther")
    assert keystone.tokens.check(theirs.create(body=OTHER)) is True


@pytest.mark.parametrize("given", [None, "", ".", "..", b"0ther", True, OTHER, Token(None, {})])
def test_what_is_no_token_is_refused_before_anything_is_sent(cloud, keystone, given):
    tokens = keystone.tokens
    for act in (
        tokens.validate,
        tokens.check,
        tokens.get_token_data,
        tokens.validate_access_info,
        tokens.endpoints,
        tokens.delete,
    ):
        with pytest.raises(InvalidId):
            act(given)
    assert cloud.mocker.request_history == []


def test_an_empty_token_is_told_to_be_empty(keystone):
    with pytest.raises(InvalidId, match=r"^token: An empty text cannot be"):
        keystone.tokens.check("")


def test_a_tenant_that_is_none_is_named(keystone):
    with pytest.raises(InvalidId, match=r"^belongs_to: An empty text cannot be"):
        keystone.tokens.check("0ther", belongs_to="")


def test_a_document_in_the_place_of_a_token_says_what_to_give(keystone):
    with pytest.raises(InvalidId, match=r"\['access'\]\['token'\]\['id'\]"):
        keystone.tokens.check(OTHER)


def test_the_list_of_revoked_tokens_is_no_token(cloud, keystone):
    for act in (keystone.tokens.validate, keystone.tokens.check, keystone.tokens.delete):
        with pytest.raises(InvalidId, match="get_revoked"):
            act("revoked")
    assert cloud.mocker.request_history == []


@pytest.mark.parametrize(
    ("token", "sent"),
    [
        ("a/b", "a%2Fb"),
        ("../users", "..%2Fusers"),
        ("a?belongsTo=t1", "a%3FbelongsTo%3Dt1"),
        ("тест", "%D1%82%D0%B5%D1%81%D1%82"),
        (17, "17"),
        ("x" * 8192, "x" * 8192),
    ],
)
def test_a_token_cannot_leave_its_place_in_the_path(cloud, keystone, token, sent):
    head = cloud.answers("HEAD", f"/tokens/{sent}", status_code=404)
    assert keystone.tokens.check(token) is False
    assert head.last_request.url == f"{ADMIN}/tokens/{sent}"


# --- check ---


@pytest.mark.parametrize("status_code", [200, 203, 204])
def test_check_of_a_good_token(cloud, keystone, status_code):
    cloud.answers("HEAD", "/tokens/0ther", status_code=status_code)
    assert keystone.tokens.check("0ther") is True


def test_check_of_an_unknown_token(cloud, keystone):
    cloud.answers("HEAD", "/tokens/0ther", status_code=404)
    assert keystone.tokens.check("0ther") is False


@pytest.mark.parametrize("status_code", [400, 401, 403, 405, 410, 413, 414, 500, 501, 503])
def test_no_other_failure_means_that_a_token_is_bad(cloud, keystone, status_code):
    cloud.answers("HEAD", "/tokens/0ther", status_code=status_code)
    with pytest.raises(Exception, match=f"HTTP {status_code}") as caught:
        keystone.tokens.check("0ther")
    assert caught.value.http_status == status_code


@pytest.mark.parametrize("status_code", [300, 302, 304])
def test_an_answer_that_says_neither_yes_nor_no_is_refused(cloud, keystone, status_code):
    cloud.answers("HEAD", "/tokens/0ther", status_code=status_code)
    with pytest.raises(InvalidResponse, match=f"HTTP {status_code}") as caught:
        keystone.tokens.check("0ther")
    assert "0ther" not in str(caught.value)


def test_the_head_of_a_web_page_does_not_make_a_token_good(cloud, keystone):
    cloud.answers("HEAD", "/tokens/0ther", headers={"Content-Type": "text/html; charset=utf-8"})
    with pytest.raises(InvalidResponse, match="web page"):
        keystone.tokens.check("0ther")


def test_an_old_servers_204_may_claim_any_type(cloud, keystone):
    cloud.answers("HEAD", "/tokens/0ther", status_code=204, headers={"Content-Type": "text/html"})
    assert keystone.tokens.check("0ther") is True


def test_check_follows_a_redirect(cloud, keystone):
    cloud.answers("HEAD", "/tokens/0ther", status_code=307, headers={"Location": "/v2.0/elsewhere"})
    cloud.answers("HEAD", "/elsewhere")
    assert keystone.tokens.check("0ther") is True
    assert cloud.last.method == "HEAD"


def test_check_asks_again_where_a_server_was_busy(cloud, keystone):
    keystone._adapter.status_code_retries, keystone._adapter.status_code_retry_delay = 1, 0.001
    head = cloud.mocker.head(f"{ADMIN}/tokens/0ther", [{"status_code": 503}, {"status_code": 404}])
    assert keystone.tokens.check("0ther") is False
    assert head.call_count == 2


def test_check_does_not_take_an_error_that_is_not_raised_for_a_yes(cloud, keystone):
    keystone._adapter.raise_exc = False
    cloud.answers("HEAD", "/tokens/0ther", status_code=404)
    with pytest.raises(InvalidResponse):
        keystone.tokens.check("0ther")


# --- the catalog of a token, revoking, what was revoked ---

NOVA = {
    "id": "e1",
    "name": "nova",
    "type": "compute",
    "region": "One",
    "publicURL": "http://nova.example/",
    "internalURL": None,
    "adminURL": None,
}


def test_endpoints(cloud, keystone):
    cloud.answers("GET", "/tokens/0ther/endpoints", {"endpoints": [NOVA], "endpoints_links": []})
    [endpoint] = keystone.tokens.endpoints("0ther")
    assert isinstance(endpoint, TokenEndpoint)
    assert endpoint.to_dict() == NOVA
    assert (endpoint.publicURL, endpoint.adminURL) == ("http://nova.example/", None)


@pytest.mark.parametrize("body", [{}, {"endpoints": []}])
def test_endpoints_of_an_empty_catalog(cloud, keystone, body):
    cloud.answers("GET", "/tokens/0ther/endpoints", body)
    assert keystone.tokens.endpoints("0ther") == []


def test_endpoints_of_an_unscoped_token_are_a_servers_error(cloud, keystone):
    cloud.answers("GET", "/tokens/0ther/endpoints", status_code=500)
    with pytest.raises(InternalServerError):
        keystone.tokens.endpoints("0ther")


def test_an_endpoint_of_a_token_asks_for_nothing_more(cloud, keystone):
    endpoint = TokenEndpoint(keystone.tokens, NOVA)
    endpoint.get()
    assert not hasattr(endpoint, "url")
    assert cloud.mocker.request_history == []


def test_an_endpoint_of_a_token_cannot_be_deleted(cloud, keystone):
    with pytest.raises(MethodNotImplemented, match=r"keystone\.endpoints"):
        TokenEndpoint(keystone.tokens, NOVA).delete()
    assert cloud.mocker.request_history == []


def test_delete(cloud, keystone):
    gone = cloud.answers("DELETE", "/tokens/0ther", status_code=204)
    response, body = keystone.tokens.delete("0ther")
    assert gone.call_count == 1
    assert (response.status_code, body) == (204, None)


def test_a_token_deletes_itself(cloud, keystone):
    gone = cloud.answers("DELETE", "/tokens/0ther", status_code=204)
    Token(keystone.tokens, OTHER["access"]).delete()
    assert gone.call_count == 1


def test_delete_of_a_token_that_is_gone(cloud, keystone):
    cloud.answers("DELETE", "/tokens/0ther", status_code=404)
    with pytest.raises(NotFound):
        keystone.tokens.delete("0ther")


def test_the_list_of_revoked_tokens(cloud, keystone):
    cloud.answers("GET", "/tokens/revoked", {"signed": "-----BEGIN CMS-----"})
    assert keystone.tokens.get_revoked() == {"signed": "-----BEGIN CMS-----"}


def test_a_server_that_keeps_no_list_of_revoked_tokens(cloud, keystone):
    cloud.answers("GET", "/tokens/revoked", status_code=410)
    with pytest.raises(Gone):
        keystone.tokens.get_revoked()


def test_a_caller_without_the_role(cloud, keystone):
    cloud.answers("GET", "/tokens/0ther", status_code=403)
    with pytest.raises(Forbidden):
        keystone.tokens.validate("0ther")


# --- answers that make no sense ---

READERS = {
    "validate": lambda k: k.tokens.validate("0ther"),
    "get_token_data": lambda k: k.tokens.get_token_data("0ther"),
    "validate_access_info": lambda k: k.tokens.validate_access_info("0ther"),
    "authenticate": lambda k: k.tokens.authenticate("other", password="s3cret"),
    "authenticate, raw": lambda k: k.tokens.authenticate(token="0ther", return_raw=True),
    "validate, tenant": lambda k: k.tokens.validate("0ther", belongs_to="t1"),
}
NONSENSE = {
    "nothing": ({"text": ""}, "access"),
    "html": ({"text": "<html>"}, "access"),
    "null": ({"text": "null"}, "access"),
    "text": ({"json": ""}, "access"),
    "number": ({"json": 5}, "access"),
    "list": ({"json": []}, "access"),
    "empty": ({"json": {}}, "access"),
    "other": ({"json": {"error": {}}}, "access"),
    "access null": ({"json": {"access": None}}, "access"),
    "access list": ({"json": {"access": [OTHER]}}, "access"),
    "access empty": ({"json": {"access": {}}}, "access.token.id"),
    "token null": ({"json": {"access": {"token": None}}}, "access.token.id"),
    "token text": ({"json": {"access": {"token": "0ther"}}}, "access.token"),
    "token list": ({"json": {"access": {"token": []}}}, "access.token"),
    "id null": ({"json": {"access": {"token": {"id": None}}}}, "access.token.id"),
    "id number": ({"json": {"access": {"token": {"id": 5}}}}, "access.token.id"),
    "id empty": ({"json": {"access": {"token": {"id": ""}}}}, "access.token.id"),
    "id no header": ({"json": {"access": {"token": {"id": "a\nb"}}}}, "access.token.id"),
    "v3": ({"json": {"token": {"methods": []}}}, "access"),
}


@pytest.mark.parametrize(("answer", "field"), NONSENSE.values(), ids=NONSENSE)
@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_an_answer_without_a_token_is_one_typed_error(cloud, keystone, read, answer, field):
    for method, path in (("GET", "/tokens/0ther"), ("POST", "/tokens")):
        cloud.answers(method, path, **answer)
    with pytest.raises(InvalidResponse) as caught:
        read(keystone)
    assert caught.value.field == field
    assert "0ther" not in str(caught.value)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (None, "endpoints"),
        ([], "endpoints"),
        ({"other": 1}, "endpoints"),
        ({"endpoints": None}, "endpoints"),
        ({"endpoints": {}}, "endpoints"),
        ({"endpoints": [NOVA, "x"]}, "endpoints[1]"),
    ],
)
def test_a_catalog_that_is_none_is_the_same_error(cloud, keystone, body, field):
    cloud.answers("GET", "/tokens/0ther/endpoints", body)
    with pytest.raises(InvalidResponse) as caught:
        keystone.tokens.endpoints("0ther")
    assert caught.value.field == field


@pytest.mark.parametrize("body", [None, "", [], {}, {"signed": None}, {"signed": ["x"]}])
def test_a_list_of_revoked_tokens_that_is_none_is_the_same_error(cloud, keystone, body):
    cloud.answers("GET", "/tokens/revoked", body)
    with pytest.raises(InvalidResponse) as caught:
        keystone.tokens.get_revoked()
    assert caught.value.field == "signed"


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_an_answer_that_nests_too_deep_is_the_same_error(cloud, keystone, read):
    for method, path in (("GET", "/tokens/0ther"), ("POST", "/tokens")):
        cloud.answers(method, path, text='{"access": ' + "[" * 100_000)
        cloud.answers(method, path, text='{"access":' * 70 + "1" + "}" * 70)
    with pytest.raises(InvalidResponse, match="nests deeper"):
        read(keystone)


def test_an_answer_that_is_too_large_is_the_same_error(cloud, keystone):
    cloud.answers("GET", "/tokens/0ther", content=b" " * (MAX_BYTES + 1))
    with pytest.raises(InvalidResponse, match="larger than"):
        keystone.tokens.validate("0ther")


# --- metadata ---


@pytest.fixture
def meta(cloud, keystone):
    keystone._adapter.include_metadata = True
    told = {"headers": {"x-openstack-request-id": "req-1"}}
    cloud.answers("GET", "/tokens/0ther", OTHER, **told)
    cloud.answers("HEAD", "/tokens/0ther", **told)
    cloud.answers("HEAD", "/tokens/9one", status_code=404, **told)
    cloud.answers("DELETE", "/tokens/0ther", status_code=204, **told)
    cloud.answers("GET", "/tokens/0ther/endpoints", {"endpoints": [NOVA]}, **told)
    cloud.answers("GET", "/tokens/revoked", {"signed": "x"}, **told)
    cloud.answers("POST", "/tokens", OTHER, **told)
    return keystone.tokens


@pytest.mark.parametrize(
    ("act", "data"),
    [
        (lambda tokens: tokens.validate("0ther"), Token(None, OTHER["access"])),
        (lambda tokens: tokens.authenticate(token="0ther"), Token(None, OTHER["access"])),
        (lambda tokens: tokens.check("0ther"), True),
        (lambda tokens: tokens.check("9one"), False),
        (lambda tokens: tokens.endpoints("0ther"), [TokenEndpoint(None, NOVA)]),
        (lambda tokens: tokens.delete("0ther")[1], None),
    ],
)
def test_a_result_comes_with_its_request_id(meta, act, data):
    result = act(meta)
    assert result.data == data
    assert result.request_ids == ["req-1"]


def test_plain_json_and_access_infos_come_without(meta):
    assert meta.get_token_data("0ther") == OTHER
    assert meta.authenticate(token="0ther", return_raw=True) == OTHER["access"]
    assert meta.get_revoked() == {"signed": "x"}
    assert meta.validate_access_info("0ther").auth_token == "0ther"


# --- a tenant that it must be for ---


def test_the_tenant_is_named_in_the_query(cloud, keystone):
    cloud.answers("GET", "/tokens/0ther", OTHER)
    keystone.tokens.validate("0ther", belongs_to="t/1&x=y")
    assert cloud.last.url == f"{ADMIN}/tokens/0ther?belongsTo=t%2F1%26x%3Dy"


def test_the_tenant_may_be_given_itself(cloud, keystone):
    cloud.answers("HEAD", "/tokens/0ther")
    assert keystone.tokens.check("0ther", belongs_to=Tenant(None, {"id": "t1"})) is True
    assert cloud.last.url.endswith("?belongsTo=t1")


@pytest.mark.parametrize("tenant", ["", ".", "..", b"t1", {"id": "t1"}])
def test_what_is_no_tenant_does_not_mean_any(cloud, keystone, tenant):
    tokens = keystone.tokens
    for act in (tokens.check, tokens.validate, tokens.get_token_data, tokens.validate_access_info):
        with pytest.raises(InvalidId):
            act("0ther", belongs_to=tenant)
    assert cloud.mocker.request_history == []


# --- log somebody in ---


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ({"username": "bob", "password": "s3cret"}, "was sent the user 'bob', a password, and no"),
        ({"username": "bob", "password": "s3cret", "tenant_id": "t1"}, "the tenant id 't1'"),
        ({"username": "bob", "password": "s3cret", "tenant_name": "lab"}, "the tenant 'lab'"),
        ({"token": "0ther"}, "bootstrap"),
    ],
)
def test_a_login_of_somebody_that_is_refused_is_explained(cloud, keystone, given, hint):
    cloud.answers("POST", "/tokens", status_code=401)
    with pytest.raises(Unauthorized) as caught:
        keystone.tokens.authenticate(**given)
    assert hint in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_a_callers_own_login_that_is_refused_is_not_blamed_on_somebody(cloud, keystone):
    cloud.logs_in_with(status_code=401)
    with pytest.raises(Unauthorized, match="the user 'demo'") as caught:
        keystone.tokens.authenticate("bob", password="pa55word")
    assert "bob" not in str(caught.value)


@pytest.fixture
def login(cloud):
    return cloud.answers("POST", "/tokens", OTHER)


def test_authenticate_by_password(login, keystone):
    token = keystone.tokens.authenticate("other", password="p4ss", tenant_name="project")
    assert isinstance(token, Token)
    assert token.id == "0ther"
    assert login.last_request.json() == {
        "auth": {
            "passwordCredentials": {"username": "other", "password": "p4ss"},
            "tenantName": "project",
        }
    }


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_authenticate_by_a_token_in_any_form(login, keystone, form):
    keystone.tokens.authenticate(token=form)
    assert login.last_request.json() == {"auth": {"token": {"id": "0ther"}}}


def test_a_token_is_preferred_over_a_password(login, keystone):
    keystone.tokens.authenticate("other", password="p4ss", token="0ther")
    assert login.last_request.json() == {"auth": {"token": {"id": "0ther"}}}


@pytest.mark.parametrize("tenant", ["t1", Tenant(None, {"id": "t1"})])
def test_authenticate_for_a_tenant_takes_it_or_its_id(login, keystone, tenant):
    keystone.tokens.authenticate("other", tenant_id=tenant, tenant_name="x", password="p4ss")
    auth = login.last_request.json()["auth"]
    assert auth["tenantId"] == "t1"
    assert "tenantName" not in auth


def test_authenticate_can_return_plain_json(login, keystone):
    found = keystone.tokens.authenticate("other", password="p4ss", return_raw=True)
    assert found == OTHER["access"]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"username": "other"},
        {"password": "p4ss"},
        {"tenant_id": "t1"},
        {"username": "", "password": "p4ss"},
        {"username": "other", "password": ""},
    ],
)
def test_a_login_without_credentials_is_refused_before_anything_is_sent(cloud, keystone, given):
    with pytest.raises(InvalidArgument, match="username and password or token"):
        keystone.tokens.authenticate(**given)
    assert cloud.mocker.request_history == []


@pytest.mark.parametrize("token", [5.5, b"0ther", OTHER, "."])
def test_a_login_by_what_is_no_token_is_refused_before_anything_is_sent(cloud, keystone, token):
    with pytest.raises(InvalidId):
        keystone.tokens.authenticate(token=token)
    assert cloud.mocker.request_history == []


def test_somebodys_login_does_not_show_who_asks(login, keystone):
    keystone.tokens.authenticate("other", password="p4ss")
    assert "X-Auth-Token" not in login.last_request.headers


def test_a_refused_login_is_sent_once_and_costs_the_caller_nothing(cloud, keystone):
    post = cloud.answers("POST", "/tokens", status_code=401)
    with pytest.raises(Unauthorized):
        keystone.tokens.authenticate("other", password="wrong")
    assert post.call_count == 1
    assert keystone.session.auth.auth_ref.auth_token == "t0ken"
    assert len(cloud.logins) == 2


@pytest.mark.parametrize("token", [make_token(catalog=False), make_token(admin=False)])
def test_without_an_admin_api_the_login_goes_where_the_callers_went(cloud, keystone, token):
    cloud.logs_in_with(token, OTHER)
    assert keystone.tokens.authenticate("other", password="p4ss").id == "0ther"
    assert cloud.last.url == f"{PUBLIC}/tokens"
    assert len(cloud.logins) == 2


@pytest.mark.parametrize(
    "auth",
    [
        EndpointlessToken(None, "t0ken"),
        AccessInfoPlugin(access.create(body=make_token(catalog=False))),
    ],
)
def test_a_login_that_has_nowhere_to_go_says_what_to_do(cloud, auth):
    with pytest.raises(EndpointNotFound, match="endpoint_override"):
        Client(session=Session(auth=auth)).tokens.authenticate("other", password="p4ss")
    assert cloud.mocker.request_history == []


def test_a_login_needs_no_plugin_where_an_endpoint_is_given(login):
    keystone = Client(session=Session(), endpoint_override=ADMIN)
    assert keystone.tokens.authenticate("other", password="p4ss").id == "0ther"


def test_a_login_is_not_repeated_when_nobody_knows_whether_it_arrived(cloud, keystone):
    keystone._adapter.connect_retries, keystone._adapter.connect_retry_delay = 3, 0
    post = cloud.mocker.post(f"{ADMIN}/tokens", exc=requests.exceptions.ReadTimeout)
    with pytest.raises(ReadTimeout):
        keystone.tokens.authenticate("other", password="p4ss")
    assert post.call_count == 1


def test_a_login_does_not_follow_to_another_host(cloud, keystone):
    moved = {"Location": "http://127.0.0.9/v2.0/tokens"}
    cloud.answers("POST", "/tokens", status_code=307, headers=moved)
    with pytest.raises(UnsafeRedirect):
        keystone.tokens.authenticate(token="0ther")


TOKEN = Token(None, {"token": {"id": "c4n4ry-t0k3n"}})


@pytest.mark.parametrize(
    "call",
    [
        lambda k: k.users.get(TOKEN),
        lambda k: k.services.delete(TOKEN),
        lambda k: k.ec2.get("u1", TOKEN),
        lambda k: k.ec2.get(TOKEN, "a1"),
        lambda k: k.endpoints.create("r", TOKEN, "http://c.example"),
        lambda k: k.tenants.list(marker=TOKEN),
        lambda k: k.tokens.check("t1", belongs_to=TOKEN),
    ],
)
def test_a_token_is_no_id_of_anything_else(cloud, keystone, call):
    with pytest.raises(InvalidId, match="A Token cannot be") as caught:
        call(keystone)
    assert "c4n4ry" not in f"{caught.value} {caught.value.id}"
    assert cloud.sent == []
