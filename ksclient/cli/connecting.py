"""From options, the environment and clouds.yaml to a login."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ksclient import config
from ksclient.auth._redact import SecretDict, secret
from ksclient.cli import configuring
from ksclient.cli.configuring import OPTIONS
from ksclient.cli.context import Context
from ksclient.cli.errors import UsageError
from ksclient.config import CloudConfig, ConfigError

if TYPE_CHECKING:
    from ksclient.auth.access import AccessInfo
    from ksclient.auth.session import Session
    from ksclient.v2_0.client import Client

_VERSIONED = re.compile("/v2.0/*$")
_GENERIC = frozenset({"password", "token"})


@dataclass(frozen=True)
class ConfiguredLogin:
    """A login as it is configured; see `ksclient.cli.context.Login`.

    Attributes:
        cloud: The configuration, which may lack a password.
        ask: Asks for the password, and returns the configuration with it; or as it is, where
            there is nobody to ask.
        force_new_token: Whether to log in, whatever token is kept.
        stale_seconds: How long before its end a kept token is replaced.
    """

    cloud: CloudConfig
    ask: Callable[[], CloudConfig]
    force_new_token: bool = False
    stale_seconds: float = 0

    # Each of these is made once: a cached property writes past the frozen class.

    @cached_property
    def complete(self) -> CloudConfig:
        """The configuration with a password, if one can be had."""
        return self.ask() if self.cloud.missing == ("password",) else self.cloud

    @cached_property
    def plugin(self) -> Any:
        """The auth plugin. Where tokens are kept, it asks for a password when it logs in.

        Raises:
            UsageError: If something is missing that it needs.
        """
        if self.cloud.waits_for_password:
            return self.cloud.plugin(
                force_new_token=self.force_new_token,
                stale_duration=self.stale_seconds,
                complete=self._completed,
            )
        return self._completed().plugin(
            force_new_token=self.force_new_token, stale_duration=self.stale_seconds
        )

    def _completed(self) -> CloudConfig:
        check_complete(self.complete)
        return self.complete

    @cached_property
    def session(self) -> Session:
        """A session with this login."""
        return self.cloud.session(self.plugin)

    @cached_property
    def bare_session(self) -> Session:
        """A session without a login."""
        session = self.cloud.session(_no_plugin())
        session.auth = None
        return session

    @property
    def auth_url(self) -> str | None:
        """Where logins go."""
        return self.cloud.auth.get("auth_url")

    @property
    def endpoint(self) -> str | None:
        """Where a token of the configuration is used."""
        return self.cloud.auth.get("endpoint") or self.cloud.auth.get("url")

    @property
    def region_name(self) -> str | None:
        """The region to use; None for any."""
        return self.cloud.region_name

    @property
    def interface(self) -> str | None:
        """Which URL of the identity service to ask, as it is configured; None for the admin one."""
        return self.cloud.identity_interface or self.cloud.interface

    @property
    def password(self) -> str | None:
        """The password that logs in; it is asked for if it is missing."""
        return secret(self.complete.auth.get("password"))

    @property
    def logs_in(self) -> bool:
        """Whether there is a login, with a user and a catalog."""
        return hasattr(self.plugin, "get_access")

    def access(self) -> AccessInfo:
        """Return what the login tells; a session is made if it has to be asked for only."""
        found: AccessInfo = self.plugin.get_access(_Later(self))
        return found

    def client(self) -> Client:
        """Return a client over the session."""
        return self.cloud.client(self.session)


class _Later:
    """A session that is made when it is first used: a token that is kept needs none."""

    def __init__(self, login: ConfiguredLogin) -> None:
        self._login = login

    def __getattr__(self, name: str) -> Any:
        return getattr(self._login.session, name)


def connect(context: Context) -> ConfiguredLogin:
    """Return the login that options, environment and files say.

    A password that is missing is asked for when there is something to log in for.

    Raises:
        UsageError: If an option cannot be used.
        ConfigError: If the environment or a file cannot be used.
    """
    said = context.said
    environ = configuring.environment(said, os.environ)
    overrides = configuring.overrides(said, environ)
    cloud = _load(said, overrides, environ)
    if _VERSIONED.search(cloud.auth.get("auth_url") or "") and cloud.auth_type in _GENERIC:
        overrides["identity_api_version"] = "2.0"  # it need not be asked what it speaks
        cloud = _load(said, overrides, environ)

    def ask() -> CloudConfig:
        given = context.current_password(_whose(cloud))
        if given is not None:
            return _load(said, SecretDict({**overrides, "password": given}), environ)
        if context.passwords.can_ask:
            raise UsageError("No password was given.")
        return cloud

    return ConfiguredLogin(cloud, ask, said.force_new_token, said.stale_duration)


def check_complete(cloud: CloudConfig) -> None:
    """Refuse a configuration that lacks something; say which option gives it.

    Raises:
        UsageError: If it is so.
    """
    if not cloud.missing:
        return
    name = cloud.missing[0]
    option = OPTIONS.get(name, f"the key {name} of clouds.yaml")
    if name == "password":
        more = ", or run this on a terminal, which asks for it"
    elif name == "auth_url":
        more = ", or name a cloud of clouds.yaml with --os-cloud"
    else:
        more = ""
    variable = f"OS_{name.upper()}"
    raise UsageError(f"There is no {name}: give {option} or set {variable}{more}.")


def _load(
    said: argparse.Namespace, overrides: Mapping[str, Any], environ: Mapping[str, str]
) -> CloudConfig:
    try:
        return config.load(said.os_cloud, overrides=overrides, environ=environ)
    except ConfigError as error:
        option = OPTIONS.get(error.key or "")
        if error.file is None:
            is_named = said.os_cloud or environ.get("OS_CLOUD")
            more = "" if is_named else f" {_what_to_give(overrides)}"
            raise UsageError(f"{error}{more}") from error
        if error.file != "the call" or option is None:
            raise
        text = str(error).replace(f"the call: {error.key}", option, 1)
        raise UsageError(text) from error


def _what_to_give(overrides: Mapping[str, Any]) -> str:
    """Return what to say where nothing tells of a cloud."""
    if "token" in overrides:
        return "With --os-token, give --os-endpoint, or set OS_SERVICE_ENDPOINT."
    return "Give --os-auth-url, or set it."


def _whose(cloud: CloudConfig) -> str:
    user = cloud.auth.get("username") or cloud.auth.get("user_id")
    return f"{user} at {cloud.auth.get('auth_url')}"


def _no_plugin() -> Any:
    from ksclient.auth.noauth import NoAuth  # noqa: PLC0415 - seldom needed

    return NoAuth()
