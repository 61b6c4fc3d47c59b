"""A session as one client sees it: with its service, its interface and its habits."""

from ksclient.auth.adapter.arguments import register as register_adapter_argparse_arguments
from ksclient.auth.adapter.arguments import (
    register_for_service as register_service_adapter_argparse_arguments,
)
from ksclient.auth.adapter.clients import Adapter as Adapter
from ksclient.auth.adapter.clients import LegacyJsonAdapter as LegacyJsonAdapter

__all__ = [
    "Adapter",
    "LegacyJsonAdapter",
    "register_adapter_argparse_arguments",
    "register_service_adapter_argparse_arguments",
]
