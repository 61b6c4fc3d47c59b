"""Find a driver by its name."""

from __future__ import annotations

import difflib
import inspect
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ksclient.auth._redact import hidden
from ksclient.token.exceptions import DriverNotFound
from ksclient.token.persistence.driver import TokenDriverV8

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

driver_namespace = "ksclient.token.persistence"
"""The group of entry points that drivers are found in."""


def load(driver: Any, options: dict[str, Any]) -> TokenDriverV8:
    """Return *driver* if it is one; else make the one that is installed by that name.

    Args:
        driver: A driver or a name.
        options: Keywords for the constructor of the one named.

    Raises:
        DriverNotFound: If none is installed by that name, if it is broken, or what it stands on
            is missing.
        TypeError: If *driver* is neither, or if it does not take these *options*.
    """
    options = hidden(options)
    if isinstance(driver, str):
        return made(driver, _class_of(driver), options)
    if options:
        raise TypeError(
            f"Unknown: {', '.join(sorted(options))}. A driver that is made takes no options."
        )
    if isinstance(driver, type):
        raise TypeError(f"{driver.__name__} is a class. Make a driver of it: {driver.__name__}().")
    if not callable(getattr(driver, "get_token", None)):
        raise TypeError(f"A {type(driver).__name__} is no token driver, nor the name of one.")
    return driver  # type: ignore[no-any-return]  # duck-typed: Keystone's own are welcome


def made(name: str, make: Any, options: dict[str, Any]) -> TokenDriverV8:
    """Return the driver that *make* makes, which is installed by that *name*.

    Raises:
        TypeError: If it does not take these *options*.
    """
    try:
        taken = inspect.signature(make)
    except (TypeError, ValueError):  # it does not tell
        taken = None
    problem = _mistake(name, taken, options) if taken else None
    if problem:
        raise TypeError(problem)
    made: TokenDriverV8 = make(**options)
    return made


def _mistake(name: str, taken: inspect.Signature, options: dict[str, Any]) -> str | None:
    """Return what is wrong with *options*, told without their values; None if nothing is."""
    try:
        taken.bind(**options)
    except TypeError as cause:
        names = ", ".join(taken.parameters) or "none"
        return f"The driver {name!r}: {cause}. The options that it takes: {names}."
    return None


def _class_of(name: str) -> Any:
    """Return the class of the driver that is installed by that *name*."""
    from stevedore import NamedExtensionManager  # noqa: PLC0415 - only who needs it pays for it

    # Asked for none by name, it lists what is installed, and loads nothing.
    manager: NamedExtensionManager[Any] = NamedExtensionManager(driver_namespace, names=[])
    installed = manager.list_entry_points()
    found = {
        entry_point.value: entry_point for entry_point in installed if entry_point.name == name
    }
    if not found:
        raise DriverNotFound(_no_such(name, sorted({each.name for each in installed})))
    if len(found) > 1:
        raise DriverNotFound(
            f"There are several drivers named {name!r}: {', '.join(sorted(found))}. Make the one "
            "that is meant, and hand it in."
        )
    (entry_point,) = found.values()
    driver = _loaded(name, entry_point)
    if not callable(driver):
        raise DriverNotFound(f"The driver {name!r} is {entry_point.value}, which makes no driver.")
    return driver


def _loaded(name: str, entry_point: EntryPoint) -> Any:
    try:
        return entry_point.load()
    except ImportError as cause:
        raise DriverNotFound(_why_not_imported(name, entry_point, cause)) from cause
    except AttributeError as cause:
        raise DriverNotFound(
            f"The driver {name!r} should be {entry_point.value}, which is not there."
        ) from cause
    except Exception as cause:  # a module that is being imported may raise anything
        raise DriverNotFound(
            f"The driver {name!r} is broken: importing {entry_point.value} raised a "
            f"{type(cause).__name__}."
        ) from cause


def _why_not_imported(name: str, entry_point: EntryPoint, cause: ImportError) -> str:
    package = (cause.name or "").partition(".")[0]
    is_missing = isinstance(cause, ModuleNotFoundError) and find_spec(package) is None
    if is_missing and package != entry_point.module.partition(".")[0]:
        return (
            f"The driver {name!r} needs the Python package {package!r}, which is not installed. "
            f"If it is one of ksclient's own: pip install 'ksclient[{name}]'."
        )
    return f"The driver {name!r}, {entry_point.value}, could not be imported: {cause}"


def _no_such(name: str, known: list[str]) -> str:
    if "://" in name:  # it is not quoted: it may have a password
        driver = "redis" if name.startswith(("redis", "unix")) else "sql"
        return f'What is named is a URL, not a driver. Say Manager("{driver}", url=…).'
    near = difflib.get_close_matches(name, known, n=1)
    meant = f"; did you mean {near[0]!r}?" if near else "."
    return f"No token driver {name!r} is installed. There are: {', '.join(known) or 'none'}{meant}"
