"""Tell a person whose request the server refused what to try."""

from __future__ import annotations

from urllib.parse import urlsplit

from ksclient.auth._pattern import Pattern
from ksclient.auth._redact import mask_text
from ksclient.auth.discover.versions import version_in_url
from ksclient.exceptions import Forbidden, HttpError, NotFound

_NO_ROUTE = "The resource could not be found."
"""What Keystone says where it has nothing at a path, rather than no such user."""

_NO_SUCH_THING = "Could not find "
"""How it begins where an id in the path, or in the body, leads to nothing."""

_MISSING = Pattern(
    rf"{_NO_SUCH_THING}(project|tenant|user|role|service): (.+?)\.?( \(HTTP 404\).*)?"
)
_MADE_ID = Pattern(r"[0-9a-f]{32}|\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""Ids as servers make them; what else is given for one may be a name."""

ADMIN = ("admin", "adminURL")
"""What the interface is called where users, roles and others' tenants are."""

NO_ADMIN_API = (
    "This cloud tells its users of no admin API, as is usual with providers: what administrators "
    "do is not to be had there."
)


def is_no_route(error: HttpError) -> bool:
    """Tell whether the server said that it has nothing at this path, whatever the ids in it."""
    return isinstance(error, NotFound) and _NO_ROUTE in error.message


def for_missing_plugin(ignored: tuple[str, ...]) -> str:
    """Return what to say where a client is over a session that has no plugin.

    Args:
        ignored: The names of credentials that the client was given and cannot use.
    """
    told = "Over a session, its plugin logs in"
    if ignored:
        told += f", and what the client was given is ignored: {', '.join(ignored)}"
    return (
        f"{told}. Make the session with a plugin: Session(auth=v2.Password(auth_url, "
        "username=..., password=..., tenant_name=...)), with v2 from ksclient.auth.identity."
    )


def for_refusal(error: HttpError, method: str, path: str) -> str | None:
    """Return what to say of *error*, which a request for *path* has raised; None for nothing.

    Args:
        error: What was answered, to this request or to the login on the way.
        method: The method of the request.
        path: What a manager asked for, below the endpoint.
    """
    if error.method != method or not (error.url or "").endswith(path):
        return None
    if isinstance(error, NotFound):
        return _for_missing_route(error, path) or _for_name(error)
    return _for_missing_role(method, path) if isinstance(error, Forbidden) else None


def _for_missing_route(error: NotFound, path: str) -> str | None:
    url, path = (error.url or "").partition("?")[0], path.partition("?")[0]
    endpoint = url.removesuffix(path)
    is_elsewhere = path in _COLLECTIONS and not error.message.startswith(_NO_SUCH_THING)
    if not path or not (is_no_route(error) or is_elsewhere):
        return None
    shown = mask_text(repr(str(endpoint)))
    if not version_in_url(endpoint):
        return f"Is '/v2.0' missing at the end of the endpoint {shown}?"
    if path.startswith("/OS-KSCRUD/"):
        return f"Is {shown} the admin API? This belongs to the public one."
    return (
        f"Is {shown} the public API? Most of Identity v2.0 is on the admin API only, which "
        "usually has port 35357."
    )


def _for_name(error: NotFound) -> str | None:
    """Return what to say where a name may have been given for an id."""
    missing = _MISSING.compiled.fullmatch(error.message)
    if missing is None or _MADE_ID.compiled.fullmatch(missing[2]):
        return None
    kind = missing[1].replace("project", "tenant")
    named = mask_text(repr(missing[2]))
    return f"If {named} is a name, find its id: {kind}s.find(name={named}).id"


_COLLECTIONS = frozenset(
    {"/users", "/tenants", "/endpoints"} | {f"/OS-KSADM/{name}" for name in ("roles", "services")}
)
"""Paths that an admin API has whatever there is in it."""


def _for_missing_role(method: str, path: str) -> str | None:
    parts = urlsplit(path).path.split("/")
    if parts[1:] == ["tenants"] and method == "GET":
        return (
            "The admin API lists all tenants, to the role admin. To list the caller's own, use "
            'tenants.list(interface="public").'
        )
    if parts[1:2] == ["tokens"] and len(parts) > 2:
        roles = "admin or service" if len(parts) == 3 and method != "DELETE" else "admin"
        return (
            f"By default this needs the role {roles} on the tenant that the caller's token is for."
        )
    if "OS-EC2" in parts:
        return "By default this is for the user himself, and for the role admin."
    if "OS-KSCRUD" in parts or parts[1:] == ["tokens"]:
        return None
    return "By default this needs the role admin on the tenant that the caller's token is for."
