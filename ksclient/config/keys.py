"""The words of a configuration, and what else they are called."""

from __future__ import annotations

import re

AUTH = (
    "auth_url",
    "username",
    "user_id",
    "password",
    "token",
    "api_key",
    "tenant_id",
    "tenant_name",
    "trust_id",
    "endpoint",
)
"""What says who logs in where. Below ``auth``, or beside it."""

PUBLIC = frozenset({"auth_url", "username", "user_id", "tenant_id", "tenant_name", "endpoint"})
"""Which of these are no secrets. All that is not known is secret."""

DOMAINS = frozenset(
    f"{whose}domain_{what}"
    for whose in ("", "user_", "project_", "default_")
    for what in ("id", "name")
) | {"default_domain", "system_scope"}
"""What only v3 knows. It is accepted as far as it means what v2.0 does anyway."""

TOP = (
    "auth",
    "auth_type",
    "profile",
    "region_name",
    "regions",
    "interface",
    "identity_interface",
    "identity_api_version",
    "identity_endpoint_override",
    "verify",
    "insecure",
    "cacert",
    "cert",
    "key",
    "api_timeout",
    "cache",
)
"""What else is said of a cloud."""

OLD_PROFILE = "cloud"
"""What a profile was called once. It is understood, and not recommended."""

SYNONYMS = {
    "apikey": "api_key",
    "auth_plugin": "auth_type",
    "auth_token": "token",
    OLD_PROFILE: "profile",
    "endpoint_type": "interface",
    "identity_endpoint": "identity_endpoint_override",
    "identity_endpoint_type": "identity_interface",
    "project_id": "tenant_id",
    "project_name": "tenant_name",
    "timeout": "api_timeout",
    "url": "endpoint",
    "user_name": "username",
}
"""Other names of the above. Where both are said in one place, these win."""

MEANT = {
    "ca_cert": "cacert",
    "project": "project_name",
    "region": "region_name",
    "tenant": "tenant_name",
    "user": "username",
}
"""What is meant by words that are none of these."""

SPELLINGS = {
    "endpoint": ("endpoint", "url"),
    "tenant_id": ("tenant_id", "project_id"),
    "tenant_name": ("tenant_name", "project_name"),
    "username": ("username", "user_name"),
}
"""What a plugin may call what has other names, too."""

_OF_OTHERS = frozenset(
    {
        "app_name",
        "auth_methods",
        "disable_vendor_agent",
        "external_network",
        "floating_ip_source",
        "force_ipv4",
        "has_network",
        "image_api_use_tasks",
        "image_format",
        "internal_network",
        "message",
        "metrics",
        "name",
        "networks",
        "prefer_ipv6",
        "requires_floating_ip",
        "secgroup_source",
        "status",
        "vendor_hook",
    }
)

_OF_SERVICES = re.compile(
    ".+_(api_version|interface|endpoint_type|endpoint_override|service_type|service_name"
    "|region_name|default_microversion|retries|retry_delay|timeout|min_version|max_version"
    "|concurrency)"
)


def normal(name: str) -> str:
    """Return the *name* that is meant: dashes are as good as underscores."""
    plain = name.replace("-", "_")
    return SYNONYMS.get(plain, plain)


def is_of_others(name: str) -> bool:
    """Tell whether *name* is something that other programs read from the same files."""
    return name in _OF_OTHERS or bool(_OF_SERVICES.fullmatch(name))
