"""What ``OS_*`` variables say: a cloud of their own, or which one of a file's is meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ksclient.config import keys
from ksclient.config.layers import layer_of
from ksclient.config.settings import ENVIRONMENT, Layer, Origin, Setting

CLOUD = "OS_CLOUD"
CONFIG_FILE = "OS_CLIENT_CONFIG_FILE"
SECURE_FILE = "OS_CLIENT_SECURE_FILE"
NAME = "OS_CLOUD_NAME"

_PREFIX = "OS_"
_SELECTORS = frozenset({CLOUD, CONFIG_FILE, SECURE_FILE, NAME})
_NO_TEXTS = frozenset({"auth", "regions"})
"""Keys whose values have no form in a variable."""

_SERVICE_TOKENS = ("OS_SERVICE_TOKEN", "SERVICE_TOKEN")
_SERVICE_ENDPOINTS = ("OS_SERVICE_ENDPOINT", "SERVICE_ENDPOINT")
_OF_SERVICE = {
    **dict.fromkeys(_SERVICE_TOKENS, "token"),
    **dict.fromkeys(_SERVICE_ENDPOINTS, "endpoint"),
}


def selected(environ: Mapping[str, str]) -> str | None:
    """Return the name of the cloud that ``OS_CLOUD`` names; None for none."""
    return environ.get(CLOUD) or None


def name_of(environ: Mapping[str, str]) -> str:
    """Return what the cloud of the variables is called."""
    return environ.get(NAME) or "envvars"


def layer(environ: Mapping[str, str]) -> Layer | None:
    """Return what the variables say of a cloud; None where they say nothing of a login.

    ``OS_REGION_NAME`` or ``OS_CACERT`` alone are no cloud. An admin token of
    ``OS_SERVICE_TOKEN`` goes before a password, as it did for the command ``keystone``.

    Raises:
        ConfigError: If there is half an admin token only, and nothing else to log in with.
    """
    said: dict[str, Any] = {
        name: value
        for name, value in environ.items()
        if name.startswith(_PREFIX) and name not in _SELECTORS and name not in _OF_SERVICE
    }
    found = _named_by_variables(layer_of(_unprefixed(said), Origin(ENVIRONMENT, "")))
    service = _service(environ)
    if len(service) == 2:
        found = Layer(
            {**_without(found.auth, "password", "api_key"), **service},
            _without(found.top, "auth_type"),
        )
    elif service and not found.auth:
        raise _half(service)
    return found if any(name in keys.AUTH for name in found.auth) else None


def _unprefixed(said: Mapping[str, Any]) -> dict[str, Any]:
    names = {name: name.removeprefix(_PREFIX).lower() for name in said}
    return {short: said[name] for name, short in names.items() if short not in _NO_TEXTS}


def _named_by_variables(found: Layer) -> Layer:
    def variable(setting: Setting) -> Setting:
        name = _PREFIX + setting.origin.key.upper()
        return Setting(setting.value, Origin(ENVIRONMENT, name), is_strict=False)

    return Layer(
        {name: variable(each) for name, each in found.auth.items()},
        {name: variable(each) for name, each in found.top.items()},
    )


def _service(environ: Mapping[str, str]) -> dict[str, Setting]:
    found: dict[str, Setting] = {}
    for variable, name in _OF_SERVICE.items():
        if environ.get(variable) and name not in found:
            part = layer_of({name: environ[variable]}, Origin(ENVIRONMENT, "")).auth[name]
            found[name] = Setting(part.value, Origin(ENVIRONMENT, variable), is_strict=False)
    return found


def _without(found: Mapping[str, Setting], *names: str) -> dict[str, Setting]:
    return {name: setting for name, setting in found.items() if name not in names}


def _half(service: Mapping[str, Setting]) -> Exception:
    ((name, setting),) = service.items()
    other = _SERVICE_ENDPOINTS[0] if name == "token" else _SERVICE_TOKENS[0]
    return setting.wrong(f"is set, and {other} is not: an admin token needs both")
