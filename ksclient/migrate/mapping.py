"""Which name of ksclient stands for a name of the libraries that it mirrors."""

from __future__ import annotations

import functools
import importlib
import importlib.util
from types import ModuleType
from typing import Any

RULES: dict[str, str] = {
    "keystoneauth1": "ksclient.auth",
    "keystoneclient": "ksclient",
    "keystoneclient.apiclient.exceptions": "ksclient.exceptions",
    "keystoneclient.openstack.common.apiclient.exceptions": "ksclient.exceptions",
}
"""What stands before a dotted name, and what takes its place; the longest one counts.

Whether there is such a name in ksclient is asked of ksclient itself.
"""

ROOTS = ("keystoneauth1", "keystoneclient")

_V3 = "Identity v3 is not spoken"
_FEDERATION = "federation is of Identity v3, which is not spoken"
_REASONS: dict[str, str] = {
    "adfs": _FEDERATION,
    "federation": _FEDERATION,
    "k2k": _FEDERATION,
    "oidc": _FEDERATION,
    "saml": _FEDERATION,
    "v3": _V3,
    "__version__": "versions of ksclient are its own",
    "kerberos": "there is no Kerberos",
    "oauth": "there is no OAuth, which is of Identity v3",
    "betamax": "there is no recorder for betamax",
    "cms": "there is no cms: signed tokens are not verified",
    "middleware": "it has moved to the library keystonemiddleware",
}
"""Why something is not there, by what its name has in it."""

_NOTHING = object()


def translated(name: str) -> str | None:
    """Return the dotted name that takes the place of *name*; None if it is of other libraries.

    Whether there is such a name is not looked at.
    """
    before = matched(name)
    return None if before is None else RULES[before] + name[len(before) :]


def matched(name: str) -> str | None:
    """Return the rule that *name* goes by: what stands before it; None if there is none."""
    fitting = [before for before in RULES if name == before or name.startswith(f"{before}.")]
    return max(fitting, key=len, default=None)


def found(name: str) -> Any:
    """Return what has a dotted name in ksclient: a module, or something in one, else `MISSING`."""
    module, _, last = name.rpartition(".")
    # What is private is not mirrored; a version of ksclient's is another thing.
    if last == "__version__" or is_private(last):
        return MISSING
    if is_module(name):
        return importlib.import_module(name)
    if not module:
        return MISSING
    inside = found(module)
    return MISSING if inside is MISSING else getattr(inside, last, MISSING)


@functools.cache
def is_module(name: str) -> bool:
    """Tell whether ksclient has a module of that name."""
    parent, _, _ = name.rpartition(".")
    if parent and not is_module(parent):
        return False
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:  # the parent is a module and no package
        return False


def is_private(name: str) -> bool:
    """Tell whether a name, without dots, is one that its library keeps to itself."""
    return name.startswith("_") and not name.endswith("__")


def lacks(module: Any, attribute: str) -> bool:
    """Tell whether something is a module, and has no such attribute or submodule."""
    if not isinstance(module, ModuleType):
        return False
    if attribute == "__version__" or is_private(attribute):
        return True
    return not hasattr(module, attribute) and not is_module(f"{module.__name__}.{attribute}")


def reason(name: str) -> str:
    """Return why *name*, of the other libraries, has no counterpart."""
    words = name.lower()
    for word, why in _REASONS.items():
        if word in words:
            return why
    if any(map(is_private, name.split("."))):
        return "it is private"
    return f"there is no {translated(name)}"


MISSING: Any = _NOTHING
"""What `found` returns if there is nothing of a name."""
