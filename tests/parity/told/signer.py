"""Signatures of EC2 requests."""

from __future__ import annotations

from tests.parity.compare import ABSENT
from tests.parity.difference import Difference

SIGNER = [
    Difference(
        "`Ec2Signer.generate` adds `SignatureMethod` to your params",
        (
            "Ec2Signer: what it leaves in the request, version 2",
            "Ec2Signer: what it leaves in the request, version 2 of a POST",
        ),
        {"result.params.SignatureMethod": ("HmacSHA256", ABSENT)},
    ),
    Difference(
        "An `Ec2Signer` signs wrongly from its second request on",
        ("Ec2Signer: two signatures of one signer",),
        {
            "result.1": (
                "R6j2LE8yM1t7mEt/Uar0qXEbLdPJEceqL+lrPtyPmXQ=",
                "pxTHwUwKgVu/CE2eOQuzp0pic6NpV2hg/NzZRIMF6H0=",
            )
        },
    ),
    Difference(
        "A malformed request to sign is `KeyError`",
        tuple(
            f"Ec2Signer{what} {request}"
            for what in (".generate", ": what it leaves in the request,")
            for request in ("version 4 on another day", "version 9", "no version")
        ),
        {"error": ("Exception", "InvalidArgument")},
    ),
]
