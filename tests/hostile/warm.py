"""Edits a bank at random, and compares each site that is built with what earlier builds kept with one built afresh.

python tests/hostile/warm.py [--edits 300] [--seed 1]

After the edits every file of the cache is truncated, and then filled with noise, and the site is built and compared
once more. Ends with 1 if a site differs.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench"))
from forking import run_forked
from made import make_bank

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = Path(sys.executable).parent
SETTINGS = """site_name: Made
site_url: https://example.org/made/
repo_url: https://github.com/example/made
edit_uri: edit/main/content/pages/
docs_dir: content/pages
theme: {{name: material, font: false, custom_dir: overrides, features: [{features}]}}
plugins:
  - qbank: {{suggestions: {suggestions}, threshold: {threshold}, cards: {cards}, timings: timings.json}}
"""
CACHE = ".cache"
Chance = random.Random


def tree(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder, by its path."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


class Bank:
    """A bank in a repository that is edited at random."""

    def __init__(self, folder: Path, questions: int, seed: int) -> None:
        self.folder, self.chance, self.number = folder, random.Random(seed), 0  # noqa: S311 - nothing here is secret
        make_bank(folder, questions, seed)
        (folder / "overrides").mkdir()
        self.settings = {"features": "navigation.top", "suggestions": 3, "threshold": 0.1, "cards": "topics"}
        self.set()
        self.git("init", "-q")
        self.commit()

    @property
    def files(self) -> list[Path]:
        """The question files."""
        return sorted((self.folder / "content/questions").glob("*/q-*.md"))

    def git(self, *arguments: str, day: int = 0) -> None:
        """Run git as somebody, on a day."""
        name = self.chance.choice(["Ada", "Grace", "Mary"])
        when = f"{1700000000 + 86400 * day} +0000"
        author = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
        named = ("-c", f"user.name={name}", "-c", "user.email=a@example.org")
        subprocess.run(
            ["git", *named, *arguments], cwd=self.folder, env={**os.environ, **author}, check=True, capture_output=True
        )

    def set(self) -> None:
        """Write the settings."""
        (self.folder / "mkdocs.yml").write_text(SETTINGS.format(**self.settings), encoding="utf-8")
        (self.folder / ".gitignore").write_text(".cache/\nsite*/\nfresh/\ntimings.json\n", encoding="utf-8")

    def change(self) -> None:
        """Write words at the end of an answer, some of them those of another question."""
        one, other = self.chance.sample(self.files, 2)
        words = " ".join(self.chance.sample(other.read_text(encoding="utf-8").split(), 6))
        words = "".join(char for char in words if char.isalnum() or char == " ")
        one.write_text(f"{one.read_text(encoding='utf-8').rstrip()}\n\nAlso {words}.\n", encoding="utf-8")

    def add(self) -> None:
        """Write a question that resembles another."""
        self.number += 1
        lines = self.chance.choice(self.files).read_text(encoding="utf-8").split("\n")
        text = "\n".join(line for line in lines if not line.startswith("formerly:"))  # another has its former ids
        file = self.chance.choice(self.files).with_name(f"q-new-{self.number}.md")
        file.write_text(text.replace("# ", f"# New {self.number} ", 1), encoding="utf-8")

    def delete(self) -> None:
        """Remove a question that nothing refers to."""
        free = [
            file
            for file in self.files
            if not any(file.stem in other.read_text(encoding="utf-8") for other in self.files if other != file)
        ]
        if len(self.files) > 5 and free:
            self.chance.choice(free).unlink()

    def rename(self) -> None:
        """Give a question another id, unless the bank has findings, as it has where two questions ask the same."""
        self.number += 1
        old = self.chance.choice(self.files).stem
        self.run("qbank", "rename", old, f"q-named-{self.number}", fine=(0, 1))

    def relate(self) -> None:
        """Name a question as related to another."""
        one, other = self.chance.sample(self.files, 2)
        lines = one.read_text(encoding="utf-8").split("\n")
        at = next((at for at, line in enumerate(lines) if line.startswith("related:")), None)
        if at is None and lines[0] == "---":
            lines.insert(1, f"related: [{other.stem}]")
        elif at is not None:
            lines[at] = f"related: [{other.stem}]"
        one.write_text("\n".join(lines), encoding="utf-8")

    def template(self) -> None:
        """Change a template of the site's own."""
        self.number += 1
        name = self.chance.choice(["qbank-steps.html", "qbank-pager.html", "qbank-beside.html"])
        text = (ROOT / "theme_overrides/partials" / name).read_text(encoding="utf-8")
        file = self.folder / "overrides/partials" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"{text}<!-- {self.number} -->\n", encoding="utf-8")

    def option(self) -> None:
        """Change an option of the plugin or of the theme."""
        choices: list[tuple[str, list[object]]] = [
            ("suggestions", [0, 1, 3, 5]),
            ("threshold", [0.05, 0.1, 0.3]),
            ("cards", ["topics", "questions", "none"]),
            ("features", ["navigation.top", "navigation.tabs", ""]),
        ]
        name, values = self.chance.choice(choices)
        self.settings[name] = self.chance.choice(values)
        self.set()

    def glossary(self) -> None:
        """Write a glossary of two words of a question."""
        words = [word for word in self.chance.choice(self.files).read_text(encoding="utf-8").split() if word.isalpha()]
        one, other = sorted(set(map(str.lower, words)))[-2:]
        (self.folder / "content/glossary.yml").write_text(f"{one}: [{other}]\n", encoding="utf-8")

    def commit(self) -> None:
        """Commit all changes."""
        self.number += 1
        self.git("add", "-A", day=self.number)
        self.git("commit", "-q", "--allow-empty", "-m", "Change", day=self.number)

    def page(self) -> None:
        """Change the home page."""
        self.number += 1
        (self.folder / "content/pages/index.md").write_text(
            f"# A made bank\n\nNumber {self.number}.\n", encoding="utf-8"
        )

    def build(self, site: str) -> dict[str, bytes]:
        """Build the site into a folder and return its files."""
        self.run("mkdocs", "build", "-q", "-d", site)
        return tree(self.folder / site)

    def run(self, program: str, *arguments: str, fine: Collection[int] = (0,)) -> None:
        """Run a command in the folder of the bank; any other exit code than a `fine` one ends all."""
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        done = run_forked([str(BIN / program), *arguments], self.folder, environment)
        if done.returncode not in fine:
            sys.exit(f"{program} ended with {done.returncode}: {done.stderr[-2000:]}")

    def fresh(self) -> dict[str, bytes]:
        """Return the files of a site built without anything that was kept."""
        kept = self.folder / "kept-cache"
        (self.folder / CACHE).rename(kept)
        try:
            return self.build("fresh")
        finally:
            shutil.rmtree(self.folder / CACHE, ignore_errors=True)
            kept.rename(self.folder / CACHE)

    def edits(self, count: int) -> Iterator[str]:
        """Make edits, one after another, and yield what each was."""
        kinds: list[Callable[[], None]] = [
            *(self.change, self.add, self.relate, self.template, self.rename, self.commit, self.delete),
            *(self.option, self.glossary, self.page, self.change, self.change, self.relate),
        ]
        for number in range(count):
            kind = kinds[number % len(kinds)] if number < len(kinds) else self.chance.choice(kinds)
            kind()
            yield kind.__name__


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Return the paths of files that two sites do not have in common."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def damage(cache: Path, chance: Chance, *, noise: bool) -> None:
    """Truncate every file of a cache, or fill it with noise."""
    for file in sorted(cache.rglob("*")):
        if file.is_file() and file.name != ".gitignore":
            size = file.stat().st_size
            file.write_bytes(chance.randbytes(size) if noise else file.read_bytes()[: chance.randrange(max(size, 1))])


def compare(folder: Path, questions: int, edits: int, seed: int) -> list[str]:
    """Return what differs, with the edit after which it does."""
    bank, wrong = Bank(folder, questions, seed), []
    bank.build("site")
    used = 0
    for edit in bank.edits(edits):
        site = bank.build("site")
        used += json.loads((folder / "timings.json").read_text(encoding="utf-8"))["kept"]
        wrong += [f"{edit}: {path}" for path in differences(site, bank.fresh())]
    if not used:
        wrong.append("no page was kept")
    bank.settings["cards"] = "questions"  # so that the cache has all kinds of files
    bank.set()
    bank.build("site")
    for noise in (False, True):
        damage(folder / CACHE, bank.chance, noise=noise)
        wrong += [f"damage: {path}" for path in differences(bank.build("site"), bank.fresh())]
    return wrong


def main() -> None:
    """Print what differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edits", type=int, default=300)
    parser.add_argument("--questions", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        wrong = compare(Path(scratch) / "bank", options.questions, options.edits, options.seed)
    print("\n".join(wrong) or f"{options.edits} edits, and two caches that were damaged: every site is the same")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
