"""Commands run in processes that have imported their libraries already: importing is most of what a small bank costs.

A server of each test process imports the libraries and does nothing else. For each command it forks, and the new
process runs the installed script with arguments, folder, environment, output and exit code of its own.
"""

from __future__ import annotations

import functools
import gc
import json
import os
import runpy
import socket
import subprocess
import sys
import threading
import warnings
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

BIN = Path(sys.executable).parent
PROGRAMS = ("mkdocs", "qbank")
_LIBRARIES = (
    *(f"mkdocs_qbank.cli.{name}" for name in ("check", "explain", "export", "import_", "new", "related", "search")),
    *("mkdocs_qbank.cli.stats", "mkdocs_qbank.publish.plugin", "mkdocs.__main__", "mkdocs.commands.build"),
)
_OF_AN_INTERPRETER = ("PYTHON", "LANG", "LC_", "TZ", "LD_", "OMP_", "OPENBLAS_")
"""How the variables begin that are read when an interpreter or a library starts, and not again."""


def can_fork(program: str, environment: Mapping[str, str]) -> bool:
    """Return whether a command may be forked: on Linux, if its environment asks for no other interpreter."""
    return sys.platform == "linux" and program in PROGRAMS and _started(environment) == _started(os.environ)


def run_forked(command: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a program of this environment and return what `subprocess.run` returns of it."""
    request = json.dumps([list(command), str(cwd), dict(environment)]).encode()
    server, lock = _server(_started(environment))
    (out, out_end), (err, err_end) = os.pipe(), os.pipe()
    with lock, os.fdopen(out, encoding="utf-8") as stdout, os.fdopen(err, encoding="utf-8") as stderr:
        socket.send_fds(server, [f"{len(request):8}".encode()], [out_end, err_end])
        os.close(out_end)
        os.close(err_end)
        server.sendall(request)
        said: list[str] = []
        reader = threading.Thread(target=lambda: said.append(stderr.read()))
        reader.start()
        printed = stdout.read()
        reader.join()
        code = int(server.recv(8))
    return subprocess.CompletedProcess(list(command), code, printed, said[0])


def _started(environment: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset(one for one in environment.items() if one[0].startswith(_OF_AN_INTERPRETER))


@functools.cache
def _server(_: frozenset[tuple[str, str]]) -> tuple[socket.socket, threading.Lock]:
    """Start a server, which ends when this process does."""
    ours, theirs = socket.socketpair()
    with theirs:
        subprocess.Popen(
            [sys.executable, __file__, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        )
    return ours, threading.Lock()


def _serve(client: socket.socket) -> None:
    """Answer requests until there are none; what is forked leaves by running to the end of this module."""
    while True:
        size, outputs, *_ = socket.recv_fds(client, 8, 2)
        if not size:
            return
        request = b""
        while len(request) < int(size):
            request += client.recv(int(size) - len(request))
        if not (child := os.fork()):
            client.close()
            _become(json.loads(request), outputs)
            return
        for output in outputs:
            os.close(output)
        client.sendall(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):8}".encode())


def _become(request: tuple[list[str], str, dict[str, str]], outputs: Sequence[int]) -> None:
    command, cwd, environment = request
    for number, output in enumerate(outputs, start=1):
        os.dup2(output, number)
        os.close(output)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = command
    runpy.run_path(command[0], run_name="__main__")


if __name__ == "__main__":
    sys.path[0] = str(BIN)  # as for the scripts that are run
    for library in _LIBRARIES:
        import_module(library)
    gc.freeze()
    warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
    _serve(socket.socket(fileno=int(sys.argv[1])))
