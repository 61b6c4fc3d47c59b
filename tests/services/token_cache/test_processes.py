"""Many processes, one login."""

import multiprocessing
import subprocess
import sys
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.testing import Cloud
from ksclient.token.cache import TokenCache
from tests.services.persistence.redis_servers import given_url
from tests.services.token_cache.stores import STORES, open_store, prefix_of

PROCESSES = 8
CROWD = 64
ROOT = Path(__file__).parents[3]
WORKED = "['admin']\n"


@pytest.fixture
def cloud():
    with Cloud() as cloud:
        yield cloud


@pytest.fixture(params=STORES)
def store(request, tmp_path):
    if request.param != "redis":
        yield request.param
        return
    redis = pytest.importorskip("redis")
    with redis.Redis.from_url(given_url()) as server:
        yield request.param
        if names := list(server.scan_iter(f"{prefix_of(tmp_path)}*", count=1000)):
            server.delete(*names)


@pytest.fixture
def programs(cloud, store, tmp_path):
    """Programs that wait for a line to begin."""
    with started(PROCESSES, cloud, store, tmp_path) as programs:
        yield programs


@contextmanager
def started(number, cloud, store, place):
    """Have so many programs that wait for a line to begin."""
    arguments = [store, str(place), cloud.auth_url, str(cloud.admin_password)]
    command = [sys.executable, "-m", "tests.services.token_cache.program", *arguments]
    with ExitStack() as undo:
        programs = [
            undo.enter_context(
                subprocess.Popen(
                    command,
                    cwd=ROOT,
                    text=True,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                )
            )
            for _ in range(number)
        ]
        for program in programs:
            undo.callback(program.kill)
        for program in programs:
            assert program.stdout.readline() == "ready\n"
        yield programs


def work_together(programs):
    for program in programs:
        program.stdin.write("\n")
        program.stdin.flush()
    return [program.stdout.readline() for program in programs]


def the_token(cloud, store, place):
    cache = TokenCache(open_store(store, place))
    inner = v2.Password(cloud.auth_url, "admin", str(cloud.admin_password), tenant_name="admin")
    with closing(Session(auth=cache.plugin(inner))) as session:
        return session.get_token()


def test_cold_processes_log_in_once(cloud, programs):
    assert work_together(programs) == [WORKED] * PROCESSES
    assert len(cloud.requests.logins) == 1


@pytest.mark.parametrize("store", ["sqlite", "redis"], indirect=True)
def test_a_crowd_of_cold_processes_logs_in_once(cloud, store, tmp_path):
    with started(CROWD, cloud, store, tmp_path) as crowd:
        assert work_together(crowd) == [WORKED] * CROWD
    assert len(cloud.requests.logins) == 1


def test_a_revoked_token_is_replaced_with_one_login(cloud, store, programs, tmp_path):
    work_together(programs)
    for round in range(2, 5):
        cloud.revoke(the_token(cloud, store, tmp_path))
        assert work_together(programs) == [WORKED] * PROCESSES
        assert len(cloud.requests.logins) == round


def test_who_is_killed_holds_up_nobody(cloud, programs):
    killed, *others = programs
    killed.stdin.write("\n" * 1000)
    killed.stdin.flush()
    killed.stdout.readline()
    killed.kill()
    killed.wait()
    assert work_together(others) == [WORKED] * len(others)
    assert len(cloud.requests.logins) == 1


def _work(auth, start, told):
    start.wait(60)
    with closing(Session(auth=auth)) as session:
        told.put(session.get_token())


@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")
@pytest.mark.parametrize(
    ("method", "store"),
    # A pickle of the store in Redis has neither URL nor key.
    [("fork", name) for name in STORES] + [("spawn", name) for name in STORES if name != "redis"],
    indirect=["store"],
)
def test_children_share_the_login_of_one_plugin(method, cloud, store, tmp_path):
    cache = TokenCache(open_store(store, tmp_path))
    inner = v2.Password(cloud.auth_url, "admin", str(cloud.admin_password), tenant_name="admin")
    auth = cache.plugin(inner)
    context = multiprocessing.get_context(method)
    if method == "spawn":
        with closing(Session(auth=auth)) as session:
            session.get_token()  # children get no password, and need none
    start, told = context.Barrier(4), context.Queue()
    children = [context.Process(target=_work, args=(auth, start, told)) for _ in range(4)]
    for child in children:
        child.start()
    tokens = {told.get(timeout=60) for _ in children}
    for child in children:
        child.join()
    assert len(tokens) == len(cloud.requests.logins) == 1
