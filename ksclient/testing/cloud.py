"""The cloud: a Keystone, and the servers that it answers through."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from ksclient.auth._redact import SecretDict, hidden, secret
from ksclient.auth._time import Clock, utcnow
from ksclient.testing import profile as profiles
from ksclient.testing.clock import SteerableClock
from ksclient.testing.errors import CloudError
from ksclient.testing.faults import Faults
from ksclient.testing.history import History, recorded
from ksclient.testing.http_server import Server
from ksclient.testing.keystone import Application, Keystone, Settings
from ksclient.testing.keystone.memory import TidyDriver
from ksclient.testing.keystone.refusals import Refusal
from ksclient.testing.keystone.request import Api
from ksclient.testing.profile import Profile
from ksclient.testing.seed import bootstrap, plant, read
from ksclient.testing.servers import Servers, address_of, listen, port
from ksclient.token.persistence import options
from ksclient.token.persistence.driver import TokenDriverV8
from ksclient.token.persistence.lookup import load, made

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

T = TypeVar("T")
Seed = Mapping[str, Any] | str | Path
"""What there is in a cloud, or a file of that."""

REGION = "RegionOne"


class Cloud:
    """A complete Identity v2.0 service in this process, answering as a real Keystone does.

    .. code-block:: python

        with Cloud(seed={"users": ["alice"]}) as cloud:
            auth = v2.Password(cloud.auth_url, "admin", cloud.admin_password, tenant_name="admin")
            ...

    It listens on two ports, and has an administrator ``admin`` of the tenant ``admin`` from the
    beginning. Threads may share it. Stopped, it may be started again: on the same ports, with
    all that it knew.

    Args:
        profile: Which kind of server it is: a name, a ``.toml`` file, or made by hand.
        seed: What there is from the beginning, beside the administrator; or a file of that.
        driver: What stores tokens: the name of a driver, such as ``memory``, ``sql`` or
            ``redis``; or a driver. One that is named goes by the cloud's clock, if it takes one.
        driver_options: Keywords for the driver of that name, such as ``url``.
        host: The address to listen on.
        public_port: Of the public API. 0 for a free one.
        admin_port: Of the admin API. 0 for a free one.
        admin_token: The token of its configuration that may do everything. None for none.
        admin_password: The administrator's.
        token_lifetime: How long a token lives: a timedelta, or seconds, more than 0. None for
            what the profile says.
        revoke_by_id: Whether revoked tokens are kept in the store, and in the revocation list.
        signs: Whether it has certificates to sign the revocation list with.
        revokes_whole_seconds: Whether a token that is issued in the very second in which
            others of the same user were revoked is dead, too, as on real servers.
        clock: Tells the time that `clock` starts from.

    Attributes:
        clock: The cloud's time, which tests set: ``cloud.clock.advance(3600)``.
        faults: What goes wrong: ``cloud.faults.script(Drop(), on="POST /tokens")``; see
            `ksclient.testing.faults`.
        requests: What it was asked: the last 10,000 requests, the oldest first.
        admin_token: As above.
        admin_password: As above.

    Raises:
        ProfileError: If there is no such profile.
        SeedError: If the seed cannot be read.
        TypeError: If an argument is of another type.
        ValueError: If a port or a lifetime cannot be.
        CloudError: By `start`, if it cannot listen there.
        TokenStoreError: By `start`, if there is no such driver, or it cannot open its store.
    """

    def __init__(  # noqa: PLR0913 - all that a cloud can be told
        self,
        *,
        profile: str | Profile = "pike",
        seed: Seed | None = None,
        driver: str | TokenDriverV8 = "memory",
        driver_options: Mapping[str, Any] | None = None,
        host: str = "127.0.0.1",
        public_port: int = 0,
        admin_port: int = 0,
        admin_token: str | None = "ADMIN",  # noqa: S107 - Keystone's own example
        admin_password: str = "secret",  # noqa: S107 - of a cloud that holds nothing
        token_lifetime: timedelta | float | None = None,
        revoke_by_id: bool = True,
        signs: bool = True,
        revokes_whole_seconds: bool = False,
        clock: Clock = utcnow,
    ) -> None:
        options.function("clock", clock)
        self.clock = SteerableClock(clock)
        self.requests = History()
        self.faults = Faults()
        if admin_token is not None:
            options.text("admin_token", admin_token)
        self.admin_token = secret(admin_token)
        self.admin_password = secret(options.text("admin_password", admin_password))
        self._settings = Settings(
            profile=profile if isinstance(profile, Profile) else profiles.named(profile),
            admin_token=self.admin_token,
            token_lifetime=(
                None
                if token_lifetime is None
                else options.lifetime("token_lifetime", token_lifetime)
            ),
            revoke_by_id=options.flag("revoke_by_id", revoke_by_id),
            signs=options.flag("signs", signs),
            revokes_whole_seconds=options.flag("revokes_whole_seconds", revokes_whole_seconds),
            clock=self.clock,
        )
        self._seed, self._seed_file = _read(seed), _file_of(seed)
        self._driver = driver
        self._driver_options = SecretDict(driver_options or {})
        self._wanted = _Where(
            options.text("host", host),
            port("public_port", public_port),
            port("admin_port", admin_port),
        )
        self._where: _Where | None = None
        self._keystone: Keystone | None = None
        self._servers: Servers | None = None
        self._lock = threading.RLock()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def __repr__(self) -> str:
        state = f"at {self.public_url}" if self._servers else "stopped"
        return f"<{type(self).__name__} {self._settings.profile.name}, {state}>"

    def start(self) -> Self:
        """Listen, answer, and return itself.

        Raises:
            CloudError: If it runs already, or cannot listen on its ports.
            SeedError: If the seed cannot be planted.
            TokenStoreError: If there is no such driver of tokens, or it cannot open its store.
        """
        with self._lock, ExitStack() as undo:
            if self._servers is not None:
                raise CloudError(f"The cloud runs already: {self!r}. Stop it first.")
            wanted = self._where or self._wanted
            public = undo.enter_context(listen(wanted.host, wanted.public_port, "public_port"))
            admin = undo.enter_context(listen(wanted.host, wanted.admin_port, "admin_port"))
            where = _Where(wanted.host, public.getsockname()[1], admin.getsockname()[1])
            self._keystone = self._keystone or self._make(where)
            self._where = where
            self._servers = Servers(
                [
                    Server(public, self.application("public")),
                    Server(admin, self.application("admin")),
                ]
            )
        return self

    def stop(self) -> None:
        """Answer nobody any more; nothing happens if it is stopped already."""
        with self._lock:
            servers, self._servers = self._servers, None
            if servers is not None:
                with self.faults.hurried():  # those who wait for a late answer may have given up
                    servers.stop()

    def application(self, api: Api) -> WSGIApplication:
        """Return the WSGI application of one of the two APIs, ``public`` or ``admin``.

        Raises:
            CloudError: If the cloud was never started.
        """
        keystone = self.keystone
        troubled = self.faults.around(Application(keystone, api), api, keystone)
        return recorded(troubled, self.requests, api)

    @property
    def keystone(self) -> Keystone:
        """What it answers from: ``state`` and ``tokens``. Hold its ``lock`` to change it.

        Raises:
            CloudError: If the cloud was never started; so for the URLs and the methods below.
        """
        return _started(self._keystone)

    @property
    def public_url(self) -> str:
        """Where the public API is, ``/v2.0`` included."""
        return _started(self._where).url("public")

    @property
    def admin_url(self) -> str:
        """Where the admin API is, ``/v2.0`` included."""
        return _started(self._where).url("admin")

    @property
    def auth_url(self) -> str:
        """Where to log in: the public API."""
        return self.public_url

    def environment(self) -> dict[str, str]:
        """Return the environment variables by which programs find it, and log in as the admin."""
        return {
            "OS_AUTH_URL": self.auth_url,
            "OS_IDENTITY_API_VERSION": "2.0",
            "OS_INTERFACE": "admin",  # else the command openstack has an administrator do little
            "OS_USERNAME": "admin",
            "OS_PASSWORD": self.admin_password,
            "OS_TENANT_NAME": "admin",
            "OS_REGION_NAME": REGION,
        }

    def plant(self, data: Seed) -> None:
        """Add to what there is; *data* is as a seed.

        Raises:
            SeedError: If that cannot be read or planted.
        """
        seed = _read(data)
        with self.keystone.lock:
            _plant(self.keystone, seed, _file_of(data))

    def revoke(self, token_id: str) -> None:
        """Revoke a token.

        Raises:
            CloudError: If it is none, or has expired, or was revoked before.
        """
        token_id = secret(token_id)
        tokens = self.keystone.tokens
        with self.keystone.lock:
            try:
                tokens.revoke(tokens.find(token_id))
            except Refusal:
                raise CloudError("There is no such token, or none that is good.") from None

    def revoke_all(self, user_name: str) -> None:
        """Revoke all tokens of a user.

        Raises:
            CloudError: If there is no such user.
        """
        with self.keystone.lock:
            user = self.keystone.state.users.named(user_name)
            if user is None:
                raise CloudError(f"There is no user {user_name!r}.")
            self.keystone.tokens.revoke_all(user.id)

    def _make(self, where: _Where) -> Keystone:
        """Return a Keystone with what there is from the beginning."""
        keystone = Keystone(self._settings, self._make_driver())
        bootstrap(
            keystone.state,
            where.url("public"),
            where.url("admin"),
            password=self.admin_password,
            region=REGION,
        )
        _plant(keystone, self._seed, self._seed_file)
        return keystone

    def _make_driver(self) -> TokenDriverV8:
        given = self._driver_options
        if not isinstance(self._driver, str):
            return load(self._driver, given)
        timed = SecretDict(given, clock=self.clock) if "clock" not in given else given
        if self._driver == "memory":  # without a look at what is installed, which takes a while
            return made("memory", TidyDriver, timed)
        try:
            return load(self._driver, timed)
        except TypeError:  # somebody's that has a clock of its own, or none
            return load(self._driver, given)


@dataclass(frozen=True)
class _Where:
    """Where a cloud listens."""

    host: str
    public_port: int
    admin_port: int

    def url(self, api: Api) -> str:
        """Return the URL of an API."""
        port = self.public_port if api == "public" else self.admin_port
        return f"http://{address_of(self.host, port)}/v2.0"


def _started(what: T | None) -> T:
    """Return what a cloud has from its start on."""
    if what is None:
        raise CloudError(
            "The cloud was never started. Write `with Cloud() as cloud:`, or call start()."
        )
    return what


def _read(seed: Seed | None) -> dict[str, Any]:
    """Return a seed, whose secrets hide from tracebacks."""
    if seed is None:
        return {}
    return hidden(dict(seed if isinstance(seed, Mapping) else read(seed)))


def _plant(keystone: Keystone, seed: dict[str, Any], file: str | None) -> None:
    """Add a seed to what there is."""
    is_rackspace = keystone.profile.flavour == "rackspace"  # a tenant's number is its name there
    plant(keystone.state, seed, file=file, tenant_names_are_ids=is_rackspace)


def _file_of(seed: Seed | None) -> str | None:
    """Return the file that a seed is read from; None if there is none."""
    return str(seed) if isinstance(seed, str | Path) else None
