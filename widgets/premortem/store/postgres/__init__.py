"""The log in PostgreSQL, for a company: several servers of the app, one store. Needs psycopg."""

from __future__ import annotations

from premortem.store.postgres.log import PostgresLog

__all__ = ["PostgresLog"]
