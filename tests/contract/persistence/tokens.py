"""Tokens to store, and the clock of the drivers that store them."""

from datetime import UTC, datetime, timedelta

START = datetime(2090, 5, 17, 10, 30, 0, 250_000, tzinfo=UTC)
"""When every test starts. No server's clock has come so far: nothing goes by itself."""


class FakeClock:
    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now

    def tick(self, **units):
        self.now += timedelta(**units)


def at(**units):
    """Return that long after the start, as tokens tell the time."""
    return START.replace(tzinfo=None) + timedelta(**units)


def v2_document(audit_ids=("audit-1", "audit-0")):
    return {"access": {"token": {"id": "in the document", "audit_ids": list(audit_ids)}}}


def v3_document(consumer=None, audit_ids=("audit-1", "audit-0")):
    document = {"token": {"audit_ids": list(audit_ids)}}
    if consumer:
        document["token"]["OS-OAUTH1"] = {"consumer_id": consumer, "access_token_id": "x"}
    return document


def token(user="alice", *, tenant="blue", trust=None, consumer=None, **members):
    """Return what a token is made with; it lives for an hour from the start."""
    data = {
        "user": {"id": user, "name": f"{user}'s name"},
        "tenant": {"id": tenant, "name": f"{tenant}'s name"} if tenant else None,
        "trust_id": trust,
        "expires": at(hours=1),
        "metadata": {"roles": ["member"]},
        "token_version": "v3.0" if consumer else "v2.0",
        "token_data": v3_document(consumer) if consumer else v2_document(),
        "bind": None,
    }
    return data | members


def without(data, *names):
    return {name: value for name, value in data.items() if name not in names}
