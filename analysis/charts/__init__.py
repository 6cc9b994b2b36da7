"""The figures of every page: pure functions from frames to a Chart, nothing drawn by itself."""

from analysis.charts.chart import About, Chart, Event
from analysis.charts.differences import difference_dots, driver_dots
from analysis.charts.distribution import distribution_bar, diverging_bars
from analysis.charts.funnel import funnel
from analysis.charts.heat import OPEN_HOURS, heat_map, hour_heat
from analysis.charts.multiples import small_multiples
from analysis.charts.quota import quota_bar
from analysis.charts.ranking import rate_dots
from analysis.charts.style import PLOTLY_CONFIG
from analysis.charts.trend import sparkline, trend_line

__all__ = [
    "OPEN_HOURS",
    "PLOTLY_CONFIG",
    "About",
    "Chart",
    "Event",
    "difference_dots",
    "distribution_bar",
    "diverging_bars",
    "driver_dots",
    "funnel",
    "heat_map",
    "hour_heat",
    "quota_bar",
    "rate_dots",
    "small_multiples",
    "sparkline",
    "trend_line",
]
