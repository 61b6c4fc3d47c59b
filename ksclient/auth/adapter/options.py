"""One client's options for the requests that it sends."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

from ksclient.auth._fair_semaphore import FairSemaphore
from ksclient.auth._redact import without_password
from ksclient.auth.plugin import interface_for, left_out
from ksclient.auth.plugin.pickling import CopiesWhole, keeps_secrets

if TYPE_CHECKING:
    from ksclient.auth.discover import RawVersion
    from ksclient.auth.plugin import BaseAuthPlugin

_FILTER = (
    "service_type",
    "service_name",
    "interface",
    "region_name",
    "version",
    "min_version",
    "max_version",
)
"""Attributes that say which endpoint is meant; passed on where they are not empty."""

_SENT_IF_NOT_EMPTY = (
    "endpoint_override",
    "auth",
    "user_agent",
    "logger",
    "allow",
    "client_name",
    "client_version",
)
"""Attributes that are passed to each request where they are not empty."""

_SENT_IF_NOT_NONE = (
    "connect_retries",
    "status_code_retries",
    "connect_retry_delay",
    "status_code_retry_delay",
    "retriable_status_codes",
    "raise_exc",
)
"""Attributes for which zero and False mean something."""


class AdapterOptions(CopiesWhole):
    """What a client wants of each of its requests; a keyword of a single one overrides it.

    `Adapter` says what each means.
    """

    client_name: str | None = None
    client_version: str | None = None

    def __init__(  # noqa: PLR0913, PLR0917 - the mirrored signature
        self,
        session: Any,
        service_type: str | None = None,
        service_name: str | None = None,
        interface: Any = None,
        region_name: str | None = None,
        endpoint_override: str | None = None,
        version: RawVersion | None = None,
        auth: BaseAuthPlugin | None = None,
        user_agent: str | None = None,
        connect_retries: int | None = None,
        logger: logging.Logger | None = None,
        allow: Mapping[str, Any] | None = None,
        additional_headers: MutableMapping[str, str] | None = None,
        client_name: str | None = None,
        client_version: str | None = None,
        allow_version_hack: bool | None = None,
        global_request_id: str | None = None,
        min_version: RawVersion | None = None,
        max_version: RawVersion | None = None,
        default_microversion: RawVersion | None = None,
        status_code_retries: int | None = None,
        retriable_status_codes: Collection[int] | None = None,
        raise_exc: bool | None = None,
        rate_limit: float | None = None,
        concurrency: int | None = None,
        connect_retry_delay: float | None = None,
        status_code_retry_delay: float | None = None,
    ) -> None:
        if version and (min_version or max_version):
            raise TypeError("version is mutually exclusive with min_version and max_version")
        self.session = session
        self.service_type = service_type
        self.service_name = service_name
        self.interface = interface
        self.region_name = region_name
        self.endpoint_override = endpoint_override
        self.version = version
        self.auth = auth
        self.user_agent = user_agent
        self.connect_retries = connect_retries
        self.logger = logger
        self.allow = allow or {}
        self.additional_headers = additional_headers or {}
        self.allow_version_hack = allow_version_hack
        self.global_request_id = global_request_id
        self.min_version = min_version
        self.max_version = max_version
        self.default_microversion = default_microversion
        self.status_code_retries = status_code_retries
        self.retriable_status_codes = retriable_status_codes
        self.raise_exc = raise_exc
        self.connect_retry_delay = connect_retry_delay
        self.status_code_retry_delay = status_code_retry_delay
        if client_name:  # else what a subclass says for all its adapters shows
            self.client_name = client_name
        if client_version:
            self.client_version = client_version
        self._rate_semaphore = FairSemaphore(concurrency, 1.0 / rate_limit if rate_limit else 0.0)

    def __getstate__(self) -> dict[str, Any]:
        headers = left_out.for_pickle(self.additional_headers)
        state = {**vars(self), "additional_headers": headers}
        if isinstance(self.endpoint_override, str) and not keeps_secrets():
            state["endpoint_override"] = without_password(self.endpoint_override)
        return state

    def _headers(self) -> dict[str, str]:
        headers = dict(self.additional_headers or {})
        if self.global_request_id is not None:
            headers.setdefault("X-OpenStack-Request-ID", self.global_request_id)
        return headers

    def _keywords(self) -> dict[str, Any]:
        """Return the options that are set, as keywords of ``Session.request``."""
        options = {name: value for name in _SENT_IF_NOT_EMPTY if (value := getattr(self, name))}
        for name in _SENT_IF_NOT_NONE:
            if (value := getattr(self, name)) is not None:
                options[name] = value
        if self.default_microversion is not None:
            options["microversion"] = self.default_microversion
        options["rate_semaphore"] = self._rate_semaphore
        return options

    def _endpoint_filter(
        self, given: Mapping[str, Any] | None, call: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return which endpoint is meant: what was *given*, and the options for the rest."""
        chosen = {name: value for name in _FILTER if (value := getattr(self, name))}
        if self.allow_version_hack is not None:
            chosen["allow_version_hack"] = self.allow_version_hack
        chosen.update(given or {})
        if "interface" in chosen:
            plugin = call.get("auth") or self.auth or getattr(self.session, "auth", None)
            chosen["interface"] = interface_for(plugin, chosen["interface"])
        return chosen
