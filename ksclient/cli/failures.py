"""What to say of an error, and what to exit with."""

from __future__ import annotations

from ksclient.cli import errors, registry
from ksclient.cli.wording import one_line


def ours(error: Exception) -> Exception:
    """Return *error* as one of this library's, if a plugin of keystoneauth1's has raised it."""
    from ksclient.auth.exceptions import adopted  # noqa: PLC0415 - not for who succeeds

    try:
        with adopted():
            raise error  # noqa: TRY301 - that is how it is adopted
    except Exception as found:  # noqa: BLE001 - it is given back
        return found


def told(error: Exception) -> str:
    """Return what to say of *error*: one line, which ends as sentences do."""
    text = one_line(str(error)) or type(error).__name__
    if _is_no_route_to_login(error):
        text = (
            f"There is no Identity v2.0 at {_url_of(error)}: the server answered 404. "
            '"ksclient discover" shows what it speaks.'
        )
    elif _has_nobody_answered(error) and "doctor" in registry.names():
        text = f'{_ended(text)} "ksclient doctor" looks for the cause.'
    return _ended(text)


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _url_of(error: Exception) -> str:
    from ksclient.auth._redact import mask_text  # noqa: PLC0415 - not for who succeeds

    return mask_text(getattr(error, "url", None) or "").removesuffix("/tokens")


def _is_login(error: Exception) -> bool:
    """Tell whether *error* is a server's answer to a login."""
    url = str(getattr(error, "url", None) or "")
    return getattr(error, "method", None) == "POST" and url.endswith("/tokens")


def _is_no_route_to_login(error: Exception) -> bool:
    return _is_login(error) and getattr(error, "http_status", None) == 404


def _has_nobody_answered(error: Exception) -> bool:
    from ksclient.exceptions import ConnectionError  # noqa: PLC0415 - not for who succeeds

    return isinstance(error, ConnectionError)


def code_of(error: Exception) -> int | None:
    """Return what to exit with; None for an error that nobody has foreseen."""
    if isinstance(error, errors.CommandFailed):
        return error.code
    # Loaded already, by whatever has raised one of them.
    from ksclient.auth.exceptions import AuthPluginException  # noqa: PLC0415
    from ksclient.config import ConfigError  # noqa: PLC0415 - not for those who succeed
    from ksclient.exceptions import (  # noqa: PLC0415
        AuthorizationFailure,
        ClientException,
        ConnectionError,
        DiscoveryFailure,
        InvalidArgument,
        InvalidResponse,
        Unauthorized,
    )
    from ksclient.token.cache import StoreFailed  # noqa: PLC0415

    if isinstance(error, AuthPluginException | ConfigError | InvalidArgument):
        return errors.USAGE
    if isinstance(
        error,
        AuthorizationFailure | ConnectionError | DiscoveryFailure | InvalidResponse | Unauthorized,
    ):
        return errors.NO_LOGIN
    if _is_login(error):
        return errors.NO_LOGIN
    if isinstance(error, ClientException | StoreFailed | OSError):
        return errors.REFUSED
    return None
