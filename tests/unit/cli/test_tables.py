"""Tables as the old command drew them, and what other formats print."""

import json

import pytest

from ksclient.base import Resource
from ksclient.cli.answers import Details, Lines, Listing, Said, Text, details
from ksclient.cli.errors import UsageError
from ksclient.cli.printing import Style, check, printed
from ksclient.cli.table import table

# As PrettyTable, which the old command used, draws them.
EVEN_AND_ODD = """\
+------+-------+
|  ab  |  abc  |
+------+-------+
|  x   |   y   |
| long |  odd  |
|  ab  | 12345 |
+------+-------+"""


def test_cells_are_in_the_middle_as_prettytable_has_them():
    rows = [("x", "y"), ("long", "odd"), ("ab", "12345")]
    assert table(("ab", "abc"), rows) == EVEN_AND_ODD


def test_null_is_empty_and_what_has_members_is_json():
    lines = table(("a", "b", "c"), [(None, {"x": 1}, ["y"])]).splitlines()
    assert lines[3] == '|   | {"x": 1} | ["y"] |'


def test_wide_letters_take_two_columns_and_marks_none():
    lines = table(("name",), [("中文",), ("e\u0301te",)]).splitlines()
    assert lines[3:5] == ["| 中文 |", "| e\u0301te  |"]


def test_no_name_steers_a_terminal():
    (line,) = table(("a",), [("\x1b[2J\u202e\r",)]).splitlines()[3:4]
    assert line == "| \\x1b[2J\\u202e\\r |"


def test_a_line_feed_begins_a_line_of_its_cell():
    lines = table(("a", "b"), [("1\n22", "x")]).splitlines()
    assert lines[3:5] == ["| 1  | x |", "| 22 |   |"]


@pytest.mark.parametrize("width", [22, 24, 40, 69])
def test_a_table_is_folded_to_a_width(width):
    rows = [("0123456789" * 3, "short", "x" * 25)]
    drawn = table(("id", "name", "description"), rows, max_width=width)
    assert max(map(len, drawn.splitlines())) == width
    cells = [line.split("|")[1].strip() for line in drawn.splitlines() if line.startswith("|")]
    assert "".join(cells[1:]).endswith("0123456789" * 3)


def test_a_table_is_not_folded_to_less_than_can_be():
    drawn = table(("a", "b"), [("x" * 30, "y" * 30)], max_width=3)
    assert max(map(len, drawn.splitlines())) == 15


def test_a_table_that_is_narrower_is_left_alone():
    assert table(("a",), [("b",)], max_width=80) == table(("a",), [("b",)])


def test_a_password_that_a_server_tells_is_not_shown():
    user = Resource(None, {"id": "u1", "password": "s3cret"}, loaded=True)
    assert details(user).members == {"id": "u1"}


# --- formats -------------------------------------------------------------------------------

LISTING = Listing(
    [
        {"id": "2", "name": "zoe", "enabled": True, "extra": 5},
        {"id": "3", "name": "ann", "enabled": False},
        {"id": "1", "name": "ann", "enabled": None},
    ],
    ("id", "name", "enabled"),
    order_by="name",
)


def test_rows_are_sorted_by_the_column_and_then_by_the_others():
    assert printed(LISTING, Style("value", ("id",))) == "1\n3\n2\n"


def test_json_keeps_what_things_are():
    assert json.loads(printed(LISTING, Style("json")))[1:] == [
        {"id": "3", "name": "ann", "enabled": False},
        {"id": "2", "name": "zoe", "enabled": True},
    ]


def test_yaml_keeps_the_order_of_columns():
    text = printed(LISTING, Style("yaml", ("name", "id")))
    assert text.startswith("- name: ann\n  id: '1'\n")


def test_csv_has_a_head():
    text = printed(LISTING, Style("csv"))
    assert text == '"id","name","enabled"\n"1","ann",""\n"3","ann","False"\n"2","zoe","True"\n'


def test_a_value_is_one_line_whatever_is_in_it():
    details = Details({"b": "two\nlines", "a": "x\x1b"})
    assert printed(details, Style("value")) == "x\\x1b\ntwo\\nlines\n"


def test_columns_are_asked_for_in_any_case_and_order():
    assert printed(LISTING, Style("value", ("NAME", "id"))) == "ann 1\nann 3\nzoe 2\n"


def test_a_column_may_be_asked_for_that_is_not_usual():
    assert printed(LISTING, Style("value", ("extra",))) == "\n\n5\n"


def test_a_column_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(UsageError) as caught:
        printed(LISTING, Style("json", ("nmae",)))
    assert str(caught.value) == (
        "There is no column 'nmae'. The columns are: id, name, enabled, extra."
    )


@pytest.mark.parametrize(
    ("format", "text"), [("table", "\n"), ("value", ""), ("json", "[]\n"), ("yaml", "[]\n")]
)
def test_nothing_is_printed_of_no_rows(format, text):
    assert printed(Listing([], ("id", "name")), Style(format)) == text


def test_details_are_sorted_by_name():
    assert printed(Details({"b": 1, "a": None}), Style("csv")) == '"a","b"\n"","1"\n'


def test_lines_are_rows_for_programs():
    lines = Lines("Found it", [{"id": "v2.0"}], ("id",))
    assert printed(lines, Style()) == "Found it\n"
    assert printed(lines, Style("value")) == "v2.0\n"


@pytest.mark.parametrize("format", ["json", "yaml", "csv", "value"])
def test_words_for_people_are_in_tables_only(format):
    assert printed(Said("Done."), Style()) == "Done.\n"
    assert printed(Said("Done."), Style(format)) == ""


def test_text_is_the_same_in_all_formats():
    assert printed(Text("help"), Style("json")) == "help\n"


def test_yaml_without_its_library_is_told_before_anything_is_done(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "yaml", None)
    with pytest.raises(UsageError, match=r"needs PyYAML: install ksclient\[cli\]"):
        check(Style("yaml"))
