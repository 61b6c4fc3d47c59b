"""The session: what an application sends all its requests through.

`Session.request` is the place where session defaults and the caller's keywords meet. They
become one `Call` and a few small values; from there the call travels through wrappers, each
with one concern, to the transport and back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, MutableMapping
from contextlib import AbstractContextManager, suppress
from typing import TYPE_CHECKING, Any, Self

from ksclient.auth import exceptions
from ksclient.auth._deadline import Deadline
from ksclient.auth._lazy import later, load_waiting
from ksclient.auth._origin import names_server
from ksclient.auth._redact import SecretDict, hidden, sealed
from ksclient.auth.exceptions import _borders
from ksclient.auth.plugin import left_out
from ksclient.auth.plugin.pickling import CopiesWhole
from ksclient.auth.session import encoding, microversions
from ksclient.auth.session import user_agent as agents
from ksclient.auth.session.addresses import beneath_endpoint
from ksclient.auth.session.call import Call, Send, credential_names, position_of
from ksclient.auth.session.deadline import (
    DEFAULT_TIMEOUT,
    Timeout,
    checked_deadline,
    checked_timeout,
    deadline_after,
    ended_by,
    for_requests,
)
from ksclient.auth.session.headers import HeaderBag, trace_headers
from ksclient.auth.session.http_log import NAME, HttpLog, logged
from ksclient.auth.session.plugin_calls import PluginCalls
from ksclient.auth.session.recovery import error_of, recovered, sent
from ksclient.auth.session.redirects import MOST, redirecting
from ksclient.auth.session.retries import RetryPolicy, retrying
from ksclient.auth.session.throttle import NoOpSemaphore, throttled
from ksclient.auth.session.timing import RequestTiming, timed
from ksclient.auth.session.transport import sending
from ksclient.auth.session.unverified import warned
from ksclient.auth.session.verbs import Verbs

if TYPE_CHECKING:
    import logging

    import requests
    import requests.auth

    from ksclient.auth.discover import Discover
    from ksclient.auth.plugin import BaseAuthPlugin
    from ksclient.auth.session import connections
    from ksclient.auth.session.keepalive import TLSVersion
else:
    connections = later("ksclient.auth.session.connections", __name__)
    logging = later("logging", __name__)

_PLUGIN_METHODS = ("get_headers", "get_token", "get_endpoint", "get_connection_params")
_THEIRS = "keystoneauth1.session"
_REQUEST_ID_HEADER = "X-Openstack-Request-Id"


class Session(CopiesWhole, PluginCalls, Verbs["requests.Response"]):
    """Sends requests for any number of clients: connections, credentials, retries, logs.

    Threads may share a session. A forked child leaves its parent's connections alone. A
    session pickles without its connections, and its plugin without its secrets.

    Args:
        auth: The auth plugin for requests that bring none of their own.
        session: A ``requests.Session`` to send through, which stays the caller's to close.
            None to have one made when it is first needed.
        original_ip: The address of the user on whose behalf requests are sent; it becomes a
            ``Forwarded`` header. None for no such header.
        verify: True to check certificates against those that come with requests, or that the
            environment names (``REQUESTS_CA_BUNDLE``, ``CURL_CA_BUNDLE``); the path of a CA
            bundle, or of a folder as ``openssl rehash`` makes it, to check against that alone.
            Only False itself checks nothing, and the log says so once for each host.
        cert: The path of a client certificate with its key, or the paths of the two. It is not
            shown to another origin that a redirect leads to.
        timeout: Seconds to connect and to wait for data; a pair for different ones; 0 for no
            limit. None for 10 to connect and 60 to wait.
        user_agent: What the ``User-Agent`` header starts with; None for the names below, or
            the program's own.
        redirect: How many redirects to follow at most; True for 30, False for none.
        additional_headers: Headers for every request that does not set them itself.
        app_name: The application's name, for the ``User-Agent`` header.
        app_version: The application's version, for the same.
        additional_user_agent: Pairs of name and version, for the same.
        discovery_cache: Where version documents are kept. Give one dictionary to several
            sessions to have them share it; None for one of its own.
        split_loggers: Whether to log to a logger each for requests, answers, bodies and
            request ids, without prefixes. None means False.
        collect_timing: Whether to keep the time of each request; see `get_timings`.
        rate_semaphore: Held while a request is on the wire; None for no limit.
        connect_retries: How often to try again after a failed connection.
        tls_ciphers: An OpenSSL cipher string for connections of our own; None for OpenSSL's
            choice.
        tls_min_version: "1.2" or "1.3": the lowest TLS version for connections of our own;
            None for the system's policy.
        total_timeout: Seconds that a request may take with all its redirects, retries and
            waits, and with the login that it needs, whichever thread sends that. None for no
            limit.

    Raises:
        TypeError: If a timeout is no number.
        ValueError: If a timeout is negative or not finite.
    """

    user_agent: str | None = None

    def __init__(  # noqa: PLR0913, PLR0917 - the mirrored signature
        self,
        auth: BaseAuthPlugin | None = None,
        session: requests.Session | None = None,
        original_ip: str | None = None,
        verify: bool | str | None = True,
        cert: str | tuple[str, str] | None = None,
        timeout: Timeout = None,
        user_agent: str | None = None,
        redirect: int | bool | None = MOST,
        additional_headers: MutableMapping[str, str] | None = None,
        app_name: str | None = None,
        app_version: str | None = None,
        additional_user_agent: list[tuple[str, str]] | None = None,
        discovery_cache: dict[str, Discover] | None = None,
        split_loggers: bool | None = None,
        collect_timing: bool = False,
        rate_semaphore: AbstractContextManager[Any] | None = None,
        connect_retries: int = 0,
        tls_ciphers: str | None = None,
        tls_min_version: TLSVersion | None = None,
        *,
        total_timeout: float | None = None,
    ) -> None:
        # keystoneauth1's adapters hold back what they think a stranger would not understand.
        _borders.become_twin(self, _THEIRS)
        load_waiting()
        self.auth = _checked(auth, "auth", "an auth plugin", _PLUGIN_METHODS)
        self.tls_ciphers = tls_ciphers
        self.tls_min_version = tls_min_version
        self._connections = connections.Connections(
            _checked(session, "session", "a requests.Session", ("request",)),
            {"tls_ciphers": tls_ciphers, "tls_min_version": tls_min_version},
        )
        self.original_ip = original_ip
        self.verify = verify
        self.cert = cert
        self.timeout = checked_timeout(timeout)
        self.total_timeout = checked_deadline(total_timeout)
        self.redirect = MOST if redirect is None else redirect
        self.additional_headers = additional_headers or {}
        self.app_name = app_name
        self.app_version = app_version
        self.additional_user_agent = additional_user_agent or []
        self._discovery_cache = {} if discovery_cache is None else discovery_cache
        self._split_loggers = split_loggers
        self._collect_timing = collect_timing
        self._connect_retries = connect_retries
        self._api_times: list[RequestTiming] = []
        self._unverified_hosts: set[str] = set()
        self._rate_semaphore = rate_semaphore or NoOpSemaphore()
        if user_agent is not None:
            self.user_agent = f"{user_agent} {agents.default_user_agent()}"

    def __repr__(self) -> str:
        return f"<{type(self).__name__} auth={self.auth!r}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return (object.__new__, (_borders.original_of(type(self)),), self.__getstate__())

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        _borders.become_twin(self, _THEIRS)
        load_waiting()

    def __getstate__(self) -> dict[str, Any]:
        # A semaphore, a cache of other people's documents and times are this process's own.
        fresh: dict[str, Any] = {
            "_rate_semaphore": NoOpSemaphore(),
            "_discovery_cache": {},
            "_api_times": [],
            "_unverified_hosts": set(),
        }
        headers = {"additional_headers": left_out.for_pickle(self.additional_headers)}
        return {**vars(self), **fresh, **headers}

    def _twin(self, state: dict[str, Any]) -> Self:
        twin: Self = object.__new__(_borders.original_of(type(self)))
        twin.__setstate__(state)
        return twin

    # -- the requests.Session beneath ---------------------------------------------------------

    @property
    def session(self) -> requests.Session:
        """The ``requests.Session`` that requests go through."""
        return self._connections.get()

    @session.setter
    def session(self, value: requests.Session) -> None:
        self._connections.replace(value, is_ours=False)

    @property
    def _session(self) -> requests.Session | None:
        """The same if it is ours and open, as upstream's users know it."""
        return self._connections.owned()

    @_session.setter
    def _session(self, value: requests.Session | None) -> None:
        self._connections.replace(value, is_ours=True)

    @property
    def adapters(self) -> MutableMapping[str, Any]:
        """The transport adapters, by URL prefix."""
        return self.session.adapters

    @adapters.setter
    def adapters(self, value: Any) -> None:
        self.session.adapters = value

    def mount(self, scheme: str, adapter: requests.adapters.BaseAdapter) -> None:
        """Send requests whose URL starts with *scheme* through *adapter*."""
        self.session.mount(scheme, adapter)

    def close(self) -> None:
        """Close the connections, unless they are the caller's own ``requests.Session``.

        The session remains usable and keeps its token; the next request connects anew.
        """
        self._connections.close()

    def __del__(self) -> None:
        with suppress(Exception):  # there is nobody left to be told
            self.close()

    # -- requests -----------------------------------------------------------------------------

    def request(  # noqa: PLR0913, PLR0917 - the mirrored signature
        self,
        url: str,
        method: str,
        json: object | None = None,
        original_ip: str | None = None,
        user_agent: str | None = None,
        redirect: int | bool | None = None,
        authenticated: bool | None = None,
        endpoint_filter: Mapping[str, Any] | None = None,
        auth: BaseAuthPlugin | None = None,
        requests_auth: requests.auth.AuthBase | None = None,
        raise_exc: bool = True,
        allow_reauth: bool = True,
        log: bool = True,
        endpoint_override: str | None = None,
        connect_retries: int | None = None,
        logger: logging.Logger | None = None,
        allow: Mapping[str, Any] | None = None,
        client_name: str | None = None,
        client_version: str | None = None,
        microversion: Any = None,
        microversion_service_type: str | None = None,
        status_code_retries: int = 0,
        retriable_status_codes: Collection[int] | None = None,
        rate_semaphore: AbstractContextManager[Any] | None = None,
        global_request_id: str | None = None,
        connect_retry_delay: float | None = None,
        status_code_retry_delay: float | None = None,
        *,
        total_timeout: float | None = None,
        idempotent: bool | None = None,
        **kwargs: Any,
    ) -> requests.Response:
        """Send a request and return its answer.

        A token that the server refuses with 401 is renewed once, and the request sent again.

        Args:
            url: A whole URL, or a path beneath the endpoint that the next arguments name.
            method: The HTTP method.
            json: What to send as JSON.
            original_ip: Overrides the session's.
            user_agent: The whole ``User-Agent`` header.
            redirect: Overrides the session's.
            authenticated: True to send the plugin's headers, False never to; None to send
                them if there is a plugin.
            endpoint_filter: What the plugin looks the endpoint up by: ``service_type``,
                ``interface``, ``region_name``, …
            auth: A plugin instead of the session's.
            requests_auth: What requests itself takes as ``auth``.
            raise_exc: Whether a status of 400 or more raises; False to get the answer.
            allow_reauth: Whether a 401 may renew the token.
            log: Whether to log this request and its answer.
            endpoint_override: The endpoint's URL, instead of the plugin's answer; it may hold
                ``%(project_id)s`` and ``%(user_id)s``.
            connect_retries: How often to try again after a failed connection; None for the
                session's number.
            logger: Where to log to, instead of the session's loggers.
            allow: What discovery may choose: ``allow_deprecated``, ``allow_experimental``,
                ``allow_unknown``.
            client_name: The client library's name, for the ``User-Agent`` header.
            client_version: The client library's version, for the same.
            microversion: The microversion to ask the service for.
            microversion_service_type: What the service calls itself there; None for the
                filter's ``service_type``.
            status_code_retries: How often to try again after a retriable status code.
            retriable_status_codes: These, for any method; None for 429 and 503, and the
                latter only for methods that are safe to repeat or with a ``Retry-After``.
            rate_semaphore: Held while the request is on the wire, instead of the session's.
            global_request_id: The ``X-Openstack-Request-Id`` header.
            connect_retry_delay: Seconds between those retries; None for 0.5, 1, 2, … up to 60.
            status_code_retry_delay: Seconds between those; None as above.
            total_timeout: Overrides the session's.
            idempotent: Whether sending the request twice does no harm, so that it may be
                repeated when nobody knows whether it arrived. None to judge by the method:
                not POST and PATCH.
            kwargs: What else ``requests.Session.request`` takes, such as ``headers``.

        Raises:
            HttpError: If the server answers with an error; its subclasses name the status.
            ConnectionError: If nobody answers; see its subclasses.
            UnsafeRedirect: If a redirect would take credentials to another host.
            MissingAuthPlugin: If the request needs a plugin and there is none.
            AuthorizationFailure: If the plugin has no token.
            EndpointNotFound: If *url* is a path and no endpoint is found for it.
            InvalidResponse: If a login's answer, or a redirect, makes no sense.
        """
        # What the caller hands in stays in this frame, which a traceback with locals shows.
        url, json, kwargs = hidden(url), sealed(json), sealed(kwargs)
        if requests_auth:
            kwargs["auth"], requests_auth = requests_auth, None
        log_to = logger or logging.getLogger(NAME)
        deadline = deadline_after(checked_deadline(total_timeout) or self.total_timeout)
        if authenticated is None:
            authenticated = bool(auth or self.auth)
        headers = HeaderBag(kwargs.pop("headers", None))
        if microversion:
            microversions.add_headers(
                headers, microversion, microversion_service_type, endpoint_filter
            )
        with ended_by(deadline):
            credentials = sealed(dict(self._credentials(auth)) if authenticated else {})
            address = hidden(
                url
                if names_server(url)
                else beneath_endpoint(self, url, auth, endpoint_override, endpoint_filter, allow)
            )
        headers.take(credentials)
        headers.take(trace_headers())
        self._introduce(
            headers, user_agent, (client_name, client_version), original_ip or self.original_ip
        )
        if json is not None:
            headers.setdefault("Content-Type", "application/json")
            kwargs["data"] = hidden(encoding.encode(json))
        if global_request_id is not None:
            headers[_REQUEST_ID_HEADER] = global_request_id
        for name, value in self.additional_headers.items():
            headers.setdefault(name, value)
        left_out.demand_headers(self, self.additional_headers, headers)
        call = Call(
            method=method,
            url=address,
            headers=headers.final(),
            body_start=position_of(kwargs.get("data")),
            body=kwargs.pop("data", None),
            options=self._options(kwargs, auth),
            credentials=credential_names(credentials),
        )
        send = self._sender(
            RetryPolicy(
                connect_retries=(
                    self._connect_retries if connect_retries is None else connect_retries
                ),
                connect_delay=connect_retry_delay,
                status_retries=status_code_retries,
                status_delay=status_code_retry_delay,
                status_codes=retriable_status_codes,
                idempotent=idempotent,
            ),
            self._http_log(log_to, endpoint_filter, is_own=logger is None) if log else None,
            rate_semaphore or self._rate_semaphore,
            self.redirect if redirect is None else redirect,
            deadline,
            log_to,
        )
        plugin = self._auth_required(auth, "fetch a token") if authenticated else None
        with ended_by(deadline):
            reply = sent(call, send, plugin, self)
            if plugin is not None and allow_reauth:
                reply = recovered(reply, call, send, plugin, self)
        if raise_exc and reply.response.status_code >= 400:
            log_to.debug("Request returned failure status: %s", reply.response.status_code)
            raise error_of(reply, call, plugin)
        return reply.response

    # -- putting a call together --------------------------------------------------------------

    def _credentials(self, auth: BaseAuthPlugin | None) -> Mapping[str, str]:
        headers = self.get_auth_headers(auth)
        if headers is None:
            plugin = auth or self.auth
            explain = getattr(plugin, "explain_missing_token", None)
            gave_nothing = (
                f"The auth plugin {type(plugin).__name__} gave neither a token nor headers."
            )
            error = exceptions.AuthorizationFailure("No valid authentication is available")
            exceptions.add_hint(error, explain() if explain else gave_nothing)
            raise error
        return headers

    def _introduce(
        self,
        headers: HeaderBag,
        user_agent: str | None,
        client: tuple[str | None, str | None],
        original_ip: str | None,
    ) -> None:
        """Add to *headers* who is calling, and for whom."""
        if user_agent:
            headers["User-Agent"] = user_agent
        elif "User-Agent" not in headers:
            application = (self.app_name, self.app_version)
            headers["User-Agent"] = self.user_agent or agents.compose(
                [application, client, *self.additional_user_agent]
            )
        if original_ip:
            headers.setdefault("Forwarded", f"for={original_ip};by={headers['User-Agent']}")

    def _options(self, given: dict[str, Any], auth: BaseAuthPlugin | None) -> dict[str, Any]:
        """Return the keywords for requests: the caller's, the session's, the plugin's."""
        options = SecretDict(given)
        if self.cert:
            options.setdefault("cert", self.cert)
        if "timeout" in options:
            options["timeout"] = for_requests(options["timeout"])
        else:
            options["timeout"] = (
                DEFAULT_TIMEOUT if self.timeout is None else for_requests(self.timeout)
            )
        options.setdefault("verify", self.verify)
        if auth or self.auth:
            options.update(self.get_auth_connection_params(auth))
        if not options["verify"] and options["verify"] is not False:
            options["verify"] = True  # requests would take "", a setting left empty, for False
        return options

    def _http_log(
        self, logger: logging.Logger, endpoint_filter: Mapping[str, Any] | None, *, is_own: bool
    ) -> HttpLog:
        wanted = endpoint_filter or {}
        return HttpLog(
            logger=logger,
            is_split=bool(self._split_loggers) and is_own,
            service=wanted.get("service_name") or wanted.get("service_type"),
        )

    # -- sending it ---------------------------------------------------------------------------

    def _sender(
        self,
        retries: RetryPolicy,
        log: HttpLog | None,
        semaphore: AbstractContextManager[Any],
        redirect: int | bool,
        deadline: Deadline,
        logger: logging.Logger,
    ) -> Send:
        """Return what sends one call: the transport, wrapped from the inside out."""
        send = throttled(sending(self.session, deadline), semaphore)
        send = warned(send, self._unverified_hosts, logger)
        if self._collect_timing:
            send = timed(send, self._api_times.append)
        if log is not None and log.is_read():
            send = logged(send, log)
        send = retrying(send, retries, logger, deadline)
        return redirecting(send, redirect, logger)

    # -- timing -------------------------------------------------------------------------------

    def get_timings(self) -> list[RequestTiming]:
        """Return the times kept since the last reset, failed requests included."""
        return self._api_times

    def reset_timings(self) -> None:
        """Forget the times kept so far."""
        self._api_times = []


def _checked(value: Any, name: str, kind: str, methods: Iterable[str]) -> Any:
    """Return *value*, which must be None or have one of *methods*.

    Raises:
        TypeError: If it has none.
    """
    if value is not None and not any(hasattr(value, method) for method in methods):
        raise TypeError(f"{name} must be {kind}, not a {type(value).__name__}")
    return value
