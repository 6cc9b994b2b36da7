"""The demonstration district before it is imported: what is drawn and what is planted."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import holidays
import pandas as pd
import pytest

from data.demo import facts
from data.demo.district import District, load_district
from data.demo.dossiers import dossier_counts
from data.demo.responses import comment_texts, draw_responses
from data.settings import CHECKOUT, Settings

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def district() -> District:
    return load_district(TODAY)


@pytest.fixture(scope="module")
def responses(district: District) -> pd.DataFrame:
    return draw_responses(district)


def low_of(rows: pd.DataFrame) -> tuple[int, int]:
    answered = rows[rows["answered"]]
    return len(answered), int((answered["overall"] <= 2).sum())


def test_the_district_has_the_announced_size(district: District, responses: pd.DataFrame) -> None:
    assert len(district.units) == 1 + facts.COMMUNES
    assert len(district.officers) == facts.OFFICERS
    assert len(responses) == facts.RESPONSES
    assert 0.87 < (responses["overall"] >= 4).mean() < 0.90


def test_the_same_day_gives_the_same_responses(responses: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(draw_responses(load_district(TODAY)), responses)


@pytest.mark.parametrize("today", [TODAY, date(2027, 3, 1), date(2028, 2, 29)])
def test_the_planted_units_and_officers_hold_on_any_day(today: date) -> None:
    district = load_district(today)
    responses = draw_responses(district)
    for planted in facts.PLANTED_UNITS:
        place = [place.code for place in district.places].index(planted.code)
        assert low_of(responses[responses["place"] == place]) == (planted.n, planted.low)
    over = set()
    for number, officer in enumerate(district.officers):
        n, low = low_of(responses[responses["officer"] == number])
        over |= {officer.code} if 4 * low > n else set()
    assert over == facts.OFFICERS_OVER
    for planted in facts.PLANTED_OFFICERS:
        rows = responses[responses["officer"] == district.officer_number[planted.code]]
        assert low_of(rows) == (planted.n, planted.low)


def test_a_quarter_is_planted_exactly() -> None:
    assert 4 * facts.UNIT_EXACTLY_A_QUARTER.low == facts.UNIT_EXACTLY_A_QUARTER.n


def test_nobody_comes_on_sundays_holidays_or_at_night(responses: pd.DataFrame) -> None:
    moments = responses["moment"]
    minutes = moments.dt.hour * 60 + moments.dt.minute
    closed = holidays.country_holidays("VN", years=[2024, 2025, 2026])
    assert set(moments.dt.day_of_week.unique()) == {0, 1, 2, 3, 4, 5}
    assert not [day for day in moments.dt.date.unique() if day in closed]
    assert minutes.between(7 * 60 + 30, 17 * 60 - 1).all()
    assert not minutes.between(11 * 60 + 30, 13 * 60 + 29).any()
    assert minutes[moments.dt.day_of_week == 5].max() < 11 * 60 + 30


def test_the_data_end_the_day_before_and_cover_24_months(responses: pd.DataFrame) -> None:
    days = responses["moment"].dt.date
    assert days.min() >= date(2024, 12, 1) and days.max() == date(2026, 11, 19)
    assert responses["moment"].dt.to_period("M").nunique() == facts.MONTHS


def test_the_burst_is_one_officer_within_ten_minutes(
    district: District, responses: pd.DataFrame
) -> None:
    burst = responses[responses["straight"]]
    start = pd.Timestamp(district.dates.burst) + pd.Timedelta(minutes=facts.BURST_START)
    assert len(burst) == facts.BURST_SIZE and burst["overall"].eq(5).all()
    assert burst["officer"].unique().tolist() == [district.officer_number[facts.BURST_OFFICER]]
    assert burst["moment"].between(start, start + pd.Timedelta(minutes=10)).all()


def test_the_drop_begins_on_its_day(district: District, responses: pd.DataFrame) -> None:
    place = [place.code for place in district.places].index(facts.DROP_UNIT)
    rows = responses[responses["place"] == place]
    after = rows["moment"].dt.date >= district.dates.drop
    satisfied = rows["overall"] >= 4
    assert satisfied[~after].mean() - satisfied[after].mean() > 0.08


def test_two_officers_share_one_name_in_two_units(district: District) -> None:
    by_code = {officer.code: officer for officer in district.officers}
    first, second = (by_code[code] for code in facts.SAME_NAME_OFFICERS)
    assert first.name == second.name and first.unit_code != second.unit_code
    assert len({officer.name for officer in district.officers}) == facts.OFFICERS - 1


def test_units_change_over_time(district: District, responses: pd.DataFrame) -> None:
    units = {unit.code: unit for unit in district.units}
    merged, new = units[facts.MERGED_UNIT], units[facts.NEW_UNIT]
    assert merged.successor_codes == (facts.MERGED_INTO,) and merged.valid_to == date(2025, 10, 31)
    codes = responses["place"].map(dict(enumerate(place.code for place in district.places)))
    assert responses.loc[codes == facts.MERGED_UNIT, "moment"].max().date() <= merged.valid_to
    assert new.valid_from == date(2026, 11, 1) and not (codes == facts.NEW_UNIT).any()
    starts = {units[code].model_start for code in facts.PILOTS}
    assert starts == {date(2025, 5, 1)} and units["MH01"].model_start == date(2026, 5, 1)


def test_comments_are_many_and_the_dangerous_ones_all_occur(
    district: District, responses: pd.DataFrame
) -> None:
    texts = comment_texts(district)
    used = {texts[number] for number in responses["comment"].unique() if number >= 0}
    assert len(set(texts)) == len(texts) and len(used) > 300
    assert {*district.comments["hostile"], *district.comments["personal"]} <= used


def test_dossiers_outnumber_responses(district: District, responses: pd.DataFrame) -> None:
    counts = dossier_counts(district, responses)
    assert sum(item.count for item in counts) > 2 * facts.RESPONSES
    for item in counts:
        assert (item.early or 0) + (item.on_time or 0) + (item.late or 0) == item.count
        assert item.period_from <= item.period_to <= district.dates.last


def test_no_commune_bears_the_name_of_a_real_one(district: District) -> None:
    shared = Settings().shared or CHECKOUT.parent / "shared"
    source = Path(shared) / "data" / "admin-units" / "units-2026.csv"
    with source.open(encoding="utf-8-sig", newline="") as lines:
        real = {row["name"].casefold() for row in csv.DictReader(lines)}
    assert not {unit.name.casefold() for unit in district.units} & real
