"""What a site costs, as ratios within one run, so that the machine's speed drops out.

    python tests/bench/bench.py [--sizes 1000 4000] [--related 1000 10000]

For each size a bank is made; then, in turn and `--repeat` times, `mkdocs build` with the plugin, and without it over
the same pages, exported to disk before the clock starts. The least time of each is kept, since what disturbs a
measurement only adds to it.

For each size of `--related`, the time of relations, communities, map and search index together is set beside that of
`mkdocs build` with nothing but Material over the question files as they are, none of them in the nav; so is the time
of `qbank check`.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from made import make_bank

_STOCK = """site_name: Stock
docs_dir: content/questions
theme: material
nav: [index.md]
not_in_nav: "*"
markdown_extensions: [attr_list, tables, pymdownx.highlight, pymdownx.superfences]
"""
_PARTS = ("relations", "communities", "layout", "index")
ROOT = Path(__file__).resolve().parent.parent.parent
BIN = Path(sys.executable).parent


def seconds(*command: str | Path, cwd: Path) -> float:
    """How long a command takes; it must succeed."""
    started = time.perf_counter()
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    program, *arguments = map(str, command)
    done = subprocess.run([str(BIN / program), *arguments], cwd=cwd, env=environment, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}\n{done.stderr.decode()[-2000:]}")
    return time.perf_counter() - started


def measure(size: int, scratch: Path, repeat: int) -> tuple[float, float]:
    """Gives the seconds of a build with the plugin and of one of the same pages from disk."""
    project = scratch / f"bank-{size}"
    make_bank(project, size)
    shutil.copy(ROOT / "mkdocs.yml", project)
    settings = (project / "mkdocs.yml").read_text(encoding="utf-8")
    kept = [line for line in settings.splitlines() if "contribute.md" not in line and "custom_dir" not in line]
    (project / "mkdocs.yml").write_text("\n".join(kept) + "\n", encoding="utf-8")
    exported = scratch / f"exported-{size}"
    seconds("qbank", "export", exported, cwd=project)
    pairs = [
        (seconds("mkdocs", "build", "-q", cwd=project), seconds("mkdocs", "build", "-q", cwd=exported))
        for _ in range(repeat)
    ]
    pages = len(list((project / "site").rglob("index.html")))
    same = pages == len(list((exported / "site").rglob("index.html")))
    if not same or pages < size:
        sys.exit(f"the two sites of {size} questions hold different pages")
    return min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)


def relating(size: int, scratch: Path, repeat: int) -> tuple[dict[str, float], float, float]:
    """Gives the seconds and the memory of relating, and the seconds of a check and of a stock build."""
    project = scratch / f"related-{size}"
    content = make_bank(project, size)
    (project / "mkdocs.yml").write_text(_STOCK, encoding="utf-8")
    checked = min(
        seconds("qbank", "--content", content, "check", "--fail-on", "error", cwd=project) for _ in range(repeat)
    )
    (content / "questions" / "index.md").write_text("# Questions\n", encoding="utf-8")
    program = str(ROOT / "tests/bench/relating.py")
    runs = [json.loads(subprocess.check_output([sys.executable, program, content])) for _ in range(repeat)]
    stock = min(seconds("mkdocs", "build", "-q", cwd=project) for _ in range(1 if size > 4000 else repeat))
    return min(runs, key=_together), checked, stock


def _together(run: dict[str, float]) -> float:
    return sum(run[part] for part in _PARTS)


def compare_relating(sizes: list[int], scratch: Path, repeat: int) -> None:
    """Prints what relating and checking cost beside a stock build, and how relating grows."""
    names = ("questions", *_PARTS, "together", "stock", "ratio", "memory", "check", "ratio")
    print("\n" + " ".join(f"{name:>11}" for name in names))
    found = {}
    for size in sizes:
        run, checked, stock = relating(size, scratch, repeat)
        found[size] = _together(run)
        times = " ".join(f"{value:>9.2f} s" for value in (*(run[part] for part in _PARTS), found[size], stock))
        check = f"{checked:>9.2f} s {checked / stock:>11.2f}"
        print(f"{size:>11} {times} {found[size] / stock:>11.2f} {run['MiB']:>7.0f} MiB {check}", flush=True)
    _say_growth(sizes, found)


def _say_growth(sizes: list[int], found: dict[int, float]) -> None:
    first, last = sizes[0], sizes[-1]
    if first != last:
        grown = (found[last] / last) / (found[first] / first)
        print(f"from {first} to {last} the time for a question grows {grown:.2f} times")


def main() -> None:
    """Prints the pairs and how the time grows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 4000])
    parser.add_argument("--related", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--repeat", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        found = {}
        print(f"{'questions':>10} {'plugin':>10} {'from disk':>10} {'ratio':>7} {'a question':>12}", flush=True)
        for size in options.sizes:
            ours, theirs = found[size] = measure(size, Path(scratch), options.repeat)
            each = 1000 * ours / size
            print(f"{size:>10} {ours:>8.1f} s {theirs:>8.1f} s {ours / theirs:>7.2f} {each:>9.1f} ms", flush=True)
        _say_growth(options.sizes, {size: pair[0] for size, pair in found.items()})
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"the largest process took {peak:.0f} MiB")
        compare_relating(options.related, Path(scratch), options.repeat)


if __name__ == "__main__":
    main()
