"""The command line: `python -m data COMMAND`."""

from __future__ import annotations

import sys

from data.commands.run import main

if __name__ == "__main__":
    sys.exit(main())
