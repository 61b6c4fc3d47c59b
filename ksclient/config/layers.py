"""Read what one source says of a cloud: names without synonyms, and no value without origin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ksclient.auth._redact import secret
from ksclient.config import keys
from ksclient.config.settings import Layer, Origin, Setting

_AUTH = frozenset(keys.AUTH) | keys.DOMAINS


def layer_of(said: Mapping[str, Any], origin: Origin, *, is_strict: bool = False) -> Layer:
    """Return what is *said* of a cloud at *origin*.

    What belongs below ``auth`` may stand beside it. What is None or empty is not said.

    Args:
        said: Keys and values.
        origin: Where they stand.
        is_strict: Whether it is a mistake to give credentials beside ``auth`` that the plugin
            does not take. Below it, it always is.

    Raises:
        ConfigError: If ``auth`` is no mapping.
    """
    auth: dict[str, Setting] = {}
    top: dict[str, Setting] = {}
    for name, setting in _settings(said, origin, is_strict=is_strict).items():
        (auth if name in _AUTH else top)[name] = setting
    inner = top.pop("auth", None)
    if inner is not None:
        below = mapping_of(inner)
        auth.update(_settings(below, inner.origin, is_strict=True))
    return Layer(auth, top)


def mapping_of(setting: Setting) -> Mapping[str, Any]:
    """Return the mapping that *setting* must be.

    Raises:
        ConfigError: If it is something else.
    """
    if not isinstance(setting.value, Mapping):
        raise setting.wrong("must have keys below it, such as 'username: demo'")
    return setting.value


def _settings(said: Mapping[str, Any], origin: Origin, *, is_strict: bool) -> dict[str, Setting]:
    found: dict[str, Setting] = {}
    # Synonyms come last, and win.
    for name in sorted(said, key=lambda each: keys.normal(each) != each.replace("-", "_")):
        value = said[name]
        if value is None or value == "":
            continue
        found[keys.normal(name)] = Setting(secret(value), origin.within(name), is_strict)
    return found
