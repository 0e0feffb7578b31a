"""A command at a terminal: what it prints, and what somebody types when it asks."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

_PATIENCE = 40.0
"""The seconds to wait for a command to say something."""
_REACTION = 0.2
"""The seconds before somebody types: a signal that comes before readline waits for a key would wait with it."""


def dialogue(arguments: Sequence[str], typed: Sequence[tuple[str, str]], cwd: Path) -> tuple[str, int]:
    """Run `qbank` at a terminal; return all that it shows, and its exit code.

    `typed` holds what to wait for, each with what to type then.
    """
    command = [sys.executable, "-m", "mkdocs_qbank", *arguments]
    process, terminal = pty.fork()
    if process == 0:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell lets what it runs in the background ignore it
        os.chdir(cwd)
        environment = {**os.environ, "TERM": "dumb", "COLUMNS": "200", "INPUTRC": "/dev/null"}
        os.execve(command[0], command, environment)  # noqa: S606 - it is this very interpreter
    shown, answers, seen = b"", list(typed), 0
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if answers and answers[0][0].encode() in shown[seen:]:
            seen = len(shown)
            time.sleep(_REACTION)
            os.write(terminal, answers.pop(0)[1].encode())
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                read = os.read(terminal, 1 << 16)
            except OSError:  # as Linux says that the other end is closed
                break
            if not read:
                break
            shown += read
    os.close(terminal)
    _, status = os.waitpid(process, 0)
    return shown.decode().replace("\r\n", "\n"), os.waitstatus_to_exitcode(status)
