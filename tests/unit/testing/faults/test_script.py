"""Which requests something happens to, and how often."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable

import pytest
from werkzeug.test import Client

from ksclient.testing.faults import Body, Delay, Drop, FaultError, Faults, Refuse
from ksclient.testing.keystone import Application, Keystone

Ask = Callable[..., int]


@pytest.fixture
def faults() -> Faults:
    return Faults(sleep=lambda _: None)


@pytest.fixture
def ask(faults: Faults) -> Ask:
    """Ask a cloud, and return the status."""
    keystone = Keystone()
    clients = {
        api: Client(faults.around(Application(keystone, api), api, keystone))
        for api in ("public", "admin")
    }

    def asked(method: str = "GET", path: str = "/extensions", api: str = "public") -> int:
        return clients[api].open(f"/v2.0{path}", method=method).status_code

    return asked


def test_nothing_happens_without_a_script(ask: Ask):
    assert ask() == 200


def test_it_happens_once(faults: Faults, ask: Ask):
    line = faults.script(Refuse(503))

    assert [ask(), ask()] == [503, 200]
    assert line.happened == 1


def test_it_happens_as_often_as_it_should(faults: Faults, ask: Ask):
    faults.script(Refuse(503), times=2)

    assert [ask() for _ in range(4)] == [503, 503, 200, 200]


def test_it_happens_for_ever(faults: Faults, ask: Ask):
    faults.script(Refuse(503), times=None)

    assert [ask() for _ in range(20)] == [503] * 20


def test_it_happens_after_some_were_let_through(faults: Faults, ask: Ask):
    faults.script(Refuse(503), after=2)

    assert [ask() for _ in range(4)] == [200, 200, 503, 200]


@pytest.mark.parametrize(
    ("on", "fits"),
    [
        ("*", True),
        ("GET", True),
        ("GET *", True),
        ("GET /extensions", True),
        ("/extensions", True),
        ("* /extensions", True),
        ("GET /ext*", True),
        ("GET /EXTENSIONS", False),
        ("GET /extensions/*", False),
        ("POST /extensions", False),
        ("DELETE", False),
        ("GET /v2.0/extensions", True),
        ("/v2.0/extensions", True),
        ("/v2.0*", True),
        ("GET /extensions/", True),
        ("GET /v2.0", False),
    ],
)
def test_it_happens_to_requests_that_it_is_about(on, fits, faults: Faults, ask: Ask):
    faults.script(Refuse(503), on=on)

    assert ask() == (503 if fits else 200)


def test_what_it_is_not_about_does_not_count(faults: Faults, ask: Ask):
    faults.script(Refuse(503), on="GET /extensions/OS-EC2", after=1)

    assert [ask(), ask(path="/extensions/OS-EC2"), ask(), ask(path="/extensions/OS-EC2")] == [
        *(200, 200, 200),
        503,
    ]


def test_it_happens_on_one_api(faults: Faults, ask: Ask):
    faults.script(Refuse(503), api="admin")

    assert [ask(api="public"), ask(api="admin")] == [200, 503]


def test_the_first_of_several_is_outermost(faults: Faults, ask: Ask):
    faults.script(Body("late", status=201), Refuse(503))

    assert ask() == 201


def test_all_that_fit_happen_together(faults: Faults, ask: Ask):
    slow = faults.script(Delay(1))
    busy = faults.script(Refuse(503))

    assert ask() == 503
    assert (slow.happened, busy.happened) == (1, 1)


def test_a_block_has_its_own(faults: Faults, ask: Ask):
    faults.script(Refuse(503), after=3)

    with faults.during(Refuse(429), on="GET *") as line:
        assert [ask(), ask()] == [429, 429]

    assert [ask(), ask(), ask()] == [200, 503, 200]
    assert line.happened == 2


def test_equal_lines_of_two_blocks_end_with_their_own(faults: Faults, ask: Ask):
    with faults.during(Refuse(503)):
        with faults.during(Refuse(503)):
            pass
        assert ask() == 503
    assert ask() == 200


def test_what_is_cleared_does_not_happen(faults: Faults, ask: Ask):
    faults.script(Refuse(503), times=None)
    faults.clear()

    assert ask() == 200


def test_threads_share_what_is_left_of_a_line(faults: Faults, ask: Ask):
    faults.script(Refuse(503), times=25)
    statuses: list[int] = []

    def asks() -> None:
        statuses.extend(ask() for _ in range(10))

    threads = [threading.Thread(target=asks) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [200] * 55 + [503] * 25


@pytest.mark.parametrize("on", ["", "get /x", "POST tokens", "GET  /x", "FETCH /x"])
def test_a_line_about_no_requests_is_refused(on, faults: Faults):
    with pytest.raises(FaultError, match="names no requests"):
        faults.script(Drop(), on=on)


def test_a_query_is_told_to_be_too_much(faults: Faults):
    with pytest.raises(FaultError, match="has a query: leave it out"):
        faults.script(Drop(), on="GET /tenants?limit=1")


@pytest.mark.parametrize("path", ["/extensions/", "//extensions"])
def test_paths_are_alike_that_keystone_takes_for_one(path, faults: Faults, ask: Ask):
    faults.script(Refuse(503), on="GET /extensions")

    assert ask(path=path) == 503


@pytest.mark.parametrize(
    "options", [{"times": 0}, {"times": -1}, {"after": -1}, {"api": "private"}], ids=str
)
def test_a_line_that_cannot_be_is_refused(options, faults: Faults):
    with pytest.raises(FaultError):
        faults.script(Drop(), **options)


@pytest.mark.parametrize(
    "options",
    [{"times": 1.5}, {"times": "2"}, {"times": True}, {"after": 0.5}, {"on": None}],
    ids=str,
)
def test_a_line_of_another_type_is_refused(options, faults: Faults):
    with pytest.raises(TypeError, match=f"^{next(iter(options))}= is of type"):
        faults.script(Drop(), **options)


def test_a_script_needs_a_fault(faults: Faults):
    with pytest.raises(FaultError, match="Name a fault"):
        faults.script()


def test_a_class_of_faults_is_none(faults: Faults):
    with pytest.raises(TypeError, match=r"make one, such as Drop\(\)"):
        faults.script(Drop)  # type: ignore[arg-type]


def test_a_refused_line_leaves_the_script_as_it_was(faults: Faults, ask: Ask):
    with pytest.raises(TypeError):
        faults.script(Refuse(503), "Drop")  # type: ignore[arg-type]

    assert ask() == 200


def test_a_fault_of_the_wire_needs_one(faults: Faults, ask: Ask):
    faults.script(Drop())

    with pytest.raises(TypeError, match="a cloud that is started"):
        ask()


def test_without_werkzeug_they_say_what_to_install():
    code = "import sys; sys.modules['werkzeug'] = None; import ksclient.testing.faults"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    last = done.stderr.splitlines()[-1]
    assert last.startswith("ksclient.testing.errors.LibraryMissing: ")
    assert "pip install 'ksclient[testing]'" in last
