"""Log in, once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ksclient.auth import exceptions
from ksclient.cli.answers import wire_time
from ksclient.cli.doctor import clock
from ksclient.cli.doctor.case import Case
from ksclient.cli.doctor.credentials import where, who
from ksclient.cli.doctor.findings import Finding, fail, line_of, ok, warn

if TYPE_CHECKING:
    from ksclient.auth.access import AccessInfo

_SHORT = timedelta(minutes=5)
_CREDENTIALS = ("username", "user_id", "password", "api_key", "token", "tenant_name", "tenant_id")


def look(case: Case) -> Iterator[Finding]:
    """Log in as the configuration says, whatever token is kept; never twice."""
    plugin: Any = replace(case.cloud, caches_auth=False).plugin()
    if not hasattr(plugin, "get_access"):
        yield ok(f"There is none to make: {case.cloud.auth_type!r} uses what it has as it is.")
        return
    began = time.monotonic()
    try:
        with exceptions.adopted():
            access: AccessInfo = plugin.get_access(case.session())
    except exceptions.ClientException as error:
        yield refused(error, case)
        return
    case.access = access
    yield from _told(access, time.monotonic() - began, case)


def refused(error: exceptions.ClientException, case: Case) -> Finding:
    """Return what it means that a login failed with this *error*."""
    status = getattr(error, "http_status", None)
    if isinstance(error, exceptions.Unauthorized):
        return fail(
            f"{_said(error)} It was sent {who(case.cloud)}.",
            "Wrong password, unknown or disabled user or tenant, no role in the tenant: servers "
            f"say the same to all of them. Look at {_sources(case)}. One login was tried, and "
            "none is repeated, as some clouds lock accounts.",
        )
    if status is not None:
        return fail(_said(error), _ADVICE.get(status) or _advice_of_class(status))
    if isinstance(error, exceptions.ReadTimeout):
        return fail(
            f"There was no answer to the login in {case.wait:g} s.",
            f"--timeout {6 * case.wait:g} waits longer. A server that is quick otherwise may wait "
            "for its database or for LDAP.",
        )
    if isinstance(error, exceptions.UnsafeRedirect):
        return fail(line_of(error), "If you know that place, write its URL as auth_url.")
    return fail(
        line_of(error), "A login needs an answer that is Identity v2.0's: is the URL right?"
    )


_NO_IDENTITY = "There is no Identity v2.0 at that URL: does it end with /v2.0?"
_TOO_MANY = "Too many logins: wait, and have programs share one (--os-cache)."
_ADVICE = {
    300: _NO_IDENTITY,
    403: "Credentials that are right are refused so where the account is locked or the password "
    "must be changed. Those who run the cloud know.",
    404: _NO_IDENTITY,
    405: _NO_IDENTITY,
    413: _TOO_MANY,
    429: _TOO_MANY,
}


def _advice_of_class(status: int) -> str:
    if status >= 500:
        return "The server is broken; its log says why. Tell those who run it."
    return "The server does not take a login in this form: does it speak Identity v2.0 there?"


def _said(error: exceptions.ClientException) -> str:
    return f"The server refused the login: {error.message.rstrip('.')}."


def _sources(case: Case) -> str:
    origins = case.cloud.origins
    return ", ".join(
        f"{name} ({where(case.cloud, name)})" for name in _CREDENTIALS if name in origins
    )


def _told(access: AccessInfo, seconds: float, case: Case) -> Iterator[Finding]:
    left = access.expires - (access.issued or case.clock() + (case.skew or timedelta(0)))
    roles = ", ".join(access.role_names) or "none"
    tenant = access.project_name or access.project_id
    yield ok(
        f"{access.username or access.user_id} (id {access.user_id}) is logged in, in "
        f"{seconds:.1f} s; roles: {roles}. The token is good until {wire_time(access.expires)}, "
        f"for {_words(left)}."
    )
    if tenant is None:
        yield warn(
            "The token is for no tenant: it has no catalog, and is good for little.",
            "Name one: --os-tenant-name, OS_TENANT_NAME, or tenant_name in clouds.yaml. "
            "ksclient tenant-list --own shows yours.",
        )
    if left < _SHORT:
        yield warn(
            f"Tokens live for {_words(left)} here: long work may lose its token midway.",
            "Those who run the cloud set [token] expiration in keystone.conf.",
        )
    yield from _by_issue(access, case)


def _by_issue(access: AccessInfo, case: Case) -> Iterator[Finding]:
    """Tell what `issued_at` says of the clocks, where no header has told it."""
    issued = access.issued
    if issued is None or (case.skew is not None and clock.is_far(case.skew)):
        return
    skew = issued - case.clock()
    if clock.is_far(skew):
        yield clock.judged(skew, "issued_at of the new token")


def _words(left: timedelta) -> str:
    minutes = max(0, round(left.total_seconds() / 60))
    if minutes < 120:
        return f"{minutes} minute{'' if minutes == 1 else 's'}"
    return f"{minutes / 60:.0f} hours"
