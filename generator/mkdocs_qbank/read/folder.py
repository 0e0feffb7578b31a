"""The files of a content folder by their names, and nothing from outside it."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from mkdocs_qbank.findings.finding import Finding
from mkdocs_qbank.model.addresses import HOST_FILES, RESERVED, folded, output
from mkdocs_qbank.read.folder_rules import BAD_NAME, COLLIDING_NAME, HOST_FILE, SYMLINK, UNSAFE_FILE

MOST_NAME, MOST_PATH, MOST_DEPTH = 255, 500, 12
"""The longest name and path in bytes of UTF-8, and the most parts of a path, below the content folder."""

_PLAIN = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]| (?! ))*(?<![ .])")
_RESERVED_BY_WINDOWS = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9]) *(?:\.|\Z)", re.IGNORECASE)
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Letters and marks that show nothing."""
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


def check_names(content: Path, host_files: frozenset[str] = frozenset()) -> list[Finding]:
    """Return the findings about the names of all files and folders below a content folder.

    `host_files` are paths below its folder of pages that a maintainer allows.
    """
    findings: list[Finding] = []
    waiting = [content] if content.is_dir() and not content.is_symlink() else []
    while waiting:
        folder = waiting.pop()
        above, taken = folder.relative_to(content).parts, dict[str, str]()
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
            parts = (*above, entry.name)
            finding = _refused(entry, parts, host_files)
            if finding is None and entry.name.startswith(".") and not host_read(parts):
                continue
            other = taken.setdefault(folded(entry.name), entry.name)
            if finding is None and other != entry.name:
                message = f"'{other}' has the same name on a disk that ignores case"
                finding = COLLIDING_NAME.at(entry.as_posix(), 1, 1, message)
            if finding is not None:
                findings.append(finding)
            if finding is not None and finding.rule == HOST_FILE.id:
                continue
            if len(parts) <= MOST_DEPTH and entry.is_dir() and not entry.is_symlink():
                waiting.append(entry)
    return findings


def check_addresses(pages: Path, files: Iterable[Path]) -> Iterator[Finding]:
    """Yield a finding for each file of a folder of pages whose address another one has, or something generated."""
    taken: dict[str, Path] = {}
    folders: dict[str, tuple[str, Path]] = {}
    for file in files:
        published = PurePosixPath(output(file.relative_to(pages).as_posix()))
        parents = [str(parent) for parent in published.parents if parent.name]
        key = folded(str(published))
        cased = next((folders[folded(one)] for one in parents if folders.get(folded(one), (one,))[0] != one), None)
        below = next((taken[folded(one)] for one in parents if folded(one) in taken), None)
        other = (
            taken.get(key) or below or (folders[key][1] if key in folders else None) or (cased[1] if cased else None)
        )
        if folded(published.parts[0]) in RESERVED:
            yield COLLIDING_NAME.at(file.as_posix(), 1, 1, "its address is reserved for the site's own pages and files")
        elif other is not None:
            yield COLLIDING_NAME.at(file.as_posix(), 1, 1, f"its address is that of {other.as_posix()}")
        taken.setdefault(key, file)
        for one in parents:
            folders.setdefault(folded(one), (one, file))


def listed(folder: Path) -> tuple[list[Path], list[Finding]]:
    """Return the entries of a folder by name, hidden ones left out, and a finding for each link or device.

    What has a name that cannot be published is left out without a finding: `check_names` has it.
    """
    entries, findings = _entries(folder)
    return [entry for entry in entries if not entry.name.startswith(".")], findings


def nested(folder: Path) -> tuple[list[Path], list[Finding]]:
    """Return every file in a folder of a topic and the folders in it, and a finding for each link or device."""
    files: list[Path] = []
    findings: list[Finding] = []
    waiting = [(folder, 0)]
    while waiting:
        current, depth = waiting.pop()
        entries, problems = listed(current)
        findings += problems
        files += (entry for entry in entries if not entry.is_dir())
        waiting += ((entry, depth + 1) for entry in entries if entry.is_dir() and depth < MOST_DEPTH)
    return sorted(files), findings


def below(folder: Path, host_files: frozenset[str] = frozenset()) -> tuple[list[Path], list[Finding]]:
    """Return every file below a folder of pages that may be published, and a finding for each that may not."""
    files: list[Path] = []
    findings: list[Finding] = []
    content = folder.parent
    waiting = [folder] if folder.is_dir() else []
    while waiting:
        entries, problems = _entries(waiting.pop())
        findings += problems
        for entry in entries:
            parts = entry.relative_to(content).parts
            hidden = entry.name.startswith(".") and not host_read(parts)
            if hidden or _refused(entry, parts, host_files):
                continue
            if entry.is_dir():
                waiting.append(entry)
            elif entry.suffix.lower() in _HARMLESS or entry.relative_to(folder).as_posix() in host_files:
                files.append(entry)
            else:
                message = f"a browser may run a file of the kind '{entry.suffix or entry.name}'"
                findings.append(UNSAFE_FILE.at(entry.as_posix(), 1, 1, message))
    return sorted(files), findings


def reserved_by_windows(name: str) -> bool:
    """Return whether Windows keeps a name for one of its devices, whatever ending it has."""
    return bool(_RESERVED_BY_WINDOWS.match(name))


def _entries(folder: Path) -> tuple[list[Path], list[Finding]]:
    kept, findings = [], []
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if _unusable(entry.name.removeprefix(".") or "-"):
            continue
        path = folder / entry.name
        if entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False):
            kept.append(path)
        elif not entry.name.startswith("."):
            what = "a symbolic link" if entry.is_symlink() else "no ordinary file"
            findings.append(SYMLINK.at(path.as_posix(), 1, 1, f"this is {what}"))
    return kept, findings


def _refused(entry: Path, parts: tuple[str, ...], host_files: frozenset[str]) -> Finding | None:
    """Return the finding about a name that nothing may be published under; its `parts` begin in the content folder."""
    problem: str | None = None
    if host_read(parts):
        inside = "/".join(parts[1:])
        named = any(
            inside == name or inside.startswith(f"{name}/") or name.startswith(f"{inside}/") for name in host_files
        )
        if not named:
            return HOST_FILE.at(_shown(entry), 1, 1, f"the host of the site reads '{entry.name}'")
    if not entry.name.startswith("."):
        problem = _unusable(entry.name)
    if problem is None and len("/".join(parts).encode("utf-8", "replace")) > MOST_PATH:
        problem = f"its path is longer than {MOST_PATH} bytes"
    if problem is None and len(parts) > MOST_DEPTH:
        problem = f"it is more than {MOST_DEPTH} folders deep"
    return None if problem is None else BAD_NAME.at(_shown(entry), 1, 1, problem)


def _shown(entry: Path) -> str:
    return entry.as_posix().encode("utf-8", "backslashreplace").decode()


def host_read(parts: tuple[str, ...]) -> bool:
    """Whether a host reads a file of the pages, or the folder that it is in, by this name."""
    return parts[0] == "pages" and any({folded(part), folded(part).removesuffix(".md")} & HOST_FILES for part in parts)


def _unusable(name: str) -> str | None:
    """Return what is wrong with a name, if anything is."""
    if len(name.encode("utf-8", "replace")) > MOST_NAME:
        return f"its name is longer than {MOST_NAME} bytes"
    if _RESERVED_BY_WINDOWS.match(name):
        return f"Windows reserves the name '{name}'"
    if _PLAIN.fullmatch(name):
        return None
    if not unicodedata.is_normalized("NFC", name):
        return "its name is not in Unicode's form NFC"
    for number, char in enumerate(name):
        kind = unicodedata.category(char)
        letter = kind[0] == "L" or kind == "Nd" or (kind[0] == "M" and number > 0)
        if (not letter and char not in "._- ") or char in _INVISIBLE:
            return f"its name has the character U+{ord(char):04X}"
    if name.startswith(" ") or name.endswith((" ", ".")) or "  " in name:
        return "its name begins or ends with a space, ends with a dot, or has two spaces together"
    return None
