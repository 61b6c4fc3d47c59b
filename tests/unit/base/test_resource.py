"""What a server told about one thing, as an object."""

import copy
import pickle
from collections.abc import Callable

import pytest

from ksclient.auth._redact import SecretDict
from ksclient.base import Resource, Response, WireResource
from ksclient.exceptions import DetachedResource, Forbidden


class Manager:
    """Gives what it is told to, and counts how often."""

    def __init__(self, answer=None, error=None):
        self.answer, self.error, self.asked = answer, error, []

    def get(self, resource_id):
        self.asked.append(resource_id)
        if self.error:
            raise self.error
        return self.answer

    def delete(self, resource):
        return ("deleted", resource.id)


class Slugged(Resource):
    HUMAN_ID = True


def test_what_the_server_told_are_attributes():
    assert Resource(None, {"name": "demo", "тест": "1"}).name == "demo"
    assert Resource(None, {"тест": "1"}).тест == "1"


def test_an_attribute_can_be_set():
    resource = Resource(None, {"name": "demo"})
    resource.name = "mine"
    assert resource.name == "mine"


def test_dir_lists_what_the_server_told():
    assert {"name", "to_dict", "manager"} <= set(dir(Resource(None, {"name": "demo"})))


def test_attributes_outlive_what_a_program_takes_out_of_the_data():
    resource = Resource(Manager(), {"id": "t1", "name": "demo"}, loaded=True)
    before = hash(resource)
    resource._info["tenant_name"] = resource._info.pop("name")
    del resource._info["id"]
    assert (resource.id, resource.name) == ("t1", "demo")
    assert resource.to_dict() == {"tenant_name": "demo"}
    assert not hasattr(resource, "tenant_name")
    assert hash(resource) == before
    assert copy.copy(resource).id == copy.deepcopy(resource).id == "t1"
    assert pickle.loads(pickle.dumps(resource)).id == "t1"


def test_a_program_may_add_details():
    resource = Resource(None, {"id": "u1", "tenant_id": "t1"}, loaded=True)
    resource._info["tenantId"] = resource._info.pop("tenant_id")
    resource._add_details(resource._info)
    assert resource.tenantId == "t1"
    assert resource.to_dict() == {"id": "u1", "tenantId": "t1"}


def test_a_copys_attributes_are_its_own():
    resource = Resource(None, {"id": "u1"}, loaded=True)
    copy.copy(resource)._add_details({"name": "x"})
    assert not hasattr(resource, "name")


@pytest.mark.parametrize(
    "name", ["delete", "get", "manager", "to_dict", "_info", "_attributes", "_loaded"]
)
def test_what_the_server_told_cannot_shadow_the_class(name):
    manager = Manager()
    resource = Resource(manager, {"id": "u1", name: "evil"}, loaded=True)
    assert resource.manager is manager
    assert resource.delete() == ("deleted", "u1")
    assert resource.to_dict()[name] == "evil"
    assert resource.is_loaded() is True


def test_an_attribute_that_is_missing_is_an_error_that_lists_what_there_is():
    resource = Resource(None, {"name": "demo", "id": "t1"}, loaded=True)
    with pytest.raises(AttributeError, match=r"This Resource has no 'email'\. It has: id, name\."):
        resource.email  # noqa: B018 - the reading is the act


def test_to_dict_is_a_deep_copy():
    resource = Resource(None, {"extra": {"a": [1]}})
    resource.to_dict()["extra"]["a"].append(2)
    assert resource.to_dict() == {"extra": {"a": [1]}}


def test_the_dictionary_that_a_resource_is_made_of_stays_the_callers():
    info = {"id": "u1"}
    resource = Resource(Manager(Resource(None, {"id": "u1", "name": "x"})), info)
    resource.get()
    assert info == {"id": "u1"}


# --- loading ---


def test_a_missing_attribute_is_asked_for_once():
    manager = Manager(Resource(None, {"id": "u1", "name": "x"}))
    resource = Resource(manager, {"id": "u1"})
    assert resource.name == "x"
    assert not hasattr(resource, "email")
    assert manager.asked == ["u1"]


def test_what_is_known_is_not_asked_for():
    manager = Manager()
    assert Resource(manager, {"id": "u1", "name": "x"}).name == "x"
    assert manager.asked == []


def test_a_loaded_resource_asks_for_nothing():
    manager = Manager()
    assert not hasattr(Resource(manager, {"id": "u1"}, loaded=True), "name")
    assert manager.asked == []


def test_private_names_are_not_asked_for():
    manager = Manager()
    assert not hasattr(Resource(manager, {"id": "u1"}), "_repr_html_")
    assert manager.asked == []


def test_a_resource_may_be_fetched_by_more_than_its_id():
    class Owned(Resource):
        def _fetched(self):
            return self.manager.get((self.owner, self.id))

    manager = Manager(Resource(None, {"id": "u1", "name": "x"}))
    assert Owned(manager, {"id": "u1", "owner": "o1"}).name == "x"
    assert manager.asked == [("o1", "u1")]


def test_loading_works_with_metadata():
    class Answer:
        headers = {"x-openstack-request-id": "req-1"}  # noqa: RUF012 - a double

    loaded = Resource(None, {"id": "u1", "name": "x"})
    assert Resource(Manager(Response(Answer(), loaded)), {"id": "u1"}).name == "x"


def test_an_error_of_loading_reaches_the_reader_once():
    manager = Manager(error=Forbidden())
    resource = Resource(manager, {"id": "u1"})
    with pytest.raises(Forbidden):
        resource.name  # noqa: B018 - the reading is the act
    assert not hasattr(resource, "name")


def test_a_resource_without_an_id_has_nothing_to_be_loaded_by():
    manager = Manager()
    assert not hasattr(Resource(manager, {"name": "x"}), "email")
    assert manager.asked == []


def test_a_manager_that_cannot_get_leaves_it_as_it_is():
    resource = Resource(object(), {"id": "u1"})
    resource.get()
    assert resource.is_loaded()
    assert resource.to_dict() == {"id": "u1"}


# --- equality ---


def test_the_same_data_of_the_same_class_is_equal():
    assert Resource(None, {"id": 1}) == Resource(Manager(), {"id": 1})


def test_other_data_is_not_equal():
    assert Resource(None, {"id": 1, "a": 1}) != Resource(None, {"id": 1, "a": 2})


def test_another_class_is_not_equal_either_way_round():
    assert Resource(None, {"id": 1}) != WireResource(None, {"id": 1})
    assert WireResource(None, {"id": 1}) != Resource(None, {"id": 1})


def test_a_dictionary_is_not_equal():
    assert Resource(None, {"id": 1}) != {"id": 1}


def test_resources_go_into_sets():
    twice = [Resource(None, {"id": "u1"}), Resource(None, {"id": "u1"})]
    assert len({*twice, Resource(None, {"id": "u2"})}) == 2


def test_the_hash_stays_when_data_is_loaded():
    resource = Resource(Manager(Resource(None, {"id": "u1", "name": "x"})), {"id": "u1"})
    before = hash(resource)
    resource.get()
    assert hash(resource) == before


def test_an_id_that_is_no_string_can_be_hashed():
    hash(Resource(None, {"id": ["odd"]}))


@pytest.mark.parametrize(("one", "other"), [(1, 1.0), (True, 1), ([1], [1.0])])
def test_what_is_equal_has_the_same_hash(one, other):
    one, other = Resource(None, {"id": one}), Resource(None, {"id": other})
    assert one == other
    assert hash(one) == hash(other)


# --- looks ---


def test_repr_lists_the_attributes_in_order():
    assert (
        repr(Resource(Manager(), {"foo": "bar", "baz": "spam"})) == "<Resource baz=spam, foo=bar>"
    )


def test_repr_shows_attributes_that_were_set():
    resource = Resource(None, {"a": 1})
    resource.b = 2
    assert repr(resource) == "<Resource a=1, b=2>"


def test_repr_of_a_wire_resource_is_the_dictionary():
    assert (
        repr(WireResource(None, {"id": "u1", "n": [1]})) == "<WireResource {'id': 'u1', 'n': [1]}>"
    )


@pytest.mark.parametrize("cls", [Resource, WireResource])
def test_repr_hides_secrets(cls):
    shown = repr(cls(None, {"id": "u1", "password": "s3cret", "extra": {"apikey": "s3cret"}}))
    assert "s3cret" not in shown
    assert "u1" in shown


@pytest.mark.parametrize("cls", [Resource, WireResource])
def test_repr_hides_a_token_that_came_with_the_thing(cls):
    assert "s3cret" not in repr(cls(None, {"token": {"id": "s3cret"}, "user": {"id": "u1"}}))


def test_repr_hides_a_secret_that_was_set():
    resource = Resource(None, {"id": "u1"})
    resource.password = "s3cret"
    assert "s3cret" not in repr(resource)


def test_there_is_no_human_id_unless_the_class_wants_one():
    assert Resource(None, {"name": "1 of !"}).human_id is None


@pytest.mark.parametrize(
    ("name", "slug"), [("1 of !", "1-of"), ("Ünïcode -- Name", "unicode-name"), (" A_b ", "a_b")]
)
def test_a_human_id_is_a_word_for_a_command_line(name, slug):
    assert Slugged(None, {"name": name}).human_id == slug


def test_without_a_name_there_is_no_human_id():
    assert Slugged(None, {"id": "u1"}, loaded=True).human_id is None


# --- copies ---


def test_a_pickle_keeps_the_data():
    resource = Resource(Manager(), {"id": "u1", "name": "x"})
    resource.note = "mine"
    twin = pickle.loads(pickle.dumps(resource))
    assert twin == resource
    assert twin.note == "mine"


def test_a_pickle_leaves_the_manager_behind():
    resource = Resource(lambda: "cannot be pickled", {"id": "u1"})
    twin = pickle.loads(pickle.dumps(resource))
    with pytest.raises(DetachedResource, match="came out of a pickle"):
        twin.delete()


def test_an_unpickled_resource_misses_an_attribute_as_any_other():
    twin = pickle.loads(pickle.dumps(Resource(Manager(), {"id": "u1"})))
    assert not hasattr(twin, "name")


def test_an_unpickled_resource_can_be_pickled():
    twin = pickle.loads(pickle.dumps(Resource(Manager(), {"id": "u1"})))
    assert pickle.loads(pickle.dumps(twin)) == twin


@pytest.mark.parametrize("make_copy", [copy.copy, copy.deepcopy])
def test_a_copy_shares_the_manager_and_not_the_data(make_copy):
    manager = Manager(Resource(None, {"id": "u1", "name": "x"}))
    resource = Resource(manager, {"id": "u1"})
    twin = make_copy(resource)
    twin.get()
    assert twin.manager is manager
    assert twin.name == "x"
    assert resource.to_dict() == {"id": "u1"}


def test_what_the_server_told_is_copied_only_where_somebody_takes_it_apart() -> None:
    resource = Resource(None, {"id": "r1"})
    resource.to_dict()
    assert resource == Resource(None, {"id": "r1"})
    assert resource._edited is None
    assert resource._info == {"id": "r1"}
    assert resource._info is resource._edited


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda r: pickle.loads(pickle.dumps(r))]
)
def test_a_copy_keeps_what_was_taken_apart(copied: Callable[[Resource], Resource]) -> None:
    resource = Resource(None, {"id": "r1", "name": "n"})
    del resource._info["id"]
    twin = copied(resource)
    assert twin._info == {"name": "n"}
    assert twin.id == "r1"


def test_pickles_hold_plain_data() -> None:
    resource = Resource(None, SecretDict({"id": "r1"}))
    assert b"_redact" not in pickle.dumps(resource)
