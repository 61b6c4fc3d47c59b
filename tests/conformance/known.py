"""The exchanges in which a test cloud differs from Keystone on purpose, each with its reason."""

from __future__ import annotations

DIFFERENT: dict[str, str] = {
    "validate-v3-domain-token": "tokens for domains come from v3, which a test cloud has not",
}
