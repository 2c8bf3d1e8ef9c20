"""Run the command line: ``python -m dxindex``."""

import sys

from dxindex.cli import main

if __name__ == "__main__":
    sys.exit(main())
