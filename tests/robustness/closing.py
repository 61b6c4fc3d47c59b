"""A program that uses one object and lets it go, with either library, and tells what is left.

``python -W error -X dev -m tests.robustness.closing HOW LIBRARY URL``, where the URL is that of a
`recorder.py`. What Python finds unclosed, it says on standard error. Prints one JSON object.
"""

from __future__ import annotations

import contextlib
import gc
import json
import sys
import threading
import warnings
import weakref
from collections.abc import Callable
from typing import Any

import requests

from tests.robustness.setting import Setting

# --- what is used, and returned to be let go -----------------------------------------------------


def used(setting: Setting) -> list[Any]:
    session = setting.session()
    session.get(f"{setting.url}/tenants")
    return [session, session.auth]


def closed(setting: Setting) -> list[Any]:
    session = setting.session()
    session.get(f"{setting.url}/tenants")
    session.close()
    return [session]


def failed(setting: Setting) -> list[Any]:
    """Errors of all kinds have passed through the session."""
    session = setting.session(redirect=2)
    session.get(f"{setting.url}/lost")
    for url in (f"{setting.url}/refused", "http://127.0.0.1:1/nobody"):
        with contextlib.suppress(setting.exceptions.ClientException):
            session.get(url)
    return [session, session.auth]


def caught(setting: Setting) -> list[Any]:
    """The error is held on to for longer than the session."""
    session = setting.session()
    try:
        session.get(f"{setting.url}/refused")
    except setting.exceptions.Forbidden as error:
        keep.append(error.with_traceback(None))
    return [session, session.auth]


def streamed(setting: Setting) -> list[Any]:
    """A body that nobody reads goes with its answer."""
    session = setting.session()
    response = session.get(f"{setting.url}/endless", stream=True)
    return [session, response]


def streamed_and_closed(setting: Setting) -> list[Any]:
    session = setting.session()
    response = session.get(f"{setting.url}/endless", stream=True)
    next(response.iter_content(1000))
    session.close()
    return [session, response]


def own_session(setting: Setting) -> list[Any]:
    """The user's own ``requests.Session`` is closed by the user."""
    with requests.Session() as own:
        session = setting.session(session=own)
        session.get(f"{setting.url}/tenants")
        response = session.get(f"{setting.url}/endless", stream=True)
    return [session, response]


def adapter(setting: Setting) -> list[Any]:
    made = setting.module("adapter").Adapter(setting.session(), service_type="identity")
    made.get("/users")
    return [made, made.session]


def client(setting: Setting) -> list[Any]:
    made = setting.client(session=setting.session())
    return [made, made.users, made.session, made.users.list()[0]]


def old_client(setting: Setting) -> list[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        made = setting.old_client()
        return [made, made.users, made.session, made.users.list()[0]]


def cached(setting: Setting) -> list[Any]:
    """A plugin of a token cache, in a file."""
    from ksclient.token.cache import TokenCache

    made = TokenCache()
    session = setting.make(auth=made.plugin(setting.password()))
    session.get(f"{setting.url}/tenants")
    return [made, made.store, session, session.auth]


def in_threads(setting: Setting) -> list[Any]:
    session = setting.session()
    threads = [
        threading.Thread(target=session.get, args=(f"{setting.url}/tenants",)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [session, session.auth]


keep: list[Any] = []


def left_of(how: Callable[[Setting], list[Any]], setting: Setting) -> list[str]:
    """Return the names of what did not go at once, without the garbage collector."""
    gc.collect()
    gc.disable()
    made = how(setting)
    names = [(type(each).__name__, weakref.ref(each)) for each in made]
    del made
    left = [name for name, reference in names if reference() is not None]
    gc.enable()
    return left


# --- the end of the program ----------------------------------------------------------------------


def in_flight(setting: Setting) -> None:
    """End the program while a thread that is not waited for waits for an answer."""
    session = setting.session()
    held = f"{setting.url}/held"
    threading.Thread(target=session.get, args=(held,), daemon=True).start()
    requests.get(f"{setting.url}/arrived", timeout=60).close()


def login_in_flight(setting: Setting) -> None:
    """The same amid a login that others wait for."""
    session = setting.session()
    for _ in range(4):
        threading.Thread(target=session.get_token, daemon=True).start()
    requests.get(f"{setting.url}/arrived", timeout=60).close()


def never_let_go(setting: Setting) -> None:
    """End the program with what it used in a place that goes last."""
    sys.keep = [*used(setting), *client(setting), *streamed(setting)]  # type: ignore[attr-defined]


HOWS = {
    how.__name__: how
    for how in (
        used,
        closed,
        failed,
        caught,
        streamed,
        streamed_and_closed,
        own_session,
        adapter,
        client,
        old_client,
        cached,
        in_threads,
    )
}
ENDS = {end.__name__: end for end in (in_flight, login_in_flight, never_let_go)}

if __name__ == "__main__":
    name, library_name, server_url = sys.argv[1:]
    the_setting = Setting(library_name, server_url)
    if name in ENDS:
        ENDS[name](the_setting)
    else:
        left_over = left_of(HOWS[name], the_setting)
        gc.collect()
        print(json.dumps(left_over), flush=True)
        sys.stdin.read()  # until the server has been asked what is open still
