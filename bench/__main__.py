"""Measurements and pictures: `python -m bench all`, `… questions`, `… shots`, `… kills`, …"""

from __future__ import annotations

import importlib
import sys

COMMANDS = {
    "all": "bench.everything", "questions": "bench.questions", "sessions": "bench.sessions",
    "pages": "bench.browser", "exports": "bench.exports",
    "shots": "bench.shots", "import": "bench.import_speed", "kills": "bench.kills",
    "canaries": "bench.canaries", "grown": "bench.grown", "profile": "bench.profiled",
}


def main() -> int:
    """Runs the named part with the remaining words; 2 when the word is unknown."""
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        print(f"usage: python -m bench {'|'.join(COMMANDS)} …", file=sys.stderr)
        return 2
    name = sys.argv.pop(1)
    part = importlib.import_module(COMMANDS[name])
    return int(part.main() or 0)


if __name__ == "__main__":
    raise SystemExit(main())
