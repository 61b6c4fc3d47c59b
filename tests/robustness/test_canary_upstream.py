"""The same few operations over each library, and how many secrets it shows."""

from __future__ import annotations

import http.client
import pickle

import pytest
from keystoneauth1.identity import v2 as theirs_v2
from keystoneauth1.session import Session as TheirSession
from keystoneclient.v2_0.client import Client as TheirClient

from ksclient.auth.identity import v2
from ksclient.auth.session import Session
from ksclient.v2_0.client import Client
from tests.robustness.canary import Told, told_by
from tests.robustness.canary_faults import Quotes
from tests.robustness.canary_world import world

LIBRARIES = {"ksclient": (v2, Session, Client), "upstream": (theirs_v2, TheirSession, TheirClient)}

OPERATIONS = {
    "check a token": lambda k, w: k.tokens.validate(w.subject),
    "revoke a token": lambda k, w: (
        k.tokens.revoke_token(w.subject)
        if hasattr(k.tokens, "revoke_token")
        else k.tokens.delete(w.subject)
    ),
    "create a user": lambda k, w: k.users.create("carol", w.new_password),
    "change a password": lambda k, w: k.users.update_password("u-bob", w.new_password),
    "list EC2 keys": lambda k, w: k.ec2.list("u-alice"),
    "wrong password": lambda k, w: k.tokens.authenticate("bob", password=w.new_password),
    "unknown user": lambda k, w: k.users.get("u-nobody"),
}


def shown_by(library: str, fault=None) -> dict[str, set[str]]:
    """Return the names of the secrets that are shown, by where: a log, a traceback, a pickle."""
    plugins, session_class, client_class = LIBRARIES[library]
    with world() as w:
        told = Told()
        with told.listening():
            auth = plugins.Password(w.cloud.auth_url, "admin", w.password, tenant_name="admin")
            session = session_class(auth=auth)
            client = client_class(session=session)
            if fault is not None:
                client.users.list()
                w.cloud.faults.script(fault, times=None)
            for call in OPERATIONS.values():
                try:
                    told.add("repr", repr(call(client, w)))
                except Exception as error:  # noqa: BLE001 - whatever the library raises
                    try:
                        told.told += told_by(error)
                    except (TypeError, AttributeError, pickle.PicklingError):
                        told.add("error", f"{error} {error!r} {vars(error)}")
            for name, thing in (("plugin", auth), ("session", session)):
                told.add(f"repr of the {name}", repr(thing))
                try:
                    told.add(f"pickle of the {name}", pickle.dumps(thing).decode("latin-1"))
                except (TypeError, AttributeError, pickle.PicklingError):
                    told.add(f"pickle of the {name}", "it does not pickle")
            getattr(session, "close", session.session.close)()
        shown: dict[str, set[str]] = {}
        for where, text in told.told:
            if hits := w.canaries.hits(text):
                shown.setdefault(where.split()[0], set()).update(hits)
        return shown


@pytest.mark.parametrize("fault", [None, Quotes(400)], ids=["well", "quoted"])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_upstream_shows_what_is_not_shown_here(fault):
    ours, theirs = shown_by("ksclient", fault), shown_by("upstream", fault)

    assert ours == {}
    assert "subject token" in theirs["log"]
    assert len(set().union(*theirs.values())) > 1


def test_http_client_prints_all_where_it_is_told_to_and_never_is_by_the_library(monkeypatch):
    with world() as w:
        quiet, loud = Told(), Told()
        for told, level in ((quiet, 0), (loud, 1)):
            monkeypatch.setattr(http.client.HTTPConnection, "debuglevel", level)
            with told.listening():
                Session(auth=w.admin()).get_token()
            assert http.client.HTTPConnection.debuglevel == level
        assert w.canaries.hits_in(quiet.told) == []
        # It prints what is sent, as it is sent. Nothing can stand between: say so in the docs.
        assert {
            hit.partition(" in ")[2].partition(":")[0] for hit in w.canaries.hits_in(loud.told)
        } == {"stdout"}
