"""Which auth plugin is meant, and whether it takes what was given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from ksclient.auth._redact import SecretDict, mask_text
from ksclient.auth.exceptions import NoMatchingPlugin
from ksclient.config import keys, values
from ksclient.config.errors import ConfigError, listed, nearest
from ksclient.config.settings import ENVIRONMENT, Layer, Origin, Setting

_ALIASES = {"token_endpoint": "admin_token", "None": "none"}
_OF_VERSION_2 = {"password": "v2password", "token": "v2token"}
"""The plugins that ask for versions, and what they come to. They take domains, for keystoneauth1's
sake, and log in nowhere then."""

_NEEDS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "password": (("auth_url",), ("username", "user_id"), ("password",)),
    "v2password": (("auth_url",), ("username", "user_id"), ("password",)),
    "token": (("auth_url",), ("token",)),
    "v2token": (("auth_url",), ("token",)),
    "rackspace_apikey": (("auth_url",), ("username",), ("api_key",)),
    "admin_token": (("endpoint",), ("token",)),
    "none": (("endpoint",),),
    "http_basic": (("username",), ("password",)),
}
"""What each plugin cannot do without: one of each."""


def auth_type_of(said: Layer) -> str:
    """Return the name of the plugin that is meant.

    Without ``auth_type`` it is seen from what is given: an API key, a token with an endpoint, a
    token alone; else it is a password.

    Raises:
        ConfigError: If v3 is asked for, and not by a plugin of others that is for v3.
    """
    setting = said.top.get("auth_type")
    name = _seen(said.auth) if setting is None else values.text(setting)
    name = str(_ALIASES.get(name, name))
    if name.startswith("v3"):
        return name
    version = said.top.get("identity_api_version")
    if version is not None and values.identity_version(version) == 2:
        return _OF_VERSION_2.get(name, name)
    return name


def _seen(auth: Mapping[str, Setting]) -> str:
    if "password" in auth:
        return "password"
    if "api_key" in auth:
        return "rackspace_apikey"
    if "token" in auth:
        return "admin_token" if "endpoint" in auth else "token"
    return "password"


def options_of(auth_type: str, said: Layer) -> dict[str, str]:
    """Return what the plugin takes: each option by each of its names.

    Raises:
        ConfigError: If there is no such plugin, with the nearest.
        AuthPluginException: If it is another package's, and cannot be imported.
    """
    from ksclient.auth import loading  # noqa: PLC0415 - it looks for plugins of others

    try:
        options = loading.get_plugin_loader(auth_type).get_options()
    except NoMatchingPlugin as cause:
        setting = said.top["auth_type"]  # else it is one of ours, which are always there
        v3 = ": ksclient speaks Identity v2.0, and no v3" if auth_type.startswith("v3") else ""
        raise setting.wrong(
            f"is {auth_type!r}, and there is no such plugin{v3}",
            nearest(auth_type.removeprefix("v3"), (*_NEEDS, *_ALIASES)),
            f"ksclient has: {listed(_NEEDS)}.",
        ) from cause
    found: dict[str, str] = {}
    for option in options:
        found[option.dest] = option.dest
        for older in option.deprecated:
            found.setdefault(older.dest, option.dest)
    return found


def auth_of(
    auth_type: str, said: Layer, takes: Mapping[str, str], fields: Mapping[str, str]
) -> SecretDict:
    """Return the options of the plugin, by its own names.

    Args:
        auth_type: The plugin.
        said: What was said of the cloud.
        takes: Its options; see `options_of`.
        fields: What stands for names in braces in URLs.

    Raises:
        ConfigError: If below ``auth`` is what the plugin does not take, with the nearest; if
            something is no text, or no URL.
    """
    found = SecretDict()
    for name, setting in said.auth.items():
        option = _option(name, takes)
        if name in keys.DOMAINS and (option is None or auth_type in _OF_VERSION_2):
            _check_domain(name, setting)
        elif option is not None:
            found[option] = _value(name, setting, fields)
        elif setting.is_strict:
            raise _not_taken(auth_type, setting, takes)
    for name, setting in said.top.items():
        if name not in keys.TOP and name in takes and takes[name] not in found:
            found[takes[name]] = setting.value
    return found


def missing(auth_type: str, auth: Mapping[str, Any], takes: Mapping[str, str]) -> tuple[str, ...]:
    """Return what the plugin cannot do without, and was not given, by our names."""
    return tuple(
        names[0]
        for names in _NEEDS.get(auth_type, ())
        if not any(auth.get(_option(name, takes) or name) for name in names)
    )


def url(setting: Setting, fields: Mapping[str, str]) -> str:
    """Return a URL, with *fields* in place of their names in braces.

    Raises:
        ConfigError: If it is none, or has other names in braces.
    """
    given = str(values.text(setting))
    for name, value in fields.items():
        given = given.replace(f"{{{name}}}", value)
    shown = mask_text(given)
    if "{" in given:
        raise setting.wrong(
            f"is {shown!r}: in braces there may stand {listed(fields)}, where it is known"
        )
    try:
        parts = urlsplit(given)
        is_url = parts.scheme in {"http", "https"} and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        is_url = False
    if not is_url:
        raise setting.wrong(
            f"is {shown!r}, and no URL such as 'https://keystone.example:5000/v2.0'"
        )
    return given


def _option(name: str, takes: Mapping[str, str]) -> str | None:
    for spelling in keys.SPELLINGS.get(name, (name,)):
        if spelling in takes:
            return takes[spelling]
    return None


def _value(name: str, setting: Setting, fields: Mapping[str, str]) -> Any:
    if name in {"auth_url", "endpoint"}:
        return url(setting, fields)
    if name in keys.AUTH:
        given = values.text(setting)
        return str(given) if name in keys.PUBLIC else given
    return setting.value


def _check_domain(name: str, setting: Setting) -> None:
    """Refuse a domain that v2.0 cannot reach: it knows the default one, and no other."""
    if name == "system_scope" or str(setting.value).lower() != "default":
        raise setting.wrong(
            "is of Identity v3: v2.0 has one domain, 'default'. Leave it out, or say 'default'"
        )


def _not_taken(auth_type: str, setting: Setting, takes: Mapping[str, str]) -> ConfigError:
    ours = sorted({_our_name(option) for option in takes.values()} - keys.DOMAINS)
    given = setting.origin.key.rpartition(".")[2]
    near = keys.MEANT.get(given) or nearest(given, {*ours, *takes})
    return setting.wrong(
        f"is nothing that auth_type {auth_type!r} takes", near, f"It takes: {listed(ours)}."
    )


def _our_name(option: str) -> str:
    return keys.SYNONYMS.get(option, option)


def incomplete(names: tuple[str, ...], auth_type: str, source: Origin, said: Layer) -> ConfigError:
    """Return the error that tells what is missing, and where to say it.

    Args:
        names: What is missing.
        auth_type: The plugin.
        source: Where the cloud stands.
        said: What was said of it, where a misspelt variable may be.
    """
    name = names[0]
    key = source.within(f"auth.{name}").key if source.key else f"OS_{name.upper()}"
    variables = [each.origin.key for each in said.top.values() if each.origin.file == ENVIRONMENT]
    misspelt = nearest(f"OS_{name.upper()}", variables, 0.8)
    hint = f" {misspelt} is set: did you mean {key!r}?" if misspelt else ""
    return ConfigError(
        f"{source}: {' and '.join(names)} missing, for auth_type {auth_type!r}. "
        f"Say {key}, or the keyword {name}.{hint}",
        file=source.file,
        key=key,
        nearest=key if misspelt else None,
    )
