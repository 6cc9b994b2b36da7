"""Snapshots: read-only DuckDB files built from the ledger; nobody else calls duckdb.connect."""
