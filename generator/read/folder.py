"""The files of a content folder, and nothing from outside it."""

from __future__ import annotations

import stat
from pathlib import Path

from generator.findings import Finding, Rule

SYMLINK = Rule(
    id="symlink",
    summary="Below the content folder stand files and folders, no links to others.",
    help="Put the file itself here; what a link leads to is never read or published.",
    fails="questions/metrics/elsewhere.md",
    passes="questions/metrics/what-is-it.md",
)
UNSAFE_FILE = Rule(
    id="unsafe-file",
    summary="Beside pages stand only files that no browser runs: pictures, plain data, fonts.",
    help="Leave it out, or have a maintainer put it into theme_overrides/, where it is reviewed as code.",
    fails="pages/extra.html",
    passes="pages/index.md",
)

_HARMLESS = frozenset(
    [
        ".avif",
        ".csv",
        ".gif",
        ".ico",
        ".jpeg",
        ".jpg",
        ".md",
        ".mp3",
        ".mp4",
        ".ogg",
        ".pdf",
        ".png",
        ".txt",
        ".webm",
        ".webp",
        ".woff2",
        ".yml",
    ]
)
_NAMES = frozenset(("CNAME",))


def listed(folder: Path) -> tuple[list[Path], list[Finding]]:
    """Gives the entries of a folder by name, hidden ones left out, and a finding for each link or device."""
    kept, findings = [], []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.startswith("."):
            continue
        mode = entry.lstat().st_mode
        if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
            kept.append(entry)
        else:
            what = "a symbolic link" if stat.S_ISLNK(mode) else "no ordinary file"
            findings.append(SYMLINK.at(entry.as_posix(), 1, 1, f"this is {what}"))
    return kept, findings


def below(folder: Path) -> tuple[list[Path], list[Finding]]:
    """Gives every file below a folder, and a finding for each that must not be published."""
    files: list[Path] = []
    findings: list[Finding] = []
    waiting = [folder] if folder.is_dir() else []
    while waiting:
        entries, problems = listed(waiting.pop())
        findings += problems
        for entry in entries:
            if entry.is_dir():
                waiting.append(entry)
            elif entry.suffix.lower() in _HARMLESS or entry.name in _NAMES:
                files.append(entry)
            else:
                message = f"a browser may run a file of the kind '{entry.suffix or entry.name}'"
                findings.append(UNSAFE_FILE.at(entry.as_posix(), 1, 1, message))
    return sorted(files), findings
