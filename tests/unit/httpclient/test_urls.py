"""A URL that is none is told by the name of its argument."""

import pytest

from ksclient import discover
from ksclient.auth.session import Session
from ksclient.v2_0.client import Client
from tests.unit.cloud import ADMIN, PUBLIC, make_token

LOGIN = {"username": "demo", "password": "s3cret", "tenant_name": "project"}
WITHOUT_A_SESSION = {
    "auth_url": lambda url: Client(**LOGIN, auth_url=url),
    "endpoint": lambda url: Client(token="t", endpoint=url),
    "endpoint_override": lambda url: Client(token="t", endpoint=ADMIN, endpoint_override=url),
}
OVER_A_SESSION = {
    "auth_url": lambda url: Client(session=Session(), auth_ref=make_token(), auth_url=url),
    "endpoint": lambda url: Client(session=Session(), endpoint=url),
    "endpoint_override": lambda url: Client(session=Session(), endpoint_override=url),
}
VERSIONS = {
    "auth_url": lambda url: discover.Discover(session=Session(), auth_url=url),
    "endpoint": lambda url: discover.Discover(session=Session(), endpoint=url),
    "url": discover.available_versions,
}

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")


@pytest.mark.parametrize("url", [1, True, b"http://me:s3cret@k.example", [PUBLIC], object()])
@pytest.mark.parametrize("calls", [WITHOUT_A_SESSION, OVER_A_SESSION, VERSIONS])
def test_a_url_that_is_no_text_is_an_error_that_names_the_argument(calls, url):
    for name, call in calls.items():
        with pytest.raises(TypeError, match=f"{name} must be a URL such as .*, not ") as caught:
            call(url)
        assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("url", [None, ""])
def test_a_url_that_is_left_empty_is_none(url):
    keystone = Client(session=Session(), endpoint=url, endpoint_override=url)
    assert keystone._adapter.endpoint_override is None
    assert Client(token="t", endpoint=ADMIN, auth_url=url).auth_url is None
