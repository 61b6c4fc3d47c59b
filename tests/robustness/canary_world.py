"""A cloud that is full of canaries, and who uses it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.testing import Cloud
from ksclient.testing.keystone.logins import issue
from ksclient.token.persistence.backends.memory import Driver
from ksclient.v2_0.client import Client
from tests.robustness.canary import Canaries

HARD = '"\\/é%& +='
"""What JSON, URLs, HTML and ``repr`` write in ways of their own; passwords may have it."""

IN_TOKENS = "+/="
"""What PKI tokens have, and URLs percent-encode."""


class NotingDriver(Driver):
    """Keeps tokens in memory, and tells the canaries of each."""

    def __init__(self, canaries: Canaries) -> None:
        super().__init__()
        self._canaries = canaries

    def create_token(self, token_id: Any, data: Any) -> Any:
        self._canaries.learn("an issued token", token_id)
        return super().create_token(token_id, data)


class World:
    """The cloud of one test: what it holds, and clients that do not know how to keep a secret.

    Attributes:
        canaries: All secrets that there are.
        cloud: Runs.
    """

    def __init__(self) -> None:
        self.canaries = Canaries()
        plant = self.canaries.plant
        self.password = plant("password", between=HARD)
        self.new_password = plant("new password", between=HARD)
        self.subject = plant("subject token", between=IN_TOKENS)
        self.userinfo = plant("userinfo")
        self.api_key = plant("API key", between=HARD)
        self.admin_token = plant("admin token", between=IN_TOKENS)
        self.ec2_secret = plant("EC2 secret")
        self.trust_id = plant("trust")
        self.cloud = Cloud(
            admin_password=self.password,
            admin_token=self.admin_token,
            driver=NotingDriver(self.canaries),
            seed={
                "tenants": [{"name": name, "id": f"t-{name}"} for name in ("acme", "gone")],
                "roles": [{"name": name, "id": f"r-{name}"} for name in ("member", "gone")],
                "users": [
                    {
                        "name": "alice",
                        "id": "u-alice",
                        "password": self.password,
                        "api_key": self.api_key,
                        "roles": {"acme": ["member"]},
                    },
                    {"name": "bob", "id": "u-bob", "password": self.password},
                    {"name": "gone", "id": "u-gone", "password": self.password},
                ],
                "services": [
                    {
                        "type": name,
                        "name": name,
                        "id": f"s-{name}",
                        "endpoints": [{"id": f"e-{name}", "public": f"http://{name}.example"}],
                    }
                    for name in ("compute", "gone", "gone-too")
                ],
                "trusts": [
                    {
                        "id": self.trust_id,
                        "trustor": "alice",
                        "trustee": "bob",
                        "tenant": "acme",
                        "roles": ["member"],
                    }
                ],
                "credentials": [
                    {"user": "alice", "tenant": "acme", "access": key, "secret": self.ec2_secret}
                    for key in ("a-key", "a-gone", "a-gone-too")
                ],
            },
        )

    def issue(self, user: str = "alice") -> str:
        """Return a token of a user's, which nobody has seen yet."""
        keystone = self.cloud.keystone
        with keystone.lock:
            found = keystone.state.users.named(user)
            tenant = keystone.state.tenants.get("t-acme")
            document = issue(keystone, found, tenant)
        return document["access"]["token"]["id"]

    def auth_url(self, *, userinfo: bool = False) -> str:
        """Return where to log in, maybe with a name and a password before the host."""
        if not userinfo:
            return self.cloud.auth_url
        return self.cloud.auth_url.replace("://", f"://me:{quote(self.userinfo, safe='')}@")

    def admin(self, **session: Any) -> v2.Password:
        """Return the administrator's plugin."""
        return v2.Password(self.cloud.auth_url, "admin", self.password, tenant_name="admin")


@contextmanager
def world() -> Iterator[World]:
    """Run a cloud with canaries."""
    made = World()
    with made.cloud:
        yield made


def over_a_session(world: World, **options: Any) -> Client:
    return Client(session=Session(auth=world.admin(), redirect=3, **options))


def without_a_session(world: World, **options: Any) -> Client:
    return Client(
        username="admin",
        password=world.password,
        auth_url=world.cloud.auth_url,
        tenant_name="admin",
        **options,
    )


CLIENTS: dict[str, Callable[..., Client]] = {
    "over a session": over_a_session,
    "without a session": without_a_session,
}
