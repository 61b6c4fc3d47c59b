"""What is told to those who give a client what it cannot use."""

import warnings

import pytest

from ksclient import client as by_version
from ksclient.auth.identity import generic, v2
from ksclient.auth.session import Session
from ksclient.discover import Discover
from ksclient.exceptions import IgnoredOptionsWarning, MissingAuthPlugin
from ksclient.httpclient import HTTPClient
from ksclient.v2_0.client import Client
from tests.unit.cloud import PUBLIC

CREDENTIALS = {"auth_url": PUBLIC, "username": "demo", "password": "s3cret"}
without_session = pytest.mark.filterwarnings("ignore:.*without a session:DeprecationWarning")


def warned_by(call):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        call()
    return caught


# --- credentials over a session ---


def test_ignored_credentials_are_named_where_there_is_no_plugin(cloud):
    keystone = Client(session=Session(), **CREDENTIALS)
    with pytest.raises(MissingAuthPlugin) as caught:
        keystone.users.list()
    told = str(caught.value)
    assert "what the client was given is ignored: username, password, auth_url" in told
    assert "Session(auth=v2.Password(" in told
    assert "s3cret" not in told


def test_without_credentials_a_plugin_is_all_that_is_missing(cloud):
    with pytest.raises(MissingAuthPlugin, match=r"Session\(auth=v2\.Password") as caught:
        Client(session=Session()).users.list()
    assert "ignored" not in str(caught.value)


# --- options of connections over a session ---


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cacert", "/ca.pem"),
        ("insecure", True),
        ("cert", "/cert.pem"),
        ("key", "/key.pem"),
        ("timeout", 3),
        ("verify", False),
        ("original_ip", "192.0.2.1"),
    ],
)
def test_an_option_of_connections_is_ignored_over_a_session_and_told(session, name, value):
    (warning,) = warned_by(lambda: Client(session=session, **{name: value}))
    assert warning.category is IgnoredOptionsWarning
    assert name in str(warning.message)
    assert "Session(" in str(warning.message)
    assert warning.filename == __file__


def test_several_ignored_options_are_one_warning(session):
    (warning,) = warned_by(lambda: Client(session=session, cacert="/ca.pem", timeout=3))
    assert "cacert, timeout" in str(warning.message)


def test_a_client_by_version_tells_of_ignored_options_once(session):
    (warning,) = warned_by(lambda: by_version.Client(session=session, timeout=3))
    assert warning.category is IgnoredOptionsWarning
    assert warning.filename == __file__


def test_options_that_say_what_holds_anyway_are_not_told(session):
    given = {"verify": True, "insecure": False, "timeout": None, "cert": None}
    assert warned_by(lambda: Client(session=session, **given)) == []


@without_session
def test_options_of_a_client_without_a_session_are_used(cloud):
    with warnings.catch_warnings():
        warnings.simplefilter("error", IgnoredOptionsWarning)
        Client(**CREDENTIALS, timeout=3)
        by_version.Client(**CREDENTIALS, timeout=3)


# --- no session ---


def test_a_client_by_version_without_a_session_warns_once_at_the_callers_line(cloud):
    caught = warned_by(lambda: by_version.Client(**CREDENTIALS))
    assert [(each.category, each.filename) for each in caught] == [(DeprecationWarning, __file__)]


def test_a_discover_without_a_session_warns_once_for_its_clients_too(cloud):
    caught = warned_by(lambda: Discover(**CREDENTIALS).create_client())
    assert [(each.category, each.filename) for each in caught] == [(DeprecationWarning, __file__)]


def test_a_discover_with_a_session_warns_of_a_client_without(session):
    found = Discover(session=session)
    (warning,) = warned_by(lambda: found.create_client(session=None, **CREDENTIALS))
    assert warning.filename == __file__


@without_session
def test_after_a_client_by_version_others_warn_still(cloud):
    by_version.Client(**CREDENTIALS)
    assert len(warned_by(lambda: Client(**CREDENTIALS))) == 1


# --- what is no session, no password, no option ---


@pytest.mark.parametrize("make", [Client, HTTPClient, by_version.Client, Discover])
def test_a_class_is_no_session(make):
    with pytest.raises(TypeError, match=r"the class Session.*Session\(auth=plugin\)"):
        make(session=Session)


def test_the_repr_of_a_client_over_anything_does_not_raise():
    class OnlySends:
        def request(self, *args, **kwargs):
            raise NotImplementedError

    assert repr(Client(session=OnlySends())) == "<Client auth=None, interface='admin'>"


@pytest.mark.parametrize("name", ["http_log_debug", "log_level", "debug_log"])
def test_who_wants_a_log_is_told_of_the_logger(session, name):
    with pytest.raises(TypeError, match="the logger 'ksclient'") as caught:
        Client(session=session, **{name: True})
    assert "Did you mean" not in str(caught.value)


@without_session
@pytest.mark.parametrize(
    "make",
    [
        lambda password: Client(auth_url=PUBLIC, username="demo", password=password),
        lambda password: v2.Password(PUBLIC, "demo", password),
        lambda password: generic.Password(PUBLIC, "demo", password=password),
    ],
)
@pytest.mark.parametrize("kind", [bytes, bytearray])
def test_a_password_of_bytes_is_refused_without_showing_it(cloud, make, kind):
    with pytest.raises(TypeError, match=f"must be text, not {kind.__name__}") as caught:
        make(kind(b"s3cret"))
    assert "s3cret" not in str(caught.value)
    assert cloud.mocker.request_history == []


def test_a_session_in_the_place_of_the_version_is_told(session):
    with pytest.raises(TypeError, match=r"Client\(session=\.\.\.\)"):
        by_version.Client(session)
