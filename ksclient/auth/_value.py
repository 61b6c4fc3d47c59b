"""Values: told all that they hold when they are made, and never changed.

They are declared as dataclasses are, and type checkers take them for such. But ``dataclasses``
writes and compiles code for each class, which takes half a millisecond or more at each start of a
program, and loads ``inspect``. Here all classes share the methods below.
"""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn, Self, dataclass_transform


@dataclass_transform(frozen_default=True)
class Value:
    """The base of values; two of one class that hold the same are equal.

    A subclass declares what it holds, by annotated names with or without a default. What follows
    ``_: KW_ONLY`` is given by keyword only. No field is made anew for each value: a default is
    shared, and so must not be changed. Nothing else can be kept in a value, nor cached there.

    Args:
        unshown: Names that ``repr`` leaves out; a keyword of the class statement.
    """

    _names: ClassVar[tuple[str, ...]] = ()
    _placed: ClassVar[tuple[str, ...]] = ()
    _known: ClassVar[frozenset[str]] = frozenset()
    _needed: ClassVar[frozenset[str]] = frozenset()
    _defaults: ClassVar[dict[str, Any]] = {}
    _unshown: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, *, unshown: tuple[str, ...] = ()) -> None:
        told = {
            n: kind for n, kind in annotations_of(cls).items() if not kind.startswith("ClassVar")
        }
        names = list(told)
        by_keyword = names[names.index("_") + 1 :] if "_" in told else []
        names = [name for name in names if name != "_"]
        cls._names = (*cls._names, *names)
        cls._placed = (*cls._placed, *(name for name in names if name not in by_keyword))
        cls._defaults = cls._defaults | {n: vars(cls)[n] for n in names if n in vars(cls)}
        cls._known = frozenset(cls._names)
        cls._needed = cls._known - cls._defaults.keys()
        cls._unshown = (*cls._unshown, *unshown)

    def __init__(self, *args: Any, **told: Any) -> None:
        if args:
            told = self._by_name(args, told)
        state = vars(self)
        state.update(self._defaults)
        state.update(told)
        if state.keys() != self._known:
            self._refuse(told)
        self._check()

    def _check(self) -> None:
        """Raise an error if what the value was told cannot be; a subclass says what that is."""

    def _by_name(self, args: tuple[Any, ...], told: dict[str, Any]) -> dict[str, Any]:
        """Return what was told by place and by keyword, all by keyword."""
        if len(args) > len(self._placed):
            raise TypeError(
                f"{type(self).__name__} takes {len(self._placed)} arguments by place at most, "
                f"and was given {len(args)}"
            )
        placed = dict(zip(self._placed, args, strict=False))
        if not told:
            return placed
        if twice := placed.keys() & told.keys():
            raise TypeError(f"{type(self).__name__} was given {min(twice)!r} twice")
        return placed | told

    def _refuse(self, told: dict[str, Any]) -> NoReturn:
        name = type(self).__name__
        if unknown := sorted(told.keys() - self._known):
            raise TypeError(f"{name} has no {unknown[0]!r}; it holds {', '.join(self._names)}")
        raise TypeError(f"{name} needs {', '.join(sorted(self._needed - told.keys()))}")

    def replaced(self, **changes: Any) -> Self:
        """Return a value with these *changes*.

        Raises:
            TypeError: If this value holds nothing of such a name.
        """
        twin = object.__new__(type(self))
        state = vars(twin)
        state.update(vars(self), **changes)
        if len(state) != len(self._names):
            self._refuse(state)
        return twin

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed: make another of it")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed: make another of it")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), *(vars(self)[name] for name in self._names)))

    def __repr__(self) -> str:
        shown = (name for name in self._names if name not in self._unshown)
        text = ", ".join(f"{name}={vars(self)[name]!r}" for name in shown)
        return f"{type(self).__qualname__}({text})"


def names_of(cls: type[Value] | Value) -> tuple[str, ...]:
    """Return the names of all that values of *cls* hold, in its order."""
    return cls._names


def defaults_of(cls: type[Value]) -> dict[str, Any]:
    """Return the defaults of *cls* by name."""
    return dict(cls._defaults)


def keyword_only(cls: type[Value]) -> frozenset[str]:
    """Return the names that *cls* takes by keyword only."""
    return cls._known - {*cls._placed}


def annotations_of(cls: type) -> dict[str, str]:
    """Return what *cls* itself annotates, as text: its module imports annotations."""
    return dict(cls.__annotations__)
