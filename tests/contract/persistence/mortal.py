"""Processes that work on a store, say what was acknowledged, and are killed.

A process that imports everything once reads tasks from stdin, a line each, and forks for each
one a child that does it. It says ``gone`` when the child is.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from datetime import datetime
from functools import partial
from importlib import import_module
from itertools import count
from typing import Any

from ksclient.token.persistence import Driver
from ksclient.token.persistence.lookup import load
from tests.contract.persistence.storm import fork

LIVE = datetime(2099, 1, 1)  # noqa: DTZ001 - as tokens tell the time: naive, UTC
USERS = ("alice", "bob")
CHANGES = ("ALTER", "CREATE", "DELETE", "INSERT", "UPDATE")


def say(word: str, *values: str) -> None:
    """Write a line, in one piece however the process ends."""
    os.write(1, f"{' '.join((word, *values))}\n".encode())


def work(driver: Driver, name: str) -> None:
    """Create and revoke for ever; say what is tried, and what was done."""
    rng = random.Random(name)
    mine: list[str] = []
    for number in count():
        act = rng.choices(["create", "revoke", "revoke_all"], [8, 3, 1])[0]
        if act == "create" or not mine:
            token_id, user = f"{name}-{number}", rng.choice(USERS)
            say("try", "create", token_id, user)
            driver.create_token(token_id, {"user_id": user, "expires": LIVE})
            mine.append(token_id)
        elif act == "revoke":
            token_id = mine.pop(rng.randrange(len(mine)))
            say("try", "revoke", token_id)
            driver.delete_token(token_id)
        else:
            say("try", "revoke_all", USERS[0])
            gone = driver.delete_tokens(USERS[0])
            mine = [token_id for token_id in mine if token_id not in gone]
        say("did")


def do(task: dict[str, Any]) -> None:
    """Do one task.

    Members of it: ``driver`` and ``options``, which open the store; ``act``: what to do with it,
    ``work``, ``flush``, ``migrate``, or only ``open`` it; ``name``, for ids; and ``die_at``: before
    which of its changes and commits in SQL the process is to kill itself.
    """
    say("pid", str(os.getpid()))
    if task["die_at"]:
        _die_at(task["die_at"])
    if task["act"] == "migrate":
        migrate(task["options"]["url"])
    else:
        driver = load(task["driver"], task["options"])
        if task["act"] == "work":
            work(driver, task["name"])
        if task["act"] == "flush":
            driver.flush_expired_tokens()
    say("finished")


def _die_at(number: int) -> None:
    """Kill this process before so many a change or commit."""
    import sqlalchemy as sa

    passed = count(1)

    def execute(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.lstrip().startswith(CHANGES):
            step()

    def step(*_: object) -> None:
        if next(passed) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    sa.event.listen(sa.Engine, "before_cursor_execute", execute)
    sa.event.listen(sa.Engine, "commit", step)


def migrate(url: str) -> None:
    """Bring tables of an invented version 0 up to this release's."""
    from ksclient.token.persistence.backends.sql.database import Database
    from ksclient.token.persistence.backends.sql.engines import make_engine, parsed
    from ksclient.token.persistence.backends.sql.schema import prepare

    engine = make_engine(parsed(url), timeout=60)
    try:
        database = Database(lambda: engine, "the store", sleep=lambda _: None)
        prepare(database, shared=False, timeout=60, migrations={0: _step})
    finally:
        engine.dispose()


def _step(connection: Any) -> None:
    """Change tables in two steps, each only where it was not taken before."""
    import sqlalchemy as sa

    columns = {column["name"] for column in sa.inspect(connection).get_columns("ksclient_token")}
    if "colour" not in columns:
        connection.exec_driver_sql("ALTER TABLE ksclient_token ADD COLUMN colour VARCHAR(9)")
    connection.exec_driver_sql("UPDATE ksclient_token SET colour = 'blue'")


def main() -> None:
    """Do tasks until stdin ends."""
    for line in sys.stdin:
        task = json.loads(line)
        import_module(f"ksclient.token.persistence.backends.{task['driver']}")
        child = fork(partial(do, task))
        os.waitpid(child, 0)
        say("gone")


if __name__ == "__main__":
    main()
