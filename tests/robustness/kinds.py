"""Every kind of object that the package has, found by looking: a new one is tested unasked.

What is made here works on the server of `recorder.py`. A class whose constructor wants something
that is not known here is a failure that names it: tell `_known` of it.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import warnings
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import requests

import ksclient
from ksclient.access import AccessInfo as ClientAccessInfo
from ksclient.auth import access
from ksclient.auth.identity import v2
from ksclient.auth.identity.login import LogsIn
from ksclient.auth.plugin import BaseAuthPlugin
from ksclient.auth.session import Session
from ksclient.base import Manager, Resource
from ksclient.httpclient.client import HTTPClient
from ksclient.httpclient.credentials import Credentials
from ksclient.testing.keystone.refusals import Refusal
from ksclient.token.cache import TokenCache
from ksclient.token.cache.stores.memory import MemoryStore
from tests.robustness.recorder import access as login_answer

PASSWORD = "c4n4ry-p4ssw0rd"
TOKEN = "c4n4ry-t0k3n"
CANARY = "c4n4ry"


def modules() -> Iterator[ModuleType]:
    """Yield every module of the package, but for programs."""
    for found in pkgutil.walk_packages(ksclient.__path__, "ksclient."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def _classes(base: type) -> list[type[Any]]:
    found = {
        value
        for module in modules()
        for value in vars(module).values()
        if inspect.isclass(value)
        and issubclass(value, base)
        and value.__module__.startswith("ksclient.")
    }
    return sorted(found, key=name_of)


def name_of(cls: type) -> str:
    """Return a class's name with its module, for the ids of tests."""
    return f"{cls.__module__}.{cls.__qualname__}".removeprefix("ksclient.")


# --- plugins -------------------------------------------------------------------------------------


def plugin_classes() -> list[type[BaseAuthPlugin]]:
    """Return every class of auth plugins that can be made and gives something.

    A client is a plugin, too, for upstream's sake; clients are tested as clients.
    """
    return [
        cls
        for cls in _classes(BaseAuthPlugin)
        if not issubclass(cls, HTTPClient)
        and not cls.__name__.startswith("_")
        and not _is_a_base(cls)
    ]


def _is_a_base(cls: type[BaseAuthPlugin]) -> bool:
    """Tell whether a class is there for others to build on."""
    if any(getattr(value, "__isabstractmethod__", False) for _, value in inspect.getmembers(cls)):
        return True
    if issubclass(cls, LogsIn):
        return cls.get_auth_ref is BaseAuthPlugin.get_auth_ref
    own = (cls.get_headers, cls.get_token)
    return own == (BaseAuthPlugin.get_headers, BaseAuthPlugin.get_token)


_CREDENTIALS = {"username", "password", "token", "tenant_name", "project_name"}
"""What a plugin is given where it takes it, needed or not."""


def plugin(cls: type[BaseAuthPlugin], url: str) -> Any:
    """Make a plugin that works on the server at *url*."""
    known = _known(url)
    wanted = {}
    for name, parameter in inspect.signature(cls).parameters.items():
        is_needed = parameter.default is parameter.empty and parameter.kind not in {
            parameter.VAR_KEYWORD,
            parameter.VAR_POSITIONAL,
        }
        if is_needed and name not in known:
            raise LookupError(f"{cls.__name__} needs {name!r}, which is not known here")
        if is_needed or name in _CREDENTIALS:
            wanted[name] = known[name]()
    return cls(**wanted)


def _known(url: str) -> dict[str, Any]:
    """Return makers of what plugins are made with, by the names that it has there."""
    auth_url = f"{url}/v2.0"
    password = {"username": "u", "password": PASSWORD, "tenant_name": "t"}
    return {
        "auth_url": lambda: auth_url,
        "endpoint": lambda: auth_url,
        "username": lambda: "u",
        "password": lambda: PASSWORD,
        "api_key": lambda: PASSWORD,
        "token": lambda: TOKEN,
        "tenant_name": lambda: "t",
        "project_name": lambda: "t",
        "auth_ref": lambda: access.create(body=login_answer(TOKEN, auth_url)),
        "credentials": lambda: Credentials(auth_url=auth_url, **password),
        "user_auth": lambda: v2.Password(auth_url, **password),
        "service_auth": lambda: v2.Password(auth_url, **password),
        "inner": lambda: v2.Password(auth_url, **password),
        "shelf": lambda: cache()._shelf,
    }


def cache() -> TokenCache:
    """Make a token cache that nothing else uses."""
    return TokenCache(MemoryStore())


# --- what stands on a session --------------------------------------------------------------------


def session(url: str, **kwargs: Any) -> Session:
    """Make a session that logs in with a password."""
    return Session(
        auth=v2.Password(f"{url}/v2.0", "u", PASSWORD, tenant_name="t"),
        **kwargs,
    )


def client(url: str, *, over_session: bool) -> Any:
    """Make a client, over a session or without one."""
    from ksclient.v2_0.client import Client

    if over_session:
        return Client(session=session(url))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return Client(username="u", password=PASSWORD, tenant_name="t", auth_url=f"{url}/v2.0")


def access_infos(url: str) -> list[Any]:
    """Make an access info of each kind."""
    plain = access.create(body=login_answer(TOKEN, f"{url}/v2.0"))
    return [plain, ClientAccessInfo.of(plain)]


def resource_classes() -> list[type[Resource]]:
    """Return every class of resources."""
    return _classes(Resource)


def manager_classes() -> list[type[Any]]:
    """Return every class of managers that a client has."""
    return [cls for cls in _classes(Manager) if not inspect.isabstract(cls) and cls is not Manager]


# --- errors --------------------------------------------------------------------------------------


def error_classes() -> list[type[Exception]]:
    """Return every class of errors and warnings; what the test cloud answers with is none."""
    return [cls for cls in _classes(Exception) if not issubclass(cls, Refusal)]


def error(cls: type[Exception]) -> Exception:
    """Make an error that says something; what it wants besides is text, unless known here."""
    if not inspect.isfunction(cls.__init__):  # a builtin one, which takes what it is given
        return cls("it broke")
    wanted: list[Any] = []
    for name, parameter in inspect.signature(cls).parameters.items():
        is_positional = parameter.kind in {
            parameter.POSITIONAL_ONLY,
            parameter.POSITIONAL_OR_KEYWORD,
        }
        if is_positional and (parameter.default is parameter.empty or name == "message"):
            wanted.append(_ARGUMENTS.get((cls.__name__, name), _ARGUMENTS.get(name, "it broke")))
    return cls(*wanted)


def _answer() -> requests.Response:
    response = requests.Response()
    response.status_code = 401
    response.headers["Openstack-Auth-Receipt"] = "r"
    response._content = (
        b'{"receipt": {"methods": ["password"], "expires_at": "2999-01-01T00:00:00Z"},'
        b' "required_auth_methods": [["password", "totp"]]}'
    )
    return response


class _Option:
    dest = "auth_url"


_ARGUMENTS: dict[Any, Any] = {"response": _answer(), "options": [_Option()]}
