"""Start and stop a real Keystone 12.0.3 with the Identity v2.0 API, on loopback.

The public API listens on 127.0.0.1, the admin API on 127.0.0.2, each on a free port, as in clouds
that keep the two on different hosts. Each server is fresh: a database of its own with an `admin`
user (password `secret`), tenant and role, the admin token `ADMIN`, and certificates to sign with.

By hand: ``python -m tests.live.keystone_server``, and Ctrl-C or SIGTERM to end it.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from ksclient.testing.ending import end_at_signals
from tests.live.certificates import OpensslError, make_certificates

HERE = Path(__file__).parent
ADMIN_TOKEN = "ADMIN"
ADMIN_PASSWORD = "secret"
DATABASE = "keystone.db"
START_SECONDS = 60.0
STOP_SECONDS = 10.0
NEXT_SECOND = 1.2
_STOPS = (signal.SIGINT, signal.SIGTERM)

Api = Literal["public", "admin"]
Catalog = Literal["full", "public-only"]

CONFIGURATION = """\
[DEFAULT]
admin_token = {admin_token}
use_stderr = true
[database]
connection = sqlite:///{state}/{database}
[identity]
default_domain_id = default
# Keystone's own default of 12 is slow on purpose
password_hash_rounds = 4
[token]
provider = uuid
driver = sql
revoke_by_id = {revokes_by_id}
[credential]
key_repository = {state}/credential-keys
[paste_deploy]
config_file = {paste}
"""

# gunicorn takes over a socket that is already bound, the way systemd hands one over: so a port
# is free, and known before the catalog is written. Arguments: the descriptor, then the command.
TAKE_SOCKET = 'exec 3<&"$1"; shift; LISTEN_FDS=1 LISTEN_PID=$$ exec "$@"'


class KeystoneError(Exception):
    """Keystone could not be installed or started."""


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One request as the server saw it."""

    api: Api
    method: str
    target: str
    status: int
    user_agent: str


def install() -> Path:
    """Install Keystone unless it is there already; return its virtual environment."""
    script = HERE / "install-pike.sh"
    done = subprocess.run(
        [script], check=False, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    )
    if done.returncode:
        raise KeystoneError(f"{script} failed (its message is on standard error)")
    return Path(done.stdout.strip())


class KeystoneServer:
    """A Keystone of one's own: a context manager, fresh at each start.

    Args:
        state: An empty folder for its database, configuration and logs.
        catalog: "full", or "public-only" for a catalog without admin and internal URLs.
        signs: Whether it has certificates, and can sign its list of revoked tokens.
        revokes_by_id: Whether it keeps such a list at all.
    """

    def __init__(
        self,
        state: Path,
        *,
        catalog: Catalog = "full",
        signs: bool = True,
        revokes_by_id: bool = True,
    ) -> None:
        self.state = state
        self.catalog = catalog
        self.signs = signs
        self.revokes_by_id = revokes_by_id
        self.public_url = ""
        self.admin_url = ""
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()

    def start(self) -> None:
        """Return when both APIs answer."""
        venv = install()
        with _listen("127.0.0.1") as public, _listen("127.0.0.2") as admin:
            self.public_url = _url(public)
            self.admin_url = _url(admin)
            self._configure()
            self._make_database(venv)
            self._launch(venv, "public", public)
            self._launch(venv, "admin", admin)
        self._wait_for(self.public_url)
        self._wait_for(self.admin_url)

    def stop(self) -> None:
        """End the processes that this object started, and no others."""
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._processes.clear()

    def requests(self, user_agent: str = "") -> list[LoggedRequest]:
        """What both APIs were asked so far, the public one's requests first.

        Args:
            user_agent: Only what was sent by programs that have this in their User-Agent.
        """
        logged = []
        for api in ("public", "admin"):
            for line in self._log(api, "requests").read_text().splitlines():
                status, method, target, sender = line.split("\t")
                if user_agent in sender:
                    logged.append(LoggedRequest(api, method, target, int(status), sender))
        return logged

    def tokens(self) -> set[str]:
        """Return all tokens that it has given out."""
        return column(self.state / DATABASE, "select id from token")

    def pass_this_second(self) -> None:
        """Wait: Keystone revokes whatever was issued up to the end of the current second."""
        time.sleep(NEXT_SECOND)

    def _log(self, name: str, kind: str) -> Path:
        return self.state / f"{name}.{kind}.log"

    @property
    def _configuration(self) -> Path:
        return self.state / "keystone.conf"

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "OS_KEYSTONE_CONFIG_FILES": str(self._configuration),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": str(HERE),
            "PYTHONWARNINGS": "ignore",
        }

    def _configure(self) -> None:
        (self.state / "credential-keys").mkdir(mode=0o700)
        text = CONFIGURATION.format(
            admin_token=ADMIN_TOKEN,
            state=self.state,
            database=DATABASE,
            revokes_by_id=self.revokes_by_id,
            paste=HERE / "pike-paste.ini",
        )
        if self.signs:
            text += self._signing()
        self._configuration.write_text(text)

    def _signing(self) -> str:
        try:
            return make_certificates(self.state / "certificates")
        except OpensslError as error:
            raise KeystoneError(str(error)) from error

    def _make_database(self, venv: Path) -> None:
        # An empty schema takes seconds to make, so it is kept beside the installation.
        schema = venv / "schema.db"
        database = self.state / DATABASE
        if schema.exists():
            shutil.copyfile(schema, database)
        else:
            self._manage(venv, "db_sync")
            copy = venv / f"schema.{os.getpid()}.tmp"
            shutil.copyfile(database, copy)
            copy.replace(schema)
        self._manage(
            venv,
            "credential_setup",
            f"--keystone-user={os.getuid()}",
            f"--keystone-group={os.getgid()}",
        )
        urls = [f"--bootstrap-public-url={self.public_url}"]
        if self.catalog == "full":
            urls.append(f"--bootstrap-internal-url={self.public_url}")
            urls.append(f"--bootstrap-admin-url={self.admin_url}")
        self._manage(
            venv,
            "bootstrap",
            "--bootstrap-username=admin",
            f"--bootstrap-password={ADMIN_PASSWORD}",
            "--bootstrap-project-name=admin",
            "--bootstrap-role-name=admin",
            "--bootstrap-service-name=keystone",
            "--bootstrap-region-id=RegionOne",
            *urls,
        )

    def _manage(self, venv: Path, *arguments: str) -> None:
        command = [
            venv / "bin" / "keystone-manage",
            f"--config-file={self._configuration}",
            *arguments,
        ]
        log = self._log("setup", "manage")
        with log.open("ab") as output:
            done = subprocess.run(
                command,
                check=False,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        if done.returncode:
            raise KeystoneError(f"keystone-manage {arguments[0]} failed:\n{_tail(log)}")

    def _launch(self, venv: Path, api: Api, listener: socket.socket) -> None:
        command = [
            venv / "bin" / "gunicorn",
            "--threads=8",
            "--keep-alive=30",
            "--timeout=60",
            "--graceful-timeout=1",
            "--forwarded-allow-ips=",
            f"pike_wsgi:{api}()",
        ]
        # Should this program be killed, its servers end too, where the system can do that.
        leash = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
        with self._log(api, "server").open("wb") as output, undisturbed():
            process = subprocess.Popen(
                [*leash, "bash", "-c", TAKE_SOCKET, "bash", str(listener.fileno()), *command],
                env=self._environment() | {"KSCLIENT_REQUEST_LOG": str(self._log(api, "requests"))},
                pass_fds=[listener.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            self._processes.append(process)

    def _wait_for(self, url: str) -> None:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        give_up = time.monotonic() + START_SECONDS
        while True:
            try:
                opener.open(f"{url}/", timeout=START_SECONDS).close()
            except (urllib.error.URLError, OSError) as error:
                ended = any(process.poll() is not None for process in self._processes)
                if ended or time.monotonic() > give_up:
                    logs = "\n".join(_tail(self._log(api, "server")) for api in ("public", "admin"))
                    raise KeystoneError(f"{url} does not answer: {error}\n{logs}") from error
                time.sleep(0.1)
            else:
                return


def column(database: Path, query: str) -> set[str]:
    """Return what a query finds in the first column."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        return {row[0] for row in connection.execute(query)}


def _listen(address: str) -> socket.socket:
    return socket.create_server((address, 0), backlog=128)


def _url(listener: socket.socket) -> str:
    address, port = listener.getsockname()
    return f"http://{address}:{port}/v2.0"


def _tail(log: Path, lines: int = 30) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Put off Ctrl-C and SIGTERM: what is made in the block is also noted, for its removal."""
    put_off: list[int] = []
    handlers = {
        stop: signal.signal(stop, lambda number, _: put_off.append(number)) for stop in _STOPS
    }
    try:
        yield
    finally:
        for stop, handler in handlers.items():
            signal.signal(stop, handler)
        for number in put_off:
            signal.raise_signal(number)


@contextlib.contextmanager
def temporary_folder(name: str) -> Iterator[Path]:
    """Make a folder that goes away, even if a signal ends the program while it is made."""
    with contextlib.ExitStack() as cleanup:
        with undisturbed():
            folder = tempfile.TemporaryDirectory(prefix=f"ksclient-{name}-")
            path = cleanup.enter_context(folder)
        yield Path(path)


@contextlib.contextmanager
def temporary_server(*, catalog: Catalog = "full") -> Iterator[KeystoneServer]:
    """Run a server whose state folder goes away with it."""
    with temporary_folder("keystone") as state, KeystoneServer(state, catalog=catalog) as server:
        yield server


def main() -> None:
    """Run one server until Ctrl-C or SIGTERM."""
    end_at_signals()
    parser = argparse.ArgumentParser(description="Run a real Keystone 12.0.3 on loopback.")
    parser.add_argument("--public-only", action="store_true", help="no admin URL in the catalog")
    catalog: Catalog = "public-only" if parser.parse_args().public_only else "full"
    with temporary_server(catalog=catalog) as server:
        print(f"export OS_AUTH_URL={server.public_url}")
        print(f"export OS_USERNAME=admin OS_PASSWORD={ADMIN_PASSWORD} OS_TENANT_NAME=admin")
        print(f"# the admin API: {server.admin_url}, its admin token: {ADMIN_TOKEN}")
        print(f"# Ctrl-C ends it, and so does: kill {os.getpid()}", flush=True)
        while True:
            time.sleep(60)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
    except KeystoneError as error:
        sys.exit(str(error))
