import re
from pathlib import Path

from tests.wire.recording import EXCHANGES, exchanges

FILES = sorted(EXCHANGES.glob("*.json"))
HOSTS = {
    "127.0.0.1",
    "developer.openstack.org",
    "docs.openstack.org",
    "example.test",
    "keystone.example.test",
}


def test_no_file_is_missing():
    assert len(exchanges()) == len(FILES) == 558


def test_every_exchange_has_its_own_place_in_its_variant():
    assert len({(exchange.variant, exchange.seq) for exchange in exchanges()}) == len(FILES)


def test_the_readme_tells_of_every_variant():
    readme = Path(__file__).with_name("README.md").read_text(encoding="utf-8")
    variants = {exchange.variant for exchange in exchanges()} - {""}
    assert [variant for variant in sorted(variants) if f"`{variant}`" not in readme] == []


def test_no_host_is_named_but_this_one_and_examples():
    text = "".join(path.read_text(encoding="utf-8") for path in FILES)
    named = set(re.findall(r"https?://([^/:\s\"'\\<$]+)", text))
    assert named <= HOSTS


def test_no_file_of_the_recording_machine_is_named():
    for path in FILES:
        found = re.search(r"/(home|root|tmp|usr|var|work|opt|srv)/|site-packages", path.read_text())
        assert found is None, path.name
