"""Check that a tag can be released, and print what the changelog says of it.

    python tests/release.py v1.2.3

The tag is `v` and the version of the package, and the changelog has a section for this version that is not empty.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VERSION = ROOT / "generator/mkdocs_qbank/__init__.py"
CHANGELOG = ROOT / "CHANGELOG.md"


def released(tag: str, package: str, changelog: str) -> str:
    """Return the changelog's section for a tag, without its heading. Raises ValueError if it cannot be released."""
    version = version_of(package)
    if tag != f"v{version}":
        raise ValueError(f"the tag is '{tag}', but the version in {VERSION.relative_to(ROOT)} asks for 'v{version}'")
    text = sections(changelog).get(version, "")
    if not text:
        raise ValueError(f"CHANGELOG.md has no text below a heading '## {version} - YYYY-MM-DD'")
    return text


def version_of(package: str) -> str:
    """Return the version that the package's own module states."""
    (version,) = re.findall(r'^__version__ = "([^"]+)"$', package, re.MULTILINE)
    return str(version)


def sections(changelog: str) -> dict[str, str]:
    """Return the text of each section of a changelog, by version."""
    _, *parts = re.split(r"^## +", changelog, flags=re.MULTILINE)
    found = {}
    for part in parts:
        heading, _, text = part.partition("\n")
        name = re.fullmatch(r"(Unreleased|\S+ - \d{4}-\d{2}-\d{2})", heading.strip())
        if name:
            found[name[1].split(" ")[0]] = text.strip()
    return found


def main() -> None:
    try:
        text = released(sys.argv[1], VERSION.read_text(encoding="utf-8"), CHANGELOG.read_text(encoding="utf-8"))
    except ValueError as error:
        sys.exit(f"This cannot be released: {error}.")
    print(text)


if __name__ == "__main__":
    main()
