"""What a Keystone has from the beginning: an administrator, and its own endpoint."""

from __future__ import annotations

from ksclient.auth._redact import secret
from ksclient.testing.keystone.state import State
from ksclient.testing.seed.planting import REGION, plant


def bootstrap(
    state: State,
    public_url: str,
    admin_url: str,
    *,
    password: str = "secret",  # noqa: S107 - of a cloud for tests
    region: str = REGION,
) -> None:
    """Give a state what Keystone's own bootstrap makes.

    That is a user ``admin`` with a role ``admin`` on a tenant ``admin``, the service ``keystone``
    of type ``identity``, and the role ``_member_``.

    Args:
        state: The state; an empty one, or one that has none of these.
        public_url: The public API's, which is the internal one, too; with ``/v2.0``.
        admin_url: The admin API's.
        password: The administrator's.
        region: Of the endpoint.

    Raises:
        SeedError: If the state has an ``admin``, or an argument is not what it should be.
    """
    password = secret(password)
    public_url, admin_url = (url.replace("%", "%%") for url in (public_url, admin_url))
    urls = {"public": public_url, "internal": public_url, "admin": admin_url}
    plant(
        state,
        {
            "tenants": [
                {"name": "admin", "description": "Bootstrap project for initializing the cloud."}
            ],
            "users": [{"name": "admin", "password": password, "roles": {"admin": ["admin"]}}],
            "services": [
                {"type": "identity", "name": "keystone", "endpoints": [{"region": region, **urls}]}
            ],
        },
    )
    state.member_role()
