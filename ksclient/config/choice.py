"""Which cloud is meant: a named one, that of the environment, the only one, or the call's own."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from ksclient.auth._value import Value
from ksclient.config import book, environment
from ksclient.config.book import Book
from ksclient.config.errors import ConfigError, listed
from ksclient.config.settings import CALL, ENVIRONMENT, Layer, Origin

LOG = logging.getLogger(__name__)

_ENOUGH = ("auth_url", "endpoint")
"""What a call must say to describe a cloud by itself; a profile does as well."""


class Choice(Value):
    """A cloud, and all that is said of it but the call's overrides.

    Attributes:
        name: Its name.
        origin: Where it stands.
        layers: What is said, later layers win.
        cache: What the files say of the cache.
    """

    name: str
    origin: Origin
    layers: tuple[Layer, ...]
    cache: Layer


def chosen(name: str | None, given: Layer, environ: Mapping[str, str]) -> Choice:
    """Return the cloud that is meant, as openstacksdk does.

    1. The one that is named, by the call or by ``OS_CLOUD``.
    2. That of the environment, if the variables say who logs in or where.
    3. The one that the call describes by itself.
    4. The only one that the files have.

    Raises:
        ConfigError: If there is no such cloud, or several; if a file cannot be read.
    """
    wanted = name or environment.selected(environ)
    variables = environment.layer(environ) if _may_be(wanted, environ) else None
    if variables is not None:
        return _of_environment(variables, environ)
    if wanted is None and _is_enough(given):
        return Choice("defaults", Origin(CALL, ""), (), _lenient(environ).cache())
    files = book.opened(environ)
    known = files.names()
    if wanted is None:
        if len(known) != 1:
            raise _undecided(files, known)
        wanted = known[0]
    if wanted not in known and wanted == environment.name_of(environ):
        raise ConfigError(
            f"The cloud {wanted!r} is that of the environment, which has no login: OS_AUTH_URL, "
            f"OS_USERNAME and OS_PASSWORD are not set. In files there are: {listed(known)}.",
            file=ENVIRONMENT,
            key="OS_AUTH_URL",
        )
    layers = files.layers(wanted)
    return Choice(wanted, files.source(wanted), tuple(layers), files.cache())


def _may_be(wanted: str | None, environ: Mapping[str, str]) -> bool:
    return wanted is None or wanted == environment.name_of(environ)


def _is_enough(given: Layer) -> bool:
    return any(each in given.auth for each in _ENOUGH) or "profile" in given.top


def _of_environment(variables: Layer, environ: Mapping[str, str]) -> Choice:
    files, name = _lenient(environ), environment.name_of(environ)
    if name in files.names():
        raise files.source(name).wrong(
            "has the name of the cloud that OS_* variables describe. Rename it, or have "
            f"{environment.NAME} name that of the variables otherwise"
        )
    return Choice(name, Origin(ENVIRONMENT, ""), (variables,), files.cache())


def _lenient(environ: Mapping[str, str]) -> Book:
    """Return what files say to who can do without; a broken one, or one of YAML, is told."""
    try:
        found = book.opened(environ)
        found.names()
    except ConfigError as error:
        LOG.warning("Files are passed over, as the cloud is not in one: %s", error)
        return Book()
    return found


def _undecided(files: Book, known: list[str]) -> ConfigError:
    if known:
        return ConfigError(
            f"{files.file}: which cloud? There are: {listed(known)}. Name one, or set "
            f"{environment.CLOUD}.",
            file=files.file,
            key="clouds",
        )
    there = f"{files.file} has no clouds" if files.file else files.searched
    return ConfigError(
        f"No cloud is configured: OS_AUTH_URL is not set, and {there}.", file=files.file
    )
