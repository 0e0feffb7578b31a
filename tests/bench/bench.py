"""What a build costs, beside MkDocs with Material and Zensical over the same questions as plain pages, in one run.

    python tests/bench/bench.py [--sizes 1000 10000] [--nav-sizes 1000] [--bank BANK.jsonl] [--zensical PROGRAM]
                                [--repeat 2] [--json FILE] [--write] [--parts 1000 10000]

Banks are measured in the order in which they are given. All builders build each cold, in turn and `--repeat` times;
then, after each edit of one file, all build it again. The least time of each is kept, since what disturbs a measurement
only adds to it; figures in brackets are shares of the cold build by MkDocs, so that the machine's speed drops out.
Memory is the peak of a cold build: of its largest process as the system accounts for it, and of all processes together
as seen twice a second.

In the nav that MkDocs makes by itself, 10,000 pages take minutes, 3 GB of disk and as much memory, so that is measured
at the sizes of `--nav-sizes` alone. `--write` puts the figures into the manual and the README.
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from banks import Bank, given, made
from builders import find_zensical
from pairs import measure
from parts import say_parts
from report import Result, as_json, for_manual, for_readme, sentences, table, versions, write
from runs import ROOT

_GIVEN = ROOT.parent / "shared/corpora/bank-dev.jsonl"
_MANUAL = ROOT / "content/pages/manual/explanation/cost.md"


def main() -> None:
    """Print the table, and write it where it is asked for."""
    options = _options()
    program = find_zensical(options.zensical)
    if options.zensical and not program:
        sys.exit(f"there is no program {options.zensical}")
    made_up = [_result(options, program, size) for size in options.sizes]
    others = [_result(options, program, file) for file in _banks(options)]
    results = [*sorted(made_up, key=lambda result: result.questions), *others]
    command, compared = _command(options), versions(program)
    print(f"\n{table(results)}\n" + "\n".join(sentences(results)) + f"\n{compared}", flush=True)
    if options.json:
        found = as_json(results, command, compared)
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    if options.write:
        write(_MANUAL, for_manual(results, command, compared))
        write(ROOT / "README.md", for_readme(results, compared))
    if options.parts:
        with tempfile.TemporaryDirectory() as scratch:
            say_parts(options.parts, Path(scratch), options.repeat)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 10_000], help="of made banks")
    parser.add_argument("--nav-sizes", type=int, nargs="*", default=[1000], help="at which MkDocs has all in its nav")
    parser.add_argument("--bank", type=Path, action="append", default=[], help="others' questions too; may be repeated")
    parser.add_argument("--zensical", help="the program; by default the one beside Python or on the path, if any")
    parser.add_argument("--repeat", type=int, default=2)
    parser.add_argument("--json", type=Path, help="a file for all figures")
    parser.add_argument("--write", action="store_true", help="write the figures into the manual and the README")
    parser.add_argument("--parts", type=int, nargs="+", default=[], help="sizes at which relating and checking are too")
    return parser.parse_args()


def _banks(options: argparse.Namespace) -> list[Path]:
    """Return the banks that are named, or else the one beside this project, where it is."""
    return options.bank or [_GIVEN] * _GIVEN.exists()


def _result(options: argparse.Namespace, program: str | None, named: int | Path) -> Result:
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        make: Callable[[], Bank] = (
            (lambda: made(named, scratch / "bank", options.repeat))
            if isinstance(named, int)
            else (lambda: given(named, scratch / "bank", options.repeat))
        )
        bank = make()
        count = len(bank.files)
        say = _progress(bank.name)
        figures = measure(
            bank, scratch, repeat=options.repeat, nav=named in options.nav_sizes, program=program, say=say
        )
    return Result(bank=bank.name, questions=count, made=isinstance(named, int), figures=figures)


def _progress(bank: str) -> Callable[[str], None]:
    return lambda text: print(f"{bank}: {text}", file=sys.stderr, flush=True)


def _command(options: argparse.Namespace) -> str:
    """Return the command that measures the same, without paths of this machine."""
    words = ["python tests/bench/bench.py", "--sizes", *options.sizes, "--nav-sizes", *options.nav_sizes]
    for bank in _banks(options):
        words += ["--bank", shlex.quote(bank.name)]
    return " ".join(map(str, [*words, "--repeat", options.repeat]))


if __name__ == "__main__":
    main()
