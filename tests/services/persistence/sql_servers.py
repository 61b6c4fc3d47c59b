"""SQL servers for tests: those that are there, and others to be started, stopped and killed."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

GIVEN = {
    "postgresql": os.environ.get(
        "KSCLIENT_TEST_POSTGRESQL_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/test"
    ),
    "mariadb": os.environ.get(
        "KSCLIENT_TEST_MARIADB_URL", "mysql+pymysql://root@127.0.0.1:3306/test"
    ),
}
PATIENCE = 60.0  # seconds for a server to start


def missing(what: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


def run(url: sa.URL, statement: str) -> list[sa.Row]:
    """Run a statement past the driver; return its rows."""
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        result = connection.exec_driver_sql(statement)
        return list(result) if result.returns_rows else []


@contextmanager
def own_database(kind: str) -> Iterator[sa.URL]:
    """Hand out the URL of a new database on the server that there is."""
    server = sa.make_url(GIVEN[kind])
    name = f"ksclient_test_{uuid.uuid4().hex[:12]}"
    try:
        run(server, f"CREATE DATABASE {name}")
    except OperationalError:
        missing(f"there is no {kind} at {server.host}:{server.port}")
    try:
        yield server.set(database=name)
    finally:
        run(server, f"DROP DATABASE {name}{' WITH (FORCE)' if kind == 'postgresql' else ''}")


def text_of(url: sa.URL) -> str:
    return url.render_as_string(hide_password=False)


def wait_until_still(pid: int) -> None:
    """Wait until all threads of a process are stopped: on a busy machine some run on a while."""
    until = time.monotonic() + PATIENCE
    while any(state != "T" for state in states(pid)):
        assert time.monotonic() < until, f"process {pid} goes on"
        time.sleep(0.01)


def states(pid: int) -> Iterator[str]:
    """Yield what each thread of a process does, in the kernel's letters."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        yield task.joinpath("stat").read_text().rpartition(")")[2].split()[0]


class OwnServer:
    """A server of the test's own: run by an unprivileged user, where the test is run by root."""

    user = ""
    tools: tuple[str, ...] = ()

    def __init__(self) -> None:
        for tool in self.tools:
            if not shutil.which(tool):
                missing(f"{tool} is not installed")
        self.directory = Path(tempfile.mkdtemp(prefix="ksclient-", dir="/tmp"))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None
        self.who = {}
        if os.getuid() == 0:
            entry = pwd.getpwnam(self.user)
            os.chown(self.directory, entry.pw_uid, entry.pw_gid)
            self.who = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        self.set_up()
        self.start()

    @property
    def url(self) -> sa.URL:
        raise NotImplementedError

    def set_up(self) -> None:
        raise NotImplementedError

    def command(self) -> list[str]:
        raise NotImplementedError

    def call(self, *command: str) -> None:
        subprocess.run(
            command, check=True, capture_output=True, cwd=self.directory, env=self.env(), **self.who
        )

    def env(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "HOME": str(self.directory), "LC_ALL": "C.UTF-8"}

    def start(self) -> None:
        log = self.directory / "log"
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command(),
                stdout=out,
                stderr=out,
                cwd=self.directory,
                env=self.env(),
                **self.who,
            )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            try:
                run(self.url, "SELECT 1")
            except OperationalError:
                time.sleep(0.05)
            else:
                return
        pytest.fail(log.read_text())

    def end(self, number: signal.Signals) -> None:
        assert self.process
        self.process.send_signal(number)
        self.process.wait(PATIENCE)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Have the server and its children stand still: connections are taken, nobody answers."""
        assert self.process
        stopped = [self.process.pid, *self.children()]
        for pid in stopped:
            os.kill(pid, signal.SIGSTOP)
        try:
            for pid in stopped:
                wait_until_still(pid)
            yield
        finally:
            for pid in stopped:
                os.kill(pid, signal.SIGCONT)

    def children(self) -> list[int]:
        assert self.process
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in listed.split()]

    def drop(self) -> None:
        if self.process and self.process.poll() is None:
            self.end(signal.SIGKILL if self.user == "mysql" else signal.SIGQUIT)
        shutil.rmtree(self.directory, ignore_errors=True)


class OwnPostgreSQL(OwnServer):
    user = "postgres"
    tools = ("initdb", "postgres")
    stop = signal.SIGINT  # a fast shutdown

    @property
    def url(self) -> sa.URL:
        return sa.URL.create(
            "postgresql+psycopg", "postgres", "s3cret", "127.0.0.1", self.port, "postgres"
        )

    def set_up(self) -> None:
        self.call("initdb", "-D", "data", "-A", "trust", "-U", "postgres", "-E", "UTF8", "-N")

    def command(self) -> list[str]:
        options = ["-p", str(self.port), "-h", "127.0.0.1", "-k", str(self.directory)]
        return ["postgres", "-D", "data", *options]

    def end(self, number: signal.Signals) -> None:
        assert self.process
        pids = self.children() if number == signal.SIGKILL else []
        super().end(number)
        until = time.monotonic() + PATIENCE  # its children see that it has gone, and go, too
        while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < until:
            time.sleep(0.05)


class OwnMariaDB(OwnServer):
    user = "mysql"
    tools = ("mariadb-install-db", "mariadbd")
    stop = signal.SIGTERM

    @property
    def url(self) -> sa.URL:
        return sa.URL.create("mysql+pymysql", "cloud", "s3cret", "127.0.0.1", self.port, "tokens")

    def set_up(self) -> None:
        self.call(
            "mariadb-install-db", "--no-defaults", f"--datadir={self.directory}/data",
            "--skip-test-db",
        )  # fmt: skip
        (self.directory / "init.sql").write_text(
            "CREATE DATABASE IF NOT EXISTS tokens;\n"
            "CREATE USER IF NOT EXISTS cloud@'127.0.0.1' IDENTIFIED BY 's3cret';\n"
            "GRANT ALL ON tokens.* TO cloud@'127.0.0.1';\n"
        )

    def command(self) -> list[str]:
        return [
            "mariadbd", "--no-defaults", f"--datadir={self.directory}/data",
            f"--port={self.port}", "--bind-address=127.0.0.1", "--skip-name-resolve",
            f"--socket={self.directory}/socket", f"--pid-file={self.directory}/pid",
            f"--init-file={self.directory}/init.sql", "--innodb-buffer-pool-size=16M",
        ]  # fmt: skip


OWN = {"postgresql": OwnPostgreSQL, "mariadb": OwnMariaDB}
