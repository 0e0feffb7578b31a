"""Builds and commands on machines that refuse something: full and read-only disks, odd site folders, git, files.

    python tests/hostile/faults.py

prints a line for each fault: how the command ended, in which words, and whether the earlier site is intact.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

BIN = Path(sys.executable).parent
SETTINGS = "site_name: Tea\ndocs_dir: content/pages\ntheme: {name: material, font: false}\nplugins: [qbank]\n"
BUILD = ("mkdocs", "build")
SIZES = (0, 4, 64, 512, 1024, 2048, 2432, 2816, 3200, 6000)
"""How many KiB a disk has left."""
LIMITS = (0, 1, 4, 16, 64, 90, 128, 256, 512, 1024)
"""How many KiB one file may have, which every machine can set."""
NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """What is wrong while a command runs, and how the command must end."""

    command: tuple[str, ...] = BUILD
    env: Mapping[str, str] = field(default_factory=dict)
    nobody: bool = False
    """Whether a person runs it who owns nothing; root may do anything."""
    ends: str = "refused"
    """"refused": with an error, the earlier site intact; "published": with the new site whole; "undated": with
    the new site, but without its history; "either": in the first or the second way."""
    says: str = ""
    """What stands in the message."""
    limit: int | None = None
    """The largest file that it may write, in KiB."""
    site: str = "site"
    """Where the site is looked at afterwards."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """How a command ended."""

    code: int
    said: str
    site: str
    """"earlier", "new", "undated" (new, but without history) or "broken"."""

    def wrong(self, fault: Fault) -> str:
        """Return what is not as it must be, or nothing."""
        ends = {
            "refused": self.code != 0 and self.site == "earlier",
            "published": self.code == 0 and self.site == "new",
            "undated": self.code == 0 and self.site == "undated",
        }
        fine = any(ends.values()) if fault.ends == "either" else ends[fault.ends]
        problems = [
            "" if fine else f"exit {self.code}, {self.site} site",
            "a traceback" if "Traceback" in self.said else "",
            f"{self.said.count('ERROR')} errors" if self.said.count("ERROR   ") > 2 else "",  # MkDocs names a page too
            "" if fault.says in self.said else f"nothing about '{fault.says}'",
            "no word" if self.code and not self.said.strip() else "",
        ]
        return ", ".join(filter(None, problems))


Case = Callable[[Path], AbstractContextManager[Fault]]
Start = Callable[[Fault, Path], "subprocess.CompletedProcess[str]"]


def make_project(folder: Path) -> Path:
    """A small bank in a repository, with its site, and then one more question that the site does not have."""
    topic = folder / "content/questions/tea"
    topic.mkdir(parents=True)
    (folder / "content/pages").mkdir()
    (folder / "content/pages/index.md").write_text("# Tea\n", encoding="utf-8")
    (topic / "_topic.yml").write_text("title: Tea\n", encoding="utf-8")
    for number in range(4):
        _ask(topic / f"why-{number}.md", f"Why tea {number}?")
    (folder / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    who = {f"GIT_{role}_{word}": "ann@example.org" for role in ("AUTHOR", "COMMITTER") for word in ("NAME", "EMAIL")}
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run(["git", *command], cwd=folder, env={**os.environ, **who}, check=True)
    start(Fault(), folder).check_returncode()
    _ask(topic / "newer.md", "Newer?")
    return folder


def _ask(file: Path, title: str) -> None:
    file.write_text(f"# {title}\n\n## Official Answer\n\nBecause it is so.\n", encoding="utf-8")


def pages(folder: Path) -> dict[str, bytes]:
    """Every file of a site with its bytes."""
    kept = (file for file in folder.rglob("*") if file.is_file() and file.name != ".full")
    return {str(file.relative_to(folder)): file.read_bytes() for file in kept}


def start(fault: Fault, project: Path) -> subprocess.CompletedProcess[str]:
    program, *arguments = fault.command
    path = shutil.which(program, path=str(BIN)) or program
    command = [path, *arguments]
    if fault.nobody and os.geteuid() == 0:
        command = [*NOBODY, *command]
    limit = fault.limit

    def fill() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit * 1024, limit * 1024))

    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1", **fault.env}
    return subprocess.run(
        command, cwd=project, env=environment, preexec_fn=fill, capture_output=True, text=True, check=False
    )


def attempt(case: Case, project: Path, new: Path, start: Start = start) -> tuple[Fault, Outcome]:
    """Run a case on a copy of a project; `new` is the site that a build makes of it."""
    with tempfile.TemporaryDirectory(dir=project.parent) as scratch, ExitStack() as stack:
        Path(scratch).chmod(0o755)
        copy = Path(scratch) / "project"
        copy.mkdir()
        fault = stack.enter_context(case(copy))
        if not (copy / "mkdocs.yml").exists():
            shutil.copytree(project, copy, dirs_exist_ok=True, symlinks=True)
        done = start(fault, copy)
        found = pages(copy / fault.site)
        states = {"earlier": pages(project / "site"), "new": pages(new)}
        same = states["new"].keys() == found.keys()
        state = next((name for name, files in states.items() if files == found), "undated" if same else "broken")
        return fault, Outcome(code=done.returncode, said=done.stdout + done.stderr, site=state)


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[None]:
    """Something mounted on a folder while it is used."""
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", *options, str(folder)], check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def can_mount() -> bool:
    """Return whether this process may mount a disk in memory."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            with mounted(Path(folder), "-t", "tmpfs", "-o", "size=64k", "tmpfs"):
                return True
        except (OSError, subprocess.CalledProcessError):
            return False


def can_be_nobody() -> bool:
    """Return whether a command can be run by somebody who owns nothing here."""
    if os.geteuid():
        return True
    command = [*NOBODY, sys.executable, "-c", "import mkdocs_qbank.publish.plugin"]
    try:
        return subprocess.run(command, cwd="/", capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def cases(project: Path) -> dict[str, Case]:
    """Every case that this machine can make, by its name."""
    made: dict[str, Case] = dict(_ordinary(project))
    if can_mount():
        made |= _on_disks(project)
    if can_be_nobody():
        made |= _forbidden(project)
    return made


def _plain(project: Path, change: Callable[[Path], object], fault: Fault) -> Case:
    @contextmanager
    def case(copy: Path) -> Iterator[Fault]:
        shutil.copytree(project, copy, dirs_exist_ok=True, symlinks=True)
        change(copy)
        yield fault

    return case


def _ordinary(project: Path) -> Iterator[tuple[str, Case]]:
    def link(to: str) -> Callable[[Path], None]:
        def change(copy: Path) -> None:
            (copy / "site").rename(copy / "kept")
            (copy / "site").symlink_to(to)

        return change

    def file(copy: Path) -> None:
        (copy / "site").rename(copy / "kept")
        (copy / "site").write_text("mine\n", encoding="utf-8")

    def fifo(copy: Path) -> None:
        os.mkfifo(copy / "content/questions/tea/x.md")

    for size in LIMITS:
        fault = Fault(limit=size, ends="either")
        yield f"no file larger than {size} KiB", _plain(project, lambda _: None, fault)
    yield "site/ is a link to a folder", _plain(project, link("kept"), Fault(ends="published", site="kept"))
    yield "site/ is a link to nothing", _plain(project, link("elsewhere"), Fault(ends="published", site="elsewhere"))
    circle = Fault(says="leads in a circle; remove it", site="kept")
    yield "site/ is a link to itself", _plain(project, link("site"), circle)
    yield "site/ is a link to the project", _plain(project, link("."), Fault(says="; remove it", site="kept"))
    yield "site/ is a file", _plain(project, file, Fault(says="is a file, not a folder; remove it", site="kept"))
    yield "a pipe among questions", _plain(project, fifo, Fault(says="no ordinary file"))
    yield from _git(project)


def _git(project: Path) -> Iterator[tuple[str, Case]]:
    def nothing(copy: Path) -> None:
        """Git itself is what is wrong."""

    def corrupt(copy: Path) -> None:
        (copy / ".git/HEAD").write_text("nonsense\n", encoding="utf-8")

    base = ("qbank", "check", "--base", "HEAD")
    missing = {"PATH": "/nonexistent"}
    other = {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1", "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1"}
    words = (("missing", nothing, missing, "git is not installed"), ("refusing", nothing, other, "dubious ownership"))
    for name, change, env, says in (*words, ("broken", corrupt, {}, "not a git repository")):
        yield f"git {name}, build", _plain(project, change, Fault(env=env, ends="undated", says=says))
        yield f"git {name}, check --base", _plain(project, change, Fault(command=base, env=env, says=says))


def _on_disks(project: Path) -> dict[str, Case]:
    def disk(kib: int | None, fault: Fault, *, read_only: bool = False) -> Case:
        """The whole project on a disk of its own."""

        @contextmanager
        def case(copy: Path) -> Iterator[Fault]:
            with mounted(copy, "-t", "tmpfs", "-o", "size=32m", "tmpfs"):
                shutil.copytree(project, copy, dirs_exist_ok=True, symlinks=True)
                if kib is not None:
                    _fill(copy, kib)
                if read_only:
                    subprocess.run(["mount", "-o", "remount,ro", str(copy)], check=True)
                yield fault

        return case

    def volume(*options: str, kib: int | None = None, fault: Fault) -> Case:
        """The site alone on a disk of its own."""

        @contextmanager
        def case(copy: Path) -> Iterator[Fault]:
            shutil.copytree(project, copy, dirs_exist_ok=True, symlinks=True)
            (copy / "bound").mkdir()
            given = [str(copy / "bound") if option == "BOUND" else option for option in options]
            with mounted(copy / "site", *given):
                shutil.copytree(project / "site", copy / "site", dirs_exist_ok=True)
                if kib is not None:
                    _fill(copy / "site", kib)
                yield fault

        return case

    tmpfs = ("-t", "tmpfs", "-o", "size=32m", "tmpfs")
    either, published = Fault(ends="either"), Fault(ends="published")
    made = {f"a disk with {size} KiB left": disk(size, either) for size in SIZES}
    made |= {f"a volume at site/ with {size} KiB left": volume(*tmpfs, kib=size, fault=either) for size in SIZES[::3]}
    made["a volume at site/"] = volume(*tmpfs, fault=published)
    made["a folder of the same disk bound to site/"] = volume("--bind", "BOUND", fault=published)
    says = "read-only file system"
    made["a read-only disk, build"] = disk(None, Fault(says=says), read_only=True)
    for command in (("new", "Why not?", "--topic", "tea"), ("rename", "newer", "newest"), ("export", "out")):
        fault = Fault(command=("qbank", *command), says=says)
        made[f"a read-only disk, {command[0]}"] = disk(None, fault, read_only=True)
    for command in (("new", "Why not?", "--topic", "tea"), ("rename", "newer", "newest"), ("export", "out")):
        fault = Fault(command=("qbank", *command), says="space")
        made[f"a full disk, {command[0]}"] = disk(0, fault)
    return made


def _fill(folder: Path, kib: int) -> None:
    """Fill the disk of a folder but for so many KiB."""
    state = os.statvfs(folder)
    with (folder / ".full").open("wb") as file:
        file.write(b"x" * max(0, state.f_bavail * state.f_frsize - kib * 1024))


def _forbidden(project: Path) -> dict[str, Case]:
    def closed(path: str) -> Callable[[Path], None]:
        def change(copy: Path) -> None:
            (copy / path).chmod(0)

        return change

    def open_but(path: str) -> Callable[[Path], None]:
        def change(copy: Path) -> None:
            if os.geteuid() == 0:
                for entry in (copy, *copy.rglob("*")):
                    os.chown(entry, 65534, 65534, follow_symlinks=False)
            closed(path)(copy)

        return change

    def own(copy: Path) -> None:
        for folder in (copy, copy / "site", copy / "content/questions/tea"):
            folder.chmod(0o555)

    says = "permission denied"
    made = {"a project that may not be written": _plain(project, own, Fault(nobody=True, says=says))}
    new = Fault(command=("qbank", "new", "Why not?", "--topic", "tea"), nobody=True, says=says)
    made["a topic that may not be written"] = _plain(project, own, new)
    for path in ("content/questions/tea/newer.md", "content/questions/tea", "content/pages"):
        for command in (BUILD, ("qbank", "check")):
            fault = Fault(command=command, nobody=True, says=f"{path}: {says}")
            made[f"{path} may not be read, {command[0]}"] = _plain(project, open_but(path), fault)
    nowhere = Fault(env={"TMPDIR": "/nonexistent"}, ends="published")
    made["no folder for temporary files"] = _plain(project, lambda _: None, nowhere)
    return made


def main() -> None:
    """Print the outcomes."""
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        Path(scratch).chmod(0o755)
        project = make_project(Path(scratch) / "project")
        new = Path(scratch) / "new"
        start(Fault(command=(*BUILD, "-q", "-d", str(new))), project).check_returncode()
        for name, case in cases(project).items():
            fault, outcome = attempt(case, project, new)
            wrong = outcome.wrong(fault)
            failed += bool(wrong)
            lines = [line for line in outcome.said.splitlines() if line.strip() and not line.startswith("INFO  ")]
            words = " / ".join(lines)[:300]
            print(
                f"{'WRONG: ' + wrong if wrong else 'fine'} | {name}: exit {outcome.code}, {outcome.site} site | {words}"
            )
    print(f"{failed} wrong")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
