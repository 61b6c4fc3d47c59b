"""Where a token cache keeps its records: SQLite, Redis, or memory."""
