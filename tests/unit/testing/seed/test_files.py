"""Seeds in files: YAML and JSON, and what is neither."""

import builtins
import json
import re
import textwrap
import traceback

import pytest

from ksclient.testing import seed
from ksclient.testing.errors import LibraryMissing
from ksclient.testing.keystone.state import State
from ksclient.testing.seed import SeedError


@pytest.fixture
def file(tmp_path):
    def write(name, text):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


EXAMPLE = textwrap.dedent(re.search(r"code-block:: yaml\n\n((?: .*\n|\n)+)", seed.__doc__).group(1))


def test_the_example_of_the_documentation_can_be_planted(file):
    state = State()
    seed.plant(state, seed.read(file("seed.yaml", EXAMPLE)))
    assert [user.name for user in state.users] == ["alice", "bob"]
    assert len(state.trusts) == 2
    assert state.credentials.get("11aa22").secret == "33bb44"


@pytest.mark.parametrize("name", ["seed.json", "seed.JSON", "seed.yaml", "seed.yml", "seed"])
def test_json_can_be_in_any_file(file, name):
    data = {"tenants": ["ü", {"name": "x", "n": 1.5}]}
    assert seed.read(str(file(name, json.dumps(data)))) == data


def test_a_mark_at_the_beginning_does_not_matter(file):
    assert seed.read(file("seed.json", b'\xef\xbb\xbf{"roles": []}')) == {"roles": []}


@pytest.mark.parametrize(("name", "text"), [("a.yaml", ""), ("a.yaml", "# no"), ("a.json", "null")])
def test_nothing_is_an_empty_seed(file, name, text):
    assert seed.read(file(name, text)) == {}


def test_a_merge_of_yaml_may_repeat_keys(file):
    text = "tenants:\n- &a {name: a, colour: red}\n- {<<: *a, name: b}\n"
    _, second = seed.read(file("a.yaml", text))["tenants"]
    assert second == {"name": "b", "colour": "red"}


BAD = [
    ("a.yaml", "users: [", "is no YAML, in line 1"),
    ("a.yaml", "users:\n  - name: x\n   id: y\n", "is no YAML, in line 3"),
    ("a.yaml", "users: []\nusers: []\n", "is no YAML, in line 2: a key is there twice"),
    ("a.yaml", "users: [{name: a, name: b}]", "a key is there twice"),
    ("a.yaml", "x: !!python/object:os.system {}", "is no YAML, in line 1"),
    ("a.yaml", "x: 2026-13-45", "something in it needs quotes"),
    ("a.yaml", "x: !!int ''", "something in it needs quotes"),
    ("a.yaml", "x: !!timestamp x", "something in it needs quotes"),
    ("a.yaml", "x: \x07", "is no YAML"),
    ("a.yaml", "a: b\n---\nc: d", "is no YAML, in line 2"),
    ("a.yaml", "[" * 5000, "is nested too deep"),
    ("a.yaml", "- users", "must be a mapping"),
    ("a.yaml", b"\xff\xfe\xff", "is not UTF-8"),
    ("a.json", "{", "is no JSON, in line 1"),
    ("a.json", "users: []", "is no JSON, in line 1"),
    ("a.json", '{\n"users": [], "users": []}', "has the key 'users' twice"),
    ("a.json", "[" * 200000, "is nested too deep"),
    ("a.json", "", "is no JSON"),
    ("a.json", "5", "must be a mapping"),
]


@pytest.mark.parametrize(("name", "text", "problem"), BAD, ids=range(len(BAD)))
def test_a_file_that_is_no_seed_is_one_typed_error(file, name, text, problem):
    path = file(name, text)
    with pytest.raises(SeedError) as caught:
        seed.read(path)
    assert caught.value.place == str(path)
    assert problem in caught.value.problem


def test_a_file_that_is_not_there_is_the_same(tmp_path):
    with pytest.raises(SeedError, match="cannot be read: No such file"):
        seed.read(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "users: [{name: x, password: *geheim}]"),
        ("a.yaml", "users: [{name: x, password: !geheim y}]"),
        ("a.yaml", "users: [{name: x, password: 'geheim]"),
        ("a.json", '{"users": [{"name": "x", "password": "geheim}]}'),
        ("a.json", '["geheim"]'),
    ],
)
def test_an_error_quotes_nothing_of_the_file(file, name, text):
    with pytest.raises(SeedError) as caught:
        seed.read(file(name, text))
    error, shown = caught.value, []
    while error:
        trace = traceback.TracebackException.from_exception(error, capture_locals=True)
        ours = [frame for frame in trace.stack if "/tests/" not in frame.filename]
        shown += [str(error), *(str(frame.locals) for frame in ours)]
        error = error.__context__
    assert len(shown) > 1
    assert "geheim" not in "".join(shown)


def test_without_pyyaml_the_error_says_what_to_install(file, monkeypatch):
    path = file("a.yaml", "{}")
    monkeypatch.delitem(__import__("sys").modules, "ksclient.testing.seed.yaml_parsing", False)
    real = builtins.__import__

    def without_yaml(name, *arguments, **keywords):
        if name == "yaml":
            raise ModuleNotFoundError("No module named 'yaml'", name="yaml")
        return real(name, *arguments, **keywords)

    monkeypatch.setattr(builtins, "__import__", without_yaml)
    with pytest.raises(LibraryMissing, match="PyYAML") as caught:
        seed.read(path)
    assert caught.value.name == "yaml"
    assert seed.read(file("a.json", "{}")) == {}
