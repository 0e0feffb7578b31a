"""Windows and macOS, as far as this machine can stand for them: without what only POSIX has."""

from __future__ import annotations

import ast
import errno
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import ROOT
from mkdocs_qbank.build import git
from mkdocs_qbank.build.files import keep_as, place_new, write_new
from mkdocs_qbank.cli.console import prepare_output
from mkdocs_qbank.cli.main import main
from mkdocs_qbank.markdown import workers
from mkdocs_qbank.markdown.links import Destinations

PACKAGE = ROOT / "generator/mkdocs_qbank"
WINDOWS = r"""
import sys


def import_all():
    import mkdocs_qbank

    for module in pkgutil.walk_packages(mkdocs_qbank.__path__, "mkdocs_qbank."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


if __name__ == "__main__":  # not in the processes that parse
    import errno, importlib, multiprocessing, os, pkgutil, sysconfig, types
    import babel.lists, click.shell_completion, mkdocs.commands.build, mkdocs.config, PIL.Image, ziamath

    import_all()  # what other packages need of POSIX is their own concern, and they have it by now
    for name in [name for name in sys.modules if name.startswith("mkdocs_qbank.")]:
        del sys.modules[name]
    for name in ("fcntl", "resource", "termios", "pwd", "grp", "pty", "readline", "tty"):
        sys.modules[name] = None
    for name in ("O_DIRECTORY", "O_NOFOLLOW", "getuid", "geteuid", "getpgid", "killpg", "sched_getaffinity", "uname"):
        delattr(os, name)

    def no_links(*_, **__):
        raise OSError(errno.EINVAL, "Incorrect function")

    os.link = no_links
    multiprocessing.get_all_start_methods = lambda: ["spawn"]
    here, sys.platform = sys.platform, "win32"
    import_all()
    sys.platform = here
    windows = types.SimpleNamespace(**{**vars(sys), "platform": "win32"})
    for name, module in sys.modules.items():
        if name.startswith("mkdocs_qbank.") and hasattr(module, "sys"):
            module.sys = windows
    from mkdocs_qbank.cli.main import main

    for command in (
        ["init", "--yes", "--name", "Tea"],
        ["new", "Why does water matter?", "--topic", "tea", "--answer", "It is most of it.", "--status", "published"],
        ["rename", "why-does-water-matter", "water"],
    ):
        try:
            main(command, prog_name="qbank")
        except SystemExit as ended:
            assert not ended.code, command
    mkdocs.commands.build.build(mkdocs.config.load_config("mkdocs.yml", strict=True))
"""
"""A bank from its start to its site, where the modules of QBank see a machine like one with Windows."""


@pytest.mark.site
@pytest.mark.skipif(sys.platform != "linux", reason="it takes away what Linux has")
def test_a_bank_needs_nothing_that_only_posix_has(tmp_path: Path) -> None:
    program, bank = tmp_path / "program.py", tmp_path / "bank"
    program.write_text(WINDOWS, encoding="utf-8")
    bank.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent), "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        [sys.executable, program], cwd=bank, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert (bank / "content/questions/tea/water.md").is_file()
    assert "Why does water matter?" in (bank / "site/questions/water/index.html").read_text(encoding="utf-8")
    assert not list(bank.rglob(".qbank-*"))


def test_text_files_have_an_encoding_of_their_own() -> None:
    texts = {file: file.read_text(encoding="utf-8") for file in sorted(PACKAGE.rglob("*.py"))}
    for file in (file for file, text in texts.items() if re.search(r"\.(?:read_text|write_text|open)\(", text)):
        for call in ast.walk(ast.parse(texts[file])):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
                name = call.func.attr
                given = [part.value for part in call.args if isinstance(part, ast.Constant)]
                text = name in ("read_text", "write_text") or (name == "open" and ("r" in given or "w" in given))
                assert not text or "encoding" in {keyword.arg for keyword in call.keywords}, (file, call.lineno)


@pytest.mark.parametrize(
    ("platform", "encoding", "shown"),
    [("win32", "cp1252", "茶 é".encode()), ("linux", "cp1252", b"\\u8336 \xe9"), ("linux", "utf-8", "茶 é".encode())],
)
def test_no_letter_ends_a_command_and_a_pipe_on_windows_gets_utf8(
    platform: str, encoding: str, shown: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
    prepare_output()
    print("茶 é", end="", flush=True)
    assert raw.getvalue() == shown


def test_every_command_prepares_its_output() -> None:
    with pytest.MonkeyPatch.context() as patch:
        prepared: list[bool] = []
        patch.setattr("mkdocs_qbank.cli.main.prepare_output", lambda: prepared.append(True))
        assert CliRunner().invoke(main, ["explain"]).exit_code == 0
    assert prepared == [True]


def test_a_worker_lives_where_no_limit_of_memory_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise ValueError("current limit exceeds maximum limit")  # as macOS says

    monkeypatch.setattr("resource.setrlimit", refuse)
    monkeypatch.setattr(workers, "_destinations", workers._destinations)

    class Started:
        count = 0

        def release(self) -> None:
            self.count += 1

    started: Any = Started()
    workers._initialize(Destinations(), started)
    assert started.count == 1


@pytest.fixture
def no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk on which a file has one name."""

    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)


@pytest.mark.usefixtures("no_links")
def test_where_a_file_has_one_name_only_none_is_written_over(tmp_path: Path) -> None:
    assert write_new(tmp_path / "a/b.md", "one")
    assert not write_new(tmp_path / "a/b.md", "two")
    assert [file.name for file in (tmp_path / "a").iterdir()] == ["b.md"]
    staged = tmp_path / "staged"
    staged.write_text("three", encoding="utf-8")
    with pytest.raises(FileExistsError):
        place_new(staged, tmp_path / "a/b.md")
    keep_as(tmp_path / "a/b.md", tmp_path / "kept")
    assert [(tmp_path / path).read_text(encoding="utf-8") for path in ("a/b.md", "kept")] == ["one", "one"]


def test_git_of_the_current_folder_is_never_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "git"
    shutil.copy(shutil.which("true") or "true", own)
    monkeypatch.setattr(shutil, "which", lambda _: str(own))
    assert git.run_git(tmp_path, "status").fault == "git is not installed"
