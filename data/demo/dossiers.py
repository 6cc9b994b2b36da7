"""How many dossiers each commune handled each month, in proportion to its responses."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from analysis.registers import DossierCount
from data.demo import facts
from data.demo.district import District, generator

ON_TIME, EARLY = 0.62, 0.33


def dossier_counts(district: District, responses: pd.DataFrame) -> list[DossierCount]:
    """One count for each commune and month with responses; early, on time and late add up to it."""
    random = generator("dossiers")
    counts = []
    months = responses["moment"].dt.to_period("M").rename("month")
    sizes = responses.groupby([months, "place"]).size().rename("answered").reset_index()
    for month, index, answered in sizes.itertuples(index=False):
        place = district.places[int(index)]
        handled = int(np.ceil(answered / place.coverage * random.uniform(0.85, 1.15)))
        on_time, early, late = random.multinomial(handled, [ON_TIME, EARLY, 1 - ON_TIME - EARLY])
        counts.append(DossierCount(
            place.code, max(month.start_time.date(), district.dates.first),
            _last_day(district, place.code, month.end_time.date()),
            handled, early=int(early), on_time=int(on_time), late=int(late),
        ))
    return counts


def _last_day(district: District, code: str, month_end: date) -> date:
    ended = district.dates.merger - timedelta(days=1)
    return min(month_end, ended if code == facts.MERGED_UNIT else district.dates.last)
