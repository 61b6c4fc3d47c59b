"""What a client can be told: its keywords, met once, as one value."""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import MethodType
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

from ksclient._version import __version__
from ksclient.auth._lazy import later
from ksclient.auth._redact import hidden, kind_of, secret, veiled_url
from ksclient.auth._value import Value, names_of
from ksclient.exceptions import InvalidArgument

if TYPE_CHECKING:
    import inspect
    from dataclasses import KW_ONLY

    from ksclient import access
    from ksclient.auth.identity import password as passwords
    from ksclient.auth.session.deadline import Timeout
else:
    access = later("ksclient.access", __name__)
    passwords = later("ksclient.auth.identity.password", __name__)

USER_AGENT = f"ksclient/{__version__}"
"""How a client names itself to servers."""

_SECRETS = frozenset({"password", "token", "trust_id"})

P = ParamSpec("P")
V = TypeVar("V")
S = TypeVar("S")


class Options(Value, unshown=("password", "token", "auth_ref", "trust_id")):
    """The keywords of a client, in upstream's order; `HTTPClient` says what they mean."""

    username: str | None = None
    tenant_id: str | None = None
    tenant_name: str | None = None
    password: str | None = None
    auth_url: str | None = None
    region_name: str | None = None
    endpoint: str | None = None
    token: str | None = None
    auth_ref: Any = None
    use_keyring: bool = False
    force_new_token: bool = False
    stale_duration: float | None = None
    user_id: str | None = None
    user_domain_id: str | None = None
    user_domain_name: str | None = None
    domain_id: str | None = None
    domain_name: str | None = None
    project_id: str | None = None
    project_name: str | None = None
    project_domain_id: str | None = None
    project_domain_name: str | None = None
    trust_id: str | None = None
    session: Any = None
    service_name: str | None = None
    interface: str | None = "default"
    endpoint_override: str | None = None
    auth: Any = None
    user_agent: str | None = USER_AGENT
    connect_retries: int | None = None
    _: KW_ONLY
    include_metadata: bool = False
    verify: bool | str = True
    cacert: str | None = None
    cert: str | tuple[str, str] | None = None
    key: str | None = None
    insecure: bool = False
    timeout: Timeout = None
    original_ip: str | None = None
    debug: bool = False

    def _check(self) -> None:
        passwords.check_password(self.password)
        if isinstance(self.session, type):
            raise TypeError(
                f"session= takes a session, and was given the class {self.session.__name__}. Make "
                "one of it: session=Session(auth=plugin)."
            )
        if self.session and not looks_like_session(self.session):
            raise TypeError(
                f"session= takes a session, and this {type(self.session).__name__} cannot send "
                "requests. Make a ksclient.auth.session.Session of the auth plugin, and pass "
                "session=Session(auth=plugin)."
            )
        if self.auth and not self.session:
            raise TypeError(
                "auth= is a plugin for use in a session, and there is no session. Pass "
                "session=Session(auth=plugin), with Session from ksclient.auth.session."
            )

    @property
    def stale_seconds(self) -> int:
        """How long before its end a token is replaced."""
        try:
            return int(self.stale_duration or access.STALE_TOKEN_DURATION)
        except (TypeError, ValueError, OverflowError) as cause:
            raise InvalidArgument(
                f"stale_duration={self.stale_duration!r} is not a number of seconds."
            ) from cause


def looks_like_session(thing: Any) -> bool:
    """Tell whether requests can be sent by *thing*, a session or what stands for one."""
    return callable(getattr(thing, "request", None)) and not isinstance(thing, type)


def takes(
    make: Callable[P, V], *, by_keyword: bool = False
) -> Callable[[Callable[[S, V], None]], Callable[Concatenate[S, P], None]]:
    """Let a constructor that takes one value be called with the keywords that make it.

    What is no keyword of *make* becomes a ``TypeError`` that names the nearest one.

    Args:
        make: The class of the value.
        by_keyword: Whether positional arguments are a ``TypeError``, too.
    """

    def decorate(init: Callable[[S, V], None]) -> Callable[Concatenate[S, P], None]:
        constructor = _Constructor(init, cast("type[Value]", make), by_keyword=by_keyword)
        return cast("Callable[Concatenate[S, P], None]", constructor)

    return decorate


class _Constructor:
    """A constructor that takes the keywords of a value.

    It is no function, so that its signature can be made when somebody wants to see it: that
    loads ``inspect``, which takes as long as a third of a client does.
    """

    def __init__(
        self, init: Callable[[Any, Any], None], make: type[Value], *, by_keyword: bool
    ) -> None:
        functools.update_wrapper(self, init)
        self._init = init
        self._make = make
        self._by_keyword = by_keyword

    def __get__(self, client: object, owner: type | None = None) -> Any:
        return self if client is None else MethodType(self, client)

    def __call__(self, client: Any, *args: Any, **kwargs: Any) -> None:
        names = names_of(self._make)
        args, kwargs = _hidden_arguments(names, args, kwargs, by_place=not self._by_keyword)
        if self._by_keyword and args:
            raise TypeError(_positional(type(client).__name__, args[0]))
        for name in kwargs:
            if name not in names:
                raise TypeError(_unknown(type(client).__name__, name, names))
        self._init(client, self._make(*args, **kwargs))

    @property
    def __signature__(self) -> inspect.Signature:
        from ksclient.httpclient.signature import signature_of  # noqa: PLC0415 - loads inspect

        return signature_of(self._make, by_keyword=self._by_keyword)


def _hidden_arguments(
    names: tuple[str, ...], args: Any, kwargs: Any, *, by_place: bool
) -> tuple[Any, Any]:
    """Return a constructor's arguments, whose secrets do not show in tracebacks with locals."""
    placed = dict(enumerate(names)) if by_place else {}
    return (
        tuple(_hidden(placed.get(place), value) for place, value in enumerate(args)),
        {name: _hidden(name if name in names else None, value) for name, value in kwargs.items()},
    )


def _hidden(name: str | None, value: Any) -> Any:
    """Return *value*, given as *name*; None stands for a name that is no option, maybe misspelt."""
    if name is None or name in _SECRETS:
        return secret(value)
    if name != "auth_ref" or isinstance(value, access.AccessInfo):
        return _hidden_option(name, value)
    return hidden(secret(value))


def _hidden_option(name: str, value: Any) -> Any:
    """Return the *value* of an option that is not secret; in a wrong place, it may be one."""
    if isinstance(value, str):
        return veiled_url(value)
    is_wrong = isinstance(value, bytes | dict | list | set) and name not in {"auth", "session"}
    return secret(value) if is_wrong else value


def _positional(owner: str, first: Any) -> str:
    given = f"{owner}() takes keywords only, and was given a {kind_of(first)} without one."
    return f"{given} Did you mean {owner}(session=...)?" if looks_like_session(first) else given


def _unknown(owner: str, name: str, names: tuple[str, ...]) -> str:
    if {"debug", "log"} & set(name.split("_")):
        return (
            f"{owner}() got an unexpected keyword argument {name!r}. To see requests, set the "
            "level of the logger 'ksclient': "
            "logging.getLogger('ksclient').setLevel(logging.DEBUG)."
        )
    import difflib  # noqa: PLC0415 - needed by errors only

    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    return f"{owner}() got an unexpected keyword argument {name!r}.{hint}"
