"""Give up a PostgreSQL server that took a question and says nothing, as when it is frozen."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from typing import Any

import sqlalchemy as sa

Clock = Callable[[], float]


def limit(engine: sa.Engine, seconds: float) -> None:
    """Have psycopg give up a server that says nothing for so many *seconds*.

    Of itself it waits without end; its connections wait in one place, which is asked here. Of the
    releases before 3.2, which do not look up while they wait, it has no effect.
    """
    library: Any = engine.dialect.loaded_dbapi

    class Connection(library.Connection):  # type: ignore[misc]  # the library is an Any
        def wait(self, waiting: Any, *args: Any, **kwargs: Any) -> Any:
            try:
                return super().wait(until_silent(waiting, seconds), *args, **kwargs)
            except TimeoutError:
                self.pgconn.finish()  # whatever comes is no answer to what is asked next
            raise library.OperationalError(f"the server said nothing for {seconds:g} s")

    def connect(_dialect: Any, _record: Any, args: Any, options: Any) -> Any:
        return Connection.connect(*args, **options)

    sa.event.listen(engine, "do_connect", connect)


def until_silent(
    waiting: Generator[int, int, Any], seconds: float, clock: Clock = time.monotonic
) -> Generator[int, int, Any]:
    """Do as *waiting* does, which yields what it waits for, and is sent 0 while that is not there.

    Raises:
        TimeoutError: If nothing came for so many *seconds*.
    """
    try:
        wanted = next(waiting)
        heard = clock()
        while True:
            ready = yield wanted
            if ready:
                heard = clock()
            elif clock() - heard > seconds:
                raise TimeoutError
            wanted = waiting.send(ready)
    except StopIteration as end:
        return end.value
