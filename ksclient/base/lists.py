"""Make the resources of a list, long ones without a dictionary for each."""

# ruff: noqa: SLF001 - of a resource it knows what the class itself knows
from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import Any, TypeVar

from ksclient.auth._redact import SecretDict, mask_members
from ksclient.base.resource import Resource

R = TypeVar("R", bound=Resource)

MANY = 16
"""Of so many things a list is packed; with fewer there is little to save."""

MOST_SHAPES = 16
"""So many shapes a list's things may have; what has another one keeps its dictionary."""


class Shape:
    """The members that many things of a list have.

    Attributes:
        places: Where each member's value stands in a tuple of such a thing's values.
        values_of: Makes this tuple of a thing's dictionary.
        is_packed: Whether there is something to save, and no member is secret: a tuple does not
            hide its values, as dictionaries of ours do.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.places = {name: place for place, name in enumerate(names)}
        members = dict.fromkeys(self.places, "a value")
        self.is_packed = len(members) > 1 and mask_members(members) is members
        if self.is_packed:  # or there may be no name at all, which itemgetter refuses
            self.values_of: Callable[[dict[str, Any]], Any] = itemgetter(*self.places)


def resources_of(make: Callable[..., R], manager: Any, items: list[dict[str, Any]]) -> list[R]:
    """Return what *make* makes of each of the *items*, which are used up.

    Classes of resources that have a constructor of their own are given dictionaries.
    """
    made: list[R] = []
    items.reverse()
    shapes: dict[tuple[str, ...], Shape] = {}
    is_packed = len(items) >= MANY and _has_the_usual_constructor(make)
    while items:
        shape = _shape_of(items[-1], shapes) if is_packed else None
        if shape is not None and shape.is_packed:
            _pack(make, manager, shape, items, made)
        else:
            made.append(make(manager, SecretDict(items.pop()), loaded=True))
    return made


def _shape_of(item: dict[str, Any], shapes: dict[tuple[str, ...], Shape]) -> Shape | None:
    """Return the shape of *item*, which may be a new one, unless there are too many."""
    names = tuple(item)
    if names not in shapes and len(shapes) < MOST_SHAPES:
        shapes[names] = Shape(names)
    return shapes.get(names)


def _pack(
    make: Any, manager: Any, shape: Shape, items: list[dict[str, Any]], made: list[Any]
) -> None:
    """Make resources of the last *items*, as long as they have this *shape*.

    Each dictionary is let go when its values are in a tuple: the next tuples and resources take
    its memory, and the garbage collector, which counts objects, has no reason to run.
    """
    places, values_of = shape.places, shape.values_of
    new: Any = object.__new__
    repeating, repeated = make._repeats or ("", "")
    may_repeat = repeating in places and repeated in places
    try:
        while items and len(item := items[-1]) == len(places):
            if may_repeat:
                value = item[repeated]
                if type(value) is str and item[repeating] == value:
                    item[repeating] = value
            values = values_of(item)
            made.append(resource := new(make))
            resource.manager = manager
            resource._data = values
            resource._places = places
            resource._loaded = True
            items.pop()
    except KeyError:  # as many members, and others
        return


def _has_the_usual_constructor(make: Any) -> bool:
    is_class = isinstance(make, type) and issubclass(make, Resource)
    return is_class and (make.__init__, make.__new__) == (Resource.__init__, Resource.__new__)
