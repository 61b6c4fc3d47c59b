"""Bodies that are wrong are refused in the words of jsonschema under Python 2."""

import pytest

from ksclient.testing.keystone import schemas
from ksclient.testing.keystone.refusals import Refusal
from ksclient.testing.keystone.validation import validate


def fault(instance, schema):
    with pytest.raises(Refusal) as refused:
        validate(instance, schema)
    assert refused.value.status == 400
    return refused.value.message


@pytest.mark.parametrize(
    ("instance", "schema", "text"),
    [
        (7, {"type": "string"}, "7 is not of type 'string'"),
        (True, {"type": ["string", "null"]}, "True is not of type 'string', 'null'"),
        (None, {"type": "boolean"}, "None is not of type 'boolean'"),
        (1, {"type": "boolean"}, "1 is not of type 'boolean'"),
        ([], {"type": "object"}, "[] is not of type 'object'"),
        ({}, {"type": "array"}, "{} is not of type 'array'"),
        ("yes", {"enum": [True, None]}, "u'yes' is not one of [True, None]"),
        ({}, {"required": ["b", "a"]}, "'b' is a required property"),
        ("", {"minLength": 1}, "u'' is too short"),
        ("abc", {"maxLength": 2}, "u'abc' is too long"),
        ("\xa0 ", {"pattern": "^[a-z]+$"}, "u'\\xa0 ' does not match '^[a-z]+$'"),
        ({}, {"minProperties": 1}, "{} does not have enough properties"),
        (
            {"a": 1},
            {"anyOf": [{"required": ["b"]}, {"required": ["c"]}]},
            "{u'a': 1} is not valid under any of the given schemas",
        ),
        (
            {"a": 1},
            {"not": {"required": ["a"]}},
            "{'required': ['a']} is not allowed for {u'a': 1}",
        ),
    ],
)
def test_each_keyword_has_its_words(instance, schema, text):
    (keyword,) = schema
    first, _, rest = fault(instance, schema).partition("\n\n")

    assert first == text
    assert rest.startswith(f"Failed validating {keyword!r} in schema:\n    {{{keyword!r}: ")


@pytest.mark.parametrize(
    ("instance", "schema"),
    [
        ("x", {"type": ["null", "string"]}),
        (None, {"enum": [True, None]}),
        (1, {"enum": [True]}),  # the same to Python
        ("a string", {"required": ["a"]}),  # only objects can lack something
        (["one"], {"minLength": 3}),
        (["one"], {"maxLength": 0}),
        (7, {"pattern": "x"}),
        ("\xa0", {"pattern": r"[\S]+"}),  # no blank for Python 2
        ([], {"minProperties": 1}),
        ([], {"properties": {"a": {"type": "null"}}}),
        ({"b": 1}, {"properties": {"a": {"type": "null"}}, "additionalProperties": True}),
        ({"a": 1}, {"anyOf": [{"required": ["b"]}, {"required": ["a"]}]}),
        ({}, {"not": {"required": ["a"]}}),
    ],
)
def test_what_a_schema_allows_passes(instance, schema):
    validate(instance, schema)


def test_a_fault_in_a_field_names_it_and_quotes_its_schema():
    assert fault({"name": "  "}, schemas.TENANT_CREATE) == (
        "Invalid input for field 'name': u'  ' does not match '[\\\\S]+'\n"
        "\n"
        "Failed validating 'pattern' in schema['properties']['name']:\n"
        "    {'maxLength': 64,\n"
        "     'minLength': 1,\n"
        "     'pattern': '[\\\\S]+',\n"
        "     'type': 'string'}\n"
        "\n"
        "On instance['name']:\n"
        "    u'  '"
    )


def test_a_field_of_a_field_is_named_with_both():
    schema = {"properties": {"a": {"properties": {"b": {"type": "null"}}}}}

    assert fault({"a": {"b": 1}}, schema) == (
        "Invalid input for field 'a/b': 1 is not of type 'null'\n\n"
        "Failed validating 'type' in schema['properties']['a']['properties']['b']:\n"
        "    {'type': 'null'}\n\n"
        "On instance['a']['b']:\n"
        "    1"
    )


def test_the_first_fault_in_the_order_of_the_schema_is_told():
    both = {"type": "string", "enum": [1]}

    assert "is not of type" in fault(2, both)
    assert "is not one of" in fault(2, dict(reversed(both.items())))
