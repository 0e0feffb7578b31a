"""Kills builds at random moments and counts how often the earlier site is intact.

python tests/hostile/kills.py [--times 100]
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench"))
from made import make_bank

BIN = Path(sys.executable).parent
SETTINGS = "site_name: Made\ndocs_dir: content/pages\ntheme: {name: material, font: false}\nplugins: [qbank]\n"


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def main() -> None:
    """Prints the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=100)
    times = parser.parse_args().times
    chance = random.Random(11)  # noqa: S311 - nothing here is secret
    command = [str(BIN / "mkdocs"), "build", "-q"]
    counts = dict.fromkeys(("earlier", "new", "broken"), 0)
    with tempfile.TemporaryDirectory() as scratch:
        project = Path(scratch) / "project"
        make_bank(project, 60)
        (project / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
        started = time.monotonic()
        subprocess.run(command, cwd=project, check=True, capture_output=True)
        whole = time.monotonic() - started
        site, kept = project / "site", Path(scratch) / "kept"
        shutil.copytree(site, kept)
        changed = project / "content/questions/topic-1/q-1.md"
        changed.write_text(changed.read_text(encoding="utf-8") + "\nA change.\n", encoding="utf-8")
        subprocess.run([*command, "-d", str(Path(scratch) / "new")], cwd=project, check=True, capture_output=True)
        states = {"earlier": tree(kept), "new": tree(Path(scratch) / "new")}
        while sum(counts.values()) < times:
            with subprocess.Popen(command, cwd=project, stderr=subprocess.DEVNULL, start_new_session=True) as process:
                time.sleep(chance.uniform(0.0, whole))
                killed = process.poll() is None
                if killed:
                    os.killpg(process.pid, signal.SIGKILL)
            found = tree(site)
            state = next((name for name, files in states.items() if files == found), "broken")
            if killed:
                counts[state] += 1
            if state != "earlier":
                shutil.rmtree(site)
                shutil.copytree(kept, site)
    print(f"a whole build took {whole:.1f} s; {times} builds were killed at random moments of it, and the site was")
    print(", ".join(f"{name} {count} times" for name, count in counts.items()))


if __name__ == "__main__":
    main()
