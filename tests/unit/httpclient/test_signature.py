"""What a client takes shows to those who look, though it is written once, in `Options`."""

from __future__ import annotations

import inspect

from ksclient.auth._value import defaults_of, names_of
from ksclient.discover import Discover
from ksclient.httpclient import HTTPClient
from ksclient.httpclient.options import Options
from ksclient.v2_0.client import Client


def test_a_client_shows_its_keywords() -> None:
    shown = inspect.signature(Client).parameters
    assert tuple(shown) == names_of(Options)
    assert {name: each.default for name, each in shown.items()} == defaults_of(Options)
    assert {each.kind for each in shown.values()} == {inspect.Parameter.KEYWORD_ONLY}


def test_the_old_client_shows_that_it_takes_most_by_place() -> None:
    shown = inspect.signature(HTTPClient).parameters
    by_keyword = [name for name, each in shown.items() if each.kind is each.KEYWORD_ONLY]
    assert by_keyword[0] == "include_metadata"
    assert tuple(shown) == names_of(Options)
    assert shown["password"].annotation == "str | None"


def test_a_constructor_shows_itself_with_its_client() -> None:
    first, second, *_ = inspect.signature(Client.__init__).parameters.values()
    assert (first.name, second.name) == ("self", "username")
    assert Client.__init__.__name__ == "__init__"


def test_a_subclass_shows_its_own() -> None:
    class Mine(Client):
        def __init__(self, session: object) -> None:
            super().__init__(session=session)

    assert list(inspect.signature(Mine).parameters) == ["session"]


def test_what_takes_more_than_a_client_shows_all_of_it() -> None:
    shown = inspect.signature(Discover._fetch).parameters
    assert list(shown) == ["self", *names_of(Options), "authenticated"]
    assert shown["authenticated"].annotation == "bool | None"
