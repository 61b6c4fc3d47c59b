"""What every driver inherits."""

import pytest

from ksclient.token.exceptions import TokenNotFound
from ksclient.token.persistence import Driver
from tests.unit.token.persistence.stand_ins import LATER


class Simple(Driver):
    """A driver of the least that must be written; it lists what it was made with."""

    def __init__(self, tokens, listed=None):
        self.tokens = tokens
        self.listed = listed if listed is not None else list(tokens)

    def get_token(self, token_id):
        if token_id not in self.tokens:
            raise TokenNotFound(token_id)
        return self.tokens[token_id]

    def create_token(self, token_id, data): ...

    def delete_token(self, token_id):
        self.get_token(token_id)
        del self.tokens[token_id]

    def _list_tokens(self, user_id, tenant_id=None, trust_id=None, consumer_id=None):
        return self.listed

    def list_revoked_tokens(self): ...

    def flush_expired_tokens(self): ...


def ref(tenant):
    return {"expires": LATER, "tenant": {"id": tenant}}


@pytest.mark.parametrize("method", sorted(Driver.__abstractmethods__))
def test_a_driver_needs_every_method(method):
    methods = {k: v for k, v in vars(Simple).items() if k != method}
    with pytest.raises(TypeError, match=method):
        type("Incomplete", (Driver,), methods)({})


def test_what_is_listed_is_revoked():
    driver = Simple({"t1": ref("blue"), "t2": ref("red")})

    assert driver.delete_tokens("alice") == ["t1", "t2"]
    assert driver.tokens == {}


def test_what_is_listed_by_one_filter_is_filtered_by_the_others():
    driver = Simple({"t1": ref("blue"), "t2": ref("red")})

    assert driver.delete_tokens("alice", tenant_id="red", trust_id="trust") == ["t2"]
    assert list(driver.tokens) == ["t1"]


def test_what_somebody_else_revoked_before_is_passed_over():
    driver = Simple({"t2": ref("red")}, listed=["t1", "t2"])

    assert driver.delete_tokens("alice") == ["t2"]
    assert driver.tokens == {}
