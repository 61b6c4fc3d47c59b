"""The exchanges in which a test cloud differs from Keystone on purpose, each with its reason.

Only what their bodies say differs.
"""

from __future__ import annotations

DIFFERENT: dict[str, str] = {
    "discovery-root-json-home": "it lists the resources of v3, which a test cloud has not",
    "validate-v3-domain-token": "tokens for domains come from v3, which a test cloud has not",
}
