"""The dashboard, whose page notes when it could be read: `uvicorn bench.watched:app`.

A browser that is watched from outside works on that, too: a third of a second in a first visit.
"""

from server import app
from web import scripts

__all__ = ["app"]
NOTED = """
{
  const noted = window.noted = {};
  const note = (name, seen) => {
    if (name in noted || !seen) return;
    noted[name] = 0;
    requestAnimationFrame(() => setTimeout(() => { noted[name] = performance.now(); }));
  };
  new MutationObserver(() => {
    note("text", document.querySelector("[data-testid=stMetricValue]"));
    const charts = document.querySelectorAll(".js-plotly-plot .plot-container").length;
    for (let number = 1; number <= charts; number++) note(number, true);
  }).observe(document, {subtree: true, childList: true});
}
"""
"""Milliseconds from the address to the first frame with figures, and with so many charts."""
scripts.BOOT_SCRIPT += NOTED
