"""How much of anybody's file is read. Everything beyond is refused by name, before it costs memory or time."""

from __future__ import annotations

MAX_BYTES = 10 * 1024 * 1024
"""Of a file: as many cells as are read, at 20 letters each, which is more than most tables take."""

MAX_CELLS = 500_000
"""Of a table, filled or not: 266 economies x 60 years x 30 indicators; some 40 MB while they are read."""

MAX_ROWS = 100_000
"""Of a table: tidy files have a row a value."""

MAX_COLUMNS = 500
MAX_CELL = 10_000  # letters: below the csv module's own limit, which any library in the process may raise

MAX_UNPACKED = 64 * 1024 * 1024
"""Bytes of a workbook's or Parquet file's content: a cell of a workbook takes 50 to 100 in its XML."""

MAX_PARTS = 500
"""Files within a workbook; a sheet has about two."""

MAX_UNITS = 5_000
MAX_INDICATORS = 200
MAX_FAULTS = 1_000
"""Faults that are kept; the others are counted."""

MAX_FRAMEWORK_BYTES = 256 * 1024
"""Of a framework file; one of 200 indicators with notes in two languages has a fifth of that."""

MAX_MEMORY = 2 * 1024**3
"""Bytes of address space of the process that opens a workbook or Parquet file; libraries map most of it."""

MAX_SECONDS = 30
"""For opening a workbook or Parquet file; the largest that is read takes three."""
