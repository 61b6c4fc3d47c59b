"""Where a request goes that names only a path: beneath which endpoint."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ksclient.auth import exceptions
from ksclient.auth._origin import names_server

if TYPE_CHECKING:
    from ksclient.auth.plugin import BaseAuthPlugin
    from ksclient.auth.session.plugin_calls import PluginCalls

_FIELD = re.compile(r"%\((?P<name>[^)]*)\)s|%%")


def beneath_endpoint(
    session: PluginCalls,
    path: str,
    auth: BaseAuthPlugin | None,
    override: str | None,
    endpoint_filter: Mapping[str, Any] | None,
    allow: Mapping[str, Any] | None,
) -> str:
    """Return the URL of *path* beneath the endpoint that the other arguments name.

    Args:
        session: Asks the plugin.
        path: What follows the endpoint's own path.
        auth: A plugin instead of the session's.
        override: The endpoint's URL; see `fill`.
        endpoint_filter: What the plugin looks the endpoint up by, without an *override*.
        allow: What discovery may choose.

    Raises:
        EndpointNotFound: If there is no such endpoint, or its URL is none.
    """
    base = None
    if override:
        ids = {
            "project_id": lambda: session.get_project_id(auth),
            "user_id": lambda: session.get_user_id(auth),
        }
        base = fill(override, ids)
    elif endpoint_filter:
        base = session.get_endpoint(auth, allow=allow, **endpoint_filter)
    if not base:
        raise _not_found(path, endpoint_filter)
    if not names_server(base):
        # Not shown: it may be a token, given in the place of the endpoint.
        raise exceptions.EndpointNotFound(
            "The endpoint of this request is no URL: it must begin with http:// or https:// and "
            "name a host and a proper port. Are the endpoint and the token in the right places?"
        )
    return f"{base.rstrip('/')}/{path.lstrip('/')}"


def _not_found(path: str, endpoint_filter: Mapping[str, Any] | None) -> exceptions.EndpointNotFound:
    error = exceptions.EndpointNotFound()
    wanted = ", ".join(f"{name}={value}" for name, value in (endpoint_filter or {}).items())
    exceptions.add_hint(
        error,
        f"The auth plugin knows no endpoint for {wanted}."
        if wanted
        else f"{path!r} is a path, and nothing says beneath which endpoint: give a whole URL, or "
        "service_type to an Adapter, or endpoint_filter={'service_type': ...}, or "
        "endpoint_override.",
    )
    return error


def fill(url: str, values: Mapping[str, Callable[[], str | None]]) -> str:
    """Return *url* with its ``%(name)s`` replaced; other percent signs stay.

    Args:
        url: Such as ``https://swift.example/v1/AUTH_%(project_id)s``.
        values: What gives each value; called only for what *url* names.

    Raises:
        AttributeError: If *url* asks for a name that *values* lacks.
        ValueError: If the auth plugin does not know the value.
    """

    def value_of(found: re.Match[str]) -> str:
        name = found["name"]
        if name is None:
            return "%"
        if name not in values:
            raise AttributeError(f"{name}: endpoint_override knows {', '.join(sorted(values))}")
        value = values[name]()
        if not value:
            raise ValueError(
                f"This type of authentication does not provide a {name} that can be substituted"
            )
        return value

    return _FIELD.sub(value_of, url)
