"""The page about configuration: its examples run on test clouds, and its tables are complete."""

import json
from pathlib import Path

import pytest

from ksclient.config import ConfigError, keys, load, preset_names
from ksclient.config.logins import _NEEDS
from ksclient.testing import Cloud
from tests.unit.testing.test_docs import blocks, codes, execute, files, rows, sections

ROOT = Path(__file__).parents[3]
PAGE = ROOT.joinpath("docs", "configuration.md").read_text()
README = ROOT.joinpath("README.md").read_text()
FIRST = PAGE.partition("\n## ")[0]
SECTIONS = sections(PAGE)
PREAMBLE = "import ksclient\n"
EXAMPLES = {
    "Rackspace": ("rackspace", {}),
    "NHN Cloud": ("nhn", {}),
    "ConoHa": ("conoha", {}),
    "A cloud without users": ("pike", {"admin_token": "the-admin-token"}),
}
RUN = {
    "configuration.md": {
        block.strip()
        for text in (FIRST, *(SECTIONS[title] for title in ("Other services", *EXAMPLES)))
        for block in blocks(text, "python")
    }
}
SEED = {
    "tenants": ["demo", {"name": "n", "id": "0123e4567"}, {"name": "c", "id": "00e1"}],
    "users": [
        {"name": "racker", "api_key": "0a1b2c", "tenant": "demo"},
        {"name": "me@example.com", "password": "an-api-password", "tenant": "n"},
        {"name": "gncu00000000", "password": "a-password", "tenant": "c"},
    ],
}

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # who reads closes no sessions


@pytest.fixture(autouse=True)
def _in_private(home, monkeypatch):
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(home))


@pytest.fixture
def on(write):
    """Write an example's files, with what is so on a test cloud."""

    def on(cloud, text):
        found = files(text, "yaml")
        assert "clouds.yaml" in found
        for name, block in found.items():
            here = block.replace("https://keystone.example.com:5000/v2.0", cloud.public_url)
            write(here.replace("a-password", cloud.admin_password), name)

    return on


def test_the_first_example_runs(on):
    (example,) = blocks(FIRST, "python")
    with Cloud() as cloud:
        on(cloud, FIRST)
        execute(example)
        assert [each.method for each in cloud.requests] == ["POST", "GET"]


def test_the_example_of_the_readme_runs(on):
    (example,) = (each for each in blocks(README, "python") if "ksclient.connect" in each)
    example = example.replace("print(", "list(")
    with Cloud() as cloud:
        on(cloud, FIRST)
        execute(example)
        assert [each.path for each in cloud.requests] == ["/v2.0/tokens", "/v2.0/tenants"]


def test_the_example_of_other_services_runs(on):
    (example,) = blocks(SECTIONS["Other services"], "python")
    with Cloud() as cloud:
        on(cloud, FIRST)
        execute(example)


@pytest.mark.parametrize("title", EXAMPLES)
def test_the_example_of_a_provider_runs(title, on, write):
    profile, options = EXAMPLES[title]
    seed = {} if profile == "pike" else SEED
    with Cloud(profile=profile, seed=seed, admin_password="other", **options) as cloud:
        (text,) = files(SECTIONS[title], "yaml").values()
        write(text.replace("https://keystone.example.com:35357/v2.0", cloud.admin_url))
        if profile != "pike":
            (name,) = [line.strip(" :") for line in text.splitlines()[2:3]]
            here = {"clouds": {name: {"auth": {"auth_url": cloud.auth_url}}}}
            write(json.dumps(here), "secure.json")
        (example,) = blocks(SECTIONS[title], "python")
        execute(PREAMBLE + example)
        assert cloud.requests


def test_each_preset_has_a_section():
    shown = {profile for profile, _ in EXAMPLES.values()}
    assert shown - {"pike"} == set(preset_names())


@pytest.mark.parametrize(
    ("title", "name"), [("Rackspace", "rackspace"), ("NHN Cloud", "nhn"), ("ConoHa", "conoha")]
)
def test_a_section_names_all_regions(title, name):
    with pytest.raises(ConfigError) as caught:
        load(overrides={"profile": name, "region_name": "nowhere-at-all"})
    regions = str(caught.value).partition("It has: ")[2].partition(".")[0].split(", ")
    assert all(region in SECTIONS[title] for region in regions)


def first_column(section, head):
    return [code for row in rows(SECTIONS[section], head) for code in codes(row[0])]


def test_all_keys_of_a_cloud_are_in_the_table():
    assert first_column("Keys", "key of a cloud") == list(keys.TOP)


def test_all_keys_below_auth_are_in_the_table():
    assert first_column("Keys", "below `auth`") == list(keys.AUTH)


def test_all_plugins_are_in_the_table_with_what_they_need():
    table = rows(SECTIONS["Keys"], "plugin")
    shown = {row[0].strip("`"): codes(row[1].partition(";")[0]) for row in table}
    assert shown == {name: [word for each in one for word in each] for name, one in _NEEDS.items()}


def test_all_synonyms_are_on_the_page():
    spoken = set(keys.SYNONYMS) - {"auth_token", "identity_endpoint", "identity_endpoint_type"}
    assert spoken <= set(codes(SECTIONS["Keys"]))


@pytest.mark.parametrize("row", rows(SECTIONS["Variables"], "variable"), ids=lambda row: row[0])
def test_a_variable_is_the_key_of_the_table(row):
    meant = codes(row[1])
    for variable in codes(row[0]):
        assert keys.normal(variable.removeprefix("OS_").lower()) in meant


def test_the_error_of_the_page_is_what_is_told(write):
    write(blocks(FIRST, "yaml")[0])
    write("clouds: {prod: {auth: {pasword: x}}}", "secure.yaml")
    (shown,) = blocks(SECTIONS["Errors"], "text")
    with pytest.raises(ConfigError) as caught:
        load("prod")
    told = str(caught.value).replace(str(Path("secure.yaml").absolute()), "clouds.yaml")
    assert told == shown.strip()
