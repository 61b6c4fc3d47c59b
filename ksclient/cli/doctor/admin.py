"""Use the token: at the public API, then at the admin API, where administrators see all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ksclient.auth._json import limited, read_json
from ksclient.auth._redact import mask_url
from ksclient.auth.exceptions import ClientException, adopted
from ksclient.cli.doctor.case import Case
from ksclient.cli.doctor.catalog import endpoints_of_identity
from ksclient.cli.doctor.findings import Finding, fail, line_of, ok, skip, warn

_PUBLIC = "--os-interface public asks the public API, where tenant-list --own works."


def look(case: Case) -> Iterator[Finding]:
    """List tenants: one's own by the public API, all of them by the admin API."""
    if case.cloud.auth_type.startswith("v3"):
        yield skip("Tenants and the admin API are of v2.0, and this plugin logs in with v3.")
        return
    override = case.cloud.identity_endpoint_override
    public = next(iter(endpoints_of_identity(case, "public")), None) or case.v2_url or case.url
    admin = override or next(iter(endpoints_of_identity(case, "admin")), None)
    session = case.session(_plugin(case))
    if case.access is None:  # a token of the configuration: its endpoint is all there is
        yield of_admin(*_tenants(session, case.url), case)
        return
    yield of_public(*_tenants(session, public))
    if admin is None:
        yield skip("The catalog has no admin URL of identity.")
    elif admin == public:
        yield ok("The public API stands for the admin API: it tells your own tenants only.")
    else:
        yield of_admin(*_tenants(case.session(session.auth), admin), case)


def _plugin(case: Case) -> Any:
    """Return a plugin with the token that there is, and no way to another."""
    from ksclient.auth.identity import AccessInfoPlugin  # noqa: PLC0415 - a login is made by now

    if case.access is not None:
        return AccessInfoPlugin(case.access)
    return case.cloud.plugin()


def _tenants(session: Any, url: str) -> tuple[str, Any]:
    """Return the URL that was asked, and what was answered, or what came instead."""
    asked = f"{url.rstrip('/')}/tenants"
    try:
        with adopted(), limited():
            answer = session.get(
                asked, params={"limit": 1}, headers={"Accept": "application/json"}, raise_exc=False
            )
    except ClientException as error:
        return mask_url(asked), error
    return mask_url(asked), answer


def of_public(asked: str, answer: Any) -> Finding:
    """Return what it means that the public API answered so to a token of a moment ago."""
    if isinstance(answer, ClientException):
        return fail(
            f"GET {asked} got no answer: {line_of(answer)}",
            "The catalog's public URL of identity cannot be reached from here. Those who run the "
            "cloud must change it; until then, set identity_endpoint_override.",
        )
    if answer.status_code == 200:
        return ok(
            f"GET {asked}: the public API takes the token, and lists {_count(answer)} of your own."
        )
    return fail(
        f"GET {asked} was answered with {answer.status_code}, with a token of a moment ago.",
        "Do all machines of the server know each other's tokens, and is that Identity v2.0? Those "
        "who run it can tell.",
    )


def of_admin(asked: str, answer: Any, case: Case) -> Finding:
    """Return what it means that the admin API answered so."""
    if isinstance(answer, ClientException):
        return warn(
            f"The admin API cannot be reached: {line_of(answer)}",
            f"It is often open to an inner network only: is there a VPN to start? {_PUBLIC}",
        )
    status = answer.status_code
    if status == 200:
        return ok(f"GET {asked}: the admin API takes the token. You are an administrator.")
    told = f"GET {asked} was answered with {status}"
    if status == 403:
        roles = ", ".join(case.access.role_names) if case.access else "those of the token"
        return warn(
            f"You are no administrator: {told}. Your roles: {roles or 'none'}.",
            "That is as it should be for most users. What is about others, such as user-list, "
            f"needs the role admin. {_PUBLIC}",
        )
    if status == 401:
        return _of_refusal(told, case)
    return warn(
        f"{told}.",
        "The catalog's admin URL of identity should end with /v2.0. Those who run the cloud "
        f"change it: ksclient endpoint-create. {_PUBLIC}",
    )


def _of_refusal(told: str, case: Case) -> Finding:
    if case.access is None:
        return fail(
            f"{told}: the server does not know the token.",
            "Is it the admin_token of its configuration, and does its pipeline have "
            "admin_token_auth? A user's token may have expired.",
        )
    return warn(
        f"{told}, and the public API takes the token.",
        "The two do not share their tokens: those who run the cloud can tell why.",
    )


def _count(answer: Any) -> str:
    try:
        tenants = len(read_json(answer)["tenants"])
    except (ValueError, KeyError, TypeError):
        return "something that is no tenants"
    return "none" if not tenants else f"at least {tenants}"
