"""Resources of a long list: made without a dictionary for each, and like any others."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from ksclient.auth._redact import SecretDict
from ksclient.base import Resource, WireResource
from ksclient.base.lists import MANY, MOST_SHAPES, resources_of


class Named(Resource):
    _repeats = ("username", "name")


class Counting(Resource):
    """Has a constructor of its own, which is to see a dictionary."""

    def __init__(self, manager: Any, info: Any, loaded: bool = False) -> None:
        super().__init__(manager, info, loaded)
        self.count = len(info)


def told(number: int, **more: Any) -> dict[str, Any]:
    return {"id": f"u{number}", "name": f"name {number}", "delete": True, **more}


def many(**more: Any) -> list[dict[str, Any]]:
    return [told(number, **more) for number in range(MANY)]


def packed(make: Any = Resource, **more: Any) -> Any:
    """Return the first resource of a long list."""
    return resources_of(make, "the manager", many(**more))[0]


def is_packed(resource: Any) -> bool:
    return type(resource._data) is tuple


def test_a_long_list_is_packed_and_keeps_its_order():
    found = resources_of(Resource, "the manager", many())
    assert all(map(is_packed, found))
    assert [each.to_dict() for each in found] == many()


def test_a_short_list_is_not_packed():
    found = resources_of(Resource, None, many()[1:])
    assert not any(map(is_packed, found))
    assert [each.to_dict() for each in found] == many()[1:]


def test_things_of_a_long_list_may_have_no_members():
    found = resources_of(Resource, None, [{} for _ in range(MANY)] + many())
    assert [each.to_dict() for each in found] == [{}] * MANY + many()


def test_what_a_list_is_made_of_is_used_up():
    items = many()
    resources_of(Resource, None, items)
    assert items == []


def test_things_may_have_other_members_than_their_neighbours():
    items = [told(n, **({"email": None} if n % 2 else {"tenantId": n})) for n in range(40)]
    found = resources_of(Resource, None, copy.deepcopy(items))
    assert all(map(is_packed, found))
    assert [each.to_dict() for each in found] == items
    assert not hasattr(found[0], "email")


def test_of_too_many_shapes_the_rest_keep_their_dictionaries():
    items = [told(number, **{f"m{number}": 1}) for number in range(MOST_SHAPES + 4)]
    found = resources_of(Resource, None, copy.deepcopy(items))
    assert [each.to_dict() for each in found] == items
    assert sum(map(is_packed, found)) == MOST_SHAPES


def test_things_with_secrets_keep_dictionaries_that_hide_them():
    each = packed(secret="s3cret")
    assert type(each._data) is SecretDict
    assert "s3cret" not in repr(each._data)


def test_things_of_a_single_member_come_out_whole():
    found = resources_of(Resource, None, [{"id": number} for number in range(MANY)])
    assert [each.id for each in found] == list(range(MANY))


def test_a_class_with_a_constructor_of_its_own_sees_dictionaries():
    assert packed(Counting).count == 3


def test_what_makes_resources_may_be_a_function():
    assert packed(lambda manager, info, loaded: (manager, dict(info), loaded)) == (
        "the manager",
        told(0),
        True,
    )


def test_a_name_that_is_told_twice_is_kept_once():
    items = [
        {"id": n, "name": "".join(["name ", str(n)]), "username": "".join(["name ", str(n)])}
        for n in range(MANY)
    ]
    each = resources_of(Named, None, items)[1]
    assert each.name == "name 1"
    assert each.username is each.name


@pytest.mark.parametrize(("name", "username"), [("a", "b"), (1, True), ([1], [1]), (None, None)])
def test_what_only_looks_like_a_repetition_stays_itself(name, username):
    items = [{"id": n, "name": name, "username": username} for n in range(MANY)]
    each = resources_of(Named, None, items)[0]
    assert (each.name, each.username) == (name, username)
    assert type(each.username) is type(username)


def test_without_one_of_the_two_names_nothing_is_repeated():
    assert packed(Named).name == "name 0"


# --- like any others ---


def test_its_attributes_are_what_the_server_told():
    each = packed(extra=[1])
    assert (each.id, each.extra, each.manager, each.is_loaded()) == ("u0", [1], "the manager", True)
    assert {"id", "extra", "to_dict"} <= set(dir(each))


def test_it_misses_what_the_server_did_not_tell():
    with pytest.raises(AttributeError, match=r"has no 'email'\. It has: delete, id, name\."):
        packed().email  # noqa: B018 - the reading is the act


def test_what_the_server_told_does_not_hide_what_the_class_defines():
    each = packed(_data="evil", _places="evil", manager="evil")
    assert callable(each.delete)
    assert each.manager == "the manager"
    assert each.to_dict() == told(0, _data="evil", _places="evil", manager="evil")


def test_it_equals_one_that_is_not_packed_and_has_its_hash():
    each, other = packed(), Resource(None, told(0))
    assert each == other
    assert other == each
    assert hash(each) == hash(other)
    assert each != Resource(None, told(1))


@pytest.mark.parametrize("cls", [Resource, WireResource])
def test_it_looks_like_one_that_is_not_packed(cls):
    assert repr(packed(cls, n=[1])) == repr(cls(None, told(0, n=[1])))


def test_an_attribute_that_is_set_is_not_what_the_server_told():
    each = packed()
    each.name = "mine"
    assert each.name == "mine"
    assert each.to_dict() == told(0)
    del each.name
    assert each.name == "name 0"


def test_to_dict_is_a_deep_copy():
    each = packed(extra={"a": [1]})
    each.to_dict()["extra"]["a"].append(2)
    assert each.extra == {"a": [1]}


def test_a_program_may_take_the_data_apart():
    each = packed()
    before = hash(each)
    each._info["other"] = each._info.pop("name")
    del each._info["id"]
    assert (each.id, each.name) == ("u0", "name 0")
    assert each.to_dict() == {"delete": True, "other": "name 0"}
    assert each != Resource(None, told(0))
    assert hash(each) == before
    each._add_details(each._info)
    assert (each.id, each.other) == ("u0", "name 0")


def test_details_of_one_are_not_those_of_another():
    one, other = resources_of(Resource, None, many())[:2]
    one._add_details({"email": "a@b"})
    assert one.to_dict() == told(0, email="a@b")
    assert other.to_dict() == told(1)
    assert not hasattr(other, "email")


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))]
)
def test_a_copy_is_equal_and_has_its_own_data(copied):
    each = packed(extra=[1])
    each.note = "mine"
    twin = copied(each)
    assert twin == each
    assert (twin.note, twin.name, twin.is_loaded()) == ("mine", "name 0", True)
    twin._add_details({"email": "a@b"})
    assert not hasattr(each, "email")


def test_all_of_a_list_may_be_pickled():
    found = resources_of(Resource, None, many())
    assert pickle.loads(pickle.dumps(found)) == found


def test_the_data_may_be_replaced():
    each = packed()
    each._info = {"id": "other"}
    assert each.to_dict() == {"id": "other"}
    assert each.id == "u0"
