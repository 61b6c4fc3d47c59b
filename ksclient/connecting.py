"""In one line from a configuration to a client, or to a session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ksclient import config

if TYPE_CHECKING:
    from ksclient.auth.session import Session
    from ksclient.v2_0.client import Client


def connect(cloud: str | None = None, **overrides: Any) -> Client:
    """Return a v2.0 client of a cloud that is configured; it logs in when it is first used.

    .. code-block:: python

        keystone = ksclient.connect("prod", region_name="RegionTwo")

    Tokens are shared with other processes where the configuration has ``cache: {auth: true}``.

    Args:
        cloud: The cloud's name in ``clouds.yaml``; None for the one that ``OS_CLOUD`` names, else
            that of the ``OS_*`` variables, else the only one that there is.
        overrides: What wins over the configuration, by the keys of ``clouds.yaml``; what belongs
            below ``auth``, such as ``password``, may be said directly.

    Raises:
        ConfigError: If the configuration cannot be used; it names the file and the key.
    """
    return config.load(cloud, overrides=overrides).client()


def connect_session(cloud: str | None = None, **overrides: Any) -> Session:
    """Return a session of a cloud that is configured, for clients of any service.

    Args:
        cloud: See `connect`.
        overrides: See `connect`.

    Raises:
        ConfigError: If the configuration cannot be used; it names the file and the key.
    """
    return config.load(cloud, overrides=overrides).session()
