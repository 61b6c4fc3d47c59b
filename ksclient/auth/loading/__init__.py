"""Make auth plugins, sessions and adapters from names and options.

Plugins are found through entry points: those of the group ``ksclient.auth.plugin`` first, then
those made for keystoneauth1. Nothing is looked for before a name is asked for.
"""

from ksclient.auth.loading import adapter as adapter
from ksclient.auth.loading import base as base
from ksclient.auth.loading import cli as cli
from ksclient.auth.loading import conf as conf
from ksclient.auth.loading import identity as identity
from ksclient.auth.loading import opts as opts
from ksclient.auth.loading import session as session
from ksclient.auth.loading.adapter import get_conf_options as get_adapter_conf_options
from ksclient.auth.loading.adapter import load_from_conf_options as load_adapter_from_conf_options
from ksclient.auth.loading.adapter import (
    register_argparse_arguments as register_adapter_argparse_arguments,
)
from ksclient.auth.loading.adapter import register_conf_options as register_adapter_conf_options
from ksclient.auth.loading.adapter import (
    register_service_argparse_arguments as register_service_adapter_argparse_arguments,
)
from ksclient.auth.loading.base import PLUGIN_NAMESPACE as PLUGIN_NAMESPACE
from ksclient.auth.loading.base import BaseLoader as BaseLoader
from ksclient.auth.loading.base import get_available_plugin_loaders as get_available_plugin_loaders
from ksclient.auth.loading.base import get_available_plugin_names as get_available_plugin_names
from ksclient.auth.loading.base import get_plugin_loader as get_plugin_loader
from ksclient.auth.loading.base import get_plugin_options as get_plugin_options
from ksclient.auth.loading.cli import (
    load_from_argparse_arguments as load_auth_from_argparse_arguments,
)
from ksclient.auth.loading.cli import (
    register_argparse_arguments as register_auth_argparse_arguments,
)
from ksclient.auth.loading.conf import get_common_conf_options as get_auth_common_conf_options
from ksclient.auth.loading.conf import get_plugin_conf_options as get_auth_plugin_conf_options
from ksclient.auth.loading.conf import load_from_conf_options as load_auth_from_conf_options
from ksclient.auth.loading.conf import register_conf_options as register_auth_conf_options
from ksclient.auth.loading.identity import BaseGenericLoader as BaseGenericLoader
from ksclient.auth.loading.identity import BaseIdentityLoader as BaseIdentityLoader
from ksclient.auth.loading.identity import BaseV2Loader as BaseV2Loader
from ksclient.auth.loading.opts import Opt as Opt
from ksclient.auth.loading.session import get_conf_options as get_session_conf_options
from ksclient.auth.loading.session import (
    load_from_argparse_arguments as load_session_from_argparse_arguments,
)
from ksclient.auth.loading.session import load_from_conf_options as load_session_from_conf_options
from ksclient.auth.loading.session import (
    register_argparse_arguments as register_session_argparse_arguments,
)
from ksclient.auth.loading.session import register_conf_options as register_session_conf_options

__all__ = [
    "PLUGIN_NAMESPACE",
    "BaseGenericLoader",
    "BaseIdentityLoader",
    "BaseLoader",
    "BaseV2Loader",
    "Opt",
    "get_adapter_conf_options",
    "get_auth_common_conf_options",
    "get_auth_plugin_conf_options",
    "get_available_plugin_loaders",
    "get_available_plugin_names",
    "get_plugin_loader",
    "get_plugin_options",
    "get_session_conf_options",
    "load_adapter_from_conf_options",
    "load_auth_from_argparse_arguments",
    "load_auth_from_conf_options",
    "load_session_from_argparse_arguments",
    "load_session_from_conf_options",
    "register_adapter_argparse_arguments",
    "register_adapter_conf_options",
    "register_auth_argparse_arguments",
    "register_auth_conf_options",
    "register_service_adapter_argparse_arguments",
    "register_session_argparse_arguments",
    "register_session_conf_options",
]
