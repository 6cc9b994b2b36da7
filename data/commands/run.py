"""From words to exit status: parses, runs the command, prints, and turns errors into sentences."""

from __future__ import annotations

import logging
import os
import secrets
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pydantic

from analysis.errors import InputError, SurveyError
from data import text_commands as text
from data.commands import (
    backup,
    checks,
    codes,
    demo,
    files,
    registers,
    source,
    status,
    sync,
    table,
    users,
)
from data.commands.checks import DIFFERS
from data.commands.outcome import Command, Desk, Outcome
from data.commands.parser import Parser, add_commands, add_everywhere
from data.commands.printing import prepare_streams, print_error, print_outcome
from data.full_disk import disk_is_full
from data.settings import Home, Settings, now, open_home
from data.text_backup import DISK_FULL
from data.verdict import read_verdict

DEFECT, STOPPED = 1, 130
LOG = "errors.log"
QUIET = logging.NullHandler()
"""What a module notes for the server's log is no message to a person at a command."""


def build_parser() -> Parser:
    """The whole command line."""
    parser = Parser(prog="python -m data", description=text.DESCRIPTION)
    add_everywhere(parser, unset=False)
    command = add_commands(parser)
    rooms = (demo, registers, files, source, codes, sync, status, table, checks, backup, users)
    for room in rooms:
        room.add(command)
    return parser


@dataclass
class Session:
    """What is known about a call while it runs: the home, once the words were understood."""

    home: Home | None = None


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit status the contract names."""
    prepare_streams()
    logging.getLogger("data").addHandler(QUIET)
    return guarded(partial(_answer, arguments))


def _answer(arguments: Sequence[str] | None, session: Session) -> int:
    words = build_parser().parse_args(arguments)
    desk = _desk(words)
    session.home = desk.home
    run: Command = words.run
    outcome = _warned(run(words, desk), desk.home)
    print_outcome(outcome, words.as_json)
    return outcome.status


def _warned(outcome: Outcome, home: Home) -> Outcome:
    """The outcome of any command with what the last check found; `verify` has said so itself."""
    verdict = read_verdict(home)
    if verdict is None or verdict.sound or outcome.status == DIFFERS:
        return outcome
    return replace(outcome, notes=(*outcome.notes, verdict.warning))


def guarded(work: Callable[[Session], int]) -> int:
    """The status of the work; every error becomes one sentence and its status."""
    session = Session()
    try:
        return work(session)
    except SurveyError as error:
        print_error(str(error))
        return error.exit_status
    except KeyboardInterrupt:
        print_error(text.STOPPED)
        return STOPPED
    except Exception as error:  # noqa: BLE001 - the boundary: a defect gets a number
        if disk_is_full(error):
            print_error(DISK_FULL)
            return InputError.exit_status
        print_error(_logged(session.home))
        return DEFECT


def _written_down(handler: logging.Handler, number: str) -> None:
    """The traceback under its number, where the handler writes; a log with no room left keeps silent."""
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log = logging.getLogger("data.commands")
    log.addHandler(handler)
    log.propagate = False
    log.exception("%s", number)
    log.removeHandler(handler)
    with suppress(OSError):
        handler.close()


def _desk(words: Namespace) -> Desk:
    try:
        settings = Settings()
    except pydantic.ValidationError as error:
        names = ", ".join(f"SURVEY_{str(item['loc'][0]).upper()}" for item in error.errors())
        raise InputError(text.BAD_SETTING.format(names=names)) from error
    home = open_home(words.home, settings)
    try:
        home.prepare()
    except OSError as error:
        raise InputError(text.HOME_CLOSED.format(path=home.path)) from error
    return Desk(home, now(settings))


def _logged(home: Home | None) -> str:
    """Writes the traceback to the home's log (0600) under a number; the sentence names both."""
    number = secrets.token_hex(4)
    path = (home.path if home else Path.cwd()) / LOG
    try:
        os.close(os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600))
        handler: logging.Handler = logging.FileHandler(path, encoding="utf-8")
    except OSError:
        handler, path = logging.StreamHandler(sys.stderr), Path("stderr")
    _written_down(handler, number)
    return text.DEFECT.format(number=number, log=path)
