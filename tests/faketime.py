"""Find libfaketime, which lets a test set the clock that one process sees.

Tried in this order: the library named in DXINDEX_FAKETIME, the system's, the one in Debian's package, which
is unpacked and not installed.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.debian import unpacked

# The variant for programs with threads.
NAME = "faketime/libfaketimeMT.so.1"


def find() -> str:
    named = os.environ.get("DXINDEX_FAKETIME")
    system = next(iter(sorted(Path("/usr/lib").glob(f"*/{NAME}"))), None)
    found = named or system or unpacked("libfaketime", f"usr/lib/*/{NAME}")
    if not found:
        raise SystemExit(
            "The test of the clock needs libfaketime, and none was found or could be fetched by apt-get. "
            "Install it (on Debian: apt-get install libfaketime), or name the library in DXINDEX_FAKETIME."
        )
    return str(found)


if __name__ == "__main__":
    print(find())
