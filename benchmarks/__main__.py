"""`python -m benchmarks [--quick] [NAME…]`: prints a table for each benchmark; fails when a must is missed."""

from __future__ import annotations

import argparse
import sys

from benchmarks import engine, slack, teams

BENCHMARKS = {"engine": engine.run, "slack": slack.run, "teams": teams.run}


def main() -> int:
    """Run those named, or all; 1 when something costs more than it must."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Ratios of CPU time; smaller is better.")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"which to run: {', '.join(BENCHMARKS)} (default: all)"
    )
    parser.add_argument("--quick", action="store_true", help="fewer rounds, and a quarter more is allowed")
    chosen = parser.parse_args()
    unknown = set(chosen.names) - BENCHMARKS.keys()
    if unknown:
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}")
    met = [BENCHMARKS[name](quick=chosen.quick) for name in chosen.names or BENCHMARKS]
    return 0 if all(met) else 1


sys.exit(main())
