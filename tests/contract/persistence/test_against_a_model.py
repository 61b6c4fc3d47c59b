"""Whatever is done to a driver, in whichever order, it answers as the model does."""

import hashlib
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from ksclient.token.exceptions import TokenExists, TokenNotFound
from tests.contract.persistence.model import Kept, Model
from tests.contract.persistence.stores import FLUSHED_BY_ITSELF, GONE
from tests.contract.persistence.tokens import START, token

IDS = st.sampled_from(["t1", "T1", "t1 ", "t" * 64, "t" * 65, "é"])
LONG = {"t" * 65: hashlib.sha256(b"t" * 65).hexdigest()}
USERS = st.sampled_from(["alice", "bob"])
TENANTS = st.sampled_from([None, "blue", "red"])
TRUSTS = st.sampled_from([None, None, "trust"])
CONSUMERS = st.sampled_from([None, None, "consumer"])
STEPS = st.integers(0, 4)


class Machine(RuleBasedStateMachine):
    def __init__(self, store, place, driver, clock):
        super().__init__()
        place.wipe()
        self.driver = driver
        self.clock = clock
        self.clock.now = START
        self.store = store
        # What a server removes itself may or may not be there at the moment that it expires.
        self.apart = store.instant / 2 if GONE in store.deviations else timedelta(0)
        self.model = Model(self.clock, forgets=GONE in store.deviations)

    @rule(
        token_id=IDS, user=USERS, tenant=TENANTS, trust=TRUSTS, consumer=CONSUMERS,
        later=STEPS, past=st.booleans(),
    )  # fmt: skip
    def create(self, token_id, user, tenant, trust, consumer, later, past):
        later = later * self.store.instant + self.apart
        expires = self.model.now + (-later if past else later)
        kept = Kept(user, tenant, trust, consumer, expires)
        data = token(user, tenant=tenant, trust=trust, consumer=consumer, expires=expires)
        try:
            created = self.driver.create_token(token_id, data)
        except TokenExists:
            created = None

        assert (created is not None) == self.model.create(stored(token_id), kept)
        assert created is None or self.has(created, stored(token_id), kept)

    @rule(token_id=IDS)
    def revoke(self, token_id):
        try:
            self.driver.delete_token(token_id)
            is_revoked = True
        except TokenNotFound:
            is_revoked = False

        assert is_revoked == self.model.revoke(stored(token_id))

    @rule(user=USERS, tenant=TENANTS, trust=TRUSTS, consumer=CONSUMERS)
    def revoke_all(self, user, tenant, trust, consumer):
        revoked = self.driver.delete_tokens(user, tenant, trust, consumer)

        assert sorted(revoked) == sorted(self.model.revoke_all(user, tenant, trust, consumer))

    @rule(user=USERS, tenant=TENANTS, trust=TRUSTS, consumer=CONSUMERS)
    def list(self, user, tenant, trust, consumer):
        listed = self.driver._list_tokens(user, tenant, trust, consumer)

        assert sorted(listed) == sorted(self.model.listed(user, tenant, trust, consumer))

    @rule(token_id=IDS)
    def get(self, token_id):
        try:
            found = self.driver.get_token(token_id)
        except TokenNotFound:
            found = None

        kept = self.model.get(stored(token_id))
        assert (found is None) == (kept is None)
        assert found is None or self.has(found, stored(token_id), kept)

    @rule()
    def flush(self):
        flushed, expected = self.driver.flush_expired_tokens(), self.model.flush()

        assert 0 <= flushed <= expected
        assert flushed == expected or FLUSHED_BY_ITSELF in self.store.deviations

    @rule(step=STEPS)
    def wait(self, step):
        self.clock.now += step * self.store.instant

    @invariant()
    def has_the_same_revocation_list(self):
        told = self.driver.list_revoked_tokens()

        assert len(told) == len({line["id"] for line in told})
        assert {line["id"]: line["expires"] for line in told} == self.model.revoked()

    @staticmethod
    def has(ref, token_id, kept):
        return (ref["id"], ref["user_id"], ref["trust_id"], ref["expires"]) == (
            token_id,
            kept.user,
            kept.trust,
            kept.expires,
        ) and (ref["tenant"] or {}).get("id") == kept.tenant


def stored(token_id):
    return LONG.get(token_id, token_id)


def test_a_driver_answers_as_the_model_does(store, place, driver, clock):
    run_state_machine_as_test(
        lambda: Machine(store, place, driver, clock),
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
