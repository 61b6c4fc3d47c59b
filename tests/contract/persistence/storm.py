"""A process of a storm: it does all that a store can do, at once with others that do the same.

Each writes what the store acknowledged to a log of its own, and tells the next process of it
through a pipe; what that one reads then has to agree.
"""

from __future__ import annotations

import json
import os
import random
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from ksclient.token.exceptions import TokenExists, TokenNotFound
from ksclient.token.persistence import Driver
from ksclient.token.persistence.lookup import load

PROCESSES = 16
THREADS = 2
"""In each process, besides the one that listens to the process before."""

OPERATIONS = 30
"""That each thread does, unless told otherwise."""

LIVE = datetime(2099, 1, 1)  # noqa: DTZ001 - as tokens tell the time: naive, UTC
SPENT = datetime(2001, 1, 1)  # noqa: DTZ001 - the same
USERS = 8  # the tokens of the second half are never revoked all at once
TRUSTS = 4


@dataclass
class Job:
    """What one process is to do.

    Attributes:
        number: Which of the processes it is.
        log: Where to write what was acknowledged.
        hears: The end of a pipe that the process before writes to.
        tells: The end of a pipe that the next process reads from.
        operations: How many things each of its threads is to do.
    """

    number: int
    log: str
    hears: int
    tells: int
    operations: int = OPERATIONS

    def close(self) -> None:
        os.close(self.hears)
        os.close(self.tells)


class Process:
    def __init__(self, driver: Driver, job: Job) -> None:
        self.driver = driver
        self.job = job
        self._log = open(job.log, "w", encoding="utf-8")  # noqa: SIM115 - closed by `run`
        self._lock = threading.Lock()

    def run(self) -> None:
        listener = threading.Thread(target=self._guard, args=(self._listen,))
        threads = [
            threading.Thread(target=self._guard, args=(Caller(self, number).run,))
            for number in range(THREADS)
        ]
        for thread in (listener, *threads):
            thread.start()
        for thread in threads:
            thread.join()
        os.close(self.job.tells)  # so that the next one hears the end
        listener.join()
        self._log.close()

    def write(self, did: str, **rest: Any) -> None:
        with self._lock:
            self._log.write(json.dumps({"did": did, **rest}) + "\n")
            self._log.flush()

    def tell(self, did: str, token_id: str) -> None:
        os.write(self.job.tells, f"{did} {token_id}\n".encode())  # a short line goes as one

    def _listen(self) -> None:
        with open(self.job.hears, encoding="utf-8") as lines:
            for line in lines:
                did, token_id = line.split()
                is_there = self.is_there(token_id)
                if did == "revoked" and is_there:
                    self.write("broke", what=f"{token_id} was handed out though it is revoked")
                if did == "revoked" and self.revokes(token_id):
                    self.write("broke", what=f"{token_id} was revoked twice")
                if did == "created" and not is_there:
                    self.write("missed", id=token_id)

    def is_there(self, token_id: str) -> bool:
        try:
            found = self.driver.get_token(token_id)
        except TokenNotFound:
            return False
        if found["id"] != token_id or found["of"] != token_id:
            self.write("broke", what=f"{token_id} is another token")
        return True

    def revokes(self, token_id: str) -> bool:
        try:
            self.driver.delete_token(token_id)
        except TokenNotFound:
            return False
        self.write("revoked", ids=[token_id])
        return True

    def _guard(self, act: Callable[[], None]) -> None:
        try:
            act()
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test is to know
            self.write("broke", what=f"{type(error).__module__}.{type(error).__name__}: {error}")


class Caller:
    """One thread, with a seed of its own."""

    def __init__(self, process: Process, number: int) -> None:
        self.process = process
        self.driver = process.driver
        self.name = f"{process.job.number}-{number}"
        self.random = random.Random(self.name)
        self.made: dict[str, str] = {}
        self.revoked: set[str] = set()

    def run(self) -> None:
        acts = {
            self.create: 14,
            self.contest: 8,
            self.read: 6,
            self.revoke: 6,
            self.revoke_contested: 4,
            self.revoke_user: 2,
            self.revoke_trust: 2,
            self.list_user: 3,
            self.list_revoked: 2,
            self.create_spent: 3,
            self.flush: 2,
        }
        chosen = self.random.choices(list(acts), list(acts.values()), k=self.process.job.operations)
        for number, act in enumerate(chosen):
            act(number)

    def create(self, number: int) -> None:
        self._create(f"own-{self.name}-{number}", LIVE)

    def create_spent(self, number: int) -> None:
        token_id = f"spent-{self.name}-{number}"
        self.driver.create_token(token_id, {"user_id": "somebody", "expires": SPENT})
        self.process.write("spent", id=token_id)

    def contest(self, number: int) -> None:
        token_id = self._contested()
        try:
            self._create(token_id, LIVE)
        except TokenExists:
            self.process.write("existed", id=token_id)

    def read(self, number: int) -> None:
        for token_id in self._some_made():
            if not self.process.is_there(token_id):
                self.process.write("missed", id=token_id)
            elif token_id in self.revoked:
                self._broke(f"{token_id} was handed out though it is revoked")

    def revoke(self, number: int) -> None:
        for token_id in self._some_made()[:1]:
            if self.process.revokes(token_id):
                self._note_revoked([token_id])
            else:
                self.process.write("missed", id=token_id)

    def revoke_contested(self, number: int) -> None:
        token_id = self._contested()
        if self.process.revokes(token_id):
            self._note_revoked([token_id])

    def revoke_user(self, number: int) -> None:
        user = f"user-{self.random.randrange(USERS // 2)}"
        made = [token_id for token_id, owner in self.made.items() if owner == user]
        ids = self.driver.delete_tokens(user)
        self.process.write("revoked", ids=ids)
        self._note_revoked(ids)
        for token_id in made:
            if self.process.is_there(token_id):
                self._broke(f"{token_id} outlived the tokens of {user}")

    def revoke_trust(self, number: int) -> None:
        ids = self.driver.delete_tokens(None, trust_id=f"trust-{self.random.randrange(TRUSTS)}")
        self.process.write("revoked", ids=ids)
        self._note_revoked(ids)

    def list_user(self, number: int) -> None:
        user = f"user-{self.random.randrange(USERS)}"
        listed = set(self.driver._list_tokens(user))
        if listed & self.revoked:
            self._broke(f"revoked tokens of {user} were listed")
        for token_id, owner in self.made.items():
            if owner == user and token_id not in listed and self.process.is_there(token_id):
                self._broke(f"{token_id} is there, and was not listed")

    def list_revoked(self, number: int) -> None:
        before = set(self.revoked)
        if not before <= {line["id"] for line in self.driver.list_revoked_tokens()}:
            self._broke("the revocation list lacks what was revoked before")

    def flush(self, number: int) -> None:
        self.process.write("flushed", count=self.driver.flush_expired_tokens())

    def _create(self, token_id: str, expires: datetime) -> None:
        user = f"user-{self.random.randrange(USERS)}"
        trust = f"trust-{self.random.randrange(TRUSTS)}" if self.random.random() < 0.2 else None
        data = {"user_id": user, "trust_id": trust, "expires": expires, "of": token_id}
        self.driver.create_token(token_id, data)
        self.process.write("created", id=token_id, user=user)
        self.made[token_id] = user
        self.process.tell("created", token_id)

    def _note_revoked(self, ids: list[str]) -> None:
        self.revoked.update(ids)
        for token_id in ids:
            self.process.tell("revoked", token_id)

    def _contested(self) -> str:
        """Return an id that all processes try to use."""
        return f"contested-{self.random.randrange(self.process.job.operations)}"

    def _some_made(self) -> list[str]:
        return self.random.sample(sorted(self.made), min(2, len(self.made)))

    def _broke(self, what: str) -> None:
        self.process.write("broke", what=what)


def ring(directory: Path) -> list[Job]:
    """Return a job for each process, with pipes from each to the next."""
    pipes = [os.pipe() for _ in range(PROCESSES)]
    return [
        Job(number, str(directory / f"{number}.log"), pipes[number - 1][0], pipes[number][1])
        for number in range(PROCESSES)
    ]


def main() -> None:
    """Have all processes of the storm at the store that stdin names; fail if one fails."""
    task = json.load(sys.stdin)
    import_module(f"ksclient.token.persistence.backends.{task['driver']}")  # once for all
    jobs = ring(Path(task["directory"]))
    children = [fork(partial(_work, task, job, jobs)) for job in jobs]
    for job in jobs:
        job.close()
    sys.exit(any(os.waitpid(child, 0)[1] for child in children))


def _work(task: dict[str, Any], job: Job, jobs: list[Job]) -> None:
    for other in jobs:
        if other is not job:
            other.close()
    Process(load(task["driver"], task["options"]), job).run()


def fork(act: Callable[[], None]) -> int:
    """Return the id of a new process that does *act*, and no more."""
    child = os.fork()
    if child:
        return child
    try:
        act()
    except BaseException:  # noqa: BLE001 - a process that fails ends here, too
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main()
