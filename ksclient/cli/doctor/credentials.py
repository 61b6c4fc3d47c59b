"""Look at the credentials: whether there is all that a login needs."""

from __future__ import annotations

from collections.abc import Iterator

from ksclient.cli.connecting import check_complete
from ksclient.cli.doctor.case import Case
from ksclient.cli.doctor.configuration import value_of
from ksclient.cli.doctor.findings import Finding, fail, line_of, ok, warn
from ksclient.cli.doctor.sources import said_where
from ksclient.cli.errors import UsageError
from ksclient.config import CloudConfig, keys

_SECRETS = ("password", "api_key", "token")


def look(case: Case) -> Iterator[Finding]:
    """Tell who will log in with what; warn of what is probably no part of a credential.

    A password that is missing is asked for, on a terminal.
    """
    try:
        cloud = case.cloud = case.login.complete
        check_complete(cloud)
    except UsageError as error:
        yield fail(
            line_of(error), "What comes before the login is looked at nevertheless: see below."
        )
        return
    yield ok(_told(cloud))
    for name in (*_SECRETS, *sorted(keys.PUBLIC)):
        value = value_of(cloud, name)
        if isinstance(value, str) and value != value.strip():
            yield warn(
                f"{name} begins or ends with white space, by {where(cloud, name)}.",
                "It is sent as it is. What is read from a file often ends with a line break: "
                "remove it, unless it is meant.",
            )


def where(cloud: CloudConfig, name: str) -> str:
    """Return where what a login is told by our *name* was said."""
    origin = cloud.origins.get(name)
    return said_where(origin) if origin else "a prompt"


def who(cloud: CloudConfig) -> str:
    """Return who logs in for what, in words."""
    user = value_of(cloud, "username") or value_of(cloud, "user_id")
    tenant = value_of(cloud, "tenant_name") or value_of(cloud, "tenant_id")
    return f"{user or 'nobody by name'}, for {f'the tenant {tenant}' if tenant else 'no tenant'}"


def _told(cloud: CloudConfig) -> str:
    kinds = [name for name in _SECRETS if value_of(cloud, name)]
    return f"There is all that is needed: {', '.join(kinds) or 'nothing secret'}; {who(cloud)}."
