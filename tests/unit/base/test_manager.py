"""Managers: what they send, and what they make of the answers."""

import pytest

from ksclient.base import Manager, ManagerWithFind, Resource, Response
from ksclient.exceptions import ClientException, InvalidResponse, NotFound, NoUniqueMatch

URL = "http://keystone.example:35357/v2.0/things"


class Answer:
    """As much of an HTTP response as managers look at."""

    def __init__(self, status_code=200, url=URL, request_id="req-1", content=b""):
        self.status_code = status_code
        self.url = url
        self.content = content
        self.headers = {"x-openstack-request-id": request_id}


class Client:
    """An adapter that answers with one body, and keeps what was sent."""

    user_id = "u1"

    def __init__(self, body=None, answer=None, include_metadata=False):
        self.body, self.answer, self.sent = body, answer or Answer(), []
        self.include_metadata = include_metadata

    def send(self, method, url, **kwargs):
        self.sent.append((method, url, kwargs))
        if isinstance(self.body, Exception):
            raise self.body
        return self.answer, self.body

    def __getattr__(self, name):
        if name not in {"get", "head", "post", "put", "patch", "delete"}:
            raise AttributeError(name)
        return lambda url, **kwargs: self.send(name, url, **kwargs)


class Things(ManagerWithFind[Resource]):
    resource_class = Resource

    def list(self):
        return self._list("/things", "things")


def manager(body=None, **kwargs):
    return Things(Client(body, **kwargs))


# --- what is sent ---


def test_get_sends_get():
    things = manager({"thing": {"id": "1"}})
    assert things._get("/things/1", "thing", log=False).id == "1"
    assert things.client.sent == [("get", "/things/1", {"log": False})]


def test_what_get_fetches_is_loaded():
    assert manager({"thing": {"id": "1"}})._get("/things/1", "thing").is_loaded()


def test_list_sends_get():
    things = manager({"things": [{"id": "1"}]})
    assert [thing.id for thing in things.list()] == ["1"]
    assert things.client.sent == [("get", "/things", {})]


def test_what_list_fetches_is_loaded():
    assert manager({"things": [{"id": "1"}]}).list()[0].is_loaded()


def test_list_with_a_body_sends_post():
    things = manager({"things": []})
    things._list("/things", "things", body={"a": 1})
    assert things.client.sent == [("post", "/things", {"body": {"a": 1}})]


def test_list_makes_objects_of_the_class_it_is_told():
    class Other(Resource):
        pass

    [found] = manager({"things": [{"id": "1"}]})._list("/things", "things", Other)
    assert type(found) is Other


def test_list_unwraps_values():
    assert len(manager({"things": {"values": [{"id": "1"}], "links": []}}).list()) == 1


def test_list_leaves_out_what_is_empty():
    assert len(manager({"things": [{"id": "1"}, None, {}]}).list()) == 1


def test_an_empty_list_is_not_malformed():
    assert manager({"things": []}).list() == []


def test_post_sends_its_body():
    things = manager({"thing": {"id": "1"}})
    assert things._post("/things", {"thing": {}}, "thing").id == "1"
    assert things.client.sent == [("post", "/things", {"body": {"thing": {}}})]


def test_post_can_return_plain_json():
    assert manager({"thing": ["1"]})._post("/things", {}, "thing", return_raw=True) == ["1"]


def test_put_without_a_key_takes_the_whole_body():
    assert manager({"id": "1"})._put("/things/1").id == "1"


def test_put_without_an_answer_returns_none():
    assert manager(None)._put("/things/1", {}, "thing") is None


def test_patch_takes_what_is_under_the_key():
    assert manager({"thing": {"id": "1"}})._patch("/things/1", {}, "thing").id == "1"


@pytest.mark.parametrize(("status_code", "found"), [(204, True), (200, False)])
def test_head_tells_whether_the_answer_was_204(status_code, found):
    assert manager(answer=Answer(status_code))._head("/things/1") is found


def test_delete_returns_the_response_and_its_body():
    things = manager(None)
    assert things._delete("/things/1") == (things.client.answer, None)


@pytest.mark.parametrize("method", ["PUT", "POST", "PATCH"])
def test_update_sends_the_method_it_is_told(method):
    things = manager({"thing": {"id": "1"}})
    assert things._update("/things/1", {"a": 1}, "thing", method=method).id == "1"
    assert things.client.sent == [(method.lower(), "/things/1", {"body": {"a": 1}})]


@pytest.mark.parametrize("content", [b"", b" \r\n", None])
def test_update_returns_none_for_an_answer_without_content(content):
    answer = Answer(content=content)
    assert manager(None, answer=answer)._update("/things/1", {}, "thing") is None


@pytest.mark.parametrize("call", ["_update", "_put"])
@pytest.mark.parametrize(
    ("content", "body"), [(b"<html>", None), (b"null", None), (b"[]", []), (b"0", 0), (b"{}", {})]
)
def test_a_wrong_answer_to_a_change_is_no_success(call, content, body):
    things = manager(body, answer=Answer(content=content))
    with pytest.raises(InvalidResponse, match=URL) as caught:
        getattr(things, call)("/things/1", {}, "thing")
    assert caught.value.field == "thing"


def test_update_refuses_another_method():
    with pytest.raises(ClientException, match="Invalid update method: GET"):
        manager()._update("/things/1", {}, "thing", method="GET")


def test_update_does_not_mistake_an_error_of_the_transport():
    with pytest.raises(KeyError, match="deep down"):
        manager(KeyError("deep down"))._update("/things/1", {}, "thing")


def test_the_client_has_an_old_name():
    things = manager()
    with pytest.warns(DeprecationWarning, match="client"):
        assert things.api is things.client


# --- malformed answers ---

CALLS = {
    "_get": lambda things: things._get("/things", "thing"),
    "_list": lambda things: things._list("/things", "thing"),
    "_post": lambda things: things._post("/things", {}, "thing"),
    "_post raw": lambda things: things._post("/things", {}, "thing", return_raw=True),
    "_put": lambda things: things._put("/things", {}, "thing"),
    "_patch": lambda things: things._patch("/things", {}, "thing"),
    "_update": lambda things: things._update("/things", {}, "thing"),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("body", [{"other": {}}, ["x"], "text", 5])
def test_an_answer_without_the_member_is_one_typed_error(call, body):
    with pytest.raises(InvalidResponse) as caught:
        call(manager(body))
    assert caught.value.field == "thing"
    assert URL in str(caught.value)


@pytest.mark.parametrize("name", ["_get", "_list", "_post", "_patch"])
def test_an_answer_that_is_not_json_is_the_same_error(name):
    with pytest.raises(InvalidResponse, match="is not JSON"):
        CALLS[name](manager(None))


@pytest.mark.parametrize("name", ["_get", "_post", "_put", "_patch", "_update"])
@pytest.mark.parametrize("found", [[], "text", 5, None])
def test_a_member_that_is_no_object_is_the_same_error(name, found):
    with pytest.raises(InvalidResponse, match="not an object"):
        CALLS[name](manager({"thing": found}))


@pytest.mark.parametrize("found", [{}, {"values": {}}, "text", 5, None])
def test_a_member_that_is_no_list_is_the_same_error(found):
    with pytest.raises(InvalidResponse, match="not a list"):
        manager({"things": found}).list()


def test_an_item_that_is_no_object_is_the_same_error_and_says_which():
    with pytest.raises(InvalidResponse) as caught:
        manager({"things": [{"id": "1"}, "two"]}).list()
    assert caught.value.field == "things[1]"


def test_the_error_has_the_answer():
    things = manager({})
    with pytest.raises(InvalidResponse) as caught:
        things.list()
    assert caught.value.response is things.client.answer


def test_the_error_shows_no_token_of_the_url():
    answer = Answer(url="http://keystone.example/v2.0/tokens/s3cret/endpoints")
    with pytest.raises(InvalidResponse) as caught:
        manager({}, answer=answer).list()
    assert "s3cret" not in str(caught.value)
    assert "keystone.example" in str(caught.value)


# --- metadata ---


@pytest.mark.parametrize("name", ["_get", "_post", "_put", "_patch", "_update"])
def test_a_result_comes_with_its_request_id(name):
    result = CALLS[name](manager({"thing": {"id": "1"}}, include_metadata=True))
    assert isinstance(result, Response)
    assert result.data.id == "1"
    assert result.request_ids == ["req-1"]


def test_a_list_comes_with_its_request_id():
    result = manager({"things": [{"id": "1"}]}, include_metadata=True).list()
    assert [thing.id for thing in result.data] == ["1"]
    assert result.request_ids == ["req-1"]


def test_deleting_comes_with_its_request_id():
    _, result = manager(None, include_metadata=True)._delete("/things/1")
    assert (result.data, result.request_ids) == (None, ["req-1"])


def test_plain_json_comes_without():
    things = manager({"thing": [1]}, include_metadata=True)
    assert things._post("/things", {}, "thing", return_raw=True) == [1]


def test_several_answers_make_several_request_ids():
    answers = [Answer(request_id="req-1"), Answer(request_id=None)]
    assert Response(answers, []).request_ids == ["req-1", None]


def test_a_client_that_knows_nothing_of_metadata_will_do():
    class Plain:
        def get(self, url):
            return Answer(), {"thing": {"id": "1"}}

    plain = Manager(Plain())
    plain.resource_class = Resource
    assert plain._get("/things/1", "thing").id == "1"


# --- find ---

THREE = {
    "things": [
        {"id": "1", "name": "a"},
        {"id": "2", "name": "b", "enabled": True},
        {"id": "3", "name": "b"},
    ]
}
BOTH_MODES = pytest.mark.parametrize("include_metadata", [False, True])


def found_by(method, include_metadata, **kwargs):
    things = manager(THREE, include_metadata=include_metadata)
    result = getattr(things, method)(**kwargs)
    assert isinstance(result, Response) is include_metadata
    return result.data if include_metadata else result


@BOTH_MODES
def test_find_returns_the_only_match(include_metadata):
    assert found_by("find", include_metadata, name="a").id == "1"


@BOTH_MODES
def test_find_without_a_match_raises_not_found(include_metadata):
    with pytest.raises(NotFound, match=r"No Resource matching \{'name': 'z'\}"):
        found_by("find", include_metadata, name="z")


@BOTH_MODES
def test_find_with_several_matches_says_how_many(include_metadata):
    with pytest.raises(NoUniqueMatch, match=r"^2 of Resource match") as caught:
        found_by("find", include_metadata, name="b")
    assert caught.value.count == 2


@BOTH_MODES
def test_findall_returns_all_matches(include_metadata):
    assert [thing.id for thing in found_by("findall", include_metadata, name="b")] == ["2", "3"]


def test_findall_passes_over_what_lacks_the_attribute():
    assert [thing.id for thing in found_by("findall", False, enabled=True)] == ["2"]


def test_findall_without_a_wish_returns_all():
    assert len(found_by("findall", False)) == 3


def test_findall_looks_at_what_the_server_told_not_at_methods():
    things = manager({"things": [{"id": "1", "delete": "yes"}]})
    assert len(things.findall(delete="yes")) == 1


def test_findall_also_looks_at_properties():
    assert len(manager(THREE).findall(human_id=None)) == 3


def test_find_shows_no_password():
    with pytest.raises(NotFound) as caught:
        manager(THREE).find(password="s3cret")
    assert "s3cret" not in str(caught.value)


def test_a_manager_that_cannot_list_cannot_be_made():
    class Incomplete(ManagerWithFind[Resource]):
        resource_class = Resource

    with pytest.raises(TypeError, match="list"):
        Incomplete(Client())


class OfAnOwner(Things):
    def list(self, owner):
        self.owner = owner
        return self._list("/things", "things")

    def _candidates(self, wanted):
        return self.list(wanted.pop("owner"))


@BOTH_MODES
def test_a_list_may_be_asked_for_by_a_value_that_is_looked_for(include_metadata):
    things = OfAnOwner(Client(THREE, include_metadata=include_metadata))
    found = things.find(owner="o1", name="a")
    assert (found.data if include_metadata else found).id == "1"
    assert things.owner == "o1"
