"""From a cloud's name to all that is configured of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from ksclient.auth._redact import SecretDict
from ksclient.config import book, environment, keys, logins, profiles, regions, values
from ksclient.config.choice import Choice, chosen
from ksclient.config.cloud import CloudConfig
from ksclient.config.errors import nearest
from ksclient.config.layers import layer_of
from ksclient.config.profiles import Profile
from ksclient.config.settings import CALL, ENVIRONMENT, Layer, Origin, Setting, merged

T = TypeVar("T")

_OF_CACHE = ("expiration", "expiration_time", "max_age", "class", "path", "arguments")

_ALMOST = 0.8
"""How alike a key that nobody knows and a known one are, where one was meant by the other."""


def load(
    cloud: str | None = None,
    *,
    overrides: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] | None = None,
) -> CloudConfig:
    """Return what is configured of a cloud. Files are read, and no request is sent.

    Args:
        cloud: The cloud's name in a file; None for the one that ``OS_CLOUD`` names, else that of
            the environment, else the only one that there is.
        overrides: What wins over the configuration, by the same keys; what belongs below ``auth``
            may stand beside it. None among them says nothing.
        environ: The environment; None for the process's own.

    Raises:
        ConfigError: If there is no such cloud, or what is said of it cannot be used. What is
            missing for a login is told by who needs it: see `CloudConfig.missing`.
        AuthPluginException: If the auth plugin is another package's, and cannot be imported.
    """
    environ = os.environ if environ is None else environ
    given = _given(overrides or {})
    choice = chosen(cloud, given, environ)
    profile = profiles.profile_of((*choice.layers, given), environ)
    base = merged([*([profile.layer] if profile else []), *choice.layers])
    region, of_region = regions.chosen(merged([base, given]))
    said = merged([base, of_region, given])
    return _config(choice, said, profile, region)


def names(environ: Mapping[str, str] | None = None) -> list[str]:
    """Return the names of all clouds: of the files, then that of the environment, if it has one.

    Args:
        environ: The environment; None for the process's own.

    Raises:
        ConfigError: If a file cannot be read.
    """
    environ = os.environ if environ is None else environ
    found = book.opened(environ).names()
    if environment.layer(environ) is not None:
        found.append(environment.name_of(environ))
    return list(dict.fromkeys(found))


def _given(overrides: Mapping[str, Any]) -> Layer:
    overrides = SecretDict(overrides)
    return layer_of(
        {name.removeprefix("os_"): value for name, value in overrides.items()},
        Origin(CALL, ""),
        is_strict=True,
    )


def _config(
    choice: Choice, said: Layer, profile: Profile | None, region: str | None
) -> CloudConfig:
    auth_type = logins.auth_type_of(said)
    takes = logins.options_of(auth_type, said)
    _check_keys(said.top, takes)
    fields = {"region_name": region} if region else {}
    said = _endpoint_of(said, takes)
    auth = logins.auth_of(auth_type, said, takes, fields)
    missing = logins.missing(auth_type, auth, takes)
    if profile and profile.needs_tenant_id:
        missing += _without_tenant(said, profile)
    fields |= {"auth_url": str(auth["auth_url"])} if auth.get("auth_url") else {}
    top = said.top
    return CloudConfig(
        name=choice.name,
        source=choice.origin.file,
        auth_type=auth_type,
        auth=auth,
        missing=missing,
        region_name=region,
        interface=_read(top, "interface", values.interface),
        identity_interface=_read(top, "identity_interface", values.interface),
        identity_endpoint_override=_read(
            top, "identity_endpoint_override", lambda each: logins.url(each, fields)
        ),
        verify=_verify(top),
        cert=_read(top, "cert", values.path),
        key=_read(top, "key", values.path),
        timeout=_read(top, "api_timeout", values.seconds),
        profile=profile.name if profile else None,
        caches_auth=_caches(top.get("cache"), choice.cache.top.get("cache")),
        origins={name: each.origin for name, each in _all_of(said, choice.cache).items()},
        incomplete=logins.incomplete(missing, auth_type, choice.origin, said) if missing else None,
    )


def _all_of(said: Layer, cache: Layer) -> Mapping[str, Setting]:
    return {**cache.top, **said.top, **said.auth}


def _read(top: Mapping[str, Setting], name: str, reader: Callable[[Setting], T]) -> T | None:
    setting = top.get(name)
    return None if setting is None else reader(setting)


def _verify(top: Mapping[str, Setting]) -> bool | str:
    insecure = _read(top, "insecure", values.boolean)
    verify = _read(top, "verify", values.verification)
    bundle = _read(top, "cacert", values.path)
    if insecure or verify is False:
        return False
    return bundle or verify or True


def _caches(own: Setting | None, of_all: Setting | None) -> bool:
    """Return whether to share logins: as the cloud says itself, else as its file does for all."""
    for setting in (own, of_all):
        if setting is None:
            continue
        if not isinstance(setting.value, Mapping):
            return values.boolean(setting)
        for name in setting.value:
            near = nearest(name, ("auth",), cutoff=_ALMOST / 2)
            if near and name not in {"auth", *_OF_CACHE}:
                raise setting.origin.within(name).wrong("means nothing here", near)
        if (said := setting.value.get("auth")) is not None:
            return values.boolean(Setting(said, setting.origin.within("auth")))
    return False


def _check_keys(top: Mapping[str, Setting], takes: Mapping[str, str]) -> None:
    """Refuse a key that is almost one of ours; what is quite another may be somebody else's."""
    for name, setting in top.items():
        if name in keys.TOP or name in takes or keys.is_of_others(name):
            continue
        if setting.origin.file == ENVIRONMENT:
            continue
        is_of_call = setting.origin.file == CALL
        known = {*keys.TOP, *keys.AUTH, *keys.SYNONYMS} - {keys.OLD_PROFILE}
        near = keys.MEANT.get(name) or nearest(name, known, 0.6 if is_of_call else _ALMOST)
        if near or is_of_call:
            raise setting.wrong("means nothing here", near)


def _endpoint_of(said: Layer, takes: Mapping[str, str]) -> Layer:
    """Have an endpoint that the plugin does not take be that of the identity service."""
    setting = said.auth.get("endpoint")
    if setting is None or {"endpoint", "url"} & takes.keys():
        return said
    if setting.is_strict and setting.origin.file != CALL:
        return said
    auth = {name: each for name, each in said.auth.items() if name != "endpoint"}
    other = said.top.get("identity_endpoint_override")
    if other is not None and other.origin.file in {CALL, setting.origin.file}:
        return Layer(auth, said.top)
    return Layer(auth, {**said.top, "identity_endpoint_override": setting})


def _without_tenant(said: Layer, profile: Profile) -> tuple[str, ...]:
    if "tenant_id" in said.auth:
        return ()
    if named := said.auth.get("tenant_name"):
        raise named.wrong(
            f"names a tenant, and {profile.title} takes ids only", "tenant_id", profile.tenant_hint
        )
    return ("tenant_id",)
