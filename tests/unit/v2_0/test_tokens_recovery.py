"""A 401 to a question about a token: whose token does it mean?"""

import json
import pickle
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import pytest

from ksclient.auth.http_basic import HTTPBasicAuth
from ksclient.auth.identity import v2
from ksclient.auth.service_token import ServiceTokenAuthWrapper
from ksclient.auth.session import Session
from ksclient.auth.token_endpoint import Token as FixedToken
from ksclient.exceptions import NotFound, TenantMismatch, Unauthorized
from ksclient.v2_0.client import Client
from tests.unit.cloud import ADMIN, PUBLIC, make_token

THREADS = 50
TENANTS = {"scoped": "t1", "unscoped": None}
"""The tokens that may be asked about, and what they are for."""


class Server:
    """Issues tokens to callers, which may die under any of their questions."""

    def __init__(self, cloud):
        self.lock = threading.Lock()
        self.issued, self.alive, self.asked = 0, {"fixed"}, []
        self.dies_before = ()
        for method in ("GET", "HEAD"):
            url = re.compile(f"^{ADMIN}/tokens/")
            cloud.mocker.register_uri(method, url, text=self.answer)
        cloud.mocker.post(f"{PUBLIC}/tokens", json=self.log_in)

    def log_in(self, request, context):
        with self.lock:
            self.issued += 1
            token_id = f"caller-{self.issued}"
            self.alive.add(token_id)
        return make_token(token_id=token_id)

    def lets_in(self, headers):
        return headers.get("X-Auth-Token") in self.alive

    def answer(self, request, context):
        with self.lock:
            self.asked.append(request.url.removeprefix(f"{ADMIN}/tokens/"))
            if len(self.asked) in self.dies_before:
                self.alive.clear()
            let_in = self.lets_in(request.headers)
        url = urlsplit(request.url)
        token_id = url.path.rpartition("/")[2]
        tenants = parse_qs(url.query).get("belongsTo", [])
        context.status_code = 200
        if not let_in or (token_id in TENANTS and {*tenants} - {TENANTS[token_id]}):
            context.status_code = 401
        elif token_id not in TENANTS:
            context.status_code = 404
        elif request.method == "GET":
            return json.dumps(make_token(token_id=token_id))
        return ""


@pytest.fixture
def server(cloud):
    return Server(cloud)


def client(auth):
    return Client(session=Session(auth=auth), endpoint_override=ADMIN)


def password():
    return v2.Password(PUBLIC, "demo", "s3cret", tenant_name="project")


# --- the token is of another tenant ---


@pytest.mark.parametrize("token", TENANTS)
def test_a_token_that_is_not_for_the_tenant_fails_the_check(server, keystone, token):
    assert keystone.tokens.check(token, belongs_to="t2") is False


def test_a_token_that_is_for_the_tenant_passes_in_one_request(server, keystone):
    assert keystone.tokens.check("scoped", belongs_to="t1") is True
    assert server.asked == ["scoped?belongsTo=t1"]


def test_a_mismatch_costs_one_question_more_and_no_login(server, keystone):
    keystone.tokens.check("scoped", belongs_to="t2")
    assert server.asked == ["scoped?belongsTo=t2", "scoped"]
    assert server.issued == 1
    assert keystone.session.auth.auth_ref.auth_token == "caller-1"


@pytest.mark.parametrize("method", ["validate", "get_token_data", "validate_access_info"])
def test_a_mismatch_is_an_error_where_the_token_is_wanted(server, keystone, method):
    with pytest.raises(TenantMismatch, match="not for a tenant with the id 't2'") as caught:
        getattr(keystone.tokens, method)("scoped", belongs_to="t2")
    assert "It is for the tenant 'project', whose id is 'p1'" in str(caught.value)
    assert server.issued == 1
    assert caught.value.http_status == 401
    assert caught.value.method == "GET"
    assert caught.value.response.status_code == 401
    assert caught.value.url == f"{ADMIN}/tokens/scoped?belongsTo=t2"
    assert caught.value.__cause__.response is caught.value.response


def test_a_mismatch_of_an_unscoped_token_says_so(cloud, keystone):
    cloud.answers("GET", "/tokens/x", make_token(token_id="x", catalog=False))
    cloud.answers("GET", "/tokens/x?belongsTo=t2", status_code=401)
    with pytest.raises(TenantMismatch, match="It is for no tenant"):
        keystone.tokens.validate("x", belongs_to="t2")


def test_a_mismatch_travels_in_a_pickle(server, keystone):
    with pytest.raises(TenantMismatch) as caught:
        keystone.tokens.validate("scoped", belongs_to="t2")
    twin = pickle.loads(pickle.dumps(caught.value))
    assert (type(twin).__name__, str(twin)) == ("TenantMismatch", str(caught.value))


def test_an_unknown_token_of_any_tenant_fails_the_check(server, keystone):
    assert keystone.tokens.check("unknown", belongs_to="t1") is False


# --- the caller's token has died ---


def test_a_callers_token_that_died_is_renewed_unseen(server, keystone):
    server.dies_before = {1}
    assert keystone.tokens.check("scoped") is True
    assert server.issued == 2


def test_a_callers_token_that_died_says_nothing_about_the_tenant(server, keystone):
    server.dies_before = {1}
    assert keystone.tokens.check("scoped", belongs_to="t1") is True
    assert server.issued == 2


def test_a_callers_token_that_died_does_not_hide_a_mismatch(server, keystone):
    server.dies_before = {1}
    assert keystone.tokens.check("scoped", belongs_to="t2") is False
    assert server.issued == 2


def test_a_callers_token_that_died_does_not_hide_that_a_token_is_unknown(server, keystone):
    server.dies_before = {1}
    assert keystone.tokens.check("unknown", belongs_to="t1") is False


@pytest.mark.parametrize(("tenant", "is_good"), [("t1", True), ("t2", False)])
def test_a_callers_token_that_dies_between_the_questions_is_renewed(
    server, keystone, tenant, is_good
):
    keystone.session.get_token()
    server.alive.clear()
    server.dies_before = {2, 4}
    assert keystone.tokens.check("scoped", belongs_to=tenant) is is_good


@pytest.mark.parametrize(("tenant", "is_good"), [("t1", True), ("t2", False)])
def test_a_callers_token_may_die_twice(server, keystone, tenant, is_good):
    server.dies_before = {1, 4}
    assert keystone.tokens.check("scoped", belongs_to=tenant) is is_good


def test_a_callers_token_that_dies_again_and_again_is_a_failure(server, keystone):
    server.dies_before = {1, 4, 7}
    with pytest.raises(Unauthorized) as caught:
        keystone.tokens.check("scoped", belongs_to="t2")
    assert not isinstance(caught.value, TenantMismatch)
    assert len(server.asked) == 9


def test_a_callers_token_that_dies_at_each_login_is_a_failure_after_one(server, keystone):
    server.dies_before = range(1, 100)
    with pytest.raises(Unauthorized):
        keystone.tokens.check("scoped")
    with pytest.raises(Unauthorized):
        keystone.tokens.check("scoped", belongs_to="t1")
    assert server.issued == 3


# --- it cannot be renewed ---


@pytest.mark.parametrize("tenant", [None, "t1"])
def test_a_wrong_password_is_no_answer_about_a_token_and_is_sent_once(cloud, keystone, tenant):
    login = cloud.logs_in_with(status_code=401)
    with pytest.raises(Unauthorized) as caught:
        keystone.tokens.check("scoped", belongs_to=tenant)
    assert not isinstance(caught.value, TenantMismatch)
    assert login.call_count == 1


@pytest.mark.parametrize("tenant", [None, "t1"])
def test_a_password_that_is_wrong_by_now_is_sent_once_more(cloud, server, keystone, tenant):
    server.dies_before = {1}
    keystone.session.get_token()
    login = cloud.logs_in_with(status_code=401)
    with pytest.raises(Unauthorized) as caught:
        keystone.tokens.check("scoped", belongs_to=tenant)
    assert not isinstance(caught.value, TenantMismatch)
    assert login.call_count == 1


@pytest.mark.parametrize("tenant", [None, "t1"])
def test_a_wrong_auth_url_is_no_answer_about_a_token(cloud, keystone, tenant):
    cloud.logs_in_with(status_code=404)
    with pytest.raises(NotFound) as caught:
        keystone.tokens.check("scoped", belongs_to=tenant)
    assert caught.value.method == "POST"


@pytest.mark.parametrize("tenant", [None, "t1", "t2"])
def test_a_dead_admin_token_is_no_answer_about_a_token(server, tenant):
    with pytest.raises(Unauthorized, match="token_endpoint") as caught:
        client(FixedToken(ADMIN, "dead")).tokens.check("scoped", belongs_to=tenant)
    assert not isinstance(caught.value, TenantMismatch)


@pytest.mark.parametrize(("tenant", "is_good"), [("t1", True), ("t2", False)])
def test_an_admin_token_gets_the_answer(server, tenant, is_good):
    tokens = client(FixedToken(ADMIN, "fixed")).tokens
    assert tokens.check("scoped", belongs_to=tenant) is is_good


@pytest.mark.parametrize("tenant", [None, "t1", "t2"])
def test_a_caller_without_credentials_gets_no_answer(server, tenant):
    with pytest.raises(Unauthorized) as caught:
        client(None).tokens.check("scoped", belongs_to=tenant)
    assert not isinstance(caught.value, TenantMismatch)


# --- other credentials than a token of the caller's ---


def test_a_401_is_of_no_tenant_where_nothing_was_there_to_be_refused(server):
    server.lets_in = lambda headers: True
    with pytest.raises(Unauthorized) as caught:
        client(None).tokens.check("scoped", belongs_to="t2")
    assert not isinstance(caught.value, TenantMismatch)
    assert len(server.asked) == 2


def test_http_basic_credentials_can_be_proven_good(server):
    server.lets_in = lambda headers: "Authorization" in headers
    auth = HTTPBasicAuth(endpoint=ADMIN, username="demo", password="s3cret")
    assert client(auth).tokens.check("scoped", belongs_to="t2") is False
    assert len(server.asked) == 2


def test_a_service_token_that_died_says_nothing_about_the_tenant(server):
    server.lets_in = lambda headers: headers["X-Service-Token"] in server.alive
    server.dies_before = {1}
    auth = ServiceTokenAuthWrapper(FixedToken(ADMIN, "fixed"), password())
    assert client(auth).tokens.check("scoped", belongs_to="t1") is True
    assert server.issued == 2


@pytest.mark.parametrize("method", ["check", "validate"])
def test_a_redirect_abroad_says_nothing_about_the_tenant(cloud, server, keystone, method):
    abroad = {"status_code": 307, "headers": {"Location": "http://127.0.0.9/v2.0/x"}}
    cloud.mocker.register_uri("GET", re.compile(f"{ADMIN}/tokens/"), **abroad)
    cloud.mocker.register_uri("HEAD", re.compile(f"{ADMIN}/tokens/"), **abroad)
    for verb in ("GET", "HEAD"):
        cloud.mocker.register_uri(verb, "http://127.0.0.9/v2.0/x", status_code=401)
    with pytest.raises(Unauthorized, match="redirected") as caught:
        getattr(keystone.tokens, method)("scoped", belongs_to="t1")
    assert not isinstance(caught.value, TenantMismatch)
    assert server.issued == 1


@pytest.mark.parametrize("status_code", [302, 403, 500])
@pytest.mark.parametrize("method", ["check", "validate"])
def test_a_mismatch_needs_a_yes_to_the_second_question(cloud, keystone, method, status_code):
    for verb in ("GET", "HEAD"):
        cloud.answers(verb, "/tokens/scoped", status_code=status_code)
        cloud.answers(verb, "/tokens/scoped?belongsTo=t2", status_code=401)
    with pytest.raises(Exception, match=r"HTTP|JSON") as caught:
        getattr(keystone.tokens, method)("scoped", belongs_to="t2")
    assert not isinstance(caught.value, TenantMismatch)


# --- many threads ---


@pytest.mark.parametrize(
    ("tenant", "is_good"), [(None, True), ("t1", True), ("t2", False)], ids=["any", "t1", "t2"]
)
def test_threads_share_a_login_and_get_no_wrong_answer(server, keystone, tenant, is_good):
    assert keystone.tokens.check("scoped")
    server.dies_before = {len(server.asked) + THREADS // 2}
    start = threading.Barrier(THREADS)

    def check(_):
        start.wait()
        return keystone.tokens.check("scoped", belongs_to=tenant)

    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(check, range(THREADS))) == [is_good] * THREADS
    assert server.issued == 2
