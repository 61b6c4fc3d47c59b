"""Tokens in URLs, and secrets in answers, are in no log: ours, urllib3's or anybody's."""

import json
import logging
import pickle
import traceback

import pytest

from ksclient.auth import fixture
from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.exceptions import ClientException
from ksclient.v2_0.client import Client
from tests.servers.recording import answering, document

PASSWORD, CALLER, ASKED, KEY = (f"c4n4ry-{name}" for name in ("password", "caller", "asked", "key"))
CANARIES = (PASSWORD, CALLER, ASKED, KEY)


class Keystone:
    """Lets the second of its callers' tokens in, and quotes what it refuses."""

    def __init__(self):
        self.seen, self.logins, self.url = [], 0, ""

    def answer(self, told):
        token = told.header("X-Auth-Token")
        if told.method == "POST":
            return self.answer_to(told.path, json.loads(told.body))
        self.seen.append(f"{told.path} {token}")
        if token != f"{CALLER}-2":
            return document({"error": {"message": f"No token {CALLER}-1"}}, 401)
        if ASKED not in told.path:
            return document({"credentials": [{"access": "a1", "secret": KEY}]})
        if "gone" in told.path:
            return document({"error": {"message": f"No token {ASKED}-gone"}}, 404)
        if "belongsTo" in told.path:
            return document({"error": {"message": f"Not {ASKED} for {CALLER}-2"}}, 401)
        return document({"endpoints": [], **fixture.V2Token(token_id=ASKED)})

    def answer_to(self, path, sent):
        self.seen.append(f"{path} {sent}")
        if "EC2" in path:
            return document({"credential": {"access": "a1", "secret": KEY}})
        if sent["auth"].get("passwordCredentials", {}).get("username") != "demo":
            return document({"error": {"message": f"Wrong: {sent}", "details": f"{sent}"}}, 401)
        self.logins += 1
        token = fixture.V2Token(token_id=f"{CALLER}-{self.logins}")
        token.set_scope("p1", "project")
        token.add_service("identity").add_endpoint(self.url, admin=self.url)
        return document(token)


@pytest.fixture
def server():
    keystone = Keystone()
    with answering(keystone.answer) as server:
        keystone.url = f"{server.url}/v2.0"
        yield keystone


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
    auth = v2.Password(server.url, "demo", PASSWORD, tenant_name="project")
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
