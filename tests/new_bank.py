"""Start new banks with a built wheel and nothing else, on any system, and build their sites.

    python tests/new_bank.py dist

One bank is started in a new folder, one around the mkdocs.yml of a site. It needs the standard library alone, and ends
with an error at the first command that fails.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping
from pathlib import Path

SITE = {
    "mkdocs.yml": "site_name: Tea\ntheme:\n  name: material # ours\nplugins:\n  - search\nnav:\n  - Home: index.md\n",
    "docs/index.md": "# Tea\n\nSee [brewing](brewing.md#water).\n",
    "docs/brewing.md": "# Brewing\n\n## Water\n\nSoft water.\n",
}
"""A site that is no bank yet."""
QUESTION = "Why does water temperature matter, and what is 80 °C for?"


def main() -> None:
    (wheel,) = Path(sys.argv[1]).resolve().glob("*.whl")
    with tempfile.TemporaryDirectory(prefix="new-bank-", ignore_cleanup_errors=True) as folder:
        installed = Path(folder, "installed")
        venv.create(installed, with_pip=True)
        programs = installed / ("Scripts" if os.name == "nt" else "bin")
        run(programs / "python", "-m", "pip", "install", "--quiet", wheel, cwd=Path(folder))
        start(Path(folder, "Neue Bank ä"), {}, programs)
        start(Path(folder, "site"), SITE, programs)
    print("Both banks were started and built.")


def start(bank: Path, files: Mapping[str, str], programs: Path) -> None:
    """Start a bank in a folder with these files, add a question, and build its site."""
    print(f"{bank.name}:", flush=True)
    for path, text in files.items():
        (bank / path).parent.mkdir(parents=True, exist_ok=True)
        (bank / path).write_text(text, encoding="utf-8")
    bank.mkdir(exist_ok=True)
    run(programs / "qbank", "init", "--yes", cwd=bank)
    answer = ("--answer", "Hot water draws out what is bitter.", "--status", "published")
    run(programs / "qbank", "new", QUESTION, "--topic", "brewing", *answer, cwd=bank)
    run(programs / "qbank", "check", cwd=bank)
    run(programs / "mkdocs", "build", "--strict", cwd=bank)
    pages = [page.read_text(encoding="utf-8") for page in (bank / "site/questions").glob("*/index.html")]
    assert len([page for page in pages if f"<title>{QUESTION}" in page]) == 1
    before = {path: path.read_bytes() for path in bank.rglob("*") if path.is_file()}
    run(programs / "qbank", "init", "--yes", cwd=bank)
    assert before == {path: path.read_bytes() for path in bank.rglob("*") if path.is_file()}
    for path, text in files.items():
        if path.startswith("docs/"):
            assert (bank / "content/pages" / path.removeprefix("docs/")).read_text(encoding="utf-8") == text, path


def run(program: Path, *arguments: str | Path, cwd: Path) -> None:
    command = [str(program), *map(str, arguments)]
    print("  ", program.name, *arguments, flush=True)
    subprocess.run(command, cwd=cwd, check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})


if __name__ == "__main__":
    main()
