"""The command ``python -m ksclient.testing``, as a process of its own."""

import json
import re
import signal
import subprocess
import sys
import urllib.request
from contextlib import contextmanager

import pytest

from ksclient.testing import profile
from ksclient.testing.servers import listen

COMMAND = [sys.executable, "-m", "ksclient.testing"]
WITHOUT_WERKZEUG = (
    "import runpy, sys; sys.modules['werkzeug'] = None; "
    "runpy.run_module('ksclient.testing', run_name='__main__')"
)


@contextmanager
def running(*arguments):
    """Run the command, and give it when it is ready, with what it printed."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([*COMMAND, *arguments], **pipes) as process:
        try:
            lines = []
            while not lines or lines[-1] != "ready":
                line = process.stdout.readline()
                assert line, process.stderr.read()
                lines.append(line.rstrip("\n"))
            yield process, lines
        finally:
            process.kill()


def refused(*arguments, command=COMMAND):
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    return done.stderr


def shell(lines, then):
    exports = [line for line in lines if line.startswith("export ")]
    script = "\n".join([*exports, then])
    return subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True).stdout


def log_in(url, password):
    credentials = {"username": "admin", "password": password}
    auth = {"tenantName": "admin", "passwordCredentials": credentials}
    body = json.dumps({"auth": auth}).encode()
    request = urllib.request.Request(
        f"{url}/tokens", body, headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)["access"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serves_until_it_is_stopped(number):
    with running() as (process, lines):
        assert re.fullmatch(r"public API: http://127\.0\.0\.1:\d+/v2\.0", lines[0])
        assert re.fullmatch(r"admin API:  http://127\.0\.0\.1:\d+/v2\.0", lines[1])
        assert log_in(lines[0].split()[-1], "secret")["user"]["name"] == "admin"
        process.send_signal(number)
        assert process.communicate(timeout=60) == ("", "")
        assert process.returncode == 0


def test_who_insists_on_its_end_gets_no_other_exit_code():
    with running() as (process, _):
        process.send_signal(signal.SIGINT)
        while process.poll() is None:
            process.send_signal(signal.SIGTERM)
        assert process.returncode == 0


def test_what_it_prints_can_be_pasted_into_a_shell():
    password = "it's $HOME"
    with running("--admin-password", password) as (_, lines):
        told = shell(lines, r'printf "%s\n" "$OS_AUTH_URL" "$OS_PASSWORD" "$OS_USERNAME"').split(
            "\n"
        )
        assert told[1:3] == [password, "admin"]
        assert log_in(told[0], told[1])["token"]["tenant"]["name"] == "admin"


def test_does_what_its_options_say(tmp_path):
    seed = tmp_path / "seed.json"
    seed.write_text(json.dumps({"tenants": [{"name": "seeded"}]}))
    with listen("127.0.0.1", 0, "") as one, listen("127.0.0.1", 0, "") as other:
        ports = [listener.getsockname()[1] for listener in (one, other)]
    arguments = ["--public-port", str(ports[0]), "--admin-port", str(ports[1])]
    arguments += ["--host", "localhost", "--seed", str(seed), "--profile", "pike"]
    arguments += ["--driver", "sql", "--driver-option", f"url=sqlite:///{tmp_path}/tokens.db"]
    arguments += ["--driver-option", "timeout=5", "--admin-token", "t0ken"]
    with running(*arguments) as (_, lines):
        assert lines[0] == f"public API: http://localhost:{ports[0]}/v2.0"
        assert lines[1] == f"admin API:  http://localhost:{ports[1]}/v2.0"
        token = log_in(f"http://localhost:{ports[0]}/v2.0", "secret")["token"]["id"]
        request = urllib.request.Request(
            f"http://localhost:{ports[1]}/v2.0/tokens/{token}", headers={"X-Auth-Token": "t0ken"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert answer.status == 200
    assert (tmp_path / "tokens.db").exists()


def test_a_port_that_is_taken_is_one_line():
    with listen("127.0.0.1", 0, "") as taken:
        port = taken.getsockname()[1]
        told = refused("--public-port", str(port))
    assert told.startswith(f"Port {port} of 127.0.0.1 (public_port) is taken.")
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--profile", "icehose"], "There is no profile 'icehose'"),
        (["--driver", "memry"], "did you mean 'memory'"),
        (["--driver-option", "urrl=x"], "urrl"),
        (["--seed", "/no/such/file.json"], "/no/such/file.json"),
    ],
)
def test_a_mistake_is_told_in_one_line(arguments, told):
    line = refused(*arguments)
    assert told in line
    assert line.count("\n") == 1


def test_an_option_of_the_driver_has_a_name():
    assert "it must be NAME=VALUE" in refused("--driver-option", "s3cret")


def test_its_help_names_the_profiles():
    done = subprocess.run([*COMMAND, "--help"], capture_output=True, text=True, check=True)
    assert ", ".join(profile.names()) in " ".join(done.stdout.split())


def test_without_werkzeug_it_says_what_to_install():
    line = refused(command=[sys.executable, "-c", WITHOUT_WERKZEUG])
    assert "pip install 'ksclient[testing]'" in line
    assert line.count("\n") == 1
