"""Tokens in a database: SQLite, PostgreSQL, MariaDB or MySQL."""

import sqlalchemy

from ksclient.token.persistence.backends.libraries import need

need("SQLAlchemy", sqlalchemy.__version__, "2.0")  # before what an older one does not have

from ksclient.token.persistence.backends.sql.driver import DEVIATIONS as DEVIATIONS  # noqa: E402
from ksclient.token.persistence.backends.sql.driver import Driver as Driver  # noqa: E402
