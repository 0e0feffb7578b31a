"""Run a command, and tell what it took, as one line of JSON.

    python -I -S tests/bench/timed.py COMMAND [ARGUMENT …]

Linux counts what the process that starts a command has in memory as the command's own, so this one is small and
imports nothing else of the project. What the command says goes to standard error.
"""

import json
import os
import sys
import time


def main() -> None:
    """Run it, and end as it ends."""
    started = time.perf_counter()
    process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 2, 1)])
    _, status, usage = os.wait4(process, 0)
    took = {
        "seconds": time.perf_counter() - started,
        "cpu": usage.ru_utime + usage.ru_stime,
        "largest": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
    }
    print(json.dumps(took))
    code = os.waitstatus_to_exitcode(status)
    sys.exit(code if code >= 0 else 128 - code)


if __name__ == "__main__":
    main()
