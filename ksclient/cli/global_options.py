"""The options that all commands take, before or after the command."""

from __future__ import annotations

from ksclient.cli.declaring import FLAG, MANY, Option, option, seconds, whole_number

FORMATS = ("table", "json", "yaml", "csv", "value")

CLOUD = (
    option(
        "--os-cloud",
        metavar="<name>",
        help="The cloud of clouds.yaml to use. Options here take precedence over what it says.",
        variables=("OS_CLOUD",),
    ),
    option(
        "--os-auth-url",
        metavar="<auth-url>",
        help="Where to log in.",
        variables=("OS_AUTH_URL",),
    ),
    option(
        "--os-username",
        metavar="<auth-user-name>",
        help="The user to log in as.",
        variables=("OS_USERNAME",),
    ),
    option(
        "--os-password",
        metavar="<auth-password>",
        help="The user's password. All users of this machine can read it in the list of "
        "processes: use the variable, or leave it out and be asked for it.",
        variables=("OS_PASSWORD",),
    ),
    option(
        "--os-tenant-name",
        "--os-project-name",
        metavar="<auth-tenant-name>",
        help="The tenant to log in for, by name.",
        variables=("OS_TENANT_NAME", "OS_PROJECT_NAME"),
    ),
    option(
        "--os-tenant-id",
        "--os-project-id",
        metavar="<tenant-id>",
        help="The tenant to log in for, by id.",
        variables=("OS_TENANT_ID", "OS_PROJECT_ID"),
    ),
    option(
        "--os-auth-type",
        metavar="<name>",
        help="How to log in: the name of an auth plugin, such as password, v2token or "
        "rackspace_apikey.",
        variables=("OS_AUTH_TYPE",),
    ),
    option(
        "--os-region-name",
        metavar="<region-name>",
        help="The region to use.",
        variables=("OS_REGION_NAME",),
    ),
    option(
        "--os-interface",
        metavar="<interface>",
        choices=("public", "internal", "admin"),
        help="Which of the identity service's URLs to ask. The admin one unless told otherwise.",
        variables=("OS_INTERFACE",),
    ),
    option(
        "--os-identity-api-version",
        metavar="<version>",
        help="The version of the Identity API. There is 2.0 only: with any other, a warning is "
        "given.",
        variables=("OS_IDENTITY_API_VERSION", "KEYSTONE_VERSION"),
    ),
    option(
        "--os-token",
        metavar="<service-token>",
        help="A token to use as it is, such as the admin token of a new cloud. It needs "
        "--os-endpoint.",
        variables=("OS_SERVICE_TOKEN", "SERVICE_TOKEN"),
    ),
    option(
        "--os-endpoint",
        metavar="<service-endpoint>",
        help="Where to ask with --os-token, such as http://keystone:35357/v2.0.",
        variables=("OS_SERVICE_ENDPOINT", "SERVICE_ENDPOINT"),
    ),
)

CACHE = (
    option(
        "--os-cache",
        kind=FLAG,
        help="Keep tokens in a file of yours, and use them until they expire. 0, false, no and "
        "off turn the variable off.",
        variables=("OS_CACHE",),
    ),
    option(
        "--force-new-token",
        kind=FLAG,
        help="Log in, whatever is kept, and keep that.",
    ),
    option(
        "--stale-duration",
        metavar="<seconds>",
        read=whole_number,
        default=30,
        help="Replace a kept token that expires sooner than that (30).",
    ),
)

CONNECTION = (
    option(
        "--os-cacert",
        metavar="<ca-certificate>",
        help="A file of certificates that the server's is checked with.",
        variables=("OS_CACERT",),
    ),
    option(
        "--os-cert",
        metavar="<certificate>",
        help="A file with a client certificate.",
        variables=("OS_CERT",),
    ),
    option("--os-key", metavar="<key>", help="A file with its key.", variables=("OS_KEY",)),
    option(
        "--insecure",
        kind=FLAG,
        help="Believe any server certificate. Whoever is on the way can read your password then.",
    ),
    option(
        "--timeout",
        metavar="<seconds>",
        read=seconds,
        help="How long to wait for a connection, and for each answer (10, and 60).",
    ),
)

OUTPUT = (
    option(
        "-f",
        "--format",
        metavar="<format>",
        name="format",
        choices=FORMATS,
        default="table",
        help="How to print: table, json, yaml, csv or value (table).",
    ),
    option(
        "-c",
        "--column",
        metavar="<column>",
        name="columns",
        kind=MANY,
        help="Print this column only; may be given more than once.",
    ),
    option(
        "--max-width",
        metavar="<characters>",
        read=whole_number,
        default=0,
        help="Fold what is in a table to that width; 0 for any (0).",
    ),
    option(
        "--debug",
        kind=FLAG,
        help="Show each request as a curl line, and its answer, on stderr. Secrets are masked.",
    ),
)

ABOUT = (
    option("-h", "--help", name="help", kind=FLAG, help="Show this help."),
    option("--version", kind=FLAG, help="Show the version."),
)

GROUPS: dict[str, tuple[Option, ...]] = {
    "Where, and who": CLOUD,
    "Tokens kept on this machine": CACHE,
    "Connection": CONNECTION,
    "Output": OUTPUT,
    "About": ABOUT,
}
"""The options by subject, in the order of the help."""

ALL = tuple(each for group in GROUPS.values() for each in group)
