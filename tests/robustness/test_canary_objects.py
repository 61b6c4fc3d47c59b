"""Plugins, sessions, adapters and clients: nothing is shown by them, nor kept in their pickles."""

from __future__ import annotations

import contextlib
import copy
import importlib
import inspect
import pickle
import pkgutil

import pytest
import requests

import ksclient
from ksclient.auth import exceptions, http_basic, noauth, service_token, token_endpoint
from ksclient.auth.adapter import Adapter, LegacyJsonAdapter
from ksclient.auth.fixture import TestPlugin
from ksclient.auth.identity import BaseIdentityPlugin, access, generic, rackspace, v2
from ksclient.auth.plugin import BaseAuthPlugin, secrets_kept
from ksclient.auth.session import Session
from ksclient.contrib.ec2.utils import Ec2Signer
from ksclient.exceptions import InvalidArgument
from ksclient.generic.client import Client as UnversionedClient
from ksclient.testing.faults import HTMLError, Redirect, Reset
from ksclient.token.cache import MemoryStore, TokenCache
from ksclient.v2_0.client import Client
from tests.robustness.canary import Told, told_by
from tests.robustness.canary_faults import Quotes
from tests.robustness.canary_world import without_a_session, world

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


class ApiKey(v2.Auth):
    """A user's own plugin, for Rackspace; it holds its key in a way of its own."""

    _secrets = (*v2.Auth._secrets, "api_key")

    def __init__(self, auth_url, username, api_key, **kwargs):
        super().__init__(auth_url, **kwargs)
        self.username, self.api_key = username, api_key

    def get_auth_data(self, headers=None):
        key = {"username": self.username, "apiKey": self._demand("api_key")}
        return {"RAX-KSKEY:apiKeyCredentials": key}


def _url(w):
    return w.auth_url(userinfo=True)


def _password(w, **kwargs):
    return v2.Password(_url(w), "alice", w.password, tenant_name="acme", **kwargs)


PLUGINS = {
    "v2.Password": _password,
    "v2.Password, by trust": lambda w: _password(w, trust_id=w.trust_id),
    "v2.Token": lambda w: v2.Token(_url(w), w.issue(), tenant_name="acme"),
    "v2.Token, dead": lambda w: v2.Token(_url(w), w.subject, trust_id=w.trust_id),
    "generic.Password": lambda w: generic.Password(
        _url(w), "alice", password=w.password, tenant_name="acme"
    ),
    "generic.Token": lambda w: generic.Token(_url(w), w.subject, trust_id=w.trust_id),
    "token_endpoint.Token": lambda w: token_endpoint.Token(_url(w), w.admin_token),
    "http_basic": lambda w: http_basic.HTTPBasicAuth(_url(w), "alice", w.password),
    "noauth": lambda w: noauth.NoAuth(_url(w)),
    "service token": lambda w: service_token.ServiceTokenAuthWrapper(
        _password(w), token_endpoint.Token(_url(w), w.admin_token)
    ),
    "access info": lambda w: access.AccessInfoPlugin(
        _password(w).get_auth_ref(Session()), auth_url=_url(w)
    ),
    "cached": lambda w: TokenCache(MemoryStore()).plugin(_password(w)),
    "API key": lambda w: ApiKey(_url(w), "alice", w.api_key),
    "Rackspace API key": lambda w: rackspace.APIKey(_url(w), "alice", w.api_key),
    "a client": lambda w: Client(
        username="bob",
        password=w.password,
        auth_url=_url(w),
        tenant_name="acme",
        trust_id=w.trust_id,
    ),
    "a client's own": lambda w: without_a_session(w)._plugin,
    "a client of no version": lambda w: UnversionedClient(
        username="alice", password=w.password, auth_url=_url(w), tenant_name="acme"
    ),
    "for tests": lambda w: TestPlugin(token=w.subject, endpoint=w.cloud.public_url),
}
WITH_ITS_TOKEN = {"for tests"}
"""Whose pickles hold a token by design: it is for tests, and made up."""

FAULTS = {
    "nothing": None,
    "HTML": HTMLError(500),
    "torn": Reset(),
    "abroad": Redirect("http://127.0.0.2:9{path}"),
    "401": Quotes(401),
}


def test_every_kind_of_plugin_is_driven():
    for module in pkgutil.walk_packages(ksclient.__path__, "ksclient."):
        if not module.name.endswith(("__main__", "pytest_plugin")):
            importlib.import_module(module.name)
    kinds = {kind for base in (BaseAuthPlugin,) for kind in _heirs(base)}
    concrete = {
        kind
        for kind in kinds
        if kind.__module__.startswith("ksclient.")
        and not kind.__name__.startswith("_")
        and not inspect.isabstract(kind)
    }
    with world() as w:
        driven = {base for make in PLUGINS.values() for base in type(make(w)).__mro__}
    assert concrete - driven == set()
    assert len(concrete) > 10


def _heirs(kind):
    for heir in kind.__subclasses__():
        yield heir
        yield from _heirs(heir)


def _use(plugin, w):
    """Yield what can be done with a plugin, one act after the other."""
    session = Session(auth=plugin)
    yield lambda: session.get_token() and None
    yield lambda: session.get_endpoint(service_type="identity", interface="public")
    yield lambda: session.get(f"{_url(w)}/tenants")
    yield lambda: session.get("/tenants", endpoint_filter={"service_type": "identity"})
    yield session.get_all_version_data
    yield lambda: plugin.get_api_major_version(session, service_type="identity")
    yield session.get_user_id
    yield plugin.get_cache_id
    yield lambda: isinstance(plugin, BaseIdentityPlugin) and plugin.get_access(session)
    yield lambda: plugin.renew_headers(session, {"X-Auth-Token": w.subject}) and None
    yield plugin.invalidate
    yield lambda: copy.deepcopy(plugin).get_token(session) and None
    yield lambda: plugin.set_auth_state(f'{{"auth_token": "{w.subject}"')
    yield lambda: session.get(f"{_url(w)}/tokens/{w.issue()}", auth=plugin)
    yield lambda: Adapter(session, service_type="nope").get("/")
    yield session.close


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize("kind", PLUGINS)
def test_no_plugin_shows_a_secret(kind, fault):
    with world() as w:
        plugin = PLUGINS[kind](w)
        told = Told()
        with told.listening():
            if fault is not None:
                w.cloud.faults.script(fault, times=None)
            for act in _use(plugin, w):
                try:
                    told.add("result", repr(act()))
                except (exceptions.ClientException, NotImplementedError, AttributeError) as error:
                    told.told += told_by(error)
            for thing in (plugin, Session(auth=plugin), Adapter(Session(auth=plugin))):
                told.add("repr", repr(thing))
                if kind not in WITH_ITS_TOKEN:
                    told.add("pickle", pickle.dumps(thing).decode("latin-1"))
        assert w.canaries.hits_in(told.told) == []


class TestWhatAPickleLeavesOut:
    def test_is_kept_where_that_is_asked_for(self):
        with world() as w, secrets_kept():
            for kind in PLUGINS.keys() - {"noauth", "for tests"}:
                assert w.canaries.hits(pickle.dumps(PLUGINS[kind](w))), kind

    @pytest.mark.parametrize("kind", ["v2.Password", "generic.Password", "a client's own"])
    def test_is_missed_when_it_is_used(self, kind):
        with world() as w:
            plugin = pickle.loads(pickle.dumps(PLUGINS[kind](w)))
            plugin.password = w.password
            if kind != "a client's own":
                with pytest.raises(
                    exceptions.AuthorizationFailure, match="password in its auth_url"
                ):
                    Session(auth=plugin).get_token()
                plugin.auth_url = w.cloud.auth_url
            assert Session(auth=plugin).get_token()

    @pytest.mark.parametrize(
        "make",
        [
            lambda headers: Session(additional_headers=headers),
            lambda headers: Adapter(Session(), additional_headers=headers),
            lambda headers: LegacyJsonAdapter(Session(), additional_headers=headers),
        ],
        ids=["session", "adapter", "legacy adapter"],
    )
    def test_are_secret_headers(self, make):
        with world() as w:
            made = make({"X-Auth-Token": w.subject, "x-service-token": w.userinfo, "X-Other": "o"})
            lost = pickle.loads(pickle.dumps(made))
            assert w.canaries.hits(pickle.dumps(made)) == set()
            assert dict(lost.additional_headers) == {"X-Other": "o"}
            for kept in (copy.copy(made), copy.deepcopy(made)):
                assert kept.additional_headers == made.additional_headers
            with secrets_kept():
                kept = pickle.loads(pickle.dumps(made))
            assert kept.additional_headers == made.additional_headers

            with pytest.raises(exceptions.AuthorizationFailure, match="without its header X-Auth"):
                lost.get(w.cloud.public_url)
            lost.additional_headers = {"X-Auth-Token": w.subject}
            with contextlib.suppress(exceptions.HttpError):
                lost.get(w.cloud.public_url)

    def test_is_the_password_of_an_endpoint(self):
        with world() as w:
            adapter = Adapter(Session(), endpoint_override=_url(w))
            assert w.canaries.hits(pickle.dumps(adapter)) == set()
            assert copy.deepcopy(adapter).endpoint_override == _url(w)

    def test_is_no_login(self):
        """An access info is the thing to keep, and holds its token; a client of it does not."""
        with world() as w:
            found = _password(w).get_auth_ref(Session())
            assert w.canaries.hits(pickle.dumps(found)) == {"an issued token"}
            assert w.canaries.hits(repr(found)) == set()
            for client in (Client(auth_ref=found), Client(auth_ref=found, session=Session())):
                assert w.canaries.hits(repr(client).encode() + pickle.dumps(client)) == set()


CONSTRUCTORS = {
    "userinfo, refused": lambda w: Client(
        username="a", password=w.password, auth_url=_url(w) + "/"
    ),
    "userinfo, no port": lambda w: Client(
        username="a", password=w.password, auth_url=f"http://me:{w.userinfo}/x@host:5000x/v2.0"
    ),
    "userinfo, no scheme": lambda w: Client(
        username="a", password=w.password, auth_url=f"me:{w.userinfo}@host/v2.0"
    ),
    "a dict for a URL": lambda w: Client(username="a", auth_url={"x": w.userinfo}),
    "bytes for a URL": lambda w: Client(username="a", auth_url=w.userinfo.encode()),
    "a dict for a tenant": lambda w: Client(
        username="a", password=w.password, auth_url=w.cloud.auth_url, tenant_id={"x": w.userinfo}
    ),
    "by place": lambda w: Client(w.password, [w.password], {"x": w.password}),
    "misspelt": lambda w: Client(passwrd=w.password, tokn={"x": w.subject}),
    "bytes for a password": lambda w: v2.Password(_url(w), "a", w.password.encode()),
    "scope and none": lambda w: v2.Password(
        _url(w), "a", w.password, trust_id=w.trust_id, unscoped=True
    ),
    "scope and none, by token": lambda w: v2.Token(
        _url(w), w.subject, trust_id=w.trust_id, unscoped=True
    ),
    "nobody": lambda w: v2.Password(_url(w), password=w.password, trust_id=w.trust_id),
    "bytes for a generic password": lambda w: generic.Password(
        _url(w), "a", password=w.password.encode(), trust_id=w.trust_id
    ),
    "no URL": lambda w: generic.Token("", w.subject, trust_id=w.trust_id),
    "EC2": lambda w: Ec2Signer(w.ec2_secret.encode()),
    "EC2, no version": lambda w: Ec2Signer(w.ec2_secret).generate({"params": {}}),
    "EC2, no path": lambda w: Ec2Signer(w.ec2_secret).generate(
        {"params": {"SignatureVersion": "2"}, "verb": "GET", "host": "h", "signature": w.subject}
    ),
}


@pytest.mark.parametrize("make", CONSTRUCTORS.values(), ids=CONSTRUCTORS)
def test_no_constructor_that_fails_shows_a_secret(make):
    with world() as w:
        told = Told()
        with told.listening(), pytest.raises(Exception) as caught:  # noqa: PT011 - any
            make(w).users.list()
        told.told += told_by(caught.value)
        assert w.canaries.hits_in(told.told) == []


def test_a_signer_shows_no_secret_and_does_not_pickle():
    with world() as w:
        signer = Ec2Signer(w.ec2_secret)
        assert w.canaries.hits(repr(signer)) == set()
        with pytest.raises(TypeError, match="does not pickle"):
            pickle.dumps(signer)
        with pytest.raises(InvalidArgument):
            Ec2Signer("")


def test_a_proxy_s_password_is_not_shown():
    with world() as w:
        own = requests.Session()
        own.trust_env = False
        own.proxies = {"http": f"http://me:{w.userinfo}@127.0.0.1:9"}
        told = Told()
        with told.listening(), pytest.raises(exceptions.ConnectFailure) as caught:
            Session(session=own).get(w.cloud.auth_url)
        told.told += told_by(caught.value)
        assert w.canaries.hits_in(told.told) == []
