"""What a configuration costs who does not use it."""

import subprocess
import sys

import pytest

HEAVY = "requests urllib3 stevedore keystoneauth1 keystoneclient yaml ssl http.client asyncio"


def loaded(code, heavy=HEAVY):
    code = f"import sys\n{code}\nprint(*set({heavy!r}.split()) & set(sys.modules))"
    return subprocess.check_output([sys.executable, "-c", code], text=True).split()


@pytest.mark.parametrize(
    "code",
    ["import ksclient", "import ksclient.config", "import ksclient; ksclient.connect"],
)
def test_importing_it_loads_nothing_of_others(code):
    assert loaded(code) == []


def test_the_package_loads_no_configuration_before_it_is_asked():
    assert loaded("import ksclient", "ksclient.config ksclient.connecting") == []


def test_variables_need_no_yaml():
    code = (
        "from ksclient import config\n"
        "config.load(environ={'OS_AUTH_URL': 'http://k', 'HOME': '/nonexistent'})"
    )
    assert loaded(code, "yaml requests tomllib") == []
