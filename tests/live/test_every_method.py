"""All tests of this folder together call every method of every manager, over both sessions."""

from __future__ import annotations

from tests.live.libraries import LIBRARIES
from tests.live.method_calls import MethodCalls, public_methods

# Resources that a server only tells of: they have no route of their own.
WITHOUT_A_ROUTE = {
    "Endpoint.get",
    "Extension.delete",
    "Token.get",
    "TokenEndpoint.delete",
    "TokenEndpoint.get",
}


def test_every_method_returned_over_the_session_of_each_library(
    whole_suite, method_calls: MethodCalls
):
    wanted = {
        (name, library.name)
        for name, _, _ in public_methods()
        for library in LIBRARIES
        if name not in WITHOUT_A_ROUTE
    }

    missing = sorted(wanted - method_calls.returned)
    assert not missing, "\n".join(f"{name} over {library}" for name, library in missing)


def test_the_methods_are_those_that_a_reader_would_name():
    names = {name for name, _, _ in public_methods()}

    assert names >= WITHOUT_A_ROUTE
    assert names >= {
        "CertificatesManager.get_ca_certificate",
        "CredentialsManager.find",
        "EC2.delete",
        "Endpoint.delete",
        "ExtensionManager.list",
        "RoleManager.remove_user_role",
        "Service.delete",
        "Tenant.add_user",
        "TenantManager.update",
        "Token.delete",
        "TokenManager.check",
        "User.list_roles",
        "UserManager.update_own_password",
    }
