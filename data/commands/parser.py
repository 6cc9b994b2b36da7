"""The words of the command line; argparse's own sentences are put into Vietnamese here."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from analysis.errors import InputError
from data import text_commands as text
from data.commands.outcome import Command

LONGEST_VALUE = 500


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, text.USAGE if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser that raises InputError with one Vietnamese sentence instead of leaving."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(
            **settings, add_help=False, allow_abbrev=False, formatter_class=_Help
        )
        self._positionals.title = text.TITLE_ARGUMENTS
        self._optionals.title = text.TITLE_OPTIONS
        self.add_argument("-h", "--help", action="help", help=text.HELP)

    def error(self, message: str) -> NoReturn:
        """InputError with the sentence that fits argparse's message."""
        for pattern, sentence in text.PARSER_ERRORS:
            if found := re.fullmatch(pattern, message, re.DOTALL):
                raise InputError(sentence.format(*found.groups()))
        raise InputError(text.WRONG_WORDS)


AddCommand = Callable[[str, Command], Parser]


def add_commands(parser: Parser, prefix: str = "") -> AddCommand:
    """Gives the parser commands: the result adds one by its name and the function that runs it."""
    group = parser.add_subparsers(
        title=text.TITLE_COMMANDS, metavar=text.COMMAND_WORD, required=True, dest="command"
    )

    def add(name: str, run: Command) -> Parser:
        sentence = text.COMMANDS[prefix + name]
        child: Parser = group.add_parser(name, help=sentence, description=sentence)
        add_everywhere(child, unset=True)
        child.set_defaults(run=run)
        return child

    return add


def add_everywhere(parser: Parser, *, unset: bool) -> None:
    """--home and --json: `unset` leaves alone what was given before the command."""
    later: Any = partial(parser.add_argument, default=argparse.SUPPRESS)
    add: Any = later if unset else parser.add_argument
    add("--home", type=Path, metavar="DIR", help=text.HOME)
    add("--json", action="store_true", dest="as_json", help=text.AS_JSON)


def day(value: str) -> date:
    """A day written 2026-05-04."""
    try:
        return date.fromisoformat(value) if len(value) == len("2026-05-04") else _refuse_day(value)
    except ValueError:
        return _refuse_day(value)


def clean(value: str) -> str:
    """A text that may be looked up: not empty, not endless, no control characters."""
    if not value.strip() or len(value) > LONGEST_VALUE or not value.isprintable():
        raise argparse.ArgumentTypeError(text.CLEAN_TEXT.format(limit=LONGEST_VALUE))
    return value


def _refuse_day(value: str) -> NoReturn:
    raise argparse.ArgumentTypeError(text.BAD_DAY.format(value=value[:40]))
