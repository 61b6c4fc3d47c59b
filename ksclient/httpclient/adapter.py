"""What managers send their requests by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ksclient.access import AccessInfo
from ksclient.auth._json import BeyondLimits, limited, read_json
from ksclient.auth._redact import hidden, mask_text, sealed, secret
from ksclient.auth.adapter import LegacyJsonAdapter
from ksclient.auth.exceptions import adopted
from ksclient.auth.exceptions.hints import add_hint
from ksclient.exceptions import (
    EmptyCatalog,
    EndpointNotFound,
    HttpError,
    InvalidResponse,
    MissingAuthPlugin,
    UnrecognizedAccess,
)
from ksclient.httpclient import hints

if TYPE_CHECKING:
    import requests


class KeystoneAdapter(LegacyJsonAdapter):
    """An adapter of the identity service, with what managers ask for beside requests.

    Attributes:
        include_metadata: Whether managers wrap their results together with request ids.
        ignored: The names of credentials that the client was given and cannot use.
    """

    include_metadata: bool = False
    ignored: tuple[str, ...] = ()

    def request(self, url: str, method: str, **kwargs: Any) -> tuple[requests.Response, Any]:
        """Send a request; see `LegacyJsonAdapter.request`.

        Errors say what to try. An endpoint that is not found is answered with what there is,
        also where keystoneauth1's plugin does not say that.
        """
        url, kwargs = hidden(url), sealed(kwargs)
        try:
            with limited():
                return super().request(url, method, **kwargs)
        except EndpointNotFound as error:
            if not getattr(error, "available", None) and not isinstance(error, EmptyCatalog):
                add_hint(error, self.catalog_summary())
            if getattr(error, "interface", None) in hints.ADMIN and self.has_public_api_only(
                error.region_name
            ):
                add_hint(error, hints.NO_ADMIN_API)
            raise
        except MissingAuthPlugin as error:
            add_hint(error, hints.for_missing_plugin(self.ignored))
            raise
        except HttpError as error:
            add_hint(error, hints.for_refusal(error, method, url))
            raise

    def _document(self, response: requests.Response, method: str) -> Any:
        """Return the JSON document in the answer to a *method*, None if there is none.

        Raises:
            InvalidResponse: If it is larger or deeper than any answer of this service.
        """
        try:
            return hidden(read_json(response))
        except BeyondLimits as cause:
            if method == "DELETE":
                return None  # it is done, whatever is said about it
            text = f"The answer of {mask_text(str(response.url))} {cause}."
            raise InvalidResponse(response, text) from cause
        except ValueError:
            return None

    @property
    def plugin(self) -> Any:
        """The auth plugin that requests use, None without one."""
        return self.auth or getattr(self.session, "auth", None)

    @property
    def user_id(self) -> str | None:
        """The id of the user whose token requests use; None if the plugin knows none.

        May log in.
        """
        try:
            user_id: str | None = self.get_user_id()
        except MissingAuthPlugin:
            return None
        return user_id

    def has_unscoped_token(self) -> bool:
        """Tell whether the token that requests use is known to be for no tenant. May log in.

        A token that was given rather than issued may be for any.
        """
        token = secret(self.get_token())
        found = getattr(self.plugin, "auth_ref", None)
        return bool(found and found.auth_token == token and not found.project_id)

    def access(self) -> Any:
        """Return what the plugin's login answered; None if the plugin has no logins.

        May log in.
        """
        get_access = getattr(self.plugin, "get_access", None)
        if get_access is None:
            return None
        with adopted():
            return get_access(self.session)

    def admin_url(self) -> str | None:
        """Return where the admin API is; None if that cannot be found out. May log in."""
        try:
            url: str | None = self.get_endpoint(interface="admin")
        except (EndpointNotFound, MissingAuthPlugin):
            return None
        return url

    def has_public_api_only(self, region_name: str | None) -> bool:
        """Tell whether the catalog has the public API of this service there, and no admin API.

        Args:
            region_name: The region; None for any.
        """
        found = self.access()
        if not found:
            return False
        catalog = AccessInfo.of(found).service_catalog
        public, admin = (
            catalog.get_urls(
                endpoint_type=interface, region_name=region_name, service_name=self.service_name
            )
            for interface in ("public", "admin")
        )
        return bool(public and not admin)

    def catalog_summary(self) -> str:
        """Return a sentence on where the identity service is; empty without a v2.0 catalog."""
        found = self.access()
        try:
            return AccessInfo.of(found).service_catalog.describe("identity") if found else ""
        except UnrecognizedAccess:  # a plugin for v3
            return ""
