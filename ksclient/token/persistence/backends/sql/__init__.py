"""Tokens in a database: SQLite, PostgreSQL, MariaDB or MySQL."""

from ksclient.token.persistence.backends.sql.driver import DEVIATIONS as DEVIATIONS
from ksclient.token.persistence.backends.sql.driver import Driver as Driver
