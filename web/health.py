"""`GET /healthz`: whether the dashboard works and how old its data are; no names, no figures."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

from analysis.errors import SurveyError
from data.ledger import open_ledger
from data.living import living
from data.settings import now, open_home
from data.snapshot.files import current_path
from data.snapshot.reading import Snapshot

_log = logging.getLogger("survey.web")


async def healthz(request: Request) -> JSONResponse:
    """The contract's document; 503 when the snapshot in force cannot be read."""
    said = await run_in_threadpool(health)
    return JSONResponse(
        said, 503 if said["status"] == "error" else 200, headers={"Cache-Control": "no-store"}
    )


def health() -> dict[str, Any]:
    """status is "ok", "empty" or "error"; ages are seconds, sources go by number."""
    said: dict[str, Any] = {"status": "empty", "snapshot": None, "data_age_s": None, "sources": []}
    path = current_path(open_home())
    if path is None:
        return said
    said["snapshot"] = path.name
    try:
        with Snapshot(path).cursor() as cursor:
            imports = cursor.execute("SELECT source_id, last_import FROM source").fetchall()
    except SurveyError:
        _log.exception("snapshot cannot be read")
        return {**said, "status": "error"}
    ages: dict[int, int | None] = {int(number): _age(moment) for number, moment in imports}
    late = _late()
    known = [age for age in ages.values() if age is not None]
    return {
        **said,
        "status": "ok",
        "data_age_s": min(known, default=None),
        "sources": [
            {"id": number, "age_s": ages.get(number), **late.get(number, {})}
            for number in sorted(ages.keys() | late.keys())
        ],
    }


def _late() -> dict[int, dict[str, Any]]:
    """What the record knows better of living sources: when they were last read, and if too late."""
    ledger = open_ledger(open_home())
    try:
        return {
            one.source.id: {"age_s": one.age_s, "late": one.late} for one in living(ledger, now())
        }
    finally:
        ledger.close()


def _age(moment: str | None) -> int | None:
    if not moment:
        return None
    imported = datetime.fromisoformat(moment)
    if imported.tzinfo is None:
        imported = imported.replace(tzinfo=UTC)
    return max(0, round((now() - imported).total_seconds()))
