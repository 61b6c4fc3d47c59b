"""What was done between recorded requests without being recorded, by what came next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ksclient.testing.keystone.request import Api


@dataclass(frozen=True)
class Login:
    """Somebody logged in.

    Attributes:
        tenant: The tenant's name. None for an unscoped login.
        token: The token that he got, of which recorded requests speak.
    """

    user: str
    password: str
    tenant: str | None
    token: str


@dataclass(frozen=True)
class Rescope:
    """Somebody got another token for the one that he had."""

    parent: str
    tenant: str
    token: str


@dataclass(frozen=True)
class Ask:
    """A request was made as admin, of which nothing was kept."""

    method: str
    path: str
    body: str | None = None
    api: Api = "admin"


@dataclass(frozen=True)
class Wait:
    """Time went by."""

    seconds: float


@dataclass(frozen=True)
class AsOnMain:
    """A recorded request of the main server was made."""

    name: str


Step = Login | Rescope | Ask | Wait | AsOnMain

TICK = Wait(1.2)
"""Keeps two steps out of one second, which Keystone cannot tell apart when it revokes tokens."""


def admin(token: str) -> Login:
    return Login("admin", "secret", "admin", token)


def alice(token: str, tenant: str | None = "acme") -> Login:
    return Login("alice", "alice-pw", tenant, token)


def bob(token: str, password: str = "bob-pw") -> Login:
    return Login("bob", password, "acme", token)


def carol(token: str, password: str = "carol-pw") -> Login:
    return Login("carol", password, None, token)


ALICE = "5feb112bc94c467f88b77604134bc477"
ACME = "8e3237f9e5914535b6f916dd44c0dc0a"
INITECH = "b7ce9ec3ca0648b4831d6c647f8cc585"
WORKER = "658d80e9ccd3444fb87b7e272f5c8b44"
AUDITOR = "99274286df504c83a6a6e56cc52a117a"
ADMIN_ROLE = "073068c644304d8d88d469eb8aa0ce14"

FIXTURES = tuple(
    AsOnMain(name)
    for name in (
        "tenants-create-acme",
        "tenants-create-globex",
        "tenants-create-disabled",
        "users-create-alice",
        "users-create-bob-with-tenant",
        "users-create-disabled",
        "roles-create-worker",
        "roles-grant-alice-acme",
        "roles-grant-alice-globex",
    )
)
"""What each server but `no-signing` had."""


def grant(tenant: str, role: str) -> str:
    return f"/v2.0/tenants/{tenant}/users/{ALICE}/roles/OS-KSADM/{role}"


def _password_of_alice(user: str) -> Ask:
    return Ask(
        "PUT",
        f"/v2.0/users/{user}/OS-KSADM/password",
        '{"user": {"password": "alice-pw"}}',
    )


BEFORE: Mapping[str, tuple[Step, ...]] = {
    "validate-get": (
        admin("68a42b9e866746ad9e9b59a7036b835e"),
        alice("e7141c8d0f0f41e599bb35a29d3861aa"),
        alice("7498551661fa4467be007c8f4dbf0118", None),
    ),
    "validate-non-admin": (bob("205c9271b80b4139ac1265c854e8c7a2"),),
    # This one came from v3; v2.0 shows it as one of its own.
    "validate-v3-token": (alice("ffbdc5c31b114dbd87c074109fe51396"),),
    # So did this one, which was for a domain: v2.0 has nothing that is quite like it.
    "validate-v3-domain-token": (admin("7f26a55e01194aedad38739d5c0e3201"),),
    "revoke-parent": (
        alice("7dbf45902b2d468bb49a2241f66ed220", None),
        Rescope("7dbf45902b2d468bb49a2241f66ed220", "acme", "6082b65cf56f46f29c984736cd4c9bfd"),
    ),
    "mytenants-list": (
        alice("53518d19a37e4322ba4fff268425b3b2"),
        alice("ac70e858d5ad457d83cae6e278ce24c1", None),
    ),
    "tenants-create": (
        admin("aa849f9797974881836ffe8a49498d8f"),
        alice("d988fb3d4e3b4c72b355e8d70d3606f7"),
    ),
    "tenants-disable": (
        Ask("PUT", grant(INITECH, WORKER)),
        alice("0ac933a59c1a4075aa78cf645bead6e1", "initech"),
    ),
    "users-create": (
        admin("a93f486104e64b48a76da3d1c22d7333"),
        alice("d9a59d3c8a474a5e8ff4a3e2b9c00134"),
    ),
    "users-disable": (carol("b56155ddbcd74a4db54d2861f433e519"), TICK),
    "users-password": (TICK, carol("18fbea6868ea4d7c98a3c6f5b43d4bc1"), TICK),
    "users-delete-no-token": (TICK, carol("e7d1e9a66ff646f189bac4019f030724", "carol-pw3")),
    "kscrud-wrong-original": (
        bob("e8b3b370e7fd47f8a5366c6bf83c28c7"),
        alice("05e2f6e5300d463d986530124ad6871b", None),
        TICK,
    ),
    "roles-create": (
        admin("6b23887692ba4587b18398a25454033b"),
        alice("ecc46823835545ef9752539f52bf785a"),
    ),
    "grants-add-unknown-role": (Ask("DELETE", grant(ACME, ADMIN_ROLE)),),
    "grants-add-non-admin": (TICK, alice("997b02549ca8434f931a53c934c64fe1")),
    "roles-delete-no-token": (
        Ask("PUT", grant(ACME, AUDITOR)),
        TICK,
        alice("b5d92222d924498884c4e56ebbf402e4"),
        TICK,
    ),
    "services-create": (
        TICK,
        admin("15019949be4548dbb6fd9a3dea59eaf8"),
        alice("7241855122a3489bb0dd3db78bd8f416"),
    ),
    "catalog-token-endpoints": (alice("52e6f720dfe94b02aec6a68118bba4f4"),),
    "ec2-create": (
        TICK,
        admin("65e755fcf65241a69f3c3b22fccbfb32"),
        alice("3d286dc997214032bb5db734a9f23ebd"),
        bob("aad08ca120544a53a7ba664ec6e30299", "bob-pw2"),
    ),
    # The other servers.
    "variant-expired-validate": (
        *FIXTURES,
        alice("51be9ec785054d089ad5826586135683"),
        Wait(3),
    ),
    "variant-list-limit-2-limited-tenants": FIXTURES,
    "variant-list-limit-2-limited-mytenants": (alice("f0e7f05277b342ef8102251ff4db1a22", None),),
    "variant-revoke-by-id-off-delete": (
        *FIXTURES,
        alice("ede269e88e4e453484f5994bbdaacd15", None),
    ),
    "variant-same-second-try-0": (
        *FIXTURES,
        _password_of_alice(ALICE),
        alice("3d6ff801883d4bd3b06186e8cb0dd52b", None),
    ),
    **{
        f"variant-same-second-try-{number}": (
            _password_of_alice(ALICE),
            alice(token, None),
        )
        for number, token in enumerate(
            (
                "0d990afba7fc47958f3104e1f24dcfc4",
                "3c6e9c6943ad45e382bde2dc3383d705",
                "1dadfb59bd094bd18574ba4b61d90b9d",
                "5760ce1e7fa64c1895087195201b5d25",
                "7fa6282f76ad4a6a929b7f74fa8ca3f5",
                "1fecfe4a24484a7481b5ddc28c39bbd3",
                "0649736a148346419379cffa8d8eec78",
                "7ea70e2aa7cb4f93ba769c39c959a42b",
                "a74d47efa295450d8d21b34ffe6066c2",
            ),
            start=1,
        )
    },
}
