"""Sessions."""

from __future__ import annotations

from tests.parity.difference import Difference
from tests.parity.server import REQUEST_ID

SESSIONS = [
    Difference(
        "`Session.request(original_ip=…)` is ignored",
        ("session.post(original_ip)",),
        {
            "wire": (
                ["POST http://public/compute/one/servers session token-1 accept=*/*"],
                [
                    (
                        "POST http://public/compute/one/servers session token-1 accept=*/* "
                        "forwarded=for=192.0.2.9;by=session"
                    )
                ],
            )
        },
    ),
    Difference(
        "`%` in `endpoint_override` other than",
        ("session.get at override with a percent sign",),
        {
            "wire": ([], ["GET http://public/over/50%25/servers session token-1 accept=*/*"]),
            "error": ("ValueError", "NotFound"),
        },
    ),
    Difference(
        "The `retry_after` of a 413 is 0",
        ("session.get answered 413 with Retry-After",),
        {"error.retry_after": (0, 7)},
    ),
    Difference(
        "An error with a body that OpenStack does not send",
        ("session.get answered with JSON without error",),
        {
            "error.message": (
                f"Unrecognized schema in response body. (HTTP 418) (Request-ID: {REQUEST_ID})",
                f"No. (HTTP 418) (Request-ID: {REQUEST_ID})",
            )
        },
    ),
    Difference(
        "`Session(redirect=None)` raises `TypeError`",
        ("Session(redirect=None)",),
        {
            "wire": (
                [],
                [
                    f"GET http://public/{place} session accept=*/* "
                    f"x-openstack-request-id={REQUEST_ID}"
                    for place in ("two", "three")
                ],
            ),
            "result": (None, {"status": 200, "text": '{"three": 3}'}),
            "error": ("TypeError", None),
        },
    ),
    Difference(
        "A relative `Location` fails",
        ("session.get redirected to a relative place",),
        {
            "wire": (
                [],
                [f"GET http://public/two session accept=*/* x-openstack-request-id={REQUEST_ID}"],
            ),
            "result": (None, {"status": 200, "text": '{"two": 2}'}),
            "error": ("UnknownConnectionError", None),
        },
    ),
    Difference(
        "A redirect takes the token anywhere",
        ("session.get redirected to another port",),
        {
            "wire": tuple(
                [
                    (
                        f"GET http://admin/two session {token}accept=*/* "
                        f"x-openstack-request-id={REQUEST_ID}"
                    )
                ]
                for token in ("token-1 ", "")
            )
        },
    ),
    Difference(
        "A POST answered 503 is repeated with `status_code_retries`",
        ("session.request retried: 503 of a POST",),
        {
            "wire": (["POST http://public/thing session accept=*/*"] * 2, []),
            "result": ({"status": 200, "text": '{"thing": 1}'}, None),
            "error": (None, "ServiceUnavailable"),
        },
    ),
    Difference(
        "An object of the wrong kind as `auth` or `session` fails",
        ("making a Session with a text as *",),
        {"error": ("AttributeError", "TypeError")},
    ),
]
