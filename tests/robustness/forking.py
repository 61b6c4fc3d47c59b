"""A program that forks at a bad moment, with either library, and tells what came of it.

``python -m tests.robustness.forking WHEN LIBRARY URL``, where the URL is that of a `recorder.py`,
prints one JSON object: how the children and the parent ended. A child that does not end is killed.
"""

from __future__ import annotations

import http.client
import importlib.abc
import json
import logging
import os
import select
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from tests.robustness.setting import Setting

PATIENCE_SECONDS = {"ksclient": 60, "keystoneauth1": 3}
"""How long a child is waited for; those that nothing delays any more need a fraction."""


class Forking(Setting):
    """What the server can be asked and told, too."""

    def told(self, path: str) -> None:
        """Ask the server for something over a connection of no library."""
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc)
        connection.request("GET", path)
        connection.getresponse().read()
        connection.close()

    def get(self, session: Any, who: str) -> str:
        """Send a request that the server can tell by *who* sent it."""
        response = session.get(f"{self.url}/by/{who}")
        return str(response.request.headers.get("X-Auth-Token"))


def forked(act: Callable[[], Any], patience: float) -> Any:
    """Return what *act* returns in a child; ``hangs`` if it does not end, and then it is killed."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            os.close(reading)
            os.write(writing, json.dumps(act()).encode())
            status = 0
        except BaseException:  # noqa: BLE001 - a child that lived on would be a second parent
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)
    os.close(writing)
    try:
        ready, _, _ = select.select([reading], [], [], patience)
        told = os.read(reading, 65536) if ready else b'"hangs"'
    finally:
        os.close(reading)
        os.kill(pid, signal.SIGKILL)  # it has ended by now, or never will
        os.waitpid(pid, 0)
    return json.loads(told or b'"fails"')


def in_thread(act: Callable[[], Any]) -> SimpleNamespace:
    """Have a thread do something; return it with what will be its result."""
    running = SimpleNamespace(result=None)

    def run() -> None:
        try:
            running.result = act()
        except Exception as error:  # noqa: BLE001 - it is what is told
            running.result = repr(error)

    running.thread = threading.Thread(target=run, daemon=True)
    running.thread.start()
    return running


# --- bad moments ---------------------------------------------------------------------------------


def login(setting: Forking, auth: Any = None) -> dict[str, Any]:
    """Fork while a thread waits for the answer to its login."""
    session = setting.session(auth)
    parent = in_thread(lambda: setting.get(session, "parent"))
    setting.told("/arrived")
    child = forked(lambda: setting.get(session, "child"), PATIENCE_SECONDS[setting.library])
    setting.told("/let_go")
    parent.thread.join()
    return {"parent": parent.result, "child": child}


def generic_login(setting: Forking) -> dict[str, Any]:
    """The same with a plugin that looks for the version first."""
    plugins = setting.module("identity.generic")
    auth = plugins.Password(setting.url, username="u", password="p", project_name="t")
    return login(setting, auth)


def cached_login(setting: Forking) -> dict[str, Any]:
    """The same with a plugin that shares its logins."""
    from ksclient.token.cache import TokenCache
    from ksclient.token.cache.stores.memory import MemoryStore

    return login(setting, TokenCache(MemoryStore()).plugin(setting.password()))


def file_login(setting: Forking) -> dict[str, Any]:
    """The same where other processes, and so the child, wait for the login."""
    from ksclient.token.cache import TokenCache

    session = setting.session(TokenCache().plugin(setting.password()))
    parent = in_thread(lambda: setting.get(session, "parent"))
    setting.told("/arrived")
    threading.Timer(0.2, setting.told, ["/let_go"]).start()
    child = forked(lambda: setting.get(session, "child"), PATIENCE_SECONDS[setting.library])
    parent.thread.join()
    return {"parent": parent.result, "child": child}


def service_login(setting: Forking) -> dict[str, Any]:
    """The same with a plugin around two others."""
    both = setting.password(), setting.password()
    return login(setting, setting.module("service_token").ServiceTokenAuthWrapper(*both))


def old_client_login(setting: Forking) -> dict[str, Any]:
    """The same with a client that has no session of the user's."""
    import warnings

    warnings.simplefilter("ignore", DeprecationWarning)
    made = setting.old_client(endpoint=f"{setting.url}/v2.0")
    parent = in_thread(lambda: len(made.users.list()))
    setting.told("/arrived")
    child = forked(lambda: len(made.users.list()), PATIENCE_SECONDS[setting.library])
    setting.told("/let_go")
    parent.thread.join()
    return {"parent": parent.result, "child": child}


def idle(setting: Forking) -> dict[str, Any]:
    """Fork with a token and an idle connection; both processes go on."""
    session = setting.session()
    setting.get(session, "before")
    child = forked(
        lambda: [setting.get(session, "child") for _ in range(3)],
        PATIENCE_SECONDS[setting.library],
    )
    return {"parent": [setting.get(session, "parent") for _ in range(3)], "child": child}


def request(setting: Forking) -> dict[str, Any]:
    """Fork while a thread waits for an answer that is no login's."""
    session = setting.session()
    setting.get(session, "before")
    parent = in_thread(lambda: session.get(f"{setting.url}/held").status_code)
    setting.told("/arrived")
    child = forked(lambda: setting.get(session, "child"), PATIENCE_SECONDS[setting.library])
    setting.told("/let_go")
    parent.thread.join()
    return {"parent": parent.result, "child": child}


def log(setting: Forking) -> dict[str, Any]:
    """Fork while a thread writes a line of the log, and so holds the lock of its handler."""
    writes, go_on, parent_pid = threading.Event(), threading.Event(), os.getpid()

    class Slow(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            record.getMessage()
            if os.getpid() == parent_pid:
                writes.set()
                go_on.wait()

    for name in ("ksclient", "keystoneauth", "urllib3"):
        logging.getLogger(name).setLevel(logging.DEBUG)
        logging.getLogger(name).addHandler(Slow())
    session = setting.session()
    parent = in_thread(lambda: setting.get(session, "parent"))
    writes.wait()
    child = forked(lambda: setting.get(session, "child"), PATIENCE_SECONDS[setting.library])
    go_on.set()
    parent.thread.join()
    return {"parent": parent.result, "child": child}


def storm(setting: Forking) -> dict[str, Any]:
    """Fork again and again while threads send, log in and lose their tokens."""
    session, over, errors = setting.session(), threading.Event(), []

    def hammer() -> None:
        number = 0
        while not over.is_set():
            number += 1
            try:
                if number % 5 == 0:
                    session.auth.invalidate()
                setting.get(session, "parent")
            except Exception as error:  # noqa: BLE001 - it is what is told
                errors.append(repr(error))

    threads = [in_thread(hammer) for _ in range(8)]
    ends = []
    for _ in range(15):
        time.sleep(0.005)
        ends.append(
            forked(
                lambda: setting.get(session, "child") != "None", PATIENCE_SECONDS[setting.library]
            )
        )
    over.set()
    for each in threads:
        each.thread.join()
    return {"parent": errors, "child": ends}


def grandchild(setting: Forking) -> dict[str, Any]:
    """Fork a child that forks one."""
    session = setting.session()
    setting.get(session, "before")
    patience = PATIENCE_SECONDS[setting.library]

    def act() -> list[Any]:
        own = setting.get(session, "child")
        return [own, forked(lambda: setting.get(session, "grandchild"), patience)]

    child = forked(act, 2 * patience)
    return {"parent": [setting.get(session, "parent")], "child": child}


def pool(setting: Forking) -> dict[str, Any]:
    """Have multiprocessing fork, as programs do, while a thread waits for its login."""
    import multiprocessing

    session = setting.session()
    parent = in_thread(lambda: setting.get(session, "parent"))
    setting.told("/arrived")
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    workers = [
        context.Process(target=lambda: results.put(setting.get(session, "child")), daemon=True)
        for _ in range(3)
    ]
    for worker in workers:
        worker.start()
    child = [results.get(timeout=PATIENCE_SECONDS[setting.library]) for _ in workers]
    for worker in workers:
        worker.join()
    setting.told("/let_go")
    parent.thread.join()
    return {"parent": parent.result, "child": child}


def imports(setting: Forking) -> dict[str, Any]:
    """Tell which modules are loaded by the first request, after the session was made."""
    session = setting.session()
    before = set(sys.modules)
    setting.get(session, "parent")
    return {"parent": sorted(set(sys.modules) - before), "child": None}


def loading(setting: Forking, name: str, act: Callable[[str], str]) -> dict[str, Any]:
    """Fork while a thread loads the module *name*, which it needs to *act*; the child acts, too."""
    loads = threading.Event()

    class Slow(importlib.abc.MetaPathFinder):
        def find_spec(self, fullname: str, *_: Any) -> None:
            if fullname == name and not loads.is_set():
                loads.set()
                time.sleep(0.3)  # the import has begun, and so does the fork

    if name in sys.modules:
        raise RuntimeError(f"{name} is loaded already: there is nothing to see")
    sys.meta_path.insert(0, Slow())
    parent = in_thread(lambda: act("parent"))
    if not loads.wait(PATIENCE_SECONDS[setting.library]):
        raise RuntimeError(f"{name} is not loaded by the first use")
    child = forked(lambda: act("child"), PATIENCE_SECONDS[setting.library])
    parent.thread.join()
    return {"parent": parent.result, "child": child}


def loading_for_cache(setting: Forking, name: str) -> dict[str, Any]:
    """Fork while a thread that uses the token cache first loads the module *name* for that."""
    from ksclient.token.cache import TokenCache

    session = setting.session(TokenCache().plugin(setting.password()))
    return loading(setting, name, lambda who: setting.get(session, who))


def loading_sqlite(setting: Forking) -> dict[str, Any]:
    """Fork while SQLite is loaded."""
    return loading_for_cache(setting, "sqlite3")


def loading_failures(setting: Forking) -> dict[str, Any]:
    """Fork while what makes errors is loaded, which only who finds nobody needs."""
    session = setting.make()

    def fail(_who: str) -> str:
        try:
            session.get("http://127.0.0.1:1")
        except setting.exceptions.ConnectFailure:
            return "nobody there"
        return "somebody there"

    return loading(setting, "ksclient.auth.session.failures", fail)


def loading_locks(setting: Forking) -> dict[str, Any]:
    """Fork while the library of the locks is loaded, which only who logs in needs.

    It is asked to end a fork whose begin it has not seen, and says so; that harms nobody.
    """
    told = sys.unraisablehook
    sys.unraisablehook = lambda about: (
        None if "filelock" in getattr(about.object, "__module__", "") else told(about)
    )
    return loading_for_cache(setting, "filelock")


MOMENTS = {
    moment.__name__: moment
    for moment in (
        login,
        generic_login,
        cached_login,
        file_login,
        service_login,
        old_client_login,
        idle,
        request,
        log,
        storm,
        loading_sqlite,
        loading_locks,
        loading_failures,
        grandchild,
        pool,
        imports,
    )
}

if __name__ == "__main__":
    moment_name, library_name, server_url = sys.argv[1:]
    print(json.dumps(MOMENTS[moment_name](Forking(library_name, server_url))))
