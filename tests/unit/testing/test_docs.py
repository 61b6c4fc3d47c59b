"""The page about the test cloud, and README's example: they run, and what they claim is so."""

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from ksclient.auth import exceptions
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.auth.token_endpoint import Token
from ksclient.testing import Cloud, faults, profile, pytest_plugin
from ksclient.testing.seed import shapes
from ksclient.v2_0.client import Client
from tests.conformance.known import DIFFERENT
from tests.conformance.replay import RECORDED
from tests.unit.testing.test_command import running

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[3]
PAGE = ROOT.joinpath("docs", "testing.md").read_text()
README = ROOT.joinpath("README.md").read_text()
PLUGIN = "ksclient.testing.pytest_plugin"


def sections(page):
    titles = re.findall(r"^## (.*)$", page, re.MULTILINE)
    texts = re.split(r"^## .*$", page, flags=re.MULTILINE)[1:]
    return dict(zip(titles, texts, strict=True))


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def files(text, language):
    """Return the blocks that are whole files, by their names, which stand in the first line."""
    named = [(re.match(r"# (\S+\.\w+)\n", block), block) for block in blocks(text, language)]
    return {name[1]: block for name, block in named if name}


def rows(text, head):
    """Return the rows of the table whose first column is called *head*, as lists of cells."""
    lines = text.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(f"| {head} |"))
    table = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        table.append([cell.strip() for cell in line.strip("|").split(" | ")])
    return table


def codes(cell):
    return re.findall(r"`([^`]+)`", cell)


SECTIONS = sections(PAGE)
SEEDS = "What there is: seeds"
PREAMBLE, *SEED_EXAMPLES = blocks(SECTIONS[SEEDS], "python")
ON_THE_CLOUD = {SEEDS: SEED_EXAMPLES} | {
    title: blocks(text, "python")
    for title, text in SECTIONS.items()
    if list(SECTIONS).index(title) > list(SECTIONS).index(SEEDS) and "```python" in text
}
RUN = {
    "testing.md": {
        block.strip()
        for block in [
            *files(SECTIONS["With pytest"], "python").values(),
            *blocks(SECTIONS["In a script"], "python"),
            *blocks(SECTIONS["With unittest"], "python"),
            PREAMBLE,
            *(block for found in ON_THE_CLOUD.values() for block in found),
        ]
    }
}


def execute(code):
    """Run an example, compare what it prints with what its comments promise, return its names."""
    lines = code.splitlines()

    def compare(*values):
        promise = lines[sys._getframe(1).f_lineno - 1].partition(")  # ")[2]
        assert " ".join(map(str, values)) == promise

    names = {"print": compare}
    exec(compile(code, "example", "exec"), names)
    return names


@pytest.fixture
def in_folder(tmp_path, monkeypatch):
    for name, text in (files(PAGE, "yaml") | files(PAGE, "toml")).items():
        tmp_path.joinpath(name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run_pytest(pytester):
    def run(modules):
        for name, text in modules.items():
            pytester.path.joinpath(name).write_text(text)
        # As one that is installed would be loaded, whether one is or not.
        plugin = ["-p", "no:ksclient", "-p", PLUGIN, "-p", "no:cacheprovider"]
        count = sum(text.count("\ndef test_") for text in modules.values())
        assert count
        result = pytester.runpytest_subprocess(*plugin, "--strict-markers", "-W", "error")
        result.assert_outcomes(passed=count)

    return run


def test_the_tests_of_the_page_pass(run_pytest):
    run_pytest(files(SECTIONS["With pytest"], "python"))


def test_the_tests_of_the_readme_pass(run_pytest):
    run_pytest(files(README, "python"))


def test_the_script_runs():
    (script,) = blocks(SECTIONS["In a script"], "python")
    execute(script)


def test_the_unittest_passes(tmp_path):
    (module,) = blocks(SECTIONS["With unittest"], "python")
    tmp_path.joinpath("test_login.py").write_text(module)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "unittest"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Ran 1 test" in done.stderr


def test_the_command_prints_what_the_page_shows():
    command, _ = blocks(SECTIONS["As a command"], "sh")
    (shown,) = blocks(SECTIONS["As a command"], "text")
    words = command.split()
    assert words[:3] == ["python", "-m", "ksclient.testing"]
    ports = dict(pairwise(words[3:]))
    for option in ("--public-port", "--admin-port"):
        assert f":{ports[option]}/v2.0" in shown

    with running() as (_, lines):
        printed = "\n".join(lines)
    for line, option in zip(lines, ("--public-port", "--admin-port"), strict=False):
        (free,) = re.findall(r":(\d+)/", line)
        printed = printed.replace(f":{free}/", f":{ports[option]}/")
    assert printed == shown.rstrip()


def test_a_shell_can_start_it_in_the_background(tmp_path):
    _, script = blocks(SECTIONS["As a command"], "sh")
    python = f'python() {{ exec {sys.executable} "$@"; }}\n'
    done = subprocess.run(
        ["sh", "-c", python + script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "OS_AUTH_URL=http://127.0.0.1:" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("title", ON_THE_CLOUD)
def test_an_example_runs_and_prints_what_it_says(title, in_folder):
    names = execute("\n".join([PREAMBLE, *ON_THE_CLOUD[title]]))
    names["cloud"].stop()


def test_the_fixtures_and_markers_are_those_of_the_plugin():
    text = SECTIONS["With pytest"]
    for row in rows(text, "fixture"):
        assert hasattr(pytest_plugin, codes(row[0])[0])
    told = [codes(row[0])[0].partition("(")[0] for row in rows(text, "marker")]
    assert told == [marker.partition("(")[0] for marker in pytest_plugin._MARKERS]


def test_the_keys_are_those_of_seeds():
    told = {codes(what)[0]: keys for what, keys in rows(SECTIONS[SEEDS], "what")}
    known = {
        "tenants": shapes.TENANT,
        "roles": shapes.ROLE,
        "users": shapes.USER,
        "services": shapes.SERVICE,
        "endpoints": shapes.ENDPOINT,
        "trusts": shapes.TRUST,
        "credentials": shapes.CREDENTIAL,
    }
    assert {*told, "endpoints"} == {*shapes.SEED.known, "endpoints"}
    for what, shape in known.items():
        assert set(codes(told[what])) == set(shape.known)
        assert set(re.findall(r"\*\*`(\w+)`\*\*", told[what])) == set(shape.needs)
        assert ("and more" in told[what]) == shape.keeps_more


FAULTS = rows(SECTIONS["What goes wrong: faults"], "fault")


def test_all_faults_are_told():
    told = {codes(row[0])[0].partition("(")[0] for row in FAULTS}
    assert told == {name for name in vars(faults) if name[0].isupper()} - {
        "Fault",
        "FaultError",
        "Faults",
    }


@pytest.mark.parametrize(("code", "_what", "sees", "done"), FAULTS)
def test_a_fault_is_what_the_table_says(code, _what, sees, done):
    fault = eval(codes(code)[0], {**vars(faults), "seconds": 0.01})
    with Cloud() as cloud:
        auth = v2.Password(cloud.auth_url, "admin", cloud.admin_password, tenant_name="admin")
        if isinstance(fault, faults.Revoke):  # without a password
            auth = Token(cloud.admin_url, auth.get_token(Session()))
        keystone = Client(session=Session(auth=auth))
        keystone.tenants.list()
        if isinstance(fault, faults.Redirect):  # nobody answers there
            fault = faults.Redirect(f"{cloud.admin_url}/users", 307)
        cloud.faults.script(fault, on="POST /tenants")
        error = codes(sees)[0]
        if sees.startswith("the answer"):
            keystone.tenants.create("made")
        elif not isinstance(fault, faults.Redirect):
            with pytest.raises(getattr(exceptions, error)) as raised:
                keystone.tenants.create("made")
            assert type(raised.value).__name__ == error
        else:
            with pytest.raises(exceptions.BadRequest):  # of the other place
                keystone.tenants.create("made")
        names = [tenant.name for tenant in cloud.keystone.state.tenants]
        assert ("made" in names) == (done == "yes")


def test_an_impatient_client_sees_what_the_table_says():
    with Cloud() as cloud:
        url = f"{cloud.admin_url}/tenants"
        session = Session(auth=Token(cloud.admin_url, cloud.admin_token))
        for fault, timeouts in (
            (faults.Delay(0.5), {"timeout": 0.05}),
            (faults.Drip(1, 0.02), {"total_timeout": 0.1}),
        ):
            cloud.faults.script(fault)
            with pytest.raises(exceptions.ReadTimeout):
                session.get(url, **timeouts)


def test_a_login_is_not_redirected_elsewhere():
    with Cloud() as cloud:
        cloud.faults.script(faults.Redirect("http://other.example.test/"), on="POST /tokens")
        auth = v2.Password(cloud.auth_url, "admin", cloud.admin_password)
        with pytest.raises(exceptions.UnsafeRedirect):
            Session(auth=auth).get_token()


PROFILES = {
    codes(row[0])[0]: row[1] for row in rows(SECTIONS["Kinds of servers: profiles"], "profile")
}


def test_all_profiles_are_told():
    assert sorted(PROFILES) == profile.names()


@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_is_what_the_table_says(name):
    told, made = PROFILES[name], profile.named(name)
    hours = re.search(r"tokens for (\d+) hours", told)
    assert made.token_hours == (int(hours[1]) if hours else 1)
    assert ("public URLs only" in told) == (made.catalog_interfaces == ("public",))
    assert ("no admin URLs" in told) == (made.catalog_interfaces == ("public", "internal"))
    with Cloud(profile=name) as cloud:
        auth = v2.Password(cloud.auth_url, "admin", cloud.admin_password, tenant_name="admin")
        assert Session(auth=auth).get_token()


def test_the_share_of_recorded_exchanges_is_what_the_page_says():
    text = SECTIONS["How like a Keystone it is"]
    assert f"{len(RECORDED)} exchanges" in text
    assert f"{len(RECORDED) - len(DIFFERENT)} of them" in text
    assert text.count("\n- ") == len(DIFFERENT)


def test_of_v3_there_is_a_description_and_no_more():
    with Cloud() as cloud:
        session = Session(auth=Token(cloud.admin_url, cloud.admin_token))
        v3 = cloud.admin_url.replace("/v2.0", "/v3")
        assert session.get(v3).json()["version"]["status"] == "stable"
        with pytest.raises(exceptions.NotFound):
            session.get(f"{v3}/users")
