"""The pytest plugin, in pytest runs of its own."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

PLUGIN = "ksclient.testing.pytest_plugin"
PYPROJECT = Path(__file__).parents[3] / "pyproject.toml"


@pytest.fixture
def run(pytester):
    """Run pytest on the text of a module, strictly, with the plugin that is worked on."""

    def run(text, *arguments):
        pytester.makepyfile(text)
        # As one that is installed would be loaded, whether one is or not.
        plugin = ["-p", "no:ksclient", "-p", PLUGIN]
        strict = ["--strict-markers", "--strict-config", "-W", "error"]
        return pytester.runpytest_subprocess(*plugin, *strict, *arguments)

    return run


def test_is_installed_under_its_name():
    project = tomllib.loads(PYPROJECT.read_text())["project"]
    assert project["entry-points"]["pytest11"] == {"ksclient": PLUGIN}


def test_gives_a_session_and_a_client_that_log_in_as_the_administrator(run):
    run(
        """
        def test_session(keystone_cloud, keystone_session):
            assert len(keystone_cloud.requests) == 0
            assert keystone_session.get_user_id() == keystone_cloud.keystone.state.users.named(
                "admin"
            ).id
            assert len(keystone_cloud.requests.logins) == 1

        def test_client(keystone_cloud, keystone_session, keystone_client):
            token = keystone_session.get_token()
            assert keystone_client.tokens.validate(token).id == token
            assert keystone_cloud.requests[-1].api == "admin"
        """
    ).assert_outcomes(passed=2)


def test_gives_each_test_a_cloud_of_its_own(run):
    run(
        """
        import pytest

        @pytest.mark.parametrize("number", range(3))
        def test_cloud(keystone_cloud, number):
            assert len(keystone_cloud.keystone.state.tenants) == 1
            keystone_cloud.plant({"tenants": [{"name": "mine"}]})
        """
    ).assert_outcomes(passed=3)


def test_seeds_the_cloud_as_markers_say(run, pytester):
    pytester.makefile(".json", seed='{"tenants": [{"name": "of the test"}]}')
    run(
        """
        import pytest

        pytestmark = pytest.mark.keystone_seed({"tenants": [{"name": "of the module"}]})

        @pytest.mark.keystone_seed({"tenants": [{"name": "of the class"}]})
        class TestIt:
            @pytest.mark.keystone_seed("seed.json")
            def test_seed(self, keystone_cloud):
                names = [tenant.name for tenant in keystone_cloud.keystone.state.tenants]
                assert names == ["admin", "of the module", "of the class", "of the test"]
        """
    ).assert_outcomes(passed=1)


def test_makes_the_kind_of_server_that_the_marker_says(run, pytester, monkeypatch):
    pytester.makefile(".toml", old='name = "old"')
    monkeypatch.chdir(pytester.mkdir("elsewhere"))
    run(
        """
        import pytest

        pytestmark = pytest.mark.keystone_profile("pike")

        @pytest.mark.keystone_profile("old.toml")
        def test_closest(keystone_cloud):
            assert keystone_cloud.keystone.profile.name == "old"

        def test_module(keystone_cloud):
            assert keystone_cloud.keystone.profile.name == "pike"
        """,
        str(pytester.path),
    ).assert_outcomes(passed=2)


def test_a_marker_without_its_argument_is_told(run):
    result = run(
        """
        import pytest

        @pytest.mark.keystone_seed(tenants=[])
        def test_seed(keystone_cloud):
            pass
        """
    )
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*The marker keystone_seed takes one argument*"])


@pytest.mark.parametrize(
    ("marker", "told"),
    [
        ("keystone_seed(5)", "the seed: must be a mapping, or the path of a file: *"),
        ("keystone_profile(5)", "A profile is a name, or a Profile, and not of type int."),
    ],
)
def test_a_marker_with_a_wrong_argument_is_told(run, marker, told):
    result = run(
        f"""
        import pytest

        @pytest.mark.{marker}
        def test_it(keystone_cloud):
            pass
        """
    )
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"*{told}*"])


def test_a_fault_that_never_happens_is_warned_about(run):
    result = run(
        """
        import pytest
        from ksclient.testing.faults import Drop

        @pytest.mark.keystone_faults(Drop(), on="POST /token")
        def test_misspelt(keystone_session):
            assert keystone_session.get_token()

        @pytest.mark.filterwarnings(
            "ignore::ksclient.testing.pytest_plugin.FaultNeverHappened"
        )
        @pytest.mark.keystone_faults(Drop())
        def test_does_not_mind(keystone_cloud):
            pass
        """
    )
    result.assert_outcomes(passed=2, errors=1)
    told = "*FaultNeverHappened: Drop(done=False) on='POST /token' never happened.*"
    result.stdout.fnmatch_lines([told])


def test_a_proxy_that_the_developer_needs_is_not_asked(run, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    run("def test_login(keystone_session): assert keystone_session.get_token()").assert_outcomes(
        passed=1
    )


def test_ksclient_may_be_imported_before_pytest_comes(pytester):
    # As pytest does with every package that brings a plugin, once it is installed for good.
    pytester.makeconftest("import pytest; pytest.register_assert_rewrite('ksclient')")
    pytester.makepyfile("def test_it(): pass")
    code = "import ksclient, pytest; raise SystemExit(pytest.main(['-W', 'error']))"
    assert pytester.run(sys.executable, "-c", code).ret == 0


def test_tells_of_its_markers(run):
    result = run("", "--markers")
    for marker in ("keystone_seed(data)", "keystone_profile(name)", "keystone_faults(*faults"):
        assert f"@pytest.mark.{marker}" in result.stdout.str()


def test_loads_nothing_until_a_fixture_is_used():
    code = (
        f"import sys, pytest; before = set(sys.modules); import {PLUGIN}\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["ksclient", "ksclient._version", "ksclient.testing", PLUGIN]


WITHOUT_WERKZEUG = """
    import sys

    sys.modules["werkzeug"] = None

    def test_without_a_cloud():
        pass
"""


def test_without_werkzeug_other_tests_run(run):
    run(WITHOUT_WERKZEUG).assert_outcomes(passed=1)


def test_without_werkzeug_a_fixture_says_what_to_install(run):
    result = run(WITHOUT_WERKZEUG + "\n    def test_cloud(keystone_client):\n        pass\n")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*pip install 'ksclient[[]testing]'*"])
