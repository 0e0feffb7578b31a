"""Importing, as people meet it: twice, after changes on either side, and with what a source links to."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from conftest import ROOT, Run, run
from mkdocs_qbank.build.importing import TooMuchError, gather
from mkdocs_qbank.build.stages import Progress
from mkdocs_qbank.cli.importing import Choices, import_sources
from mkdocs_qbank.read.importers.importer import Found, Item, Source
from mkdocs_qbank.read.importers.transcript import TRANSCRIPT
from mkdocs_qbank.read.ledger import LEDGER_FILE

CURVE = (ROOT / "tests/cases/images/curve.png").read_bytes()
GIF = (ROOT / "tests/cases/images/curve.gif").read_bytes()

Start = Callable[[Mapping[str, str | bytes]], Path]


def transcript(question: str, answer: str = "Because it is so.") -> str:
    return f"{question}\n\nOfficial Answer\n\n{answer}\n"


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Writes a source of transcripts and returns the project that it is imported into."""

    def write_source(files: Mapping[str, str | bytes]) -> Path:
        (tmp_path / "project").mkdir()
        for name, text in files.items():
            put(tmp_path / "source", name, text)
        return tmp_path / "project"

    return write_source


def put(folder: Path, name: str, text: str | bytes) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


def load(project: Path, *more: str) -> Run:
    return run("qbank", "import", "../source", "--topic", "t", *more, cwd=project)


def written(project: Path) -> dict[str, tuple[int, bytes]]:
    """Every file of the project, with the time of its last change."""
    files = (file for file in sorted(project.rglob("*")) if file.is_file())
    return {file.relative_to(project).as_posix(): (file.stat().st_mtime_ns, file.read_bytes()) for file in files}


def text_of(project: Path, name: str) -> str:
    return (project / "content/questions" / name).read_text(encoding="utf-8")


def counts(done: Run) -> str:
    return done.stderr.splitlines()[-1].removeprefix("qbank: ")


def test_a_second_import_writes_nothing(start: Start) -> None:
    project = start({"a.txt": transcript("What is tea?", "![A curve](curve.png)"), "curve.png": CURVE})
    assert counts(load(project)) == "1 imported"
    before = written(project)
    again = load(project)
    assert (again.returncode, again.stdout, counts(again)) == (0, "", "1 unchanged")
    assert written(project) == before


def test_a_changed_source_updates_only_what_nobody_edited(start: Start) -> None:
    project = start({"a.txt": transcript("What is tea?"), "b.txt": transcript("What is milk?")})
    load(project)
    edited = project / "content/questions/t/what-is-milk.md"
    edited.write_text(f"{edited.read_text(encoding='utf-8')}\nIt is white.\n", encoding="utf-8")
    for name, question in (("a.txt", "What is tea?"), ("b.txt", "What is milk?")):
        put(project.parent / "source", name, transcript(question, "So they say."))
    done = load(project)
    assert done.stdout == "content/questions/t/what-is-tea.md\n"
    assert "b.txt:1: left: What is milk?: its file was edited since it was imported" in done.stderr
    assert counts(done) == "1 updated, 1 left as they are"
    assert "So they say." in text_of(project, "t/what-is-tea.md")
    assert "It is white." in text_of(project, "t/what-is-milk.md")


def test_what_the_source_lost_is_named_and_stays(start: Start) -> None:
    project = start({"a.txt": transcript("What is tea?"), "b.txt": transcript("What is milk?")})
    load(project)
    (project.parent / "source/b.txt").unlink()
    done = load(project)
    assert counts(done) == "1 unchanged, 1 gone from their source"
    assert (project / "content/questions/t/what-is-milk.md").exists()


def test_a_question_that_was_removed_from_the_bank_does_not_come_back(start: Start) -> None:
    project = start({"a.txt": transcript("What is tea?"), "b.txt": transcript("What is milk?")})
    load(project)
    (project / "content/questions/t/what-is-milk.md").unlink()
    done = load(project)
    assert "removed from the bank" in done.stderr
    assert not (project / "content/questions/t/what-is-milk.md").exists()


def test_a_renamed_and_published_question_is_still_updated_and_stays_both(start: Start) -> None:
    project = start({"a.txt": transcript("What is tea?", "See [milk](b.txt)."), "b.txt": transcript("What is milk?")})
    load(project)
    run("qbank", "rename", "what-is-milk", "milk", cwd=project, check=True)
    file = project / "content/questions/t/milk.md"
    file.write_text(file.read_text(encoding="utf-8").replace("status: draft", "status: published"), encoding="utf-8")
    put(project.parent / "source", "b.txt", transcript("What is milk?", "It is white."))
    assert counts(load(project)) == "1 updated, 1 unchanged"
    text = file.read_text(encoding="utf-8")
    assert "It is white." in text
    assert "formerly: [what-is-milk]\nstatus: published\n" in text
    assert "See [milk](milk.md)." in text_of(project, "t/what-is-tea.md")


def test_the_end_of_lines_is_no_edit(start: Start) -> None:
    project = start({"a.txt": transcript("What is tea?")})
    load(project)
    file = project / "content/questions/t/what-is-tea.md"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    put(project.parent / "source", "a.txt", transcript("What is tea?", "A drink."))
    assert counts(load(project)) == "1 updated"


def test_an_import_that_was_cut_off_goes_on_without_its_ledger(start: Start) -> None:
    project = start({"a.txt": transcript("What is tea?"), "b.txt": transcript("What is tea?", "Another answer.")})
    load(project)
    before = written(project)
    (project / "content" / LEDGER_FILE).unlink()
    (project / "content/questions/t/what-is-tea-2.md").unlink()
    done = load(project)
    assert (done.stdout, counts(done)) == ("content/questions/t/what-is-tea-2.md\n", "1 imported, 1 unchanged")
    assert {name: data for name, (_, data) in written(project).items()} == {
        name: data for name, (_, data) in before.items()
    }


def test_a_question_that_is_there_already_is_never_written_over(start: Start) -> None:
    project = start({"a.txt": transcript("What is tea?")})
    own = "# What is tea?\n\n## Official Answer\n\nMy own answer.\n"
    put(project, "content/questions/mine/what-is-tea.md", own)
    done = load(project)
    assert done.stdout == "content/questions/t/what-is-tea-2.md\n"
    assert "the id 'what-is-tea' is taken, so this one is 'what-is-tea-2'" in done.stderr
    assert text_of(project, "mine/what-is-tea.md") == own


def test_of_many_things_that_cannot_be_kept_a_few_are_named(start: Start) -> None:
    links = ", ".join(f"[{number}](gone-{number}.txt)" for number in range(9))
    done = load(start({"a.txt": transcript("What is tea?", links)}))
    names = ", ".join(f"'gone-{number}.txt'" for number in range(5))
    assert f"could not be kept: the link to '…', such as {names} (9 times)\n" in done.stderr


def test_links_between_items_become_links_between_questions(start: Start) -> None:
    links = "[one](more/b.txt), [two](/more/b.txt#x), <a href='more/b.txt'>three</a>, [four][b]"
    project = start(
        {
            "a.txt": transcript(
                "What is tea?", f"{links}, [five](gone.txt), [six](#x), [self](a.txt).\n\n[b]: more/b.txt"
            ),
            "more/b.txt": transcript("What is milk?", "See [tea](../a.txt) and [mail](mailto:a@b.example)."),
        }
    )
    done = load(project)
    text = text_of(project, "t/what-is-tea.md")
    assert text.count("what-is-milk.md") == 4
    assert "five, six, self." in text
    assert "See [tea](what-is-tea.md) and [mail](mailto:a@b.example)." in text_of(project, "t/what-is-milk.md")
    assert "could not be kept: the link to 'gone.txt'\n" in done.stderr
    assert "could not be kept: the link to '#x'\n" in done.stderr
    checked = run("qbank", "check", cwd=project)
    assert "broken-link" not in checked.stdout


def test_images_come_along_once_and_what_pages_cannot_show_is_named(start: Start) -> None:
    shown = "![One](img/A%20curve.png) ![Two](img/same.png) ![Three](../secret.png)"
    more = "![Four](x.svg) ![Five](moving.png) ![Six](linked.png)"
    project = start(
        {
            "a.txt": transcript("What is tea?", f'{shown} {more} <img src="img/same.png" alt="Seven">'),
            "img/A curve.png": CURVE,
            "img/same.png": CURVE,
            "x.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            "moving.png": b"\x89PNG\r\n\x1a\n cut off",
        }
    )
    put(project.parent, "secret.png", CURVE)
    (project.parent / "source/linked.png").symlink_to(project.parent / "secret.png")
    done = load(project)
    text = text_of(project, "t/what-is-tea.md")
    assert "![One](a-curve.png) ![Two](a-curve.png) Three Four Five Six ![Seven](<a-curve.png>)" in text
    assert sorted(file.name for file in (project / "content/questions/t").iterdir()) == [
        "_topic.yml",
        "a-curve.png",
        "what-is-tea.md",
    ]
    assert "the image 'linked.png', which cannot be read: it is a symbolic link" in done.stderr
    for told in ("'../secret.png', which is not in the source", "'x.svg', which is an SVG", "'moving.png', which ends"):
        assert f"could not be kept: the image {told}" in done.stderr
    assert done.returncode == 0
    assert "bad-image" not in run("qbank", "check", cwd=project).stdout


def test_a_changed_image_is_replaced_unless_somebody_edited_it(start: Start) -> None:
    project = start({"a.txt": transcript("What is tea?", "![A curve](curve.png)"), "curve.png": CURVE})
    load(project)
    other = CURVE[:-12] + b"\0\0\0\x04tEXta\0bc\0\0\0\0" + CURVE[-12:]
    put(project.parent / "source", "curve.png", other)
    assert counts(load(project)) == "1 unchanged"
    image = project / "content/questions/t/curve.png"
    assert image.read_bytes() == other
    image.write_bytes(CURVE + b"mine")
    put(project.parent / "source", "curve.png", CURVE)
    load(project)
    assert image.read_bytes() == CURVE + b"mine"


def test_topics_are_those_of_the_source_and_keep_their_titles(start: Start) -> None:
    project = start({"a.txt": transcript("What is tea?")})
    run("qbank", "import", "../source", cwd=project, check=True)
    assert text_of(project, "source/_topic.yml") == "title: Source\ndescription: Questions about Source.\n"


def test_a_dry_run_says_the_same_and_writes_only_the_report(start: Start) -> None:
    project = start(
        {
            "a.txt": transcript("What is tea?", "[x](gone.md)"),
            "b.txt": "Why?\n\nInstruction: Say it.\n",
            "c.xyz": "a;b\n",
        }
    )
    planned = load(project, "--dry-run", "--report", "plan.json")
    assert list(written(project)) == ["plan.json"]
    done = load(project, "--report", "done.json")
    assert planned.stdout == done.stdout
    reports = [json.loads((project / name).read_text(encoding="utf-8")) for name in ("plan.json", "done.json")]
    assert reports[0] == reports[1]
    assert reports[0]["counts"] == {
        "imported": 1, "updated": 0, "unchanged": 0, "left": 0, "skipped": 1, "gone": 0
    }  # fmt: skip
    imported, skipped = reports[0]["items"]
    assert (imported["id"], imported["lost"]) == ("what-is-tea", ["the link to 'gone.md'"])
    assert (skipped["title"], skipped["reason"].split(";")[0]) == ("Why?", "it has no answer")
    assert done.returncode == 0
    assert "1 file is of no known format: 'c.xyz'" in reports[0]["files"][0]


def test_a_report_in_markdown_shows_what_a_source_says_as_text(start: Start) -> None:
    project = start({"a.txt": transcript("What is <b>tea</b> | @all [x](y)?")})
    load(project, "--report", "done.md")
    report = (project / "done.md").read_text(encoding="utf-8")
    assert "| imported | 1 |" in report
    assert not re.search(r"<b>|@all|\[x\]\(", report)


def test_old_addresses_lead_to_the_new_pages(start: Start) -> None:
    project = start({"a.txt": transcript("What is tea?"), "more/b.txt": transcript("What is milk?")})
    load(project, "--redirects", "old.json")
    assert json.loads((project / "old.json").read_text(encoding="utf-8")) == {
        "a.txt": "questions/what-is-tea/",
        "more/b.txt": "questions/what-is-milk/",
    }


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("<<<<<<< HEAD", "this is a conflict of git"),
        ("{", "this is no line of a ledger"),
        ("[" * 100_000, "this is no line of a ledger"),
        ('{"source": "a", "key": "b", "id": "../x", "hash": "' + "0" * 32 + '"}', "this is no line of a ledger"),
        (
            '{"source": "a", "image": "b", "file": "../../x.png", "hash": "' + "0" * 32 + '"}',
            "this is no line of a ledger",
        ),
    ],
)
def test_a_ledger_that_is_damaged_stops_the_import_in_one_sentence(start: Start, line: str, told: str) -> None:
    project = start({"a.txt": transcript("What is tea?")})
    put(project, f"content/{LEDGER_FILE}", f"\n{line}\n")
    done = load(project)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"qbank: content/{LEDGER_FILE}:2: {told}; nothing was imported\n"


def test_a_source_may_be_the_folder_that_the_bank_is_in(start: Start) -> None:
    project = start({})
    put(project, "a.txt", transcript("What is tea?"))
    for told in ("1 imported", "1 unchanged"):
        assert counts(run("qbank", "import", ".", "a.txt", cwd=project, check=True)) == told


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFOs")
def test_nothing_but_the_regular_files_of_a_folder_is_read(start: Start) -> None:
    project = start({"good.txt": transcript("What is tea?"), "aux/a.txt": transcript("What is milk?")})
    source = project.parent / "source"
    put(project.parent, "outside.txt", transcript("What is secret?"))
    os.mkfifo(source / "pipe.txt")
    (source / "cycle").symlink_to(source)
    (source / "link.txt").symlink_to(project.parent / "outside.txt")
    put(source, "odd\nname.txt", transcript("What is odd?"))
    put(source, "large.txt", transcript("What is large?", "word " * 60_000))
    put(source, "deep.txt", transcript("What is deep?", "[" * 5_000))
    put(source, "quotes.txt", transcript("What is quoted?", "> " * 500 + "x"))
    deep = source.joinpath(*(["d"] * 40))
    deep.mkdir(parents=True)
    done = load(project)
    assert "Traceback" not in done.stderr
    assert counts(done) == "2 imported, 3 skipped"
    for told in (
        "'cycle' is a symbolic link",
        "'link.txt' is a symbolic link",
        "'pipe.txt' is no regular file",
        "large.txt:1: skipped: What is large?: it has more than 240 KiB of text",
        "deep.txt:1: skipped: What is deep?: its brackets are nested too deep",
        "quotes.txt:1: skipped: What is quoted?: its elements are nested too deep",
        "is more than 32 folders deep",
    ):
        assert told in done.stderr
    assert "secret" not in "".join(map(str, written(project).values()))
    named = run("qbank", "import", "../source/pipe.txt", cwd=project)
    assert (named.returncode, "neither a file nor a folder" in named.stderr) == (1, True)


def test_the_parts_of_a_map_are_a_field_and_a_name(start: Start) -> None:
    project = start({"a.txt": transcript("What is tea?")})
    for wrong in ("title", "=x", "question="):
        assert load(project, "--map", wrong).returncode == 2
    assert load(project, "--report", "report.txt").returncode == 2
    assert list(written(project)) == []


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGKILL])
def test_an_import_that_is_ended_leaves_whole_files_and_the_next_one_goes_on(
    start: Start, kind: signal.Signals
) -> None:
    many = 400
    project = start({f"{number}.txt": transcript(f"What is tea {number}?") for number in range(many)})
    command = [sys.executable, "-m", "mkdocs_qbank", "import", "../source", "--topic", "t"]
    with subprocess.Popen(
        command,
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no thread runs yet
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = process.stdout.readline()
        process.send_signal(kind)
        said = process.stderr.read()
    assert first.startswith("content/questions/t/what-is-tea-")
    assert process.returncode != 0
    assert "Traceback" not in said
    topic = project / "content/questions/t"
    files = [file for file in topic.iterdir() if not file.name.startswith(".")]
    assert 0 < len(files) < many
    assert all(file.read_text(encoding="utf-8").endswith(("so.\n", "t.\n")) for file in files)
    if kind is signal.SIGINT:
        assert not [file for file in topic.iterdir() if file.name.startswith(".")]
        ledger = (project / "content" / LEDGER_FILE).read_text(encoding="utf-8")
        assert len(ledger.splitlines()) == len(files) - 1
    done = load(project)
    assert done.returncode == 0
    assert len(list(topic.glob("*.md"))) == many
    assert counts(load(project)) == f"{many} unchanged"


def test_no_source_is_too_much_to_say_so(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    project = start(
        {f"{name}.txt": transcript(f"What is {name}?", f"{name} " * 40) for name in ("tea", "milk", "honey")}
    )
    sources, content = [project.parent / "source"], project / "content"
    monkeypatch.setattr("mkdocs_qbank.read.importers.opening.MOST_TEXT", 200)
    gathered = gather(sources, content)
    assert [entry.key for entry in gathered.entries] == ["tea.txt"]
    assert gathered.notes == ["'honey.txt' has more than 200 bytes", "'milk.txt' has more than 200 bytes"]
    monkeypatch.undo()
    for limit, told in (("MOST_ITEMS", "more than 2 questions"), ("MOST_CHARACTERS", "more than 2 characters")):
        with monkeypatch.context() as limits:
            limits.setattr(f"mkdocs_qbank.build.importing.{limit}", 2)
            with pytest.raises(TooMuchError, match=told):
                gather(sources, content)
    monkeypatch.setattr("mkdocs_qbank.read.importers.opening.MOST_FILES", 2)
    gathered = gather(sources, content)
    assert [entry.key for entry in gathered.entries] == ["honey.txt", "milk.txt"]
    assert "the folder has more than 2 files" in gathered.notes[0]


def test_a_fault_of_an_importer_is_one_sentence_about_its_source(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    project = start({"a.txt": transcript("What is tea?"), "b.txt": transcript("What is milk?")})

    def read(source: Source) -> Iterator[Found]:
        if source.name.endswith("a.txt"):
            raise ZeroDivisionError
        return TRANSCRIPT.read(source)

    monkeypatch.setattr("mkdocs_qbank.read.importers.importers.IMPORTERS", (replace(TRANSCRIPT, read=read),))
    gathered = gather([project.parent / "source"], project / "content")
    assert [entry.item.draft.question for entry in gathered.entries] == ["What is milk?"]
    assert not gathered.complete
    (note,) = gathered.notes
    assert note.endswith("a fault of QBank, which should be reported: ZeroDivisionError")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "shown"), [(Terminal(), "\rqbank: read 5\x1b[K\r\x1b[K"), (io.StringIO(), "")])
def test_progress_is_shown_on_a_terminal_alone(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, shown: str
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.delenv("CI", raising=False)
    progress = Progress(after=0.0)
    progress.show("read 5")
    progress.clear()
    progress.clear()
    assert stream.getvalue() == shown


def test_what_names_an_item_or_its_topic_can_be_anything(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    project = start({"a.txt": transcript("What is tea?")})
    odd = [("k" * 5_000, "T" * 5_000), ("\ud800", "a\u202eb\x00"), ("\ud800", "../../x"), ("", "yes: [no]\n# x")]

    def read(source: Source) -> Iterator[Found]:
        for item in TRANSCRIPT.read(source):
            assert isinstance(item, Item)
            for number, (key, topic) in enumerate(odd):
                draft = replace(item.draft, question=f"What is tea {number}?")
                yield replace(item, key=key, topic=topic, draft=draft)

    monkeypatch.setattr("mkdocs_qbank.read.importers.importers.IMPORTERS", (replace(TRANSCRIPT, read=read),))
    monkeypatch.chdir(project)
    for _ in range(2):
        assert import_sources(Path("content"), [Path("../source")], Choices())
    files = {file.stem: file.parent.name for file in Path("content/questions").glob("*/*.md")}
    assert files == {
        "what-is-tea-0": "t" * 72,
        "what-is-tea-1": "ab",
        "what-is-tea-2": "x",
        "what-is-tea-3": "yes-no-x",
    }
    found = json.loads(run("qbank", "check", "--format", "json", cwd=project).stdout)
    assert [finding for finding in found if finding["severity"] == "error"] == []


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("question,answer\nWhat is a café?,A place.\n", "cp1252", "is not UTF-8; convert it"),
        ("question,answer\nWhat is X?,An x.\n", "utf-16-le", "seems to be UTF-16; convert it with 'iconv -f UTF-16LE"),
        ("\0\1\2\3", "latin-1", "is of no known format"),
    ],
)
def test_a_text_in_another_encoding_is_named_as_such_with_the_way_to_convert_it(
    text: str, encoding: str, said: str, tmp_path: Path
) -> None:
    put(tmp_path, "a.csv", text.encode(encoding))

    (note,) = gather([tmp_path / "a.csv"], tmp_path / "content").notes

    assert said in note
