"""Configuration as OpenStack's users know it: ``OS_*`` variables, ``clouds.yaml``, presets.

.. code-block:: python

    from ksclient import config

    cloud = config.load("prod")
    keystone = cloud.client()

`ksclient.connect` does both.
"""

from ksclient.config.cloud import CloudConfig as CloudConfig
from ksclient.config.errors import ConfigError as ConfigError
from ksclient.config.loading import load as load
from ksclient.config.loading import names as names
from ksclient.config.profiles import preset_names as preset_names

__all__ = ["CloudConfig", "ConfigError", "load", "names", "preset_names"]
