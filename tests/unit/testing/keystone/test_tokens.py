"""Tokens between a login and the store: how long they live, and what ends them."""

from datetime import UTC, datetime, timedelta

import pytest

from ksclient.testing.keystone import Keystone, Settings
from ksclient.testing.keystone.refusals import Refusal
from ksclient.testing.keystone.tables import Trust
from ksclient.token.persistence.manager import PersistenceManager

HOUR = timedelta(hours=1)
FAILED = "Failed to validate token"
EVENTS_ONLY = {"revoke_by_id": False}
DOCUMENT = {"access": {"metadata": {}}}


class Tokens:
    """The tokens of a Keystone whose time a test tells."""

    def __init__(self, **settings):
        self.time = datetime(2026, 11, 22, 4, 39, 27, 300000, tzinfo=UTC)
        self.keystone = Keystone(Settings(clock=lambda: self.time, **settings))
        self.real = self.keystone.tokens

    def issue(self, user_id="u", tenant_id=None, **more):
        token = self.real.new(user_id, tenant_id, **more)
        self.real.store(token, DOCUMENT)
        return token

    def why_not(self, token_id):
        """Return what is said of a token that is not good; None if it is."""
        try:
            self.real.find(token_id)
        except Refusal as refused:
            return refused.message if refused.status == 404 else f"a {refused.status}"
        return None

    def trust(self):
        return self.keystone.state.trusts.add(Trust("trustor", "trustee", "t", ["r"]))


def missing(token):
    return f"Could not find token: {token.id}."


def test_a_token_is_found_as_it_was_issued():
    tokens = Tokens()
    parent = tokens.issue()
    token = tokens.issue("u", "t", parent=parent, trust=tokens.trust())
    found = tokens.real.find(token.id)
    assert found.document == DOCUMENT
    for name in ("id", "user_id", "tenant_id", "issued_at", "expires", "audit_ids", "trust_id"):
        assert getattr(found, name) == getattr(token, name)


def test_it_expires_at_a_whole_second():
    tokens = Tokens()
    token = tokens.issue()
    assert token.expires == datetime(2026, 11, 22, 5, 39, 27, tzinfo=UTC)
    tokens.time = token.expires - timedelta(microseconds=1)
    assert tokens.why_not(token.id) is None
    tokens.time = token.expires
    assert tokens.why_not(token.id) == FAILED
    tokens.time += HOUR
    assert tokens.why_not(token.id) == FAILED


def test_what_comes_of_a_token_expires_with_it_unless_told_otherwise():
    tokens = Tokens()
    first = tokens.issue()
    tokens.time += HOUR / 2
    second = tokens.issue(parent=first)
    third = tokens.issue(parent=second, keeps_expiry=False)
    assert second.expires == first.expires
    assert third.expires == first.expires + HOUR / 2
    assert second.audit_ids[1:] == third.audit_ids[1:] == first.audit_ids


@pytest.mark.parametrize("token_id", ["nope", "\ud800", "x" * 300])
def test_what_was_never_issued_is_not_found(token_id):
    assert Tokens().why_not(token_id) == f"Could not find token: {token_id}."


def test_no_token_is_none():
    assert Tokens().why_not("") == "No token in the request"


@pytest.mark.parametrize("settings", [{}, EVENTS_ONLY, {"revokes_whole_seconds": True}])
def test_revoking_one_leaves_the_others(settings):
    tokens = Tokens(**settings)
    token, other = tokens.issue(), tokens.issue()
    child = tokens.issue(parent=token)
    tokens.real.revoke(token)
    assert tokens.why_not(token.id) == (FAILED if settings == EVENTS_ONLY else missing(token))
    assert tokens.why_not(other.id) is None
    assert tokens.why_not(child.id) is None


def test_who_comes_second_finds_a_token_gone():
    tokens = Tokens()
    token = tokens.issue()
    tokens.real.revoke(token)
    with pytest.raises(Refusal) as caught:
        tokens.real.revoke(token)
    assert caught.value.message == missing(token)


@pytest.mark.parametrize("settings", [{}, EVENTS_ONLY])
def test_revoking_all_of_a_user_s_for_a_tenant_leaves_the_rest(settings):
    tokens = Tokens(**settings)
    ended = tokens.issue("u", "t")
    kept = [tokens.issue("u"), tokens.issue("u", "t2"), tokens.issue("u2", "t")]
    tokens.time += timedelta(seconds=1)
    tokens.real.revoke_all("u", "t")
    tokens.time += timedelta(seconds=1)
    kept.append(tokens.issue("u", "t"))
    assert tokens.why_not(ended.id) is not None
    assert [tokens.why_not(token.id) for token in kept] == [None] * 4
    tokens.real.revoke_all("u")
    alive = [token for token in kept if tokens.why_not(token.id) is None]
    assert alive == [kept[2]]


@pytest.mark.parametrize("settings", [{}, EVENTS_ONLY])
@pytest.mark.parametrize("impersonated", ["trustor", "trustee"])
@pytest.mark.parametrize("revoked", ["trustor", "trustee"])
def test_a_trust_s_tokens_end_with_those_of_either_side(settings, impersonated, revoked):
    tokens = Tokens(**settings)
    token = tokens.issue(impersonated, "t", trust=tokens.trust())
    other = tokens.issue("somebody", "t")
    tokens.real.revoke_all(revoked)
    assert tokens.why_not(token.id) is not None
    assert tokens.why_not(other.id) is None


@pytest.mark.parametrize("whole_seconds", [True, False])
def test_real_servers_kill_what_they_issue_in_the_second_of_a_revocation(whole_seconds):
    tokens = Tokens(revokes_whole_seconds=whole_seconds)
    tokens.real.revoke_all("u")
    at_once = tokens.issue()
    assert tokens.why_not(at_once.id) == (FAILED if whole_seconds else None)
    tokens.time += timedelta(seconds=1)
    assert tokens.why_not(tokens.issue().id) is None


def test_a_token_in_a_shared_store_is_known_to_another_keystone():
    tokens = Tokens()
    other = Keystone(tokens.keystone.settings, driver=tokens.real.persistence.driver)
    assert isinstance(other.tokens.persistence, PersistenceManager)
    token = tokens.issue()
    assert other.tokens.find(token.id).user_id == "u"
    other.tokens.revoke(token)
    assert tokens.why_not(token.id) == missing(token)
