"""A loader makes plugins from options."""

from __future__ import annotations

import pytest

from ksclient.auth import exceptions, loading
from ksclient.auth.noauth import NoAuth


class Plugin(NoAuth):
    def __init__(self, **options):
        super().__init__()
        self.options = options


class Loader(loading.BaseLoader):
    plugin_class = Plugin

    def get_options(self):
        return [
            *super().get_options(),
            loading.Opt("port", type=int, required=True),
            loading.Opt("some-text", default="unused here"),
        ]


def test_options_are_handed_to_the_class():
    plugin = Loader().load_from_options(port=1, some_text="t")

    assert plugin.options == {"port": 1, "some_text": "t"}


def test_missing_required_options_are_named():
    with pytest.raises(exceptions.MissingRequiredOptions, match="not given: port") as caught:
        Loader().load_from_options(some_text="t")

    assert [option.name for option in caught.value.options] == ["port"]


def test_a_required_option_may_be_false_but_not_none():
    assert Loader().load_from_options(port=0).options == {"port": 0}
    with pytest.raises(exceptions.MissingRequiredOptions):
        Loader().load_from_options(port=None)


def test_what_a_getter_returns_is_turned_into_its_type():
    told = {"port": "80", "some-text": 3}

    plugin = Loader().load_from_options_getter(lambda option: told[option.name])

    assert plugin.options == {"port": 80, "some_text": "3"}


def test_a_getter_is_asked_for_what_is_not_given():
    asked = []

    def getter(option):
        asked.append(option.name)
        return "80"

    plugin = Loader().load_from_options_getter(getter, some_text="given", other=1)

    assert asked == ["port"]
    assert plugin.options == {"port": 80, "some_text": "given", "other": 1}


def test_none_from_a_getter_stays_none():
    plugin = Loader().load_from_options_getter(lambda _option: None, port=1)

    assert plugin.options == {"port": 1, "some_text": None}


def test_a_loader_may_choose_what_it_makes():
    class Choosing(Loader):
        def create_plugin(self, **kwargs):
            return "big" if kwargs["port"] > 1000 else "small"

    assert Choosing().load_from_options(port=1001) == "big"


def test_a_loader_without_a_class_says_so():
    class Empty(loading.BaseLoader):
        def get_options(self):
            return super().get_options()

    with pytest.raises(NotImplementedError, match="Empty has no plugin_class"):
        Empty().load_from_options()


def test_a_loader_is_available_unless_it_says_otherwise():
    assert Loader().available is True
