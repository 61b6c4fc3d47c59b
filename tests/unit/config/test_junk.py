"""Whatever is in a file or in the environment, it is understood or a ConfigError."""

import json
from contextlib import suppress

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ksclient.config import ConfigError, keys, load, names

SETTINGS = settings(
    max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
SECRET = "hunter2hunter2"
WORDS = [
    *keys.TOP,
    *keys.AUTH,
    *sorted(keys.SYNONYMS),
    *sorted(keys.DOMAINS),
    "clouds",
    "one",
    "<<",
]

texts = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["http://k/v2.0", "{x}", "v2password", "token", "none", "nhn", "3", "no"]),
)
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.binary(max_size=3), st.dates(), texts
)
names_ = st.one_of(st.sampled_from(WORDS), st.text(max_size=5))
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(names_, inner, max_size=4)
    ),
    max_leaves=12,
)
clouds = st.dictionaries(st.sampled_from(WORDS), values, max_size=6)


@pytest.fixture
def attempt(environ, tmp_path):
    """Load a cloud from a text; its error, or None."""

    def attempt(text, suffix="yaml", **more):
        path = tmp_path / f"any.{suffix}"
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "replace"))
        there = {**environ, "OS_CLIENT_CONFIG_FILE": str(path), **more}
        try:
            repr(load("one", environ=there))
        except ConfigError as error:
            return error
        return None

    return attempt


@SETTINGS
@given(cloud=clouds)
def test_any_cloud_of_yaml(cloud, attempt):
    error = attempt(yaml.safe_dump({"clouds": {"one": cloud}}))
    assert error is None or error.file


@SETTINGS
@given(cloud=clouds)
def test_any_cloud_of_json(cloud, attempt):
    error = attempt(json.dumps({"clouds": {"one": cloud}}, default=str), "json")
    assert error is None or error.file


@SETTINGS
@given(document=values)
def test_any_document(document, attempt):
    assert attempt(yaml.safe_dump(document)) is not None


@SETTINGS
@given(content=st.one_of(st.binary(max_size=60), st.text("{}[]:,-&*!|>'\"%@`#a \n\t", max_size=30)))
@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_any_bytes(suffix, content, attempt):
    assert attempt(content, suffix) is not None


@SETTINGS
@given(said=st.dictionaries(st.sampled_from(WORDS), values, max_size=6))
def test_any_keywords(said, environ):
    with suppress(ConfigError):
        repr(load(overrides=said, environ=environ))


@SETTINGS
@given(
    said=st.dictionaries(
        st.sampled_from([f"OS_{word.upper()}" for word in WORDS] + ["OS_CLOUD", "OS_"]),
        st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=9),
    )
)
def test_any_variables(said, environ):
    for use in (load, names):
        with suppress(ConfigError):
            repr(use(environ={**environ, **said}))


@SETTINGS
@given(word=st.sampled_from([*keys.AUTH, "pasword", "passcode"]), cloud=clouds)
@pytest.mark.parametrize("is_below", [True, False])
def test_a_secret_is_in_no_error(is_below, word, cloud, attempt):
    secret = {word: [SECRET] if word in keys.PUBLIC else SECRET}
    cloud = {**cloud, "auth": secret} if is_below else {**cloud, **secret}
    error = attempt(yaml.safe_dump({"clouds": {"one": cloud}}))
    assert SECRET not in f"{error} {error!r}"
