"""What is read from YAML and JSON, and what is told of what cannot be."""

import builtins
import sys
import traceback

import pytest

from ksclient.config import ConfigError, documents


@pytest.fixture
def read(tmp_path):
    def read(text, name="clouds.yaml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return documents.read(path)

    return read


@pytest.fixture
def problem(read):
    def problem(*args):
        with pytest.raises(ConfigError) as caught:
            read(*args)
        return caught.value

    return problem


@pytest.mark.parametrize(
    "word", ["0123", "12e4567", "1_000", "no", "2017-01-01", "0x1f", "1.10", ".inf", "="]
)
def test_a_scalar_of_yaml_is_a_text_as_it_is_written(word, read):
    assert read(f"password: {word}") == {"password": word}


@pytest.mark.parametrize("number", ["123", "1.10", "12e4567", "1e999999"])
def test_a_number_of_json_is_a_text_as_it_is_written(number, read):
    assert read(f'{{"password": {number}}}', "clouds.json") == {"password": number}


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_nothing_is_none(nothing, read):
    assert read(f"password: {nothing}") == {"password": None}


def test_booleans_of_json_stay_booleans(read):
    assert read('{"verify": false}', "clouds.json") == {"verify": False}


@pytest.mark.parametrize("name", ["clouds.yaml", "clouds.json"])
@pytest.mark.parametrize("empty", ["", "\n \n"])
def test_an_empty_file_says_nothing(empty, name, read):
    assert read(empty, name) == {}


def test_a_mark_of_the_byte_order_is_no_text(read):
    assert read(b"\xef\xbb\xbfa: b") == {"a": "b"}


def test_anchors_and_merges_are_understood(read):
    text = "base: &base {a: one, b: two}\nmine: {<<: *base, b: three}"
    assert read(text)["mine"] == {"a": "one", "b": "three"}


@pytest.mark.parametrize("name", ["clouds.yaml", "clouds.json"])
def test_what_is_read_does_not_show_itself(name, read):
    assert "hunter2" not in repr(read('{"any": "hunter2"}', name))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: b\nc: [", "is no YAML: line 2, column 5: expected the node content"),
        ("a: [b", "line 1, column 6: expected ',' or ']', but got '<stream end>'."),
        ("a: b\n\tc: d", "is no YAML: line 2, column 1"),
        ("a: 1\na: 2", "is no YAML: line 2, column 1: the key a stands there twice"),
        ("? [a]\n: b", "a key must be a text"),
        ("~: a", "a key must be a text"),
        ("--- a\n--- b", "is no YAML: line 2"),
        ("a: !!python/object:os.system x", "is no YAML: line 1, column 4"),
        ("a: !!timestamp x", "is no YAML: line 1, column 4"),
        ("a: \x00", "is no YAML"),
        ("- a", "must be made of keys and values"),
        ("text", "must be made of keys and values"),
        (b"\xff\xfe", "is not UTF-8, at byte 0"),
        ("[" * 100_000, "is nested too deeply"),
        ("a: x" * 300_000, "is larger than"),
    ],
)
def test_yaml_that_cannot_be_read_is_told_by_its_line(text, said, problem):
    assert said in str(problem(text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a":\n x}', "is no JSON: line 2, column 2"),
        ('{"a": 1, "a": 2}', "has the key 'a' twice"),
        ("[]", "must be made of keys and values"),
        (b"\xff", "is not UTF-8"),
        ("[" * 100_000, "is nested too deeply"),
    ],
)
def test_json_that_cannot_be_read_is_told_by_its_line(text, said, problem):
    assert said in str(problem(text, "clouds.json"))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("password: *hunter2", "clouds.yaml"),
        ("password: !hunter2 x", "clouds.yaml"),
        ("password: %hunter2: [", "clouds.yaml"),
        ("password: hunter2: x", "clouds.yaml"),
        ("password: [hunter2", "clouds.yaml"),
        ('password: "hunter2\\x"', "clouds.yaml"),
        ("password: !hunter2!x y", "clouds.yaml"),
        ('{"password": "hunter2" x', "clouds.json"),
    ],
)
def test_no_error_shows_what_is_in_the_file(text, name, problem):
    error = problem(text, name)
    assert "hunter2" not in str(error)
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    ours = [frame.f_locals for frame in frames if frame.f_globals["__name__"] == documents.__name__]
    assert len(ours) == 1
    assert "hunter2" not in repr(ours)
    assert error.__cause__ is None
    assert error.__context__ is None


def test_without_pyyaml_the_error_says_what_to_install(problem, monkeypatch):
    monkeypatch.setitem(sys.modules, "yaml", None)
    told = problem("clouds: {}")
    assert "pip install 'ksclient[config]'" in str(told)
    assert told.file.endswith("clouds.yaml")


def test_without_pyyaml_json_is_read(read, monkeypatch):
    monkeypatch.setitem(sys.modules, "yaml", None)
    assert read('{"clouds": {}}', "clouds.json") == {"clouds": {}}


def test_a_pyyaml_that_is_broken_is_not_called_missing(read, monkeypatch):
    real = builtins.__import__

    def broken(name, *args, **kwargs):
        if name == "yaml":
            raise ModuleNotFoundError("No module named 'other'", name="other")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", broken)
    with pytest.raises(ModuleNotFoundError, match="other"):
        read("a: b")
