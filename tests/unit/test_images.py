"""Images beside questions: which files are images, what is wrong with them, and what a page shows."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT, question
from mkdocs_qbank.build.options import Options
from mkdocs_qbank.build.pipeline import Checked, check_content, make_site
from mkdocs_qbank.model.bank import Bank
from mkdocs_qbank.read.bank import read_bank
from mkdocs_qbank.read.image_header import ImageHeader, parse_header
from mkdocs_qbank.render.data.words import files as word_files
from mkdocs_qbank.render.view import SiteView

SAMPLES = ROOT / "tests/cases/images"
NAMES = sorted(file.name for file in SAMPLES.iterdir())
FORMATS = {".png": "PNG", ".jpg": "JPEG", ".webp": "WebP", ".gif": "GIF", ".avif": "AVIF"}

Write = Callable[[Mapping[str, str]], Path]
Place = Callable[..., Path]


def header(name: str) -> ImageHeader:
    found = parse_header((SAMPLES / name).read_bytes())
    assert isinstance(found, ImageHeader)
    return found


PNG = header("curve.png").digest[:32]


@pytest.fixture
def place(write: Write) -> Place:
    """Writes a bank of one question with this answer, and puts sample images beside it: their new names to samples."""

    def make(answer: str, files: Mapping[str, str], front: str = "") -> Path:
        content = write({"questions/t/a.md": question("A?", front, answer)})
        for name, sample in files.items():
            file = content / "questions/t" / name
            file.parent.mkdir(exist_ok=True)
            shutil.copyfile(SAMPLES / sample, file)
        return content

    return make


def answer(content: Path) -> str:
    return read_bank(content).bank.by_id["a"].answer.html.strip()


def said(checked: Checked) -> list[tuple[str, int, int, str, str, str]]:
    return [
        (finding.path.rpartition("/")[2], finding.line, finding.column, finding.rule, finding.message, finding.help)
        for finding in checked.findings
    ]


@pytest.mark.parametrize("name", NAMES)
def test_the_header_of_every_format_is_read(name: str) -> None:
    found = header(name)
    assert found.format == FORMATS[Path(name).suffix]
    turned = name in ("turned.jpg", "turned.png")  # browsers do not turn WebP
    assert (found.width, found.height) == ((40, 64) if turned else (64, 40))
    assert found.moving == name.startswith("moving")
    assert found.located == name.startswith("located")


@pytest.mark.parametrize("name", ["curve.png", "curve.jpg", "curve.webp", "curve.gif", "curve.avif"])
def test_an_image_is_shown_with_its_size_under_the_name_of_its_content(name: str, place: Place) -> None:
    content = place(f"![A *curve*]({name})", {name: name})
    address = f"../../assets/images/{header(name).digest[:32]}{Path(name).suffix}"
    assert answer(content) == (
        f'<p><img src="{address}" alt="A curve" width="64" height="40" loading="lazy" decoding="async"></p>'
    )
    assert check_content(content).findings == ()


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("![c](<my curve.png>)", "my curve.png"),
        ("![c](my%20curve.png)", "my curve.png"),
        ("![c](./figures/curve.png)", "figures/curve.png"),
        ("![c](../t/curve.png#x)", "curve.png"),
        ("![c](/content/questions/t/curve.png)", "curve.png"),
        ("![c](Курва.PNG)", "Курва.PNG"),
        ("![c][x]\n\n[x]: curve.png", "curve.png"),
        ("[![c](curve.png)](a.md)", "curve.png"),
        ("| a |\n|---|\n| ![c](curve.png) |", "curve.png"),
        ("a[^1]\n\n[^1]: ![c](curve.png)", "curve.png"),
    ],
)
def test_an_image_is_named_as_any_file(written: str, name: str, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    content = place(written, {name: "curve.png"})
    monkeypatch.chdir(content.parent)
    checked = check_content(Path("content"))
    assert checked.findings == ()
    assert f'<img src="../../assets/images/{PNG}.png" alt="c"' in checked.reading.bank.by_id["a"].answer.html


def test_every_section_shows_images_and_a_question_does_not(write: Write) -> None:
    sections = ("Instruction", "In Short", "Context", "Official Answer", "Key Points")
    text = "# Why ![c](c.png)?\n\n" + "".join(f"## {section}\n\n- ![c](c.png)\n\n" for section in sections)
    content = write({"questions/t/a.md": text})
    shutil.copyfile(SAMPLES / "curve.png", content / "questions/t/c.png")
    checked = check_content(content)
    asked = checked.reading.bank.by_id["a"]
    assert ["<img" in prose.html for prose in asked.prose] == [True] * len(sections)
    assert "<img" not in asked.question.html
    assert [(finding.rule, finding.line) for finding in checked.findings] == [("image", 1)]


def test_an_image_has_the_title_that_is_written(place: Place) -> None:
    assert ' alt="c" title="a &quot;b&quot;" width' in answer(place("![c](c.png 'a \"b\"')", {"c.png": "curve.png"}))


def test_an_image_that_moves_is_wrongly_named_or_no_image_is_replaced_by_its_words(place: Place) -> None:
    files = {"moving.gif": "moving.gif", "curve.png": "curve.jpg", "x.svg": "curve.png", "x.heic": "curve.png"}
    content = place("".join(f"![words]({name})\n" for name in files) + "[a link](x.svg)", files)
    (content / "questions/t/text.png").write_text("no image", encoding="utf-8")
    (content / "questions/t/drawing.png").write_text('<?xml version="1.0"?>\n<svg x="y">', encoding="utf-8")
    checked = check_content(content)
    assert checked.reading.bank.images == {}
    assert "<img" not in checked.reading.bank.by_id["a"].answer.html
    assert checked.reading.bank.by_id["a"].answer.html.count(">words</a>") == 4
    messages = {name: (rule, message, cure) for name, _, _, rule, message, cure in said(checked)}
    assert len(messages) == len(checked.findings) == 6
    used = (content / "questions/t/a.md").as_posix()
    svg = "this file is an SVG drawing, which can contain scripts and load files of other hosts"
    assert messages["moving.gif"][:2] == ("moving-image", "this image is an animation")
    assert messages["curve.png"] == (
        "bad-image",
        "this is a JPEG image, and its name ends with '.png'",
        f"Rename it to curve.jpg, also where it is linked. It is used in {used}, line 6.",
    )
    assert messages["x.svg"] == ("bad-image", svg, f"Export it as PNG. It is used in {used}, line 7.")
    assert messages["drawing.png"][:2] == ("bad-image", svg)
    assert messages["x.heic"][1] == "not every browser shows files of the kind '.heic'"
    assert messages["text.png"][1] == "this file is no PNG, JPEG, WebP, GIF or AVIF image, whatever its name"


def test_a_missing_image_is_told_with_the_nearest_name(place: Place) -> None:
    written = "![c](curv.png) ![c](figures/cuve.png) ![c](zzzz.gif)\n\n![c](my%20curve.png) ![c](curve.png)"
    content = place(written, {"my curve.png": "curve.png", "curve.png": "located.png"})
    other = content / "questions/u"
    other.mkdir()
    (other / "_topic.yml").write_text("title: U\n", encoding="utf-8")
    (other / "b.md").write_text(question("B?", "", "![c](my%20curv.png)"), encoding="utf-8")
    found = [item for item in said(check_content(content)) if item[3] == "broken-link"]
    assert found == [
        ("a.md", 5, 6, "broken-link", "there is no image at 'curv.png'", "Did you mean 'curve.png'?"),
        ("a.md", 5, 21, "broken-link", "there is no image at 'figures/cuve.png'", "Did you mean 'curve.png'?"),
        (
            "a.md",
            5,
            44,
            "broken-link",
            "there is no image at 'zzzz.gif'",
            "Put the image beside the question, and name it relative to the question: ![what it shows](name.png).",
        ),
        ("b.md", 5, 6, "broken-link", "there is no image at 'my%20curv.png'", "Did you mean '../t/my%20curve.png'?"),
    ]


def test_a_file_that_is_no_image_and_a_target_that_is_missing_are_told_as_what_they_are(place: Place) -> None:
    content = place("![c](a.pdf) ![c]() [c](a.pdf) [c]()", {})
    (content / "questions/t/a.pdf").write_bytes(b"%PDF-1.7")
    checked = check_content(content)
    assert [(column, rule, message) for _, line, column, rule, message, _ in said(checked) if line == 5] == [
        (6, "image", "'a.pdf' is no image"),
        (16, "image", "this image names no file"),
        (24, "broken-link", "the file 'a.pdf' is not published"),
        (33, "broken-link", "this link leads nowhere"),
    ]
    assert "href" not in checked.reading.bank.by_id["a"].answer.html


def test_the_name_of_a_file_is_no_alternative_text(place: Place) -> None:
    content = place("![curve.png](curve.png) ![a curve.png](curve.png)", {"curve.png": "curve.png"})
    (finding,) = check_content(content).findings
    assert (finding.rule, finding.line, finding.column) == ("alt-text", 5, 14)
    assert finding.message == "'curve.png' is the name of the file, not what it shows"


def test_an_image_elsewhere_is_a_link_with_a_warning(write: Write) -> None:
    written = "![c](https://example.org/c.png) ![d](../../pages/files/c.png)"
    content = write(
        {"questions/t/a.md": question("A?", "", written), "pages/index.md": "# Home\n\n![e](files/c.png)\n"}
    )
    (content / "pages/files").mkdir()
    shutil.copyfile(SAMPLES / "curve.png", content / "pages/files/c.png")
    checked = check_content(content)
    assert [finding.rule for finding in checked.findings] == ["image", "image"]
    shown = checked.reading.bank.by_id["a"].answer.html
    assert '<a class="qb-image" href="https://example.org/c.png">c</a>' in shown
    assert '<a class="qb-image" href="../../files/c.png">d</a>' in shown
    assert '<a class="qb-image" href="files/c.png">e</a>' in checked.reading.bank.pages[0].body.html


def test_only_images_that_published_texts_use_are_published(write: Write) -> None:
    content = write(
        {
            "questions/t/a.md": question("A?", "", "![c](shown.png) [d](linked.gif)"),
            "questions/t/b.md": question("B?", "status: draft", "![c](draft.jpg)"),
            "pages/index.md": "# Home\n\n[c](../questions/t/page.webp)\n",
        }
    )
    names = {"shown.png": "png", "linked.gif": "gif", "draft.jpg": "jpg", "page.webp": "webp", "unused.avif": "avif"}
    for name, ending in names.items():
        shutil.copyfile(SAMPLES / f"curve.{ending}", content / "questions/t" / name)
    checked = check_content(content)
    assert [(name, rule) for name, _, _, rule, *_ in said(checked)] == [("unused.avif", "unused-image")]
    site = make_site(checked, content, Options())
    assert sorted(file.name for file in site.images.values()) == ["linked.gif", "page.webp", "shown.png"]
    home = checked.reading.bank.pages[0].body.html
    assert f'href="assets/images/{header("curve.webp").digest[:32]}.webp"' in home


def test_equal_images_have_one_address_and_other_content_another(place: Place) -> None:
    content = place("![c](a.png) ![c](b.png)", {"a.png": "curve.png", "b.png": "curve.png"})
    first = read_bank(content)
    assert len({image.address for image in first.bank.images.values()}) == 1
    shutil.copyfile(SAMPLES / "turned.png", content / "questions/t/b.png")
    again = read_bank(content, known=first)
    shown = again.bank.by_id["a"].answer.html
    assert f'{PNG}.png" alt="c" width="64" height="40"' in shown
    assert f'{header("turned.png").digest[:32]}.png" alt="c" width="40" height="64"' in shown
    (content / "questions/t/b.png").unlink()
    assert ">c</a>" in read_bank(content, known=again).bank.by_id["a"].answer.html


def test_files_in_a_folder_of_a_topic_that_are_no_images_are_strays(place: Place) -> None:
    content = place("![c](figures/c.png)", {"figures/c.png": "curve.png"})
    (content / "questions/t/figures/b.md").write_text(question("B?"), encoding="utf-8")
    (content / "questions/t/figures/.hidden.png").write_bytes(b"")
    assert [(name, rule) for name, _, _, rule, *_ in said(check_content(content))] == [("b.md", "stray-file")]


def test_the_words_of_an_image_are_words_of_its_question(place: Place) -> None:
    content = place("See ![a zanzibarian curve](c.png).", {"c.png": "curve.png"})
    bank: Bank = read_bank(content).bank
    assert bank.by_id["a"].answer.plain == "See a zanzibarian curve."
    view = SiteView(bank=bank, relations={}, order=("a",), as_of=date(2026, 1, 1))  # type: ignore[arg-type]
    assert "zanzibarian" in json.loads(word_files(view)["data/words/11.json"])["words"].split(" ")


def test_raw_images_stay_disallowed_whatever_they_imitate(place: Place) -> None:
    raw = [
        '<img src="c.png" alt="x">',
        "<IMG SRC=c.png>",
        '<image src="c.png">',
        f'<img src="../../assets/images/{PNG}.png" alt="x" width="64" height="40" loading="lazy" decoding="async">',
        '<img title="a" src="c.png" onerror="alert(1)">',
        "<svg><image href=c.png></svg>",
        "<math><mtext><img src=c.png></mtext></math>",
    ]
    content = place("![c](c.png)\n\n" + "\n\n".join(f"a {text} b" for text in raw), {"c.png": "curve.png"})
    shown = answer(content)
    assert shown.count("<img") == 1
    assert shown.count("a  b") >= 5
    assert {finding.rule for finding in check_content(content).findings} == {"unsafe-html"}
