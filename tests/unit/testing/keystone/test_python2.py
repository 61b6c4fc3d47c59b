"""Values are written as Python 2 writes them."""

import pytest

from ksclient.testing.keystone.python2 import pretty, representation


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Zürich 東\U0001f600", "u'Z\\xfcrich \\u6771\\U0001f600'"),
        ("it's", 'u"it\'s"'),
        ("a\n", "u'a\\n'"),
        ([True, None, 1.5], "[True, None, 1.5]"),
        ({"b": ["x"], "a": {}}, "{u'a': {}, u'b': [u'x']}"),
        (2**63 - 1, "9223372036854775807"),
        (2**63, "9223372036854775808L"),
        (-(2**63) - 1, "-9223372036854775809L"),
    ],
)
def test_what_json_can_have_is_written_as_python_2_does(value, written):
    assert representation(value) == written
    assert pretty(value) == written


def test_what_the_program_itself_has_needs_no_prefix():
    assert representation({"enum": ["a"]}, "") == "{'enum': ['a']}"


@pytest.mark.parametrize(("columns", "lines"), [(71, 1), (72, 2)])
def test_a_line_holds_71_columns(columns, lines):
    filling = "x" * (columns - len("{u'a': 1, u'b': u''}"))
    written = pretty({"a": 1, "b": filling})

    assert len(written.splitlines()) == lines


@pytest.mark.parametrize(("columns", "lines"), [(70, 2), (71, 3)])
def test_what_is_within_leaves_a_column_free_for_each_bracket_to_come(columns, lines):
    outer = ["x" * 70]
    inner = {"a": 1, "b": "x" * (columns - len(" {u'a': 1, u'b': u''}"))}

    assert len(pretty([*outer, inner]).splitlines()) == lines


def test_what_is_too_long_is_broken_below_its_start():
    assert pretty({"one": ["a" * 40, {"b": "c" * 40}], "two": 2}) == (
        f"{{u'one': [u'{'a' * 40}',\n          {{u'b': u'{'c' * 40}'}}],\n u'two': 2}}"
    )


def test_a_text_is_never_broken():
    assert pretty(["x " * 60]) == f"[u'{'x ' * 60}']"
