"""``/certificates``, on both ports."""

import pytest
from werkzeug.test import Client

from ksclient.testing.keystone import Application, Keystone, Settings

EVERYWHERE = pytest.mark.parametrize(
    ("api", "path"), [(api, path) for api in ("public", "admin") for path in ("ca", "signing")]
)


def get(api, path, **settings):
    keystone = Keystone(Settings(**settings))
    return Client(Application(keystone, api)).get(f"/v2.0/certificates/{path}"), keystone.signer


@EVERYWHERE
def test_anyone_may_have_them(api, path):
    answer, signer = get(api, path)
    assert (answer.status_code, answer.text) == (200, getattr(signer, f"{path}_pem"))


@EVERYWHERE
def test_they_claim_to_be_html_and_do_not_vary(api, path):
    answer, _ = get(api, path)
    assert answer.headers["Content-Type"] == "text/html; charset=UTF-8"
    assert "Vary" not in answer.headers
    assert answer.headers["x-openstack-request-id"].startswith("req-")


@EVERYWHERE
def test_a_keystone_without_certificates_trips(api, path):
    application = Application(Keystone(Settings(signs=False)), api)
    answer = Client(application).get(f"/v2.0/certificates/{path}")
    assert answer.status_code == 500
    assert answer.json["error"]["message"].startswith("An unexpected error prevented")
    assert answer.headers["Vary"] == "X-Auth-Token"
