"""What is measured in a process that runs: a function for each case, of a library in a worker.

Each prepares what users of the library have by then, and returns the act to be measured.
"""

from __future__ import annotations

import http.client
import importlib
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benchmarks.side_by_side.stand_in import Control, login

THREADS = 32
REQUESTS_OF_A_THREAD = 20
REFUSED = 100
SERVICES, REGIONS = 2000, 5

Act = Callable[[], Any]


@dataclass(frozen=True)
class Library:
    """One of the two libraries: their modules have the same names below these packages."""

    auth: str
    client: str

    def password(self, url: str) -> Any:
        """Return a plugin that has no token yet."""
        v2 = importlib.import_module(f"{self.auth}.identity.v2")
        return v2.Password(url, username="admin", password="secret", tenant_name="admin")  # noqa: S106

    def session(self, url: str) -> Any:
        """Return a session that is logged in."""
        session = importlib.import_module(f"{self.auth}.session").Session(self.password(url))
        session.get_token()
        return session

    def keystone(self, url: str) -> Any:
        """Return a client that is logged in."""
        client = importlib.import_module(f"{self.client}.v2_0.client")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # keystoneclient says that v2.0 is deprecated
            return client.Client(session=self.session(url))


LIBRARIES = {
    "ksclient": Library("ksclient.auth", "ksclient"),
    "upstream": Library("keystoneauth1", "keystoneclient"),
}


def small_get(library: Library, url: str) -> Act:
    """One GET of a small document, with a token."""
    session = library.session(url)
    return lambda: session.get(f"{url}/small", authenticated=True)


def users_get(library: Library, url: str) -> Act:
    """``users.get``, whose endpoint is looked up in a catalog of 20 services."""
    keystone = library.keystone(url)
    return lambda: keystone.users.get("u1")


def users_list(library: Library, url: str) -> Act:
    """``users.list`` of 50,000 users."""
    return library.keystone(url).users.list


def url_for(library: Library, url: str, services: int = SERVICES) -> Act:
    """``url_for``, in a catalog of 2,000 services in 5 regions that was asked before."""
    access = importlib.import_module(f"{library.auth}.access")
    document = login(url, "a-token", services, REGIONS)
    found = access.create(body=document).service_catalog

    def act() -> object:
        return found.url_for(
            service_type=f"service-{services - 1}", interface="public", region_name="region-4"
        )

    act()
    return act


def url_for_in_a_small_catalog(library: Library, url: str) -> Act:
    """``url_for``, in a catalog of 20 services in 5 regions that was asked before."""
    return url_for(library, url, 20)


def log_in(library: Library, url: str) -> Act:
    """A login, over a connection that is there."""
    session = library.session(url)
    return lambda: library.password(url).get_auth_ref(session)


def threads(library: Library, url: str) -> Act:
    """32 threads that send 640 requests on one session."""
    session = library.session(url)

    def work() -> None:
        for _ in range(REQUESTS_OF_A_THREAD):
            session.get(f"{url}/small", authenticated=True)

    return lambda: together(work, THREADS)


def revoked(library: Library, url: str) -> Act:
    """100 threads on one session whose token is revoked; returns how many get an error."""
    session = library.session(url)
    control = Control(url)
    errors: list[Exception] = []

    def work() -> None:
        try:
            session.get(f"{url}/guarded", authenticated=True)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is counted
            errors.append(error)

    def act() -> int:
        control.revoke()
        errors.clear()
        together(work, REFUSED)
        return len(errors)

    return act


def together(work: Callable[[], None], number: int) -> None:
    """Run *work* in so many threads that start at the same time."""
    barrier = threading.Barrier(number)

    def start() -> None:
        barrier.wait()
        work()

    started = [threading.Thread(target=start) for _ in range(number)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()


# -- what both libraries stand on ----------------------------------------------------------------

HEADERS = {"X-Auth-Token": "a-token", "Accept": "application/json", "User-Agent": "a benchmark"}


def requests_get(_library: object, url: str) -> Act:
    """The same GET with requests alone."""
    import requests  # noqa: PLC0415 - loaded in the process that measures it

    session = requests.Session()
    return lambda: session.get(f"{url}/small", headers=HEADERS)


def urllib3_get(_library: object, url: str) -> Act:
    """The same GET with urllib3 alone."""
    import urllib3  # noqa: PLC0415 - as above

    pool = urllib3.PoolManager()
    return lambda: pool.request("GET", f"{url}/small", headers=HEADERS)


def http_get(_library: object, url: str) -> Act:
    """The same GET with http.client alone."""
    connection = http.client.HTTPConnection(url.split("/")[2])

    def act() -> bytes:
        connection.request("GET", "/v2.0/small", headers=HEADERS)
        return connection.getresponse().read()

    return act
