"""`demo`: the district to look at."""

from __future__ import annotations

from argparse import Namespace

from analysis.text.numbers import integer
from data import text_commands as text
from data.commands.outcome import Desk, Outcome
from data.commands.parser import AddCommand
from data.demo import load_demo


def add(command: AddCommand) -> None:
    """Adds the command."""
    command("demo", _demo)


def _demo(_words: Namespace, desk: Desk) -> Outcome:
    loaded = load_demo(desk.home, desk.now)
    results = [result.as_dict() for result in loaded.results]
    responses = {result["source"]: result["responses"] for result in results}
    loaded_now = text.DEMO_LOADED.format(responses=integer(sum(responses.values())))
    said = loaded_now if results else text.DEMO_THERE
    return Outcome(
        {"loaded": bool(results), "results": results, "snapshot": loaded.snapshot}, (said,)
    )
