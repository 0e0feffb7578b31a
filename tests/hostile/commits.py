"""Commits as a stranger could push them, made by `git fast-import`, which refuses hardly anything."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

TIMES = (
    "0 -1200",
    "0 +0000",
    "1 +9959",
    "1700000000 +0000",
    "1700000000 +1400",
    "1700000000 -9999",
    "4294967295 +1400",
    "4294967296 +0000",
    "7258118400 +0000",  # the year 2200
    "253402300799 +0000",
    "253402300800 +0000",  # the year 10000
    "9223372036854775807 +0000",
    "18446744073709551614 +0000",
)
NAMES = (
    b"",
    b" ",
    b"Ann",
    "Zoë Ångström".encode(),
    b"\x01\x02",
    b"Ann\x01253402300800\x02Bob",
    b"Ann\rBob\x0b\x0cBob\x1b[2J",
    b"0" * 40,
    b"M\tcontent/questions/tea/why-0.md",
    "\u202egro.elpmaxe \u2066\u2067\u2068Ann\u2069\u200f".encode(),
    "\u200b\ufeff\u2060".encode(),
    "Ann\u2028Bob\u2029Bob\x85Bob".encode(),
    "\U000e0041\U000e0042tags".encode(),
    ("e" + "\u0301" * 3000).encode(),
    b"\xff\xfe\x80",
    b"\xed\xa0\x80 surrogate",
    b"N" * 1_000_000,
    b'" onmouseover=alert(1) x="',
    b"&lt;script&gt;alert(1)&lt;/script&gt; &#x202e;",
    b"{{ config }} {% raise %}",
    b"+AAA-+AAo-+ICo-",  # NUL, newline and an isolate, where the encoding is UTF-7
)
PATHS = (
    b'"content/a\\"quote.md"',
    b'"content/a\\nnewline.md"',
    b'"content/a\\ttab.md"',
    b'"content/a\\001one.md"',
    b'"content/not-\\377-utf-8.md"',
    b'"content/ -- -rf *.md"',
    b'"content/' + b"0" * 40 + b'"',
    b'"content/R100"',
    "content/\u202erevo.md".encode(),
    b"content/" + b"deep/" * 200 + b"a.md",
)
ENCODINGS = (b"", b"", b"", b"encoding UTF-7\n", b"encoding UTF-16\n", b"encoding nonsense\n", b"encoding ISO-8859-1\n")


def hostile_stream(files: dict[str, bytes], count: int, seed: int = 7) -> bytes:
    """Return what makes `count` commits, each of which changes one of these files and one with an odd name.

    The last leaves the files as they are given, and takes the odd ones away.
    """
    chance = random.Random(seed)  # noqa: S311 - nothing here is secret
    parts = []
    for number in range(count):
        last = number == count - 1
        name, time = NAMES[number % len(NAMES)], TIMES[number % len(TIMES)]
        committed = chance.choice(TIMES)
        parts.append(b"commit refs/heads/main\n")
        parts.append(b"author " + name + b" <ann@example.org> " + time.encode() + b"\n")
        parts.append(b"committer " + chance.choice(NAMES) + b" <> " + committed.encode() + b"\n")
        parts.append(chance.choice(ENCODINGS) + b"data 1\nx\n")
        parts += [b"D " + path + b"\n" for path in PATHS if last]
        for path, text in files.items() if last else [chance.choice(sorted(files.items()))]:
            body = text if last else text + b"\nChange %d.\n" % number
            parts.append(b"M 100644 inline " + path.encode() + b"\ndata %d\n" % len(body) + body + b"\n")
        if not last:
            parts.append(b"M 100644 inline " + chance.choice(PATHS) + b"\ndata 1\nx\n")
        parts.append(b"\n")
    return b"".join(parts)


def make_hostile_history(project: Path, count: int, seed: int = 7) -> None:
    """Give the content of a project a history of hostile commits; its files stay as they are."""
    files = {file.relative_to(project).as_posix(): file.read_bytes() for file in (project / "content").rglob("*.md")}
    git = ("git", "-C", str(project))
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    stream = hostile_stream(files, count, seed)
    command = [*git, "fast-import", "--quiet", "--date-format=raw-permissive"]
    subprocess.run(command, input=stream, check=True)
    _sign_with_what_no_import_takes(project)
    subprocess.run([*git, "reset", "-q"], check=True)


def _sign_with_what_no_import_takes(project: Path) -> None:
    """Put NUL and angle brackets into the author of the last commit, by writing the object itself."""
    git = ("git", "-C", str(project))
    commit = subprocess.run([*git, "cat-file", "commit", "main"], check=True, capture_output=True).stdout
    lines = commit.split(b"\n")
    place = next(number for number, line in enumerate(lines) if line.startswith(b"author "))
    lines[place] = b"author <script>Ann\x00" + b"0" * 40 + b"\x00 <a@example.org> 1700000000 +0000"
    write = [*git, "hash-object", "-t", "commit", "-w", "--literally", "--stdin"]
    made = subprocess.run(write, input=b"\n".join(lines), check=True, capture_output=True).stdout.decode().strip()
    subprocess.run([*git, "update-ref", "refs/heads/main", made], check=True)
