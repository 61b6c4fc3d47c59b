"""The detector sees what is planted: a canary run that finds nothing has looked."""

from __future__ import annotations

import base64
import html
import json
import logging
import warnings
from urllib.parse import quote, quote_plus

import pytest

from tests.robustness.canary import Canaries, Told, told_by
from tests.robustness.canary_world import HARD, IN_TOKENS

ENCODINGS = {
    "plain": lambda text: text,
    "repr": repr,
    "bytes": lambda text: repr(text.encode()),
    "JSON": json.dumps,
    "JSON in JSON": lambda text: json.dumps(json.dumps({"password": text})),
    "percent-encoded": lambda text: quote(text, safe=""),
    "a form": quote_plus,
    "HTML": html.escape,
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "Basic": lambda text: base64.b64encode(f"me:{text}".encode()).decode(),
    "Basic, another name": lambda text: base64.b64encode(f"you:{text}".encode()).decode(),
    "half of it": lambda text: text[:22],
    "the other half": lambda text: text[22:],
}


@pytest.mark.parametrize("between", ["", IN_TOKENS, HARD], ids=["plain", "token", "hard"])
@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=ENCODINGS)
def test_a_secret_is_seen_in_each_encoding(encode, between):
    canaries = Canaries()
    secret = canaries.plant("password", between=between)
    assert canaries.hits(f"before {encode(secret)} after") == {"password"}


def test_other_texts_are_no_secrets():
    canaries = Canaries()
    canaries.plant("password", between=HARD)
    assert canaries.hits("c4n4ry, {SHA256}" + "0" * 64) == set()


def _raise(secret):
    raise ValueError(secret)


def _hold(secret, value):
    raise ValueError("nothing is said")


class TestPlaces:
    """Each place that is looked at, with a secret in it and nowhere else."""

    @pytest.fixture
    def canaries(self):
        return Canaries()

    @pytest.fixture
    def secret(self, canaries):
        return canaries.plant("password", between=HARD)

    @pytest.mark.parametrize("name", ["ksclient", "urllib3.connectionpool", "requests", "x.y"])
    def test_the_log(self, canaries, secret, name):
        with Told().listening() as told:
            logging.getLogger(name).debug("%s", secret)
        assert canaries.hits_in(told.told)

    def test_members_of_a_record(self, canaries, secret):
        with Told().listening() as told:
            logging.getLogger("ksclient").debug("fine", extra={"given": secret})
        assert canaries.hits_in(told.told)

    def test_an_error_that_is_logged(self, canaries, secret):
        with Told().listening() as told:
            try:
                _raise(secret)
            except ValueError:
                logging.getLogger("ksclient").exception("fine")
        assert canaries.hits_in(told.told)

    def test_warnings(self, canaries, secret):
        with Told().listening() as told:
            warnings.warn(secret, UserWarning, stacklevel=1)
        assert canaries.hits_in(told.told)

    def test_what_is_printed(self, canaries, secret):
        with Told().listening() as told:
            print(secret)
        assert canaries.hits_in(told.told)

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda error, secret: error.args.__class__,
            lambda error, secret: error.__setattr__("given", secret),
            lambda error, secret: error.__setattr__("given", {"a": [secret]}),
            lambda error, secret: error.__setattr__("__cause__", ValueError(secret)),
            lambda error, secret: error.__setattr__("__context__", ValueError(secret)),
            lambda error, secret: error.add_note(secret),
        ],
        ids=["nothing", "member", "in a member", "cause", "context", "note"],
    )
    def test_an_error(self, canaries, secret, spoil, request):
        error = ValueError("fine")
        spoil(error, secret)
        is_planted = "nothing" not in request.node.name
        assert bool(canaries.hits_in(told_by(error))) == is_planted

    def test_the_variables_of_frames(self, canaries, secret, tmp_path):
        place = tmp_path / "library.py"
        place.write_text("def fail(given, kept):\n    raise ValueError('nothing is said')\n")
        space = {}
        exec(compile(place.read_text(), str(place), "exec"), space)
        for given in (secret, {"deep": [{"x": secret}]}, secret.encode()):
            with pytest.raises(ValueError, match="nothing") as caught:
                space["fail"](given, None)
            assert canaries.hits_in(told_by(caught.value))

    def test_but_those_of_tests(self, canaries, secret):
        with pytest.raises(ValueError, match="nothing") as caught:
            _hold(secret, 5)
        assert canaries.hits_in(told_by(caught.value)) == []
