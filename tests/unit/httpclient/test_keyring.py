"""Clients without a session that share their logins: `use_keyring`, and what belongs to it."""

import copy
import logging
import pickle
import subprocess
import sys
from datetime import timedelta

import pytest

from ksclient.auth._per_process import PerProcess
from ksclient.auth.identity import v2
from ksclient.auth.plugin import secrets_kept
from ksclient.auth.session import Session
from ksclient.exceptions import AuthorizationFailure, Unauthorized
from ksclient.httpclient import HTTPClient
from ksclient.testing import Cloud
from ksclient.token.cache import MemoryStore, SQLiteStore, TokenCache, telling
from ksclient.v2_0.client import Client

pytestmark = pytest.mark.filterwarnings("ignore:.*without a session:DeprecationWarning")

PASSWORD = "a-password-to-look-for"
ELSEWHERE = """
import sys, warnings
warnings.simplefilter("ignore")
from ksclient.v2_0.client import Client
auth_url, password = sys.argv[1:]
keystone = Client(
    auth_url=auth_url, username="admin", password=password, tenant_name="admin", use_keyring=True
)
sys.stdout.write(keystone.auth_token)
"""


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """Where this test's tokens are kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(telling, "_told", PerProcess(dict))  # a warning comes once per process
    return tmp_path


@pytest.fixture
def cloud():
    with Cloud(
        admin_password=PASSWORD, token_lifetime=timedelta(hours=1), seed={"tenants": ["acme"]}
    ) as cloud:
        yield cloud


@pytest.fixture
def login(cloud):
    return {
        "auth_url": cloud.auth_url,
        "username": "admin",
        "password": PASSWORD,
        "tenant_name": "admin",
        "use_keyring": True,
    }


def kept_bytes(place):
    files = [path for path in place.rglob("*") if path.is_file()]
    assert files
    return b"".join(path.read_bytes() for path in files)


def revoke(cloud, token):
    auth = v2.Password(cloud.auth_url, "admin", PASSWORD, tenant_name="admin")
    Client(session=Session(auth=auth)).tokens.delete(token)


# --- sharing ---


def test_a_second_client_makes_no_login(cloud, login):
    first, second = Client(**login), Client(**login)
    assert second.auth_token == first.auth_token
    assert second.auth_ref == first.auth_ref
    assert second.tenants.list()
    assert len(cloud.requests.logins) == 1


def test_without_a_keyring_nothing_is_shared_nor_kept(cloud, login, place):
    login["use_keyring"] = False
    Client(**login)
    Client(**login, force_new_token=True)
    assert len(cloud.requests.logins) == 2
    assert list(place.iterdir()) == []


def test_another_process_makes_no_login(cloud, login):
    ours = Client(**login).auth_token
    command = [sys.executable, "-c", ELSEWHERE, cloud.auth_url, PASSWORD]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout == ours
    assert done.stderr == ""
    assert len(cloud.requests.logins) == 1


def test_the_base_class_shares_too_when_it_logs_in(cloud, login):
    token = Client(**login).auth_token
    keystone = HTTPClient(**login)
    keystone.authenticate()
    assert keystone.auth_token == token
    assert len(cloud.requests.logins) == 1


def test_a_client_that_logs_in_when_it_first_has_to_makes_no_login_either(cloud, login):
    token = Client(**login).auth_token
    assert Client(**login, endpoint=cloud.admin_url).auth_token == token
    assert len(cloud.requests.logins) == 1


def test_a_token_is_shared_by_who_exchanges_the_same_token(cloud, login):
    token = Client(**{**login, "tenant_name": None}).auth_token
    exchange = {"auth_url": cloud.auth_url, "token": token, "use_keyring": True}
    first, second = (Client(**exchange, tenant_name="admin") for _ in range(2))
    assert first.auth_token == second.auth_token != token
    assert len(cloud.requests.logins) == 2


def test_another_tenant_is_another_login_and_kept_as_well(cloud, login):
    token = Client(**login).auth_token
    unscoped = Client(**{**login, "tenant_name": None})
    assert unscoped.project_id is None
    assert len(cloud.requests.logins) == 2
    unscoped.authenticate(tenant_name="admin")
    assert unscoped.auth_token == token
    assert unscoped.project_name == "admin"
    assert len(cloud.requests.logins) == 2


def test_a_wrong_password_does_not_matter_while_a_token_is_kept(cloud, login):
    token = Client(**login).auth_token
    assert Client(**{**login, "password": "wrong"}).auth_token == token


def test_a_wrong_password_is_refused_without_a_kept_token(cloud, login):
    with pytest.raises(Unauthorized):
        Client(**{**login, "password": "wrong"})


def test_credentials_that_do_not_suffice_are_told_as_without_a_keyring():
    with pytest.raises(AuthorizationFailure, match="auth_url"):
        Client(username="admin", password=PASSWORD, use_keyring=True)


# --- losing a token ---


def test_a_kept_token_that_is_refused_is_replaced_by_one_login_for_all(cloud, login):
    first = Client(**login)
    revoke(cloud, first.auth_token)
    second = Client(**login)
    before = len(cloud.requests.logins)
    assert second.tenants.list()
    assert first.tenants.list()
    assert first.auth_token == second.auth_token
    assert len(cloud.requests.logins) == before + 1


def test_a_token_taken_from_the_store_after_a_refusal_may_be_refused_too(cloud, login):
    first = Client(**login)
    second = Client(**login, force_new_token=True)
    revoke(cloud, first.auth_token)
    revoke(cloud, second.auth_token)
    before = len(cloud.requests.logins)
    assert first.tenants.list()
    assert len(cloud.requests.logins) == before + 1


def test_a_refused_token_that_the_store_does_not_forget_is_not_taken_again(
    cloud, login, monkeypatch
):
    keystone = Client(**login)
    monkeypatch.setattr(SQLiteStore, "delete_if_equal", lambda *_: False)
    revoke(cloud, keystone.auth_token)
    assert keystone.tenants.list()
    assert keystone.tenants.list()


def test_a_token_that_is_forgotten_here_is_forgotten_in_the_store(cloud, login):
    first = Client(**login)
    old = first.auth_token
    assert first.session.auth.invalidate()
    assert Client(**login).auth_token != old


def test_a_refused_token_is_kept_from_wrong_passwords(cloud, login):
    first = Client(**login)
    wrong = Client(**{**login, "password": "wrong"})
    revoke(cloud, first.auth_token)
    with pytest.raises(Unauthorized):
        wrong.tenants.list()
    assert first.tenants.list()


# --- force_new_token ---


def test_a_new_token_can_be_forced_and_the_next_client_uses_it(cloud, login):
    old = Client(**login).auth_token
    new = Client(**login, force_new_token=True).auth_token
    assert new != old
    assert Client(**login).auth_token == new
    assert len(cloud.requests.logins) == 2


def test_a_new_token_is_forced_once(cloud, login):
    keystone = Client(**login, force_new_token=True)
    keystone.authenticate()
    keystone.authenticate(tenant_name="admin")
    assert keystone.tenants.list()
    assert len(cloud.requests.logins) == 1


def test_a_new_token_is_not_forced_for_another_tenant_later(cloud, login):
    token = Client(**login).auth_token
    unscoped = Client(**{**login, "tenant_name": None}, force_new_token=True)
    unscoped.authenticate(tenant_name="admin")
    assert unscoped.auth_token == token


def test_a_new_token_that_is_refused_leaves_the_old_one_in_place(cloud, login):
    token = Client(**login).auth_token
    with pytest.raises(Unauthorized):
        Client(**{**login, "password": "wrong"}, force_new_token=True)
    assert Client(**login).auth_token == token


def test_a_plugin_of_the_cache_can_be_forced_too(cloud):
    cache, session = TokenCache(MemoryStore()), Session()

    def plugin(**how):
        inner = v2.Password(cloud.auth_url, "admin", PASSWORD, tenant_name="admin")
        return cache.plugin(inner, **how)

    old = plugin().get_token(session)
    forced = plugin(force_new_token=True)
    new = forced.get_token(session)
    assert forced.get_token(session) == new != old
    other = plugin()
    assert other.get_token(session) == new
    assert forced.invalidate_token(new)
    assert other.invalidate_token(new)
    assert other.get_token(session) == forced.get_token(session) != new
    assert plugin(stale_duration=3700).get_token(session) != new


# --- stale_duration ---


def test_a_kept_token_is_stale_so_many_seconds_before_its_end(cloud, login):
    token = Client(**login).auth_token
    assert Client(**login, stale_duration=2400).auth_token == token
    assert Client(**login, stale_duration=3700).auth_token != token


def test_a_stale_token_at_hand_is_replaced_in_the_store_too(cloud, login):
    always_stale = Client(**login, stale_duration=3700)
    old = Client(**login).auth_token
    new = always_stale.auth_token
    assert new != old
    assert Client(**login).auth_token == new


# --- what is kept, and what is not ---


def test_no_secret_is_kept_but_the_token(cloud, login, place):
    token = Client(**login).auth_token
    kept = kept_bytes(place)
    assert token.encode() in kept
    assert PASSWORD.encode() not in kept


def test_nothing_shows_a_secret(cloud, login, caplog):
    caplog.set_level(logging.DEBUG)
    keystone = Client(**login)
    Client(**login)
    shown = caplog.text + repr(keystone) + repr(keystone.session.auth._keyring)
    assert PASSWORD not in shown
    assert keystone.auth_token not in shown


def test_a_pickle_holds_no_secret_and_shares_on(cloud, login):
    keystone = Client(**login)
    pickled = pickle.dumps(keystone)
    assert PASSWORD.encode() not in pickled
    assert keystone.auth_token.encode() not in pickled
    with secrets_kept():
        whole = pickle.loads(pickle.dumps(keystone))
    whole.session.auth.auth_ref = None
    assert whole.auth_token == keystone.auth_token
    assert copy.deepcopy(keystone).auth_token == keystone.auth_token
    assert len(cloud.requests.logins) == 1


# --- without what it takes ---


@pytest.mark.parametrize("library", ["platformdirs", "filelock"])
def test_without_a_library_it_logs_in_and_a_warning_says_what_to_install(
    cloud, login, monkeypatch, caplog, library
):
    monkeypatch.setitem(sys.modules, library, None)
    if library == "platformdirs":
        monkeypatch.setenv("XDG_CACHE_HOME", "no/absolute/path")  # so that it is asked
    Client(**login)
    assert Client(**login).tenants.list()
    assert len(cloud.requests.logins) == 2
    (warning,) = [each for each in caplog.records if each.name == "ksclient.token.cache"]
    assert warning.levelno == logging.WARNING
    assert "pip install 'ksclient[cache]'" in warning.getMessage()


def test_a_keyring_is_loaded_by_who_wants_one_only(cloud):
    code = (
        "import sys, warnings; warnings.simplefilter('ignore')\n"
        "from ksclient.v2_0.client import Client\n"
        f"Client(auth_url={cloud.auth_url!r}, username='admin', password={PASSWORD!r})\n"
        "sys.stdout.write(' '.join(n for n in sys.modules if 'token.cache' in n))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == ""
