"""Operating-system errors (a full disk, a read-only folder) as one-line messages with a cure."""

from __future__ import annotations

import errno
import os

from mkdocs_qbank.findings.report import visible

_CURES = {
    errno.ENOSPC: "free some space",
    errno.EDQUOT: "free some space",
    errno.EFBIG: "raise the limit on the size of a file",
    errno.EACCES: "allow yourself to read and write there",
    errno.EPERM: "allow yourself to read and write there",
    errno.EMFILE: "raise the limit on open files",
    errno.ENFILE: "raise the limit on open files",
}
_LONGEST = 300


def sentence(error: OSError) -> str:
    """Return one line of bounded length that says what failed, for which file, and how to fix it."""
    causes = error.args[0] if error.args and isinstance(error.args[0], list) else []
    if causes:  # shutil.Error collects the errors of a whole tree
        return visible(str(causes[0][-1]))[:_LONGEST]
    what = error.strerror or str(error) or type(error).__name__
    file = error.filename2 or error.filename  # the second one is the destination of a copy
    where = f"{os.fsdecode(file)}: " if isinstance(file, str | bytes) else ""
    cure = _CURES.get(error.errno or 0)
    return visible(f"{where}{what[:1].lower()}{what[1:]}")[-_LONGEST:] + (f"; {cure}" if cure else "")
