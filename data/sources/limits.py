"""What an uploaded file may cost; every number is a bound a person can be told."""

from __future__ import annotations

MEGABYTE = 1024 * 1024

MAX_CSV_BYTES = 500 * MEGABYTE
MAX_WORKBOOK_BYTES = 50 * MEGABYTE
MAX_ROWS = 200_000
MAX_COLUMNS = 241
# A narrow CSV file may have more rows: as many as hold no more cells than the widest may have.
MAX_CSV_ROWS = 2_000_000
# A living source grows for years; it is read in batches.
MAX_LIVE_ROWS = 2_000_000
# Reading cells from XML is what costs time in a workbook: 6 to 12 s for so many (200,000 rows of
# 20 columns, 16,000 of 241). A CSV file has no such bound: 200,000 x 241 cells fit the time and the memory.
MAX_WORKBOOK_CELLS = 4_000_000
# Longer than any real cell (Excel stops at 32,767 characters): a quote was never closed.
MAX_CELL_CHARACTERS = 1_000_000

# A workbook is a zip. Honest sheets unpack 5 to 25 times; deflate can reach 1,032 times.
MAX_UNPACKED_BYTES = 600 * MEGABYTE
MAX_RATIO = 100
RATIO_FREE_BYTES = MEGABYTE
MAX_ENTRIES = 1_000
# Before its root element an honest XML part has a declaration and perhaps a comment.
MAX_PROLOG_BYTES = 16 * 1024

CHILD_MEMORY_BYTES = 512 * MEGABYTE
CHILD_SECONDS = 20
# Those are of the processor; by the clock a busy machine takes longer for the same work.
PATIENCE = 3
CHILD_OUTPUT_BYTES = 1024 * MEGABYTE
