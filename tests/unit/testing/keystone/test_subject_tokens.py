"""``X-Subject-Token``: a header of v3, which trips Keystone where v2.0 asks who may do what."""

import pytest
from werkzeug.test import Client

from ksclient.testing.keystone import Application, Settings
from ksclient.testing.profile import named
from tests.unit.testing.keystone.routes.small_cloud import NO_ADMIN, NO_TOKEN, UNKNOWN, SmallCloud

TRIPPED = "An unexpected error prevented the server from fulfilling your request."


class Cloud(SmallCloud):
    def __init__(self, profile="pike"):
        super().__init__(Settings(profile=named(profile)))
        self.subject = self.token(self.acme)

    def answer(self, path, subject, *, api="admin", **who):
        """Return what Alice is answered, or who else asks."""
        token = who.get("token", self.token(self.acme))
        headers = {} if token is None else {"X-Auth-Token": token}
        headers["X-Subject-Token"] = subject
        client = Client(Application(self.keystone, api))
        answer = client.get(f"/v2.0{path}", headers=headers)
        return answer.status_code, answer.json.get("error", {}).get("message")


@pytest.fixture
def cloud():
    return Cloud()


@pytest.fixture(params=["/users", "/tokens/revoked", "/tokens/x", "/users/{}/credentials/OS-EC2"])
def guarded(request, cloud):
    return request.param.format(cloud.alice.id)


def test_a_good_one_is_a_500(cloud, guarded):
    assert cloud.answer(guarded, cloud.subject) == (500, TRIPPED)


def test_a_bad_one_is_a_404_that_names_it(cloud, guarded):
    assert cloud.answer(guarded, UNKNOWN) == (404, f"Could not find token: {UNKNOWN}.")


def test_an_empty_one_is_a_404(cloud, guarded):
    assert cloud.answer(guarded, "") == (404, "No token in the request")


def test_nobody_is_asked_for_a_token_first(cloud, guarded):
    assert cloud.answer(guarded, UNKNOWN, token=None) == (401, NO_TOKEN)


def test_who_has_the_configurations_token_may_send_what_he_likes(cloud):
    assert cloud.answer("/users", UNKNOWN, token="ADMIN") == (200, None)


@pytest.mark.parametrize(("path", "api"), [("/tenants", "public"), ("/extensions", "admin")])
def test_where_any_token_or_none_will_do_it_is_ignored(path, api, cloud):
    assert cloud.answer(path, UNKNOWN, api=api) == (200, None)


@pytest.mark.parametrize("profile", ["newton", "mitaka", "conoha", "nhn"])
def test_before_pike_it_trips_services_only(profile):
    old = Cloud(profile)
    assert old.answer("/tokens/revoked", old.subject) == (500, TRIPPED)
    assert old.answer("/users", old.subject) == (403, NO_ADMIN.removesuffix("."))


def test_rackspace_knows_no_such_header():
    rackspace = Cloud("rackspace")
    assert rackspace.answer(f"/tokens/{rackspace.subject}", UNKNOWN)[0] == 403
