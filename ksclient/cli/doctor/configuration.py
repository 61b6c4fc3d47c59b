"""Look at the configuration: what it says, and where each value comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ksclient.auth._redact import mask_url
from ksclient.auth.exceptions import ClientException
from ksclient.cli.connecting import connect
from ksclient.cli.doctor.case import Case
from ksclient.cli.doctor.findings import Finding, fail, line_of, ok, warn
from ksclient.cli.doctor.sources import said_where
from ksclient.cli.errors import CommandFailed
from ksclient.config import CloudConfig, keys
from ksclient.config.settings import CALL, ENVIRONMENT

_LOGIN_VARIABLES = (
    "OS_AUTH_URL",
    "OS_USERNAME",
    "OS_PASSWORD",
    "OS_TENANT_NAME",
    "OS_TENANT_ID",
    "OS_PROJECT_NAME",
    "OS_PROJECT_ID",
)
_HERE = "Correct it there, and run this again."
_NOTHING = (
    "Set OS_AUTH_URL, OS_USERNAME, OS_PASSWORD and OS_TENANT_NAME, as the openrc file of your "
    "cloud does; or write a clouds.yaml."
)


def look(case: Case) -> Iterator[Finding]:
    """Load it, and tell each value that is no secret."""
    try:
        login = case.login = connect(case.context)
    except (CommandFailed, ClientException) as error:
        is_nothing = getattr(error.__cause__ or error, "file", "") is None
        yield fail(line_of(error), _NOTHING if is_nothing else _HERE)
        return
    cloud = case.cloud = login.cloud
    url = login.auth_url or login.endpoint
    if url is None:
        yield fail(f"{_cloud(cloud)} It says no auth_url.", _NOTHING)
        return
    case.url = url
    yield ok(_cloud(cloud))
    for name in (*keys.AUTH, *keys.TOP):
        if name in cloud.origins and name != "identity_api_version":  # the command says it itself
            yield ok(f"{name} is {_shown(cloud, name)}, by {said_where(cloud.origins[name])}.")
    unused = [name for name in _LOGIN_VARIABLES if case.environ.get(name)]
    if unused and cloud.source not in {ENVIRONMENT, CALL}:
        yield warn(
            f"Set and not used: {', '.join(unused)}. The cloud {cloud.name!r} is of a file.",
            "Unset them; or, if they are meant, leave --os-cloud out, and unset OS_CLOUD.",
        )


def value_of(cloud: CloudConfig, name: str) -> Any:
    """Return what a login is told, by our *name* of it; None for nothing."""
    spellings = keys.SPELLINGS.get(name, (name,))
    return next((cloud.auth[each] for each in spellings if cloud.auth.get(each)), None)


def _cloud(cloud: CloudConfig) -> str:
    told = {
        CALL: "A cloud that options describe",
        ENVIRONMENT: "The cloud that OS_* variables describe",
    }.get(cloud.source, f"The cloud {cloud.name!r} of {cloud.source}")
    return f"{told}, with the auth plugin {cloud.auth_type!r}."


def _shown(cloud: CloudConfig, name: str) -> str:
    if name in keys.PUBLIC:
        value = value_of(cloud, name)
        return "not used" if value is None else mask_url(str(value))
    if name in keys.AUTH:
        return "set, and not shown"
    known = {
        "insecure": cloud.verify is False,
        "cacert": cloud.verify,
        "api_timeout": None if cloud.timeout is None else f"{cloud.timeout:g} s",
        "cache": cloud.caches_auth,
    }
    value = known.get(name, getattr(cloud, name, None))
    return "set" if value is None else str(value)
