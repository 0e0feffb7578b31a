"""The commands and files that the manual shows, and a reader who follows them.

    python tests/manual.py PAGE FOLDER [HAVING]…    follow a page of content/pages/manual in a folder

What the reader has beyond the machine, such as "the package index", is named as the page names it.

A fenced block of `console` shows commands after `$ ` and below them what they print, one of `sh` commands alone; in
both, `…` stands for any text, and a line of it for any lines. A block with a title is the file of that name. Comments
above a block say more, each on a line of its own:

    <!-- needs: WHAT -->    the block needs what a test has not, such as the package index
    <!-- exits with 1 -->       so does its last command
    <!-- a person first: COMMAND -->    what somebody does by hand before, such as editing a file
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from conftest import BIN, ROOT, run

MANUAL = ROOT / "content/pages/manual"
_FENCE = re.compile(r"^(?P<indent> *)(?P<marks>`{3,})(?P<language>[\w-]*)(?: title=\"(?P<title>[^\"]+)\")? *$")
_COMMENT = re.compile(r"^ *<!-- (?P<key>needs|exits with|a person first):? (?P<value>.+) -->$")
_SHELL = re.compile(r"[|&;<>$`*]|^\w+=")
_SERVED = re.compile(r"(?<=Serving on )http://(?:127\.0\.0\.1|localhost):\d+/\S*")
_AUTHOR = {
    f"GIT_{role}_{key}": value
    for role in ("AUTHOR", "COMMITTER")
    for key, value in {"NAME": "Reader", "EMAIL": "reader@example.org"}.items()
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A fenced block of a page."""

    page: str
    line: int
    language: str
    text: str
    title: str = ""
    """The name of the file that it is, if any."""
    need: str = ""
    """What it needs that a test has not."""
    code: int = 0
    """The exit code of its last command."""
    before: str = ""
    """What somebody does by hand before it."""

    @property
    def commands(self) -> list[tuple[str, list[str]]]:
        """The commands, each with the lines that it prints."""
        if self.language not in ("console", "sh"):
            return []
        found: list[tuple[str, list[str]]] = []
        open_line = False
        for line in self.text.splitlines():
            if open_line:
                found[-1] = (f"{found[-1][0].removesuffix(chr(92))}{line.lstrip('> ')}", [])
            elif self.language == "sh" or line.startswith("$ "):
                found.append((line.removeprefix("$ "), []))
            elif found:
                found[-1][1].append(line)
                continue
            open_line = line.endswith("\\")
        return [(command.strip(), lines) for command, lines in found if command.strip() and command[0] != "#"]


def blocks(file: Path) -> Iterator[Block]:
    """Yield the fenced blocks of a page, with what comments say of them."""
    said: dict[str, str] = {}
    fence: re.Match[str] | None = None
    start = 0
    lines: list[str] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if fence:
            if line.strip() == fence["marks"]:
                yield Block(
                    page=file.relative_to(MANUAL).as_posix(),
                    line=start,
                    language=fence["language"],
                    text="".join(f"{each.removeprefix(fence['indent'])}\n" for each in lines),
                    title=fence["title"] or "",
                    need=said.get("needs", ""),
                    code=int(said.get("exits with", "0")),
                    before=said.get("a person first", ""),
                )
                fence, said = None, {}
            else:
                lines.append(line)
        elif fence := _FENCE.match(line):
            start, lines = number, []
        elif comment := _COMMENT.match(line):
            said[comment["key"]] = comment["value"]
        elif line.strip():
            said = {}


def pages() -> list[Path]:
    """Return the files of the manual."""
    return sorted(MANUAL.rglob("*.md"))


@dataclass(kw_only=True)
class Reader:
    """Somebody who does what a page says, in a folder, one block after the other."""

    folder: Path
    having: frozenset[str] = frozenset()
    """What the reader has of what blocks need."""
    env: dict[str, str] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    """The addresses that a server showed."""

    def follow(self, file: Path) -> list[str]:
        """Do what a page says; return the commands that were run."""
        return [command for block in blocks(file) for command in self.do(block)]

    def do(self, block: Block) -> list[str]:
        """Do what a block says; return the commands that were run."""
        if block.need and block.need not in self.having:
            return []
        if block.before:
            self._shell(block.before, check=True)
        if block.title:
            path = self.folder / block.title
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        commands = block.commands
        for number, (command, printed) in enumerate(commands, 1):
            code = block.code if number == len(commands) else 0
            self._do(command, printed, code, f"{block.page}:{block.line}: {command}")
        return [command for command, _ in commands]

    def _do(self, command: str, printed: list[str], code: int, where: str) -> None:
        words = shlex.split(command)
        if words[0] == "cd":
            self.folder = (self.folder / words[1]).resolve()
            assert self.folder.is_dir(), where
        elif words[0] in (".", "source"):
            environment = (self.folder / words[1]).resolve().parent.parent
            self.env = {"VIRTUAL_ENV": str(environment), "PATH": f"{environment}/bin{os.pathsep}{self._path}"}
        elif words[:2] == ["mkdocs", "serve"]:
            self._serve(words, where)
        else:
            if words[0] in ("qbank", "mkdocs") and not _SHELL.search(command) and not self.env:
                result = run(*words, cwd=self.folder)
            else:
                result = self._shell(command)
            said = result.stdout + result.stderr
            assert result.returncode == code, f"{where} ended with {result.returncode}:\n{said}"
            assert matches(printed, said), f"{where} printed:\n{said}"

    @property
    def _path(self) -> str:
        return f"{BIN}{os.pathsep}{os.environ['PATH']}"

    def _shell(self, command: str, *, check: bool = False) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": self._path, **_AUTHOR, **self.env}
        return run("bash", "-eo", "pipefail", "-c", command, cwd=self.folder, check=check, **environment)

    def _serve(self, words: list[str], where: str) -> None:
        """Start a server, look at the first page that it shows, and stop it as Ctrl-C does."""
        environment = {**os.environ, "PATH": self._path, **self.env, "PYTHONUNBUFFERED": "1"}
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        with subprocess.Popen(
            [*words, "--dev-addr", f"127.0.0.1:{port}", "--no-livereload"], cwd=self.folder, env=environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
            # a shell lets what it runs in the background ignore the signal
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no thread runs yet
        ) as server:  # fmt: skip
            try:
                found = next(filter(None, map(_SERVED.search, server.stdout or ())), None)
                assert found, f"{where} served nothing"
                address = found[0]
                with urllib.request.urlopen(address) as answer:  # noqa: S310 - on this machine
                    assert b"</html>" in answer.read(), where
                self.seen.append(address)
            finally:
                os.killpg(server.pid, signal.SIGINT)


def matches(lines: list[str], said: str) -> bool:
    """Whether a text is what lines show of it, without the blanks around: `…` stands for any text."""
    if not lines:
        return True
    shown = re.escape("\n".join(lines).strip())
    pattern = shown.replace("\\\n…\\\n", "\\\n(?:.*\\\n)?").replace("…", ".*")
    text = "\n".join(map(str.rstrip, said.splitlines()))
    return re.fullmatch(rf"\s*{pattern}\s*", text, re.DOTALL) is not None


if __name__ == "__main__":
    started = time.monotonic()
    reader = Reader(folder=Path(sys.argv[2]).resolve(), having=frozenset(sys.argv[3:]))
    for each in reader.follow(MANUAL / f"{sys.argv[1].removesuffix('.md')}.md"):
        print(each)
    print(f"done in {time.monotonic() - started:.0f} s", *reader.seen)
