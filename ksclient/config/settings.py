"""Values with where they come from, so that each error can name the file and the key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ksclient.auth._value import Value
from ksclient.config.errors import ConfigError, did_you_mean

ENVIRONMENT = "the environment"
"""What stands in place of a file for a variable."""

CALL = "the call"
"""What stands in place of a file for a keyword."""


class Origin(Value):
    """Where a value stands.

    Attributes:
        file: A path, `ENVIRONMENT`, `CALL`, or which preset.
        key: The key as it is written there; empty for all of it.
    """

    file: str
    key: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}" if self.key else self.file

    def within(self, key: str) -> Origin:
        """Return the origin of what is under *key* here."""
        return Origin(self.file, f"{self.key}.{key}" if self.key else key)

    def wrong(self, problem: str, near: str | None = None, more: str = "") -> ConfigError:
        """Return the error that tells the *problem* with what stands here.

        Args:
            problem: A sentence without its subject and its end.
            near: What was probably meant.
            more: A second sentence.
        """
        message = f"{self} {problem}{did_you_mean(near)}"
        return ConfigError(
            f"{message} {more}" if more else message,
            file=self.file,
            key=self.key or None,
            nearest=near,
        )


class Setting(Value, unshown=("value",)):
    """A value, which may be secret, and where it stands.

    Attributes:
        value: What was given.
        origin: Where.
        is_strict: Whether it is a mistake to give it where nobody takes it.
    """

    value: Any
    origin: Origin
    is_strict: bool = True

    def wrong(self, problem: str, near: str | None = None, more: str = "") -> ConfigError:
        """Return the error that tells the *problem* with this value; see `Origin.wrong`."""
        return self.origin.wrong(problem, near, more)


_NOTHING: Mapping[str, Setting] = {}


class Layer(Value):
    """What one source says of one cloud, by names without synonyms.

    Attributes:
        auth: Who logs in, and where.
        top: All else.
    """

    auth: Mapping[str, Setting] = _NOTHING
    top: Mapping[str, Setting] = _NOTHING


_REPLACED = {
    "tenant_id": ("tenant_name",),
    "tenant_name": ("tenant_id",),
    "username": ("user_id",),
    "user_id": ("username",),
    "password": ("token", "api_key"),
    "token": ("password", "api_key"),
    "api_key": ("password", "token"),
    "verify": ("insecure",),
    "insecure": ("verify",),
    "cert": ("key",),
}
"""What a lower layer said, and a higher one means to replace by saying another thing."""


def merged(layers: Iterable[Layer]) -> Layer:
    """Return what *layers* say together; later ones win."""
    auth: dict[str, Setting] = {}
    top: dict[str, Setting] = {}
    for layer in layers:
        _lay_over(auth, layer.auth)
        _lay_over(top, layer.top)
    return Layer(auth, top)


_CREDENTIALS = frozenset({"password", "token", "api_key"})


def _lay_over(under: dict[str, Setting], over: Mapping[str, Setting]) -> None:
    if under.keys() & _CREDENTIALS != over.keys() & _CREDENTIALS and over.keys() & _CREDENTIALS:
        # Another way to log in need not take what the first one did.
        under |= {name: each.replaced(is_strict=False) for name, each in under.items()}
    for name in over:
        for replaced in _REPLACED.get(name, ()):
            under.pop(replaced, None)
    under.update(over)
