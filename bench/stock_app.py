"""What people write first: Streamlit and pandas on the CSV, cached as the tutorials say."""

import os

import pandas as pd
import streamlit as stock

CRITERIA = [
    "place", "waiting", "attitude", "guidance", "paperwork", "fees", "result", "deadline",
    "complaints",
]


@stock.cache_data
def load(path: str) -> pd.DataFrame:
    """The whole file."""
    return pd.read_csv(path, parse_dates=["day"])


rows = load(os.environ["BENCH_CSV"])
asked = stock.query_params
for end, column in (("from", "day"), ("to", "day")):
    if end in asked:
        day = pd.Timestamp(asked[end])
        rows = rows[rows[column] >= day] if end == "from" else rows[rows[column] <= day]
for name, column in (("unit", "province"), ("field", "field"), ("channel", "channel"),
                     ("respondent_type", "respondent_type")):
    if name in asked and asked[name] != "VN":
        rows = rows[rows[column] == asked[name]]
answered = rows[rows["overall"] > 0].assign(
    satisfied=lambda frame: frame["overall"] >= 4, low=lambda frame: frame["overall"] <= 2
)
stock.title("Satisfaction")
stock.metric("Satisfied", f"{answered['satisfied'].mean():.1%}")
stock.metric("Low", f"{answered['low'].mean():.1%}")
stock.bar_chart(rows["overall"].value_counts())
stock.line_chart(answered.groupby(answered["day"].dt.to_period("M").astype(str))["satisfied"].mean())
levels = pd.DataFrame({code: rows[f"c_{code}"].value_counts() for code in CRITERIA})
stock.bar_chart(levels.T)
stock.dataframe(answered.groupby([answered["day"].dt.weekday, answered["minute"] // 60])["satisfied"]
             .agg(["mean", "size"]).unstack())
stock.bar_chart(answered.groupby("province")["satisfied"].mean())
stock.dataframe(answered.groupby("officer")["satisfied"].agg(["mean", "size"]).head(1000))
