"""Laws of renaming and merging, tried on banks whose references are written in many ways."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from inprocess import parsing_here
from mkdocs_qbank.build.pipeline import Checked, check_content
from mkdocs_qbank.findings.finding import Severity
from mkdocs_qbank.markdown.targets import as_written, link_places, page_targets, written_targets
from mkdocs_qbank.read.edits import edited
from mkdocs_qbank.read.merge import is_merged, merge
from mkdocs_qbank.read.rename import Plan, rename
from mkdocs_qbank.read.sameness import first_difference

Files = Mapping[str, bytes | None]

IDS = {"a": "tea", "b": "tea", "c-d": "pots", "e": "pots"}
"""The questions of a made bank with their topics; `e` is a YAML file."""
CONTENT = Path("content")
LINKS = (
    "[é words]({})",
    '[words]({} "A title")',
    "[`code` **bold**](<{}>)",
    "[words]({}#official-answer)",
    "[words]( {}?plain=1 'Title' )",
    "[words](./{})",
    "see [one][ref] and [ref][], and\n\n[ref]: {} 'Title'\n\nmore",
    "> quoted [words](\n> {})",
    '<a href="{}">words</a>',
    "- an item [words]({}), (and)\n- another",
    "| a | b |\n| - | - |\n| [x]({}) | é |",
    "footnote[^1]\n\n[^1]: [words]({})",
    "[words](/content/questions/{root})",
    "```\n[no link]({})\n```",
    "`[no link]({})` and https://example.org/{root}",
)
REFERENCES = ("{}", '"{}"', "'{}'", "{{id: {}, why: So it is.}}", '{{why: "a # b", id: "{}"}}')
ENDS = st.sampled_from(["\n", "\r\n"])


def path_of(name: str) -> str:
    return f"content/questions/{IDS[name]}/{name}.{'yml' if name == 'e' else 'md'}"


@st.composite
def references(draw: st.DrawFn, others: list[str]) -> str:
    """The field `related`, as a list in brackets or in lines, with comments."""
    named = draw(st.lists(st.sampled_from(others), unique=True, max_size=3))
    written = [draw(st.sampled_from(REFERENCES)).format(name) for name in named]
    if not written:
        return ""
    if draw(st.booleans()):
        return f"related: [{', '.join(written)}]  # a comment\n"
    return "related:\n" + "".join(f"  - {item}  # {number}\n" for number, item in enumerate(written))


@st.composite
def bodies(draw: st.DrawFn, name: str, others: list[str]) -> str:
    paragraphs = []
    for number, other in enumerate(draw(st.lists(st.sampled_from(others), max_size=5))):
        here = "../" * (IDS[other] != IDS[name]) + (f"{IDS[other]}/" if IDS[other] != IDS[name] else "")
        target = f"{here}{Path(path_of(other)).name}"
        link = draw(st.sampled_from(LINKS)).replace("ref]", f"ref{number}]")
        paragraphs.append(link.format(target, root=f"{IDS[other]}/{Path(path_of(other)).name}"))
    return "\n\n".join(paragraphs) or "Because it is so."


@st.composite
def banks(draw: st.DrawFn) -> dict[str, bytes]:
    files = {}
    for name in IDS:
        others = [other for other in IDS if other != name]
        front, body = draw(references(others)), draw(bodies(name, others))
        lead = draw(st.sampled_from(["", "# a comment\ndifficulty: beginner\n", "tags: [x, y]\n"]))
        rest = draw(st.sampled_from(["", "# of the sources\nsources:\n  - title: A book\n", "status: published"]))
        fields = lead + front + rest
        title = f"What is it that {name} asks {name * 3}?"
        if name == "e":
            indented = body.replace("\n", "\n  ")
            text = f"{fields.rstrip()}\nquestion: {title}\nanswer: |\n  {indented}\n".lstrip()
        else:
            front = f"---\n{fields.rstrip()}\n---\n\n" if fields else ""
            text = f"{front}# {title}\n\n## Official Answer\n\n{body}\n"
        mark = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
        files[path_of(name)] = mark + text.replace("\n", draw(ENDS)).encode()
    return files


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the topics of a bank; the questions are given when it is read."""
    folder = tmp_path_factory.mktemp("moving")
    for topic in {*IDS.values()}:
        (folder / "content/questions" / topic).mkdir(parents=True)
        (folder / f"content/questions/{topic}/_topic.yml").write_text(f"title: {topic}\n", encoding="utf-8")
    (folder / "content/pages").mkdir()
    (folder / "content/pages/index.md").write_text(
        "# Home\n\n!!! note\n    [A](../questions/tea/a.md), [B](../questions/tea/b.md#official-answer 'b').\n",
        encoding="utf-8",
    )
    with parsing_here(folder):
        yield folder


def done(files: Files, plan: Plan) -> dict[str, bytes | None]:
    """The files of a bank after a plan."""
    after = dict(files)
    for path, edits in plan.edits.items():
        after[path] = edited(files.get(path) or Path(path).read_bytes(), edits)
    for path, there in plan.moves.items():
        after[there], after[path] = after[path], None
    return after | dict.fromkeys(plan.removed)


def read(files: Files) -> Checked:
    return check_content(CONTENT, changed=files)


def severe(checked: Checked) -> list[tuple[str, str]]:
    return sorted((finding.rule, finding.path) for finding in checked.findings)


def as_moved(data: bytes) -> bytes:
    """The bytes of a file, its links in the form that they have after it moved to another topic."""
    return data.replace(b"](./", b"](")


def without_former_ids(data: bytes) -> bytes:
    bare = re.sub(rb"(?m)^(\xef\xbb\xbf)?formerly: \[.*\]\r?\n", rb"\1", data)
    return re.sub(rb"\A(\xef\xbb\xbf)?---\r?\n---\r?\n\r?\n", rb"\1", bare)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=banks(), name=st.sampled_from(list(IDS)), topic=st.sampled_from(["tea", "pots"]))
def test_renamed_there_and_back_a_bank_is_the_same_but_for_the_former_id(
    files: dict[str, bytes], name: str, topic: str, folder: Path
) -> None:
    before = read(files)
    question = before.reading.bank.by_id[name]
    plan = rename(before.reading, question, "new-name", topic)
    moved = done(files, plan)
    after = read(moved)
    ids = {name: "new-name"}
    assert len(after.findings) == len(before.findings), after.findings
    assert first_difference(before.reading.bank, after.reading.bank, plan.moves, ids) is None
    assert [former.id for former in after.reading.bank.by_id["new-name"].formerly] == [name]
    back = done(moved, rename(after.reading, after.reading.bank.by_id["new-name"], name, IDS[name]))
    again = read(back)
    assert [former.id for former in again.reading.bank.by_id[name].formerly] == ["new-name"]
    for path, data in files.items():
        found = back[path]
        assert found is not None
        assert as_moved(without_former_ids(found) if path == path_of(name) else found) == as_moved(data)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=banks(), pair=st.permutations(list(IDS)))
def test_merged_questions_leave_no_link_to_the_one_that_is_gone(
    files: dict[str, bytes], pair: list[str], folder: Path
) -> None:
    before = read(files)
    source, target = (before.reading.bank.by_id[name] for name in pair[:2])
    after = read(done(files, merge(before.reading, source, target)))
    bank = after.reading.bank
    wrong = [finding for finding in after.findings if finding.severity is Severity.ERROR]
    assert wrong == [finding for finding in before.findings if finding.severity is Severity.ERROR]
    assert not [finding for finding in after.findings if finding.rule in ("broken-link", "repeated-id")]
    assert is_merged(before.reading.bank, bank, source, target)
    paths, ids = {source.path: target.path}, {source.id: target.id}
    assert first_difference(before.reading.bank, bank, paths, ids, (source.id, target.id)) is None


MARKS = st.sampled_from(
    "[ ] ( ) < > ![ ]( ](< [a](b.md) [a]: <b.md> `` ` \\ | \n \n> \n- ``` & &amp; é # ? ' \" <a~href= $ / .. .md".split(
        " "
    )
)
TEXTS = st.lists(st.one_of(MARKS, st.text(max_size=6)), max_size=30).map(lambda parts: "".join(parts).replace("~", " "))


@given(text=TEXTS)
def test_every_target_of_any_text_stands_where_it_is_said_to(text: str) -> None:
    for found in (written_targets(text), page_targets(text)):
        ends = [0, *(place.end for place in found)]
        assert all(end <= place.start <= place.end <= len(text) for end, place in zip(ends, found, strict=False))
    for link in link_places(text):
        assert link.start <= link.words[0] <= link.words[1] <= link.end <= len(text)


@given(text=TEXTS)
def test_a_target_that_is_changed_in_any_text_is_read_as_changed(text: str) -> None:
    changed = text
    for place in reversed(written_targets(text)):
        changed = changed[: place.start] + as_written("x#y", place.notation) + changed[place.end :]
    assert {link.target for link in link_places(changed) if link.target} <= {"x#y"}
