"""The errors a person may see; every message is one clear Vietnamese sentence."""

from __future__ import annotations


class SurveyError(Exception):
    """A failure with a sentence for the user; `exit_status` is what the command line returns."""

    exit_status = 2


class InputError(SurveyError):
    """The command, file, mapping or address is wrong; nothing was changed."""


class IntegrityError(SurveyError):
    """The record differs from what it should be."""

    exit_status = 4


class UnreachableError(SurveyError):
    """A source could not be reached; the last good data stay."""

    exit_status = 5
