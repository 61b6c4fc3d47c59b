"""The names of keystoneclient.exceptions, and what the managers add to the tree."""

import copy
import pickle
import subprocess
import sys

import pytest

from ksclient import exceptions
from ksclient.auth import exceptions as auth_exceptions


def test_every_name_of_keystoneclient_is_here():
    theirs = pytest.importorskip("keystoneclient.exceptions")
    names = {name for name in vars(theirs) if not name.startswith("_")}
    assert {name for name in names if not hasattr(exceptions, name)} == set()


def test_a_class_that_keystoneclient_takes_from_keystoneauth1_is_taken_from_ksclient_auth():
    theirs = pytest.importorskip("keystoneclient.exceptions")
    for name, found in vars(theirs).items():
        if getattr(found, "__module__", "").startswith("keystoneauth1.exceptions"):
            assert getattr(exceptions, name) is getattr(auth_exceptions, found.__name__), name


@pytest.mark.parametrize("name", ["InvalidResponse", "UnsupportedParameters", "NotFound"])
def test_there_is_one_class_of_a_name(name):
    assert getattr(exceptions, name) is getattr(auth_exceptions, name)


@pytest.mark.parametrize(
    ("cls", "base"),
    [
        (exceptions.InvalidId, ValueError),
        (exceptions.InvalidArgument, exceptions.ValidationError),
        (exceptions.DetachedResource, AttributeError),
        (exceptions.UnrecognizedAccess, NotImplementedError),
        (exceptions.UnrecognizedAccess, exceptions.InvalidResponse),
        (exceptions.MultipleChoices, exceptions.HTTPRedirection),
        (exceptions.AmbiguousEndpoints, exceptions.EndpointException),
        (exceptions.AuthSystemNotFound, exceptions.AuthorizationFailure),
        (exceptions.OwnTenantsWarning, UserWarning),
    ],
)
def test_handlers_of_the_wider_class_catch_it(cls, base):
    assert issubclass(cls, base)


@pytest.mark.parametrize("twin_of", [copy.copy, lambda error: pickle.loads(pickle.dumps(error))])
@pytest.mark.parametrize(
    ("cls", "arguments"),
    [
        (exceptions.InvalidId, ("no", "..")),
        (exceptions.NoUniqueMatch, ("two", 2)),
        (exceptions.AmbiguousEndpoints, (["http://a", "http://b"],)),
        (exceptions.AuthPluginOptionsMissing, (["username"],)),
        (exceptions.AuthSystemNotFound, ("kerberos",)),
        (exceptions.UnrecognizedAccess, (None, "what")),
        (exceptions.CMSError, ("openssl said no",)),
        (exceptions.CertificateConfigError, ("openssl said no",)),
    ],
)
def test_an_error_survives_pickle_and_copy(cls, arguments, twin_of):
    error = cls(*arguments)
    twin = twin_of(error)
    assert isinstance(twin, cls)
    assert str(twin) == str(error)
    known = {name: value for name, value in vars(error).items() if name != "response"}
    assert {name: vars(twin)[name] for name in known} == known


def test_multiple_choices_has_its_status():
    assert exceptions.MultipleChoices().http_status == 300


def test_the_tree_loads_no_foreign_library():
    code = "import sys, ksclient.exceptions; sys.exit('keystoneauth1' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
