"""A complete Identity v2.0 cloud in a process, for tests.

.. code-block:: python

    from ksclient.testing import Cloud

    with Cloud() as cloud:
        auth = v2.Password(cloud.auth_url, "admin", cloud.admin_password, tenant_name="admin")
        ...

It needs ``pip install 'ksclient[testing]'``. Importing this package loads nothing; that is done
when `Cloud` is asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ksclient.testing.clock import SteerableClock as SteerableClock
    from ksclient.testing.cloud import Cloud as Cloud
    from ksclient.testing.errors import CloudError as CloudError
    from ksclient.testing.errors import LibraryMissing as LibraryMissing
    from ksclient.testing.history import Asked as Asked
    from ksclient.testing.profile import Profile as Profile
    from ksclient.testing.profile import ProfileError as ProfileError
    from ksclient.testing.seed import SeedError as SeedError

_ROOMS = {
    "Asked": "history",
    "Cloud": "cloud",
    "CloudError": "errors",
    "LibraryMissing": "errors",
    "Profile": "profile",
    "ProfileError": "profile",
    "SeedError": "seed",
    "SteerableClock": "clock",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for as the package's attribute.

    Raises:
        LibraryMissing: If the library that it stands on is not installed; an ImportError, too.
    """
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return getattr(importlib.import_module(f"{__name__}.{_ROOMS[name]}"), name)
    except ModuleNotFoundError as cause:
        from ksclient.testing.errors import tell_missing  # noqa: PLC0415 - seldom needed

        tell_missing(cause)
