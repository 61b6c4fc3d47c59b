"""The options that plugins for an Identity service have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ksclient.auth.loading.loader import BaseLoader
from ksclient.auth.loading.opts import Opt

if TYPE_CHECKING:
    from ksclient.auth.identity.base import BaseIdentityPlugin
    from ksclient.auth.identity.generic import BaseGenericPlugin
    from ksclient.auth.identity.v2 import Auth

__all__ = ["BaseGenericLoader", "BaseIdentityLoader", "BaseV2Loader"]

IdentityPluginT = TypeVar("IdentityPluginT", bound="BaseIdentityPlugin")
V2PluginT = TypeVar("V2PluginT", bound="Auth")
GenericPluginT = TypeVar("GenericPluginT", bound="BaseGenericPlugin")


class BaseIdentityLoader(BaseLoader[IdentityPluginT]):
    """Makes a plugin that logs in at an Identity service."""

    def get_options(self) -> list[Opt]:
        """Return the options: where to log in."""
        return [
            *super().get_options(),
            Opt("auth-url", required=True, help="URL of the Identity service"),
        ]


class BaseV2Loader(BaseIdentityLoader[V2PluginT]):
    """Makes a plugin that logs in with Identity v2.0."""

    def get_options(self) -> list[Opt]:
        """Return the options: where to log in, and for what."""
        return [
            *super().get_options(),
            Opt("tenant-id", help="Id of the tenant to log in for"),
            Opt("tenant-name", help="Name of the tenant to log in for"),
            Opt("trust-id", help="Id of the trust to act under"),
        ]


class BaseGenericLoader(BaseIdentityLoader[GenericPluginT]):
    """Makes a plugin that asks the server which version of Identity it speaks."""

    def get_options(self) -> list[Opt]:
        """Return the options: where to log in, and for what, in words of v2.0 and of v3."""
        return [
            *super().get_options(),
            Opt("system-scope", help="System to log in for (v3)"),
            Opt("domain-id", help="Id of the domain to log in for (v3)"),
            Opt("domain-name", help="Name of the domain to log in for (v3)"),
            Opt(
                "project-id",
                help="Id of the project, or tenant, to log in for",
                deprecated=[Opt("tenant-id")],
            ),
            Opt(
                "project-name",
                help="Name of the project, or tenant, to log in for",
                deprecated=[Opt("tenant-name")],
            ),
            Opt("project-domain-id", help="Id of the project's domain (v3)"),
            Opt("project-domain-name", help="Name of the project's domain (v3)"),
            Opt("trust-id", help="Id of the trust to act under"),
            Opt(
                "default-domain-id",
                help="Id of the domain of both user and project in v3; v2.0 does without",
            ),
            Opt(
                "default-domain-name",
                help="Name of the domain of both user and project in v3; v2.0 does without",
            ),
        ]
