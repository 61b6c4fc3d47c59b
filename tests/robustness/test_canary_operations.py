"""Every method, every mistake and every request by hand, with every failure: nothing is shown."""

from __future__ import annotations

import pytest

from ksclient.auth import _json
from ksclient.testing.faults import Body, Delay
from tests.live.method_calls import MethodCalls, public_methods
from tests.live.test_every_method import WITHOUT_A_ROUTE
from tests.robustness.canary import Told, told_by
from tests.robustness.canary_faults import FAULTS, Quotes, endless
from tests.robustness.canary_operations import ALL, METHODS, WRONG_IDS
from tests.robustness.canary_world import CLIENTS, world

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def run(make, operations, *, fault=None, total_timeout=None):
    """Do all that, each request with a fault; return what leaked, and the errors by operation."""
    with world() as cloud_with_canaries:
        told, errors = Told(), {}
        with told.listening():
            client = make(cloud_with_canaries)
            client.users.list()  # so that there is a token, which each request takes along
            client.session.total_timeout = total_timeout
            if fault is not None:
                cloud_with_canaries.cloud.faults.script(fault, times=None)
            for name, call in operations.items():
                before = len(told.told)
                try:
                    result = call(client, cloud_with_canaries)
                except Exception as error:  # noqa: BLE001 - whatever it is, it is looked at
                    errors[name] = error
                    told.told += told_by(error)
                else:
                    shown = "a document" if isinstance(result, str | dict) else f"{result!r}"
                    told.add("repr of the result", shown)
                told.told[before:] = [(f"{name}: {at}", text) for at, text in told.told[before:]]
            told.add("repr of the client", f"{client!r} {client.session!r}")
            cloud_with_canaries.cloud.faults.clear()
            client.session.close()
        assert told.told
        return cloud_with_canaries.canaries.hits_in(told.told), errors


@pytest.mark.parametrize("make", CLIENTS.values(), ids=CLIENTS)
def test_nothing_is_shown_where_nothing_fails(make, monkeypatch):
    calls = MethodCalls()
    calls.watch(monkeypatch)

    hits, errors = run(make, ALL)

    assert hits == []
    assert {name: errors[name] for name in METHODS if name in errors} == {}
    driven = {name for name, _ in calls.returned}
    assert {name for name, _, _ in public_methods()} - driven - WITHOUT_A_ROUTE == set()


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_nothing_is_shown_of_what_fails(fault):
    hits, errors = run(CLIENTS["over a session"], ALL, fault=fault)

    assert hits == []
    assert len(errors) > len(ALL) / 4


FEW = dict(list(ALL.items())[::9])


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_nothing_is_shown_of_what_fails_without_a_session(fault):
    hits, errors = run(CLIENTS["without a session"], FEW, fault=fault)

    assert hits == []
    assert errors


@pytest.mark.parametrize(
    ("fault", "options"),
    [(Delay(30), {"total_timeout": 0.02}), (Body(endless(9_000)), {})],
    ids=["too late", "too large"],
)
def test_nothing_is_shown_of_what_is_given_up(fault, options, monkeypatch):
    monkeypatch.setattr(_json, "MAX_BYTES", 8_000)

    hits, errors = run(CLIENTS["over a session"], FEW, fault=fault, **options)

    assert hits == []
    assert errors


def test_an_answer_that_quotes_its_request_is_quoted_in_no_log_and_no_message():
    hits, _ = run(CLIENTS["over a session"], ALL, fault=Quotes(200))

    # It may be an answer like any other: its texts belong to the caller, and stand in frames.
    assert [hit for hit in hits if not ("traceback of" in hit or "repr of the result" in hit)] == []


@pytest.mark.parametrize("name", WRONG_IDS)
def test_what_stands_for_an_id_is_shown_by_the_called_method_only(name):
    hits, errors = run(CLIENTS["over a session"], {name: WRONG_IDS[name]})

    # A frame shows what its caller gave it. It is the first one of the library's, and no other.
    assert list(errors) == [name]
    frames = {hit.partition(" in ")[2].split(": ")[2] for hit in hits if "traceback of" in hit}
    assert len(frames) == 1
    assert [hit for hit in hits if "traceback of" not in hit] == []
