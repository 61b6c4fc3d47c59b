"""A token given to any method is in no error, no traceback with locals, no repr and no log."""

import logging
import traceback

import pytest

from ksclient.auth.exceptions import ClientException
from ksclient.token.exceptions import StoreUnavailable
from ksclient.token.persistence import Driver, Manager
from ksclient.token.persistence.backends import memory
from ksclient.token.persistence.manager import PersistenceManager
from tests.unit.token.persistence.stand_ins import LATER, RecordingDriver

SECRET = "c4n4ry-t0ken"
DATA = {
    "id": SECRET,
    "key": SECRET,
    "user": {"id": "alice"},
    "tenant": {"id": "blue"},
    "expires": LATER,
    "token_data": {"access": {"token": {"id": SECRET}}},
}


class GenericDriver(memory.Driver):
    delete_tokens = Driver.delete_tokens


def failing(_self, *args, **kwargs):
    raise StoreUnavailable


class FailingDriver(memory.Driver):
    """Cannot revoke."""

    delete_token = delete_tokens = failing


CALLS = {
    "get, unknown": lambda store: store.get_token(SECRET + "?"),
    "get, no id": lambda store: store.get_token(SECRET + "\0"),
    "delete, unknown": lambda store: store.delete_token(SECRET + "?"),
    "delete, no id": lambda store: store.delete_token(SECRET + "\0"),
    "delete, twice": lambda store: (store.delete_token(SECRET), store.delete_token(SECRET)),
    "create, exists": lambda store: store.create_token(SECRET, DATA),
    "create, no id": lambda store: store.create_token(SECRET + "\ud800", DATA),
    "create, no user": lambda store: store.create_token(SECRET + "2", {**DATA, "user": None}),
    "create, no time": lambda store: store.create_token(SECRET + "2", {**DATA, "expires": "soon"}),
    "create, odd": lambda store: store.create_token(SECRET + "2", {**DATA, "odd": {b"bytes"}}),
    "create, no data": lambda store: store.create_token(SECRET + "2", None),
    "create, odd key": lambda store: store.create_token(SECRET + "2", {**DATA, "odd": {(1,): 2}}),
}
STORES = {
    "driver": memory.Driver,
    "generic": GenericDriver,
    "manager": lambda: PersistenceManager(memory.Driver()),
    "caching manager": lambda: PersistenceManager(memory.Driver(), cache_time=60),
    "upstream's manager": lambda: Manager(memory.Driver()),
}


def frames_of(error):
    """Return the traceback with the locals of all frames but the test's own."""
    told = traceback.TracebackException.from_exception(error, capture_locals=True)
    parts, todo = [], [told]
    while todo:
        one = todo.pop()
        todo += [chained for chained in (one.__cause__, one.__context__) if chained]
        parts += one.format_exception_only()
        for frame in one.stack:
            if frame.filename != __file__:
                parts += [f"{name} = {value}" for name, value in (frame.locals or {}).items()]
    return "\n".join(parts)


@pytest.mark.parametrize("make", STORES.values(), ids=STORES.keys())
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_an_error_and_its_frames_do_not_show_a_token(call, make, caplog):
    caplog.set_level(logging.DEBUG)
    store = make()
    store.create_token(SECRET, DATA)
    with pytest.raises(ClientException) as caught:
        call(store)

    shown = frames_of(caught.value)
    assert "token_id" in shown or "data" in shown  # it does look at frames
    assert SECRET not in shown
    assert SECRET not in str(caught.value) + repr(vars(caught.value)) + caplog.text


@pytest.mark.parametrize("cache_time", [None, 60])
def test_a_driver_that_fails_does_not_have_the_manager_show_a_token(cache_time):
    manager = PersistenceManager(FailingDriver(), cache_time=cache_time)
    manager.create_token(SECRET, DATA)
    for call in (
        lambda: manager.delete_token(SECRET),
        lambda: manager.delete_tokens("alice"),
    ):
        with pytest.raises(StoreUnavailable) as caught:
            call()
        assert SECRET not in frames_of(caught.value)


class PlainDriver(GenericDriver):
    """Lists ids as a database does, and cannot revoke."""

    delete_token = failing

    def _list_tokens(self, *args, **kwargs):
        return [SECRET]


def test_many_tokens_that_cannot_be_revoked_one_by_one_are_not_shown():
    driver = PlainDriver()
    driver.create_token(SECRET, DATA)
    with pytest.raises(StoreUnavailable) as caught:
        driver.delete_tokens("alice")

    assert SECRET not in frames_of(caught.value)


def test_what_is_handed_out_does_not_show_the_token():
    manager = PersistenceManager(memory.Driver(), cache_time=60)
    created = manager.create_token(SECRET, DATA)
    found = manager.get_token(SECRET)
    listed = manager._list_tokens("alice")
    manager.delete_token(SECRET)

    for shown in (created, found, listed, manager.list_revoked_tokens(), manager, manager.driver):
        assert SECRET not in repr(shown)


def test_the_options_of_a_driver_are_not_shown():
    with pytest.raises(TypeError) as caught:
        PersistenceManager("memory", url=f"redis://user:{SECRET}@localhost/0")

    assert SECRET not in frames_of(caught.value)


def test_the_options_that_a_made_driver_does_not_take_are_not_shown():
    with pytest.raises(TypeError) as caught:
        Manager(RecordingDriver(), url=f"redis://user:{SECRET}@localhost/0")

    assert SECRET not in frames_of(caught.value)
