"""Sixteen processes at one store at once: nothing acknowledged is lost, nothing revoked returns."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from ksclient.token.exceptions import TokenNotFound
from tests.contract.persistence.stores import FLUSHED_BY_ITSELF, STORES
from tests.contract.persistence.storm import PROCESSES, USERS, Process, ring

PATIENCE = 600.0
"""Seconds that a store may keep a caller waiting: so much that no test fails on time."""


@dataclass
class Log:
    """What all processes were told."""

    created: Counter[str] = field(default_factory=Counter)
    spent: Counter[str] = field(default_factory=Counter)
    existed: set[str] = field(default_factory=set)
    missed: set[str] = field(default_factory=set)
    revoked: Counter[str] = field(default_factory=Counter)
    flushed: int = 0
    broke: list[str] = field(default_factory=list)

    def read(self, path: Path) -> None:
        for line in path.read_text().splitlines():
            entry = json.loads(line)
            match entry.pop("did"):
                case "created" | "spent" as did:
                    getattr(self, did)[entry["id"]] += 1
                case "existed" | "missed" as did:
                    getattr(self, did).add(entry["id"])
                case "revoked":
                    self.revoked.update(entry["ids"])
                case "flushed":
                    self.flushed += entry["count"]
                case "broke":
                    self.broke.append(entry["what"])


@pytest.fixture(scope="module", params=STORES, ids=lambda store: store.name)
def after(request, tmp_path_factory):
    """A driver of a store, what the storm's processes were told of it, and what it does its way."""
    store = request.param
    directory = tmp_path_factory.mktemp(f"storm-{store.name}")
    with store.opened(directory) as place:
        driver = place.make()
        if place.elsewhere:
            rage_in_processes(*place.elsewhere, directory)
        else:
            rage_in_threads(driver, directory)
        log = Log()
        for number in range(PROCESSES):
            log.read(directory / f"{number}.log")
        log.flushed += driver.flush_expired_tokens()
        yield driver, log, store.deviations


def rage_in_threads(driver, directory):
    jobs = [replace(job, operations=500) for job in ring(directory)]  # they are quick
    threads = [threading.Thread(target=Process(driver, job).run) for job in jobs]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # threads take turns as often as they can
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.setswitchinterval(before)


def rage_in_processes(name, options, directory):
    task = {"driver": name, "options": patient(name, options), "directory": str(directory)}
    subprocess.run(
        [sys.executable, "-m", "tests.contract.persistence.storm"],
        cwd=Path(__file__).parents[3],
        input=json.dumps(task),
        text=True,
        check=True,
    )


def patient(name, options):
    if name == "redis":
        return {**options, "url": f"{options['url']}?socket_timeout={PATIENCE}"}
    return {**options, "timeout": PATIENCE}


def test_no_error_but_the_contracts_reaches_a_caller_and_nothing_revoked_is_handed_out(after):
    _, log, _ = after

    assert log.broke == []


def test_all_kinds_of_things_happened(after):
    _, log, _ = after

    assert len(log.created) > 100
    assert len(log.revoked) > 50
    assert log.existed
    assert log.spent
    assert log.missed


def test_an_id_is_created_once(after):
    _, log, _ = after

    assert set(log.created.values()) == {1}
    assert log.existed <= set(log.created)


def test_a_token_is_revoked_by_one_caller(after):
    _, log, _ = after

    assert set(log.revoked.values()) == {1}
    assert set(log.revoked) <= set(log.created)


def test_only_revoked_tokens_are_missed(after):
    _, log, _ = after

    assert log.missed <= set(log.revoked)


def test_what_was_created_and_not_revoked_is_there(after):
    driver, log, _ = after

    for token_id in set(log.created) - set(log.revoked):
        assert driver.get_token(token_id)["of"] == token_id


def test_what_was_revoked_is_not_there(after):
    driver, log, _ = after

    for token_id in log.revoked:
        with pytest.raises(TokenNotFound):
            driver.get_token(token_id)


def test_the_revocation_list_has_each_revoked_token_once(after):
    driver, log, _ = after

    assert Counter(line["id"] for line in driver.list_revoked_tokens()) == log.revoked


def test_users_have_the_tokens_that_were_not_revoked(after):
    driver, log, _ = after

    listed = Counter(
        token_id for user in range(USERS) for token_id in driver._list_tokens(f"user-{user}")
    )

    assert listed == Counter(set(log.created) - set(log.revoked))


def test_each_spent_token_is_flushed_once(after):
    driver, log, deviations = after

    assert log.flushed == (0 if FLUSHED_BY_ITSELF in deviations else len(log.spent))
    for token_id in log.spent:
        with pytest.raises(TokenNotFound):
            driver.get_token(token_id)
