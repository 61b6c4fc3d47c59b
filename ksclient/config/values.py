"""Read a setting as what it must be: a boolean, a number, a path, one of a few words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ksclient.config.errors import listed, nearest
from ksclient.config.settings import Setting

_BOOLEANS = {
    **dict.fromkeys(("true", "yes", "on", "1", "t", "y"), True),
    **dict.fromkeys(("false", "no", "off", "0", "f", "n"), False),
}
_INTERFACES = ("public", "internal", "admin")


def text(setting: Setting) -> str:
    """Return a text, as one that hides itself if it is secret.

    Raises:
        ConfigError: If it is something else.
    """
    if not isinstance(setting.value, str):
        raise setting.wrong(f"must be a text, not {_kind(setting.value)}")
    return setting.value


def boolean(setting: Setting) -> bool:
    """Return whether it is true.

    Raises:
        ConfigError: If it is neither true nor false.
    """
    value = setting.value
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        value = str(value)
    found = _BOOLEANS.get(value.strip().lower()) if isinstance(value, str) else None
    if found is None:
        raise setting.wrong(
            f"is {_shown(value)}, and must be true or false",
            nearest(str(value), ("true", "false", "yes", "no")) if isinstance(value, str) else None,
        )
    return found


def seconds(setting: Setting) -> float:
    """Return a number of seconds; 0 stands for no limit.

    Raises:
        ConfigError: If it is no number, or negative, or not finite.
    """
    value = setting.value
    try:
        found = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        found = math.nan
    if not (math.isfinite(found) and found >= 0):
        raise setting.wrong(f"is {_shown(value)}, and must be a number of seconds, such as 30")
    return found


def path(setting: Setting) -> str:
    """Return the path of a file that there is; ``~`` stands for the user's home.

    Raises:
        ConfigError: If there is no such file.
    """
    try:
        found = Path(text(setting)).expanduser()
        is_there = found.exists()
    except (OSError, ValueError, RuntimeError):  # a text that no system takes as a path
        is_there = False
    if not is_there:
        raise setting.wrong(f"names {_shown(setting.value)}, and there is no such file")
    return str(found)


def verification(setting: Setting) -> bool | str:
    """Return whether to check certificates, or the path of a bundle of authorities.

    Raises:
        ConfigError: If it is neither.
    """
    value = setting.value
    if isinstance(value, str) and ("/" in value or "\\" in value or value.endswith(".pem")):
        return path(setting)
    return boolean(setting)


def interface(setting: Setting) -> str:
    """Return ``public``, ``internal`` or ``admin``; ``publicURL`` and the like are the same.

    Raises:
        ConfigError: If it is none of them.
    """
    word = text(setting).removesuffix("URL").lower()
    if word not in _INTERFACES:
        raise setting.wrong(
            f"is {_shown(setting.value)}, and must be one of: {listed(_INTERFACES)}",
            nearest(word, _INTERFACES),
        )
    return word


def identity_version(setting: Setting) -> int:
    """Return 2.

    Raises:
        ConfigError: If it is another version.
    """
    value = str(setting.value).strip().lower().removeprefix("v")
    if value in {"2", "2.0"}:
        return 2
    if value.partition(".")[0] == "3":
        raise setting.wrong(
            f"is {_shown(setting.value)}: ksclient speaks Identity v2.0, and no v3", "2.0"
        )
    raise setting.wrong(f"is {_shown(setting.value)}, and no version that there is", "2.0")


def names(setting: Setting) -> Sequence[Any]:
    """Return a list.

    Raises:
        ConfigError: If it is something else.
    """
    if not isinstance(setting.value, list | tuple):
        raise setting.wrong(f"must be a list, such as [One, Two], not {_kind(setting.value)}")
    return setting.value


def _shown(value: object) -> str:
    """Return a value that is no secret as it may be quoted: not at length."""
    shown = repr(str(value)) if isinstance(value, str) else _kind(value)
    return shown if len(shown) < 80 else f"{shown[:60]}…'"


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, dict):
        return "keys and values"
    return "a list" if isinstance(value, list | tuple) else type(value).__name__
