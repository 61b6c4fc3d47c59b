"""Documents are read within limits, and an error quotes nothing of them."""

from __future__ import annotations

import pytest

from ksclient.auth._json import nests_deeper
from ksclient.auth._redact import SecretDict


@pytest.mark.parametrize(
    ("document", "levels"),
    [
        (None, 0),
        (1, 0),
        ({}, 0),
        ([[]], 0),
        ([[1]], 1),
        ({"a": {"b": [1]}}, 2),
        ({"a": {"b": {"c": 1}}}, 2),
        ([{"a": 1, "b": {"c": None}}, {"a": 1}], 2),
        ([[{}], [[]]], 1),
        ([1, [2], 3], 1),
        (SecretDict(a=[[1]]), 2),
    ],
)
def test_the_depth_of_a_document_counts_containers_that_hold_something(
    document: object, levels: int
) -> None:
    assert not nests_deeper(document, levels)
    assert levels == 0 or nests_deeper(document, levels - 1)
