"""What is asked of the table of tokens, and what is changed in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from ksclient.token.persistence.backends.sql.tables import tokens
from ksclient.token.persistence.records import name_of

_t = tokens.c
_is_valid = _t.valid == sa.true()
_is_revoked = _t.valid == sa.false()

GET = sa.select(_t.id, _t.expires, _t.user_id, _t.trust_id, _t.extra).where(
    _t.id == sa.bindparam("key"), _is_valid
)

REVOKE = sa.update(tokens).where(_t.id == sa.bindparam("key"), _is_valid).values(valid=sa.false())

REVOKE_ALL = (
    sa.update(tokens)
    .where(_t.id.in_(sa.bindparam("keys", expanding=True)))
    .values(valid=sa.false())
)

LIST_REVOKED = sa.select(_t.id, _t.expires, _t.audit_id).where(
    _is_revoked, _t.expires > sa.bindparam("moment")
)

EXPIRED = (
    sa.select(_t.id, _t.expires)
    # What was removed a moment ago may still stand in the index: it is not gone through again.
    .where(_t.expires >= sa.bindparam("since"), _t.expires <= sa.bindparam("moment"))
    .order_by(_t.expires)
)

REMOVE_ALL = sa.delete(tokens).where(_t.id.in_(sa.bindparam("keys", expanding=True)))


def insert(dialect_name: str) -> Any:
    """Return what adds a token. If there is one of its id, that is an integrity error.

    On PostgreSQL it returns no row instead of one: that server writes what breaks a constraint
    into its log, and the token with it.
    """
    if dialect_name == "postgresql":
        return postgresql.insert(tokens).on_conflict_do_nothing().returning(_t.id)
    return sa.insert(tokens)


def live(names: dict[str, Any], moment: datetime) -> sa.Select[tuple[Any]] | None:
    """Return what finds the ids of live tokens, if any can match.

    Args:
        names: What they have, by column.
        moment: The time now.
    """
    texts = {column: name_of(name) for column, name in names.items()}
    if None in texts.values():
        return None  # nothing that cannot be stored was
    return sa.select(_t.id).where(
        *(_t[column] == text for column, text in texts.items()), _is_valid, _t.expires > moment
    )
