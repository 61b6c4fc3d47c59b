"""Extensions: what a server has beyond the core of the API."""

from __future__ import annotations

import builtins

from ksclient.base import ManagerWithFind, WireResource, path


class Extension(WireResource):
    """A part of the API that not every server has.

    Attributes:
        alias: What names it in URLs, such as ``OS-KSADM``.
        name: Its name, for people.
        namespace: A URL that names it; there may be nothing there.
        description: What it is for.
        updated: When it last changed. Keystone writes some of these in no format that parses.
        links: Where its documentation is.
    """

    alias: str
    name: str
    namespace: str
    description: str
    updated: str
    links: list[dict[str, str]]

    manager: ExtensionManager

    @property
    def id(self) -> str:
        """What names it in URLs: its alias."""
        return self.alias


class ExtensionManager(ManagerWithFind[Extension]):
    """The extensions of an Identity v2.0 service; anyone may ask, without a token."""

    resource_class = Extension

    def list(self) -> builtins.list[Extension]:
        """List the extensions of the admin API: ``GET /v2.0/extensions``.

        The public API has others. To ask it, make a client of it with the same session:
        ``Client(session=keystone.session, interface="public").extensions.list()``.
        """
        return self._list(path("extensions"), "extensions")

    def get(self, alias: Extension | str) -> Extension:
        """Fetch one extension of the admin API: ``GET /v2.0/extensions/{alias}``.

        Args:
            alias: The extension's alias, such as ``OS-KSADM``, or the extension.

        Raises:
            InvalidId: If *alias* cannot be one; nothing is sent.
            NotFound: If the server does not have it.
        """
        return self._get(path("extensions", alias), "extension")
