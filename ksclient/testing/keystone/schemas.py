"""What bodies must be like, as data.

Of several faults Keystone reports the first that it comes to, and it goes through a schema as
Python 2 orders dictionaries: so do these, and must not be sorted.
"""

from __future__ import annotations

from ksclient.testing.keystone.validation import Schema

_ENABLED: Schema = {"enum": [True, False, None], "type": "boolean"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
_ID_OR_NULL: Schema = {
    "minLength": 1,
    "maxLength": 64,
    "type": ["string", "null"],
    "pattern": "^[a-zA-Z0-9-]+$",
}
_NOT_BLANK: Schema = {"minLength": 1, "type": "string", "pattern": r"[\S]+"}
_NAME: Schema = {**_NOT_BLANK, "maxLength": 255}

_TENANT: Schema = {
    "id": _ID_OR_NULL,
    "enabled": _ENABLED,
    "description": _TEXT_OR_NULL,
    "name": {**_NOT_BLANK, "maxLength": 64},
}

TENANT_CREATE: Schema = {
    "not": {"required": ["is_domain"]},
    "additionalProperties": True,
    "required": ["name"],
    "type": "object",
    "properties": _TENANT,
}

TENANT_UPDATE: Schema = {
    "tenantId": _ID_OR_NULL,  # checks nothing: a slip of Keystone's, which its errors show
    "additionalProperties": True,
    "minProperties": 1,
    "not": {"anyOf": [{"required": ["is_domain"]}, {"required": ["domain_id"]}]},
    "type": "object",
    "properties": _TENANT,
}

_USER: Schema = {
    "username": _NOT_BLANK,
    "description": _TEXT_OR_NULL,
    "enabled": _ENABLED,
    "tenantId": _ID_OR_NULL,
    "password": _TEXT_OR_NULL,
    "name": _NOT_BLANK,
}

USER_CREATE: Schema = {
    "additionalProperties": True,
    "anyOf": [{"required": ["username"]}, {"required": ["name"]}],
    "type": "object",
    "properties": _USER,
}

USER_UPDATE: Schema = {
    "additionalProperties": True,
    "type": "object",
    "properties": _USER,
    "minProperties": 0,
}

USER_ENABLED: Schema = {
    "additionalProperties": True,
    "required": ["enabled"],
    "type": "object",
    "properties": {"enabled": _ENABLED},
}

_ID: Schema = {
    "minLength": 1,
    "type": "string",
    "pattern": "^[a-zA-Z0-9-]+$",
    "maxLength": 64,
}

ROLE_CREATE: Schema = {
    "additionalProperties": True,
    "required": ["name"],
    "type": "object",
    "properties": {"description": {"type": "string"}, "name": _NAME, "id": _ID},
}

OLD_ROLE_CREATE: Schema = {
    **ROLE_CREATE,
    "properties": {"description": _ID, "name": _NAME, "id": _ID},
}

SERVICE_CREATE: Schema = {
    "additionalProperties": True,
    "required": ["type"],
    "type": "object",
    "properties": {
        "type": {"minLength": 1, "type": "string", "maxLength": 255},
        "enabled": _ENABLED,
        "description": _TEXT_OR_NULL,
        "name": _NAME,
    },
}
