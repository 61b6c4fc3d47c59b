"""The examples of the page about tokens at rest, as a reader runs them, one after the other."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ksclient.token.exceptions import TokenExists, TokenNotFound
from ksclient.token.persistence import Manager
from tests.contract.persistence.stores import STORES

pytest.importorskip("sqlalchemy")

PAGE = Path(__file__).parents[3] / "docs" / "persistence.md"
TEXT = PAGE.read_text()
BLOCKS = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
RUN = {"persistence.md": {block.strip() for block in BLOCKS}}
SUITE = "tests/contract/persistence"
SERVERS = {
    "postgresql+psycopg://": "postgresql",
    "mysql+pymysql://": "mariadb",
    "rediss://": "redis",
}
FILE = "sqlite:////var/lib/cloud/tokens.db"


def server_of(block):
    return next((name for scheme, name in SERVERS.items() if scheme in block), None)


def test_the_examples_run_and_say_what_the_page_says(tmp_path, monkeypatch, capsys):
    url = f"sqlite:///{tmp_path}/tokens.db"
    monkeypatch.setenv("TOKENS_URL", url)

    for block in BLOCKS:
        if block.startswith(("from ", "import ")):
            names = {}  # what imports something can be copied alone
        if not server_of(block):
            exec(block.replace(FILE, url), names)

    lines = capsys.readouterr().out.splitlines()
    assert lines[1:4] == ["alice {'id': 'wonderland'}", "revoked", f"audit-1 {lines[0]}"]
    assert lines[4:] == [
        "0 tokens had expired, and are removed",
        "alice",
        "bob",
        "removed 0 tokens",
    ]


@pytest.mark.parametrize("name", SERVERS.values())
def test_the_examples_of_servers_run(name, tmp_path):
    (block,) = [block for block in BLOCKS if server_of(block) == name]
    (store,) = [store for store in STORES if store.name == name]
    with store.opened(tmp_path) as place:
        names = {"Manager": lambda driver, url: Manager(driver, **place.elsewhere[1])}

        exec(block, names)

        names["tokens"].create_token("a", {"user_id": "alice"})
        assert names["tokens"].get_token("a")["user_id"] == "alice"
        names.clear()


def test_the_driver_to_write_keeps_the_contract(driver):
    driver.create_token("a", {"user_id": "alice", "tenant": {"id": "blue"}})
    driver.create_token("b", {"user_id": "alice", "trust_id": "t"})
    driver.create_token("c", {"user_id": "bob", "expires": "2001-01-01T00:00:00Z"})
    with pytest.raises(TokenExists):
        driver.create_token("a", {"user_id": "alice"})

    assert driver._list_tokens("alice") == ["a", "b"]
    assert driver._list_tokens("alice", tenant_id="blue") == ["a"]
    assert driver._list_tokens(None, trust_id="t") == ["b"]
    assert driver._list_tokens("alice", consumer_id="x") == []
    assert driver.delete_tokens("alice", tenant_id="blue") == ["a"]
    assert [line["id"] for line in driver.list_revoked_tokens()] == ["a"]
    with pytest.raises(TokenNotFound):
        driver.get_token("a")
    assert driver.flush_expired_tokens() == 1
    assert driver.flush_expired_tokens() == 0


def test_the_driver_to_write_passes_the_contract_that_the_page_offers(tmp_path):
    (block,) = [block for block in BLOCKS if "class DictDriver" in block]
    tmp_path.joinpath("our_tokens.py").write_text(block)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", SUITE],
        cwd=PAGE.parents[1],
        env={
            **os.environ,
            "PYTHONPATH": str(tmp_path),
            "KSCLIENT_TEST_DRIVER": "our_tokens:DictDriver",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
    assert f"KSCLIENT_TEST_DRIVER=our_tokens:DictDriver python -m pytest {SUITE}" in TEXT


@pytest.fixture
def driver():
    names = {}
    (block,) = [block for block in BLOCKS if "class DictDriver" in block]
    exec(block, names)
    return names["tokens"].driver
