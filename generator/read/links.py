"""Where the target of a link leads."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

_OUTER = re.compile(r"[a-z][a-z0-9+.-]*:|//|#|\Z", re.IGNORECASE)


def inner(target: str) -> bool:
    """Whether a target is a file of the bank rather than a web address or a place on the same page."""
    return not _OUTER.match(target.strip())


def resolve(target: str, path: str) -> str:
    """Gives the path that a target means when it stands in the file `path`, without query and anchor."""
    bare = unquote(re.split(r"[?#]", target.strip(), maxsplit=1)[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), bare))


def anchor(target: str) -> str:
    """Gives the anchor of a target with its `#`, or nothing."""
    return "#" + target.partition("#")[2] if "#" in target else ""
