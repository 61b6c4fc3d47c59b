"""Finding versions, and making clients for them."""

from __future__ import annotations

from tests.parity.compare import ABSENT
from tests.parity.difference import Difference
from tests.parity.told.answers import MALFORMED
from tests.parity.told.lines import ADMIN, PUBLIC, login

NO_PLUGIN = "`client.Client(auth_url=…, username=…)` cannot log in"
SWALLOWED = "`generic.client.Client().discover()` and `discover_extensions()` return None"

VERSIONS = [
    Difference(
        MALFORMED,
        (
            "auth Discover.versioned_data_for latest: no versions",
            "auth Discover.versioned_data_for latest: an entry without links",
        ),
        {"error": ("IndexError", "DiscoveryFailure")},
    ),
    Difference(
        MALFORMED,
        ("get_version_data: a list", "auth Discover.made: a list"),
        {
            "error.message": (
                "Invalid Response - List returned instead of dict",
                "Invalid Response - http://public gave no version document, …",
            )
        },
    ),
    Difference(
        MALFORMED,
        ("available_versions: a list", "client Discover.made: a list"),
        {"error": ("TypeError", "DiscoveryFailure")},
    ),
    Difference(
        MALFORMED,
        (
            "get_version_data: no JSON",
            "available_versions: no JSON",
            "auth Discover.made: no JSON",
            "client Discover.made: no JSON",
        ),
        {
            "error.message": (
                "Invalid Response - Bad version data returned: hello",
                "Invalid Response - http://public gave no version document, …",
            )
        },
    ),
    Difference(
        "`data_for` of `keystoneclient.discover.Discover`",
        ("client Discover.data_for: all members",),
        {
            "result.collection": (ABSENT, None),
            "result.max_microversion": (ABSENT, [2, 90]),
            "result.min_microversion": (ABSENT, [2, 1]),
            "result.next_min_version": (ABSENT, [2, 4]),
            "result.not_before": (ABSENT, "2030-01-01"),
            "result.status": (ABSENT, "CURRENT"),
        },
    ),
    Difference(
        "Unknown keywords of `client.Client`, `Discover`",
        ("client.Client with an unknown keyword", "Discover with an unknown keyword"),
        {"wire": (["GET http://public/ client"], []), "error": (None, "TypeError")},
    ),
    Difference(
        "Unknown keywords of `client.Client`, `Discover`",
        ("available_versions with an unknown keyword",),
        {
            "wire": (["GET http://public/ client"], []),
            "error": (None, "TypeError"),
            "warnings": (["DeprecationWarning"], []),
        },
    ),
    Difference(
        "Of two entries of one version the last is taken",
        ("client Discover: two entries of one version",),
        {"result.0": ("http://public/second/v2.0/", "http://public/v2.0/")},
    ),
    Difference(
        "An entry with a number as id is used",
        ("client Discover: an entry with a number as id",),
        {"result": ("http://public/v2.0/", None)},
    ),
    Difference(
        "`v2.10` is read as 2.1",
        ("client normalize_version_number 'v2.10'",),
        {"result.1": (1, 10)},
    ),
    Difference(
        "`normalize_version_number` of `keystoneclient.discover`",
        ("client normalize_version_number [[]2[]]",),
        {"result": ([2], [2, 0])},
    ),
    Difference(
        "`normalize_version_number` of `keystoneclient.discover`",
        ("client normalize_version_number 'latest'",),
        {"result": (None, [float("inf")] * 2), "error": ("TypeError", None)},
    ),
    Difference(
        "`normalize_version_number` of `keystoneclient.discover`",
        ("client normalize_version_number '2.latest'",),
        {"result": (None, [2, float("inf")]), "error": ("TypeError", None)},
    ),
    *(
        Difference(
            NO_PLUGIN,
            cases,
            {
                "wire": ([], [*logins, f"GET {ADMIN}/users client {token}"]),
                "result": (None, ["v2_0.client.Client", "v2.0", []]),
                "error": ("MissingAuthPlugin", None),
            },
        )
        for cases, logins, token in (
            (
                (
                    "client.Client with credentials",
                    "client.Client with a versioned auth_url",
                    "client.Client of version 2",
                    "client.Client of version text",
                    "client.Client unstable",
                    "client.Client where v2.0 and v3 are, of version 2",
                    "Discover.create_client",
                ),
                [login()],
                "token-1",
            ),
            (
                ("Discover.create_client with other keywords",),
                [
                    login(
                        auth={
                            "passwordCredentials": {"password": "secret", "username": "somebody"}
                        },
                        tenantName="globex",
                    )
                ],
                "token-1",
            ),
            (("client.Client with an endpoint",), [], "ADMIN-TOKEN"),
        )
    ),
    Difference(
        "`client.Client()` picks v3 where it can",
        ("client.Client of version 9", "client.Client where v3 is alone"),
        {
            "error.message": (
                "Could not find a suitable endpoint for client version: …",
                "Could not find a suitable endpoint for …",
            )
        },
    ),
    Difference(
        "`client.Client()` without a URL",
        ("client.Client without a place",),
        {
            "error.message": (
                (
                    "Not enough information to determine URL. Provide either a Session, or "
                    "auth_url or endpoint"
                ),
                "There is no URL to ask for versions: …",
            )
        },
    ),
    Difference(
        "`client.Client()` picks v3 where it can",
        ("client.Client where v2.0 and v3 are",),
        {"result": ("v3", "v2.0")},
    ),
    *(
        Difference(SWALLOWED, (f"generic.Client.{what}",), {"error": (None, error)})
        for what, error in (
            ("discover: 404", "NotFound"),
            ("discover: 401", "Unauthorized"),
            ("discover: 500", "InternalServerError"),
            ("discover_extensions: 404", "NotFound"),
        )
    ),
    *(
        Difference(SWALLOWED, (f"generic.Client.discover: {what}",), {"result": (None, found)})
        for what, found in (
            (
                "another service",
                {
                    "message": "Keystone found at http://public/",
                    **{
                        version: {
                            "id": version,
                            "status": status,
                            "url": "http://public/v2.1/",
                        }
                        for version, status in (
                            ("v2.0", "SUPPORTED"),
                            ("v2.1", "CURRENT"),
                            ("v3.0", "EXPERIMENTAL"),
                            ("v4", "STRANGE"),
                        )
                    },
                },
            ),
            (
                "an entry without id",
                {
                    "message": "Keystone found at http://public/",
                    "v2.0": {
                        "id": "v2.0",
                        "status": "deprecated",
                        "url": "http://public/v2.0/",
                    },
                },
            ),
            (
                "an entry without links",
                {
                    "message": "Keystone found at http://public/",
                    "v2.0": {"id": "v2.0", "status": "stable", "url": "http://public/v2.0"},
                },
            ),
            ("no versions", {"message": "Keystone found at http://public/"}),
            ("no JSON", {"message": "Unrecognized response from http://public/"}),
        )
    ),
    Difference(
        "`discover_extensions()` ends the URL in its message",
        ("generic.Client.discover_extensions: something else",),
        {
            "result.message": (
                f"Unrecognized extensions response from {PUBLIC}/",
                f"Unrecognized extensions response from {PUBLIC}",
            )
        },
    ),
    Difference(
        "Discovery with `authenticated=False` that gets 401",
        ("discovery goes without a token",),
        {
            "wire": ([login(), "GET http://public/ session token-1"], []),
            "result": (2, None),
            "error": (None, "Unauthorized"),
        },
    ),
]
