"""What makes something from options that came in by name."""

from __future__ import annotations

import abc
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ksclient.auth import exceptions

if TYPE_CHECKING:
    from ksclient.auth.loading.opts import Opt
    from ksclient.auth.plugin import BaseAuthPlugin

T = TypeVar("T")
PluginT = TypeVar("PluginT", bound="BaseAuthPlugin")


class Loader(abc.ABC, Generic[T]):
    """Knows the options of a kind of object, and makes one of them.

    A subclass writes `get_options`, and either `plugin_class` or `create_plugin`.
    """

    @property
    def plugin_class(self) -> type[T]:
        """The class of what is made."""
        raise NotImplementedError(f"{type(self).__name__} has no plugin_class, nor create_plugin")

    @abc.abstractmethod
    def get_options(self) -> list[Opt]:
        """Return the options; a subclass adds its own to this list."""
        return []

    @property
    def available(self) -> bool:
        """Whether this can be used here; False where something it needs is not installed."""
        return True

    def create_plugin(self, **kwargs: Any) -> T:
        """Make the object. A subclass may choose the class by what was given.

        Args:
            kwargs: Values by the ``dest`` of their options.
        """
        return self.plugin_class(**kwargs)

    def load_from_options(self, **kwargs: Any) -> T:
        """Make the object from its options.

        Args:
            kwargs: Values by the ``dest`` of their options: ``auth_url="https://…"``.

        Raises:
            MissingRequiredOptions: If an option is missing that must be there.
        """
        missing = [
            option
            for option in self.get_options()
            if option.required and kwargs.get(option.dest) is None
        ]
        if missing:
            raise exceptions.MissingRequiredOptions(missing)
        return self.create_plugin(**kwargs)

    def load_from_options_getter(self, getter: Callable[[Opt], Any], **kwargs: Any) -> T:
        """Make the object from options that are looked up somewhere.

        Args:
            getter: Returns the value of an option, mostly as text; None if it is not given.
            kwargs: Values that need no looking up, by the ``dest`` of their options.

        Raises:
            MissingRequiredOptions: If an option is missing that must be there.
        """
        for option in self.get_options():
            if option.dest not in kwargs:
                value = getter(option)
                kwargs[option.dest] = None if value is None else option.type(value)
        return self.load_from_options(**kwargs)


class BaseLoader(Loader[PluginT]):
    """Makes an auth plugin; an entry point gives it its name."""
