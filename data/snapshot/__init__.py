"""Snapshots: read-only DuckDB files built from the ledger; nobody else calls duckdb.connect."""

from data.snapshot.compare import compare
from data.snapshot.publish import build, ensure_current, publish, rebuild
from data.snapshot.reading import Snapshot, open_snapshot

__all__ = ["Snapshot", "build", "compare", "ensure_current", "open_snapshot", "publish", "rebuild"]
