"""What a request with signature version 4 says about its own signature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from ksclient.auth._redact import secret
from ksclient.contrib.ec2.reading import mapping, text
from ksclient.exceptions import InvalidArgument

ALGORITHM = "AWS4-HMAC-SHA256"
"""The name of signature version 4, where a request tells how it is signed."""

_SCOPE_ENDS_WITH = "aws4_request"


@dataclass(frozen=True, slots=True)
class Authorization:
    """What is signed, and what the key is good for.

    It stands in the ``Authorization`` header or, where there is none, in the parameters of the
    query, whose names then begin with ``X-Amz-``. Keystone looks for both headers in exactly
    this spelling, ``Authorization`` and ``X-Amz-Date``, so nothing else is looked for here.

    Attributes:
        date: When it was signed, as in ``20110909T233600Z``.
        scope: Date, region, service, and ``aws4_request``.
        signed_headers: The names of the signed headers, with ``;`` between them.
    """

    date: str
    scope: tuple[str, ...]
    signed_headers: str

    @classmethod
    def read(cls, headers: Mapping[str, Any], params: Mapping[str, Any]) -> Self:
        """Return what *headers* and *params* say.

        Raises:
            InvalidArgument: If a part is missing or malformed.
        """
        scope = _scope(_part("Credential", headers, params))
        date = _date(headers, params)
        if not date.startswith(scope[0]):
            raise InvalidArgument(
                f"X-Amz-Date says {date!r:.40}, and the scope of the Credential {scope[0]!r:.40}: "
                "a request is signed for one and the same day."
            )
        return cls(date, scope, _part("SignedHeaders", headers, params))


def is_there(credentials: Mapping[str, Any], params: Mapping[str, Any]) -> bool:
    """Tell whether a request says that it is signed with version 4.

    An ``Authorization`` header of another kind means no, whatever the parameters say.
    """
    headers = mapping(credentials.get("headers") or {}, "credentials['headers']")
    if "Authorization" in headers:
        return text(headers, "Authorization", "headers").startswith(ALGORITHM)
    return params.get("X-Amz-Algorithm") == ALGORITHM


def _part(name: str, headers: Mapping[str, Any], params: Mapping[str, Any]) -> str:
    if "Authorization" in headers:
        place = f"{name} in headers['Authorization']"
        header = secret(text(headers, "Authorization", "headers"))
        found = header.partition(f"{name}=")[2].split(",")[0]
    else:
        place = f"params['X-Amz-{name}']"
        found = text(params, f"X-Amz-{name}", "params")
    if not found:
        raise InvalidArgument(f"{place} is missing or empty: signature version 4 needs it.")
    return found


def _scope(credential: str) -> tuple[str, ...]:
    scope = tuple(credential.split("/")[1:])
    if len(scope) != 4 or not all(scope) or scope[-1] != _SCOPE_ENDS_WITH:
        raise InvalidArgument(
            "Credential, in headers['Authorization'] or params['X-Amz-Credential'], is malformed: "
            f"it has to be the access key, a date, a region, a service and '{_SCOPE_ENDS_WITH}', "
            "with '/' between them."
        )
    return scope


def _date(headers: Mapping[str, Any], params: Mapping[str, Any]) -> str:
    if "X-Amz-Date" in headers:
        return text(headers, "X-Amz-Date", "headers")
    if "X-Amz-Date" in params:
        return text(params, "X-Amz-Date", "params")
    raise InvalidArgument(
        "X-Amz-Date is missing in headers and params alike: signature version 4 needs it, in that "
        "spelling, as in 20110909T233600Z. A Date header does not do."
    )
