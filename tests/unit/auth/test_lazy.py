"""Modules that are loaded when something is made that could use them."""

from __future__ import annotations

import importlib
import pickle
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ksclient.auth._lazy import door, later, load_waiting
from ksclient.auth.identity import v2

ASKER = "from ksclient.auth._lazy import later\nwanted = later('wanted_here', __name__)\n"


@pytest.fixture
def asker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A module that names another, which is not loaded yet."""
    (tmp_path / "asks_here.py").write_text(ASKER)
    (tmp_path / "wanted_here.py").write_text("VALUE = 3\n")
    monkeypatch.syspath_prepend(tmp_path)
    load_waiting()
    yield importlib.import_module("asks_here")
    for name in ("asks_here", "wanted_here"):
        sys.modules.pop(name, None)


def test_a_module_waits_until_all_that_wait_are_loaded(asker) -> None:
    assert "wanted_here" not in sys.modules
    assert repr(asker.wanted) == "<module 'wanted_here', not loaded yet>"
    load_waiting()
    assert asker.wanted is sys.modules["wanted_here"]


def test_a_module_is_loaded_when_something_in_it_is_asked_for(asker) -> None:
    kept = asker.wanted
    assert asker.wanted.VALUE == 3
    assert asker.wanted is sys.modules["wanted_here"]
    assert kept.VALUE == 3


def test_what_is_not_in_the_module_is_missed_as_ever(asker) -> None:
    with pytest.raises(AttributeError, match="module 'wanted_here' has no attribute 'OTHER'"):
        _ = asker.wanted.OTHER


def test_whoever_finds_others_loading_waits_for_them(asker, tmp_path) -> None:
    del asker
    (tmp_path / "wanted_here.py").write_text("import time\ntime.sleep(0.2)\nVALUE = 3\n")
    loaded: list[bool] = []

    def load() -> None:
        load_waiting()
        loaded.append(hasattr(sys.modules["wanted_here"], "VALUE"))

    threads = [threading.Thread(target=load) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert loaded == [True] * 4


def test_a_module_that_cannot_be_loaded_waits_on(monkeypatch) -> None:
    waiting = later("no_such_module_here", __name__)
    with pytest.raises(ModuleNotFoundError):
        load_waiting()
    monkeypatch.setitem(sys.modules, "no_such_module_here", sys)
    load_waiting()
    assert waiting.path is sys.path


def test_a_door_leads_to_rooms_and_to_what_is_in_them() -> None:
    get = door("ksclient.auth.plugin", {"left_out": "left_out", "for_pickle": "left_out"})
    module = importlib.import_module("ksclient.auth.plugin.left_out")
    assert get("left_out") is module
    assert get("for_pickle") is module.for_pickle
    with pytest.raises(AttributeError, match="has no attribute 'no'"):
        get("no")


@pytest.mark.parametrize(
    "made",
    [
        "from ksclient.auth.session import Session\nSession()",
        "from ksclient.auth.identity import v2\nv2.Password('http://keystone.example', 'u', 'p')",
        "from ksclient.auth.token_endpoint import Token\nToken('http://keystone.example', 't')",
        (
            "import pickle\nfrom ksclient.auth.identity import v2\n"
            "pickle.loads(open(sys.argv[1], 'rb').read())"
        ),
        (
            "from ksclient.v2_0.client import Client\nfrom types import SimpleNamespace\n"
            "Client(session=SimpleNamespace(request=print))"
        ),
    ],
)
def test_nothing_waits_once_a_session_plugin_or_client_is_made(made, tmp_path) -> None:

    pickled = tmp_path / "plugin"
    pickled.write_bytes(pickle.dumps(v2.Password("http://keystone.example", "u", "p")))
    code = f"import sys\n{made}\nfrom ksclient.auth import _lazy\nassert not _lazy._waiting"
    subprocess.run([sys.executable, "-c", code, str(pickled)], check=True)
