"""Adapters, at the path that keystoneclient has them at."""

from ksclient.auth.adapter import Adapter, LegacyJsonAdapter

__all__ = ["Adapter", "LegacyJsonAdapter"]
