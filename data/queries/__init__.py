"""The SQL on snapshots: one function per question, each (cursor, Scope, …) -> frame."""

from data.queries.bursts import bursts
from data.queries.comment_search import comment_page, original_comment
from data.queries.counts import counts, counts_of, ticks
from data.queries.criterion_cross import criterion_cross
from data.queries.dossiers import dossiers
from data.queries.public import public_periods, public_table
from data.queries.quality import quality, rejections, unreadable
from data.queries.registered import Choices, choices, officers_table, units_table
from data.queries.rows import comments, response_count, response_parts, responses

__all__ = [
    "Choices", "bursts", "choices", "comment_page", "comments", "counts", "counts_of",
    "criterion_cross", "dossiers", "officers_table", "original_comment", "public_periods",
    "public_table", "quality",
    "rejections", "response_count", "response_parts", "responses", "ticks", "units_table", "unreadable",
]
