"""AUTH_INTERFACE, the interface that stands for the URL a plugin logs in at."""

from __future__ import annotations

import sys
from typing import Any, Final


class _AuthInterface:
    """The class of AUTH_INTERFACE; copied or unpickled, the object stays the same one."""

    def __repr__(self) -> str:
        return "ksclient.auth.plugin.AUTH_INTERFACE"

    def __reduce__(self) -> str:
        return "AUTH_INTERFACE"


AUTH_INTERFACE: Final = _AuthInterface()
"""As the ``interface`` of an endpoint: the URL that the plugin logs in at."""


def is_auth_interface(interface: object) -> bool:
    """Tell whether *interface* is AUTH_INTERFACE, ours or keystoneauth1's."""
    theirs = sys.modules.get("keystoneauth1.plugin")
    return interface is AUTH_INTERFACE or (
        theirs is not None and interface is getattr(theirs, "AUTH_INTERFACE", None)
    )


def interface_for(plugin: object, interface: Any) -> Any:
    """Return *interface* as *plugin* knows it: keystoneauth1 has an AUTH_INTERFACE of its own.

    Ask with it before an interface is handed to a plugin that may be of either library.
    """
    theirs = sys.modules.get("keystoneauth1.plugin")
    if interface is AUTH_INTERFACE and theirs is not None:
        foreign = isinstance(plugin, getattr(theirs, "BaseAuthPlugin", ()))
        return theirs.AUTH_INTERFACE if foreign else interface
    return interface


def as_known_to(plugin: object, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return what an endpoint is looked up by, with the ``interface`` as *plugin* knows it."""
    if "interface" not in wanted:
        return wanted
    return {**wanted, "interface": interface_for(plugin, wanted["interface"])}
