"""Values: declared as dataclasses are, and told all they hold when they are made."""

from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING, ClassVar

import pytest

from ksclient.auth._value import Value, defaults_of, keyword_only, names_of

if TYPE_CHECKING:
    from dataclasses import KW_ONLY


class Place(Value, unshown=("key",)):
    """Where somebody is, and how to get in."""

    COUNT: ClassVar[int] = 1

    town: str
    street: str | None = None
    _: KW_ONLY
    key: str = "none"


class House(Place):
    """A place with a number, which is not negative."""

    number: int = 0

    def _check(self) -> None:
        if self.number < 0:
            raise ValueError("a house has no negative number")


def test_a_value_is_told_by_place_and_by_keyword() -> None:
    told = Place("Bern", key="k")
    assert (told.town, told.street, told.key) == ("Bern", None, "k")
    assert told == Place(town="Bern", street=None, key="k")


@pytest.mark.parametrize(
    ("args", "told", "text"),
    [
        ((), {}, "Place needs town"),
        (("Bern", "Main Street", "k"), {}, "takes 2 arguments by place at most, and was given 3"),
        (("Bern",), {"town": "Basel"}, "was given 'town' twice"),
        (("Bern",), {"stret": "x"}, "has no 'stret'; it holds town, street, key"),
        ((), {"stret": "x"}, "has no 'stret'"),
    ],
)
def test_what_does_not_fit_is_refused(args, told, text) -> None:
    with pytest.raises(TypeError, match=text):
        Place(*args, **told)


def test_a_value_does_not_change() -> None:
    told = Place("Bern")
    with pytest.raises(AttributeError, match="Place cannot be changed"):
        told.town = "Basel"  # type: ignore[misc]  # which is what is tested
    with pytest.raises(AttributeError, match="Place cannot be changed"):
        del told.town
    assert told.town == "Bern"


def test_another_is_made_of_it() -> None:
    told = House("Bern", number=3)
    assert told.replaced(street="Main Street") == House("Bern", "Main Street", number=3)
    assert told == House("Bern", number=3)
    with pytest.raises(TypeError, match="House has no 'stret'"):
        told.replaced(stret="Main Street")


def test_values_of_one_class_are_equal_where_they_hold_the_same() -> None:
    assert {Place("Bern"), Place("Bern"), Place("Basel")} == {Place("Bern"), Place("Basel")}
    assert Place("Bern") != House("Bern")
    assert Place("Bern") != "Bern"


def test_what_is_secret_is_not_shown() -> None:
    assert repr(House("Bern", key="k", number=3)) == "House(town='Bern', street=None, number=3)"


def test_a_subclass_holds_what_its_base_does_and_checks_itself() -> None:
    assert names_of(House) == ("town", "street", "key", "number")
    assert defaults_of(House) == {"street": None, "key": "none", "number": 0}
    assert keyword_only(House) == {"key"}
    with pytest.raises(ValueError, match="no negative number"):
        House("Bern", number=-1)


def test_values_are_copied_and_pickled() -> None:
    told = House("Bern", key="k", number=3)
    for twin in (copy.copy(told), copy.deepcopy(told), pickle.loads(pickle.dumps(told))):
        assert twin == told
        assert twin.key == "k"


def test_a_subclass_need_not_hold_more() -> None:
    class Same(House):
        pass

    assert names_of(Same) == names_of(House)
    assert Same("Bern", number=3).number == 3
