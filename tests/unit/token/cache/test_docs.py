"""The examples of the page about token caches, as a reader runs them, on a test cloud."""

import secrets
from datetime import timedelta
from pathlib import Path

import pytest

from ksclient.auth.access import Life
from ksclient.testing import Cloud
from ksclient.token.cache import RedisStore
from ksclient.token.cache.windows import Phase, phase_of
from tests.services.persistence.redis_servers import given_url
from tests.unit.testing.test_docs import blocks, execute, rows, sections

PAGE = Path(__file__).parents[4].joinpath("docs", "token-cache.md").read_text()
(PREAMBLE,) = blocks(PAGE.partition("\n## ")[0], "python")
SECTIONS = sections(PAGE)
EXAMPLES = {title: found for title, text in SECTIONS.items() if (found := blocks(text, "python"))}
RUN = {
    "token-cache.md": {
        block.strip() for found in ([PREAMBLE], *EXAMPLES.values()) for block in found
    }
}
REDIS, THEIRS, FILE = (
    "Several machines",
    "Other libraries",
    "What is written, and how it is guarded",
)
NEEDS = {THEIRS: ["keystoneauth1"]}
URL = "https://keystone.example.com:5000/v2.0"


@pytest.fixture
def cloud():
    with Cloud() as cloud:
        yield cloud


@pytest.fixture
def in_private(cloud, tmp_path, monkeypatch):
    tmp_path.chmod(0o700)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("OS_PASSWORD", str(cloud.admin_password))
    return tmp_path


@pytest.fixture
def in_redis(monkeypatch):
    redis = pytest.importorskip("redis")
    url, key = given_url(), secrets.token_urlsafe(32)
    monkeypatch.setenv("REDIS_URL", url)
    monkeypatch.setenv("TOKEN_CACHE_KEY", key)
    yield
    with redis.Redis.from_url(url) as server:
        for name in server.scan_iter(f"{RedisStore(url, encryption_key=key)._prefix}*", count=1000):
            server.delete(name)


def run(cloud, title):
    assert URL in PREAMBLE
    before = "from ksclient.token.cache import SQLiteStore\nfrom pathlib import Path\n"
    execute("\n".join([PREAMBLE.replace(URL, cloud.auth_url), before, *EXAMPLES[title]]))


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # who reads a page closes no sessions
@pytest.mark.parametrize("title", [title for title in EXAMPLES if title != REDIS])
def test_an_example_runs_logs_in_once_and_prints_what_it_says(title, cloud, in_private):
    for module in NEEDS.get(title, []):
        pytest.importorskip(module)
    run(cloud, title)
    assert len(cloud.requests.logins) == 1


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_the_example_with_redis_runs_and_logs_in_once(cloud, in_private, in_redis):
    run(cloud, REDIS)
    run(cloud, REDIS)
    assert len(cloud.requests.logins) == 1
    assert list(in_private.iterdir()) == []


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_the_warning_about_a_store_that_fails_is_that_of_the_page(cloud, in_private, caplog):
    run(cloud, "When something goes wrong")
    (told,) = caplog.messages
    (shown,) = blocks(SECTIONS["When something goes wrong"], "text")
    assert told.replace(str(in_private), "/srv") == " ".join(shown.split())


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_cron_script_sends_one_request_at_its_second_start(cloud, in_private):
    run(cloud, "A cron script")
    assert len(cloud.requests) == 2
    run(cloud, "A cron script")
    assert len(cloud.requests) == 3
    assert (in_private / "cache" / "ksclient" / "tokens-1.sqlite").exists()
    assert "`~/.cache/ksclient/tokens-1.sqlite`" in SECTIONS[FILE]


@pytest.mark.parametrize(("column", "hours"), [(1, 1), (2, 24)])
def test_the_windows_are_those_of_the_table(column, hours, cloud):
    units = {"min": 1, "h": 60}
    ends = cloud.clock()
    life = Life(ends - timedelta(hours=hours), ends)
    table = rows(SECTIONS["Before a token ends"], "of a token's life")
    phases = [Phase.FRESH, Phase.ADVISORY, Phase.MANDATORY]
    for row, before, within in zip(table, phases, phases[1:], strict=False):
        number, unit = row[column].split()
        begins = ends - timedelta(minutes=int(number) * units[unit])
        assert phase_of(life, begins - timedelta(seconds=1), 0.0) is before
        assert phase_of(life, begins, 0.0) is within
