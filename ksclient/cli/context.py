"""What a command works with: a login, a client of it, and somebody to ask."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from ksclient.cli.errors import UsageError
from ksclient.cli.passwords import Passwords
from ksclient.cli.waiting import Waiting

if TYPE_CHECKING:
    from ksclient.auth.access import AccessInfo
    from ksclient.v2_0.client import Client


class Login(Protocol):
    """How to get at a cloud, as the options, the environment and clouds.yaml say."""

    @property
    def auth_url(self) -> str | None:
        """Where logins go; None if there is none to make."""

    @property
    def endpoint(self) -> str | None:
        """Where a token of the configuration is used, without a login; None for a login."""

    @property
    def region_name(self) -> str | None:
        """The region to use; None for any."""

    @property
    def interface(self) -> str | None:
        """Which URL of the identity service to ask, as it is configured; None for the admin one."""

    @property
    def password(self) -> str | None:
        """The password that logs in, where it is one; it is asked for if it is missing."""

    @property
    def logs_in(self) -> bool:
        """Whether there is a login, with a user and a catalog."""

    @property
    def bare_session(self) -> Any:
        """A session without the login."""

    def access(self) -> AccessInfo:
        """Return what the login tells: a kept one, if tokens are kept; else log in."""

    def client(self) -> Client:
        """Return a client; nothing is sent yet."""


class Context:
    """What a command works with.

    Args:
        said: What the command line says.
        connect: Makes the login, when it is first needed.
        passwords: Where passwords come from.
        waiting: Tells a person what takes long.
    """

    def __init__(
        self,
        said: argparse.Namespace,
        connect: Callable[[Context], Login],
        passwords: Passwords,
        waiting: Waiting,
    ) -> None:
        self.said = said
        self.passwords = passwords
        self.waiting = waiting
        self._connect = connect

    @cached_property
    def login(self) -> Login:
        """How to get at the cloud.

        Raises:
            CommandFailed: If the configuration does not say how.
        """
        return self._connect(self)

    @cached_property
    def client(self) -> Client:
        """A client of the cloud; nothing is sent before it is used."""
        return self.login.client()

    def access(self) -> AccessInfo:
        """Return what the login tells: the kept one's, if tokens are kept.

        Raises:
            UsageError: If a token of the configuration is used, which is no login.
        """
        if not self.login.logs_in:
            raise UsageError(
                "A token of the configuration is no login: it has no catalog, and no user. Log in "
                "with --os-auth-url or OS_AUTH_URL, instead of --os-endpoint or "
                "OS_SERVICE_ENDPOINT."
            )
        return self.login.access()

    def new_password(self, given: str | None, option: str) -> str:
        """Return a new password: as *given* with *option*, or asked for; see `Passwords.new`."""
        with self.waiting.paused():
            return self.passwords.new(given, option)

    def current_password(self, whose: str) -> str | None:
        """Ask for a password that there is; see `Passwords.current`."""
        with self.waiting.paused():
            return self.passwords.current(whose)

    def user_id(self, word: str | None, option: str = "--user") -> str:
        """Return the id of the user that *word* means; of who has logged in, if it is None."""
        if word is not None:
            return self.id_of("users", word)
        return self._own("user_id", option)

    def tenant_id(self, word: str | None, option: str = "--tenant") -> str:
        """Return the id of the tenant that *word* means; of the login's, if it is None."""
        if word is not None:
            return self.id_of("tenants", word)
        return self._own("project_id", option)

    def id_of(self, kind: str, word: str) -> str:
        """Return the id of the thing that *word* means; see `find`."""
        found: str = self.find(kind, word).id
        return found

    def find(self, kind: str, word: str) -> Any:
        """Return the thing with the id *word*, else the only one with that name.

        Args:
            kind: The manager of the client, such as ``users``.
            word: An id or a name.

        Raises:
            CommandFailed: If there is none, or there are several.
        """
        from ksclient.cli.finding import find  # noqa: PLC0415 - loads what requests need

        return find(getattr(self.client, kind), word)

    def _own(self, name: str, option: str) -> str:
        if not self.login.logs_in:
            raise UsageError(f"A token of the configuration is nobody's login: give {option}.")
        own: str | None = getattr(self.access(), name)
        if not own:
            raise UsageError(
                f"The login is for no tenant: give {option}, or log in for one with "
                "--os-tenant-name or OS_TENANT_NAME."
            )
        return own
