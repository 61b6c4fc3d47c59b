"""Tokens in URLs, and secrets in answers, are in no log: ours, urllib3's or anybody's."""

import json
import logging
import pickle
import threading
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ksclient.auth import fixture
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.exceptions import ClientException
from ksclient.v2_0.client import Client

PASSWORD, CALLER, ASKED, KEY = (f"c4n4ry-{name}" for name in ("password", "caller", "asked", "key"))
CANARIES = (PASSWORD, CALLER, ASKED, KEY)


class Keystone(BaseHTTPRequestHandler):
    """Lets the second of its callers' tokens in, and quotes what it refuses."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_POST(self):
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.seen.append(f"{self.path} {sent}")
        if "EC2" in self.path:
            return self.say(200, {"credential": {"access": "a1", "secret": KEY}})
        if sent["auth"].get("passwordCredentials", {}).get("username") != "demo":
            return self.say(401, {"error": {"message": f"Wrong: {sent}", "details": f"{sent}"}})
        self.server.logins += 1
        token = fixture.V2Token(token_id=f"{CALLER}-{self.server.logins}")
        token.set_scope("p1", "project")
        url = f"http://127.0.0.1:{self.server.server_port}/v2.0"
        token.add_service("identity").add_endpoint(url, admin=url)
        return self.say(200, token)

    def do_GET(self):
        self.server.seen.append(f"{self.path} {self.headers['X-Auth-Token']}")
        if self.headers["X-Auth-Token"] != f"{CALLER}-2":
            return self.say(401, {"error": {"message": f"No token {CALLER}-1"}})
        if ASKED not in self.path:
            return self.say(200, {"credentials": [{"access": "a1", "secret": KEY}]})
        if "gone" in self.path:
            return self.say(404, {"error": {"message": f"No token {ASKED}-gone"}})
        if "belongsTo" in self.path:
            return self.say(401, {"error": {"message": f"Not {ASKED} for {CALLER}-2"}})
        return self.say(200, {"endpoints": [], **fixture.V2Token(token_id=ASKED)})

    do_HEAD = do_DELETE = do_GET  # noqa: N815 - http.server's names

    def say(self, status, document):
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Keystone) as server:
        server.daemon_threads = True
        server.seen, server.logins = [], 0
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def lines():
    """Listen to all loggers at DEBUG, from the root."""
    lines = []

    class Listener(logging.Handler):
        def emit(self, record):
            lines.append(f"{self.format(record)} {vars(record)}")

    listener, root = Listener(), logging.getLogger()
    before = root.level
    root.addHandler(listener)
    root.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(listener)
    root.setLevel(before)


CALLS = {
    "check": lambda k: k.tokens.check(ASKED),
    "check, gone": lambda k: k.tokens.check(f"{ASKED}-gone"),
    "check, mismatch": lambda k: k.tokens.check(ASKED, belongs_to="t1"),
    "validate": lambda k: k.tokens.validate(ASKED),
    "validate, gone": lambda k: k.tokens.validate(f"{ASKED}-gone"),
    "validate, mismatch": lambda k: k.tokens.validate(ASKED, belongs_to="t1"),
    "validate_access_info": lambda k: k.tokens.validate_access_info(ASKED),
    "endpoints": lambda k: k.tokens.endpoints(ASKED),
    "delete": lambda k: k.tokens.delete(ASKED),
    "authenticate": lambda k: k.tokens.authenticate("demo", password=PASSWORD),
    "authenticate, refused": lambda k: k.tokens.authenticate("other", password=PASSWORD),
    "authenticate, token": lambda k: k.tokens.authenticate(token=ASKED),
    "ec2.create": lambda k: k.ec2.create("u1", "t1"),
    "ec2.list": lambda k: k.ec2.list("u1"),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_no_secret_is_logged_shown_or_pickled(server, lines, call):
    auth = v2.Password(
        f"http://127.0.0.1:{server.server_port}/v2.0", "demo", PASSWORD, tenant_name="project"
    )
    session = Session(auth=auth)
    shown = []
    try:
        shown.append(repr(call(Client(session=session))))
    except ClientException as error:
        captured = traceback.TracebackException.from_exception(error)
        shown += [repr(error), "".join(captured.format()), repr(vars(error).get("details"))]
        shown.append(repr(pickle.dumps(error)))
    finally:
        session.close()
    assert any(canary in line for line in server.seen for canary in CANARIES)
    assert any("urllib3" in line for line in lines)
    assert [s for s in lines + shown if any(canary in s for canary in CANARIES)] == []
