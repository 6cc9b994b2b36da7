"""The real files under their kept mapping files give the published numbers."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analysis.mapping_file import check_answers, parse_mapping
from analysis.normalise import Normalised, Rules, normalise
from analysis.registers import Registers
from data.criteria import criterion_set_for
from data.sources.tabular_file import read_file

SAMPLES = Path(__file__).parents[1] / "samples"
SHARED = Path(os.environ.get("SURVEY_SHARED", Path(__file__).parents[3] / "shared")) / "data"
FILES = {
    "sfo-2015": "sfo/2015_SFO_Customer_Survey_20250817.csv",
    "sfo-2016": "sfo/2016_SFO_Customer_Survey_20250817.csv",
    "google-forms-jrg94": "google-forms-jrg94/evaluation-survey-history.csv",
    "gov-upload": "gov-upload/sample_cx_responses_upload_with_bom.csv",
}


def imported(name: str) -> Normalised:
    mapping = parse_mapping((SAMPLES / f"{name}.toml").read_text(encoding="utf-8"))
    criterion_set = criterion_set_for(mapping, {})
    check_answers(mapping, criterion_set)
    raw = read_file(SHARED / FILES[name], sheet=mapping.sheet, header_row=mapping.header_row)
    cells = raw.cells.to_pandas().astype(object)
    cells["row"] = raw.row_numbers.to_pylist()
    now = datetime(2026, 11, 20, tzinfo=UTC)
    return normalise(cells, raw.header, Rules(mapping, criterion_set, Registers(), now))


@pytest.mark.parametrize(
    ("name", "responses", "n", "mean", "satisfied"),
    [("sfo-2015", 2958, 2810, 4.0480, 0.8000), ("sfo-2016", 3087, 2919, 4.0380, 0.8099)],
)
def test_two_years_of_an_airport_survey(name, responses, n, mean, satisfied):
    found = imported(name)
    overall = found.responses["overall"]
    answered = overall[overall > 0]
    assert (len(found.responses), len(answered), len(found.rejected)) == (responses, n, 0)
    assert len(found.unreadable) == 0
    assert round(answered.mean(), 4) == mean
    assert round((answered >= 4).mean(), 4) == satisfied
    assert sorted(unit.code for unit in found.provisional_units) == list("ABCDEFG")


def test_the_days_of_2016_are_all_in_may():
    days = imported("sfo-2016").responses["day"]
    assert {(day.year, day.month) for day in days} == {(2016, 5)}


def test_a_native_google_forms_export():
    found = imported("google-forms-jrg94")
    sizes = found.responses["unit_code"].value_counts().to_dict()
    assert sizes == {"CSE 2221": 71, "CSE 1223": 16, "CSE 2231": 9}
    assert len(found.rejected) == 0 and len(found.unreadable) == 0
    first = found.responses.iloc[0]
    assert (str(first["day"]), first["minute"]) == ("2018-12-12", 20 * 60 + 36)
    assert (found.responses["overall"] > 0).sum() == 95


def test_a_government_upload_file_with_a_byte_order_mark():
    found = imported("gov-upload")
    assert (len(found.responses), len(found.rejected)) == (4, 0)
    assert found.responses["overall"].tolist() == [5, 5, 5, 5]
    assert found.responses["t_positive_efficiency"].tolist() == [True, False, False, True]
    assert found.responses["comment"].tolist()[1] is None
