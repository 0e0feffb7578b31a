"""Images beside questions on built, served and exported sites, and as a browser shows them."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import AS_OF, ROOT, make_once, question, run, serve, small_project
from mkdocs_qbank.search.reader import Reader
from mkdocs_qbank.search.search import search
from selectolax.lexbor import LexborHTMLParser
from tabs import SCREENS, watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.site
SAMPLES = ROOT / "tests/cases/images"
FORMATS = ("png", "jpg", "webp", "gif", "avif")
ANSWER = """
See the figures.

![A zanzibarian curve](figures/the%20curve.png)

| format | image |
| --- | --- |
| JPEG | ![A curve in JPEG](curve.jpg) |

> ![A curve in WebP](curve.webp) [![A curve in GIF](curve.gif)](other.md) ![A curve in AVIF](curve.avif)
> ![A wide poster](poster.png)
"""


def write_bank(folder: Path) -> Path:
    """A small bank with an image of every format, one of them wide, two that are not published."""
    project = small_project(folder, "other")
    topic = project / "content/questions/tea"
    (topic / "figures").mkdir()
    for ending in FORMATS:
        shutil.copyfile(SAMPLES / f"curve.{ending}", topic / f"curve.{ending}")
    (topic / "curve.png").rename(topic / "figures/the curve.png")
    (topic / "poster.png").write_bytes(poster())
    (topic / "figures.md").write_text(question("What do the figures show?", "", ANSWER), encoding="utf-8")
    shutil.copyfile(SAMPLES / "turned.png", topic / "draft.png")
    draft = question("A draft?", "status: draft", "![A draft](draft.png)")
    (topic / "a-draft.md").write_text(draft, encoding="utf-8")
    return project


def poster() -> bytes:
    """A PNG image 3,000 pixels wide and one high, repeated over 200 rows."""
    import struct
    import zlib

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress((b"\0" + bytes(375)) * 200)
    header = struct.pack(">IIBBBBB", 3000, 200, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture(scope="session")
def images_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site of that bank, in `site`; nobody may write to it."""

    def make(folder: Path) -> None:
        run("mkdocs", "build", "--strict", cwd=write_bank(folder), check=True, **AS_OF)

    return make_once(tmp_path_factory, "images", make)


def published(site: Path) -> dict[str, bytes]:
    files = {file.name: file.read_bytes() for file in (site / "assets/images").iterdir() if file.is_file()}
    files.pop("favicon.png")
    return files


def shown(site: Path, name: str = "figures") -> list[str]:
    """The images of a question's page, as paths from the root of the site."""
    page = LexborHTMLParser((site / f"questions/{name}/index.html").read_text(encoding="utf-8"))
    sources = [str(image.attributes["src"]) for image in page.css("article img")]
    return [posixpath.normpath(posixpath.join(f"questions/{name}", source)) for source in sources]


def test_the_images_of_published_questions_are_published_under_the_names_of_their_content(images_site: Path) -> None:
    files = published(images_site / "site")
    topic = images_site / "content/questions/tea"
    originals = [*topic.glob("curve.*"), topic / "figures/the curve.png", topic / "poster.png"]
    wanted = {f"{sha256(file.read_bytes()).hexdigest()[:32]}{file.suffix}": file.read_bytes() for file in originals}
    assert files == wanted
    assert {f"assets/images/{name}" for name in files} == set(shown(images_site / "site"))


def test_search_finds_a_question_by_the_words_of_its_images(images_site: Path) -> None:
    site = images_site / "site"
    found = search(Reader(lambda path: (site / path).read_bytes()), "zanzibarian", 10)
    assert len(found) == 1
    files = site.glob("data/search/text/*.json")
    (text,) = (
        text for file in files for text in json.loads(file.read_bytes())["questions"] if text["id"] == found[0].id
    )
    assert "A zanzibarian curve" in text["blocks"]
    assert "zanzibarian" in (site / "data/words/11.json").read_text(encoding="utf-8")


def test_two_builds_with_images_are_the_same_bytes(images_site: Path, tmp_path: Path) -> None:
    project = write_bank(tmp_path / "again")
    run("mkdocs", "build", "--strict", cwd=project, check=True, PYTHONHASHSEED="7", TZ="Asia/Tokyo", **AS_OF)
    one, other = (
        {str(file.relative_to(site)): file.read_bytes() for file in site.rglob("*") if file.is_file()}
        for site in (images_site / "site", project / "site")
    )
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name] and not name.startswith("sitemap.xml")] == []


def test_an_export_has_the_same_images_and_another_engine_shows_them(images_site: Path, tmp_path: Path) -> None:
    run("qbank", "export", tmp_path / "export", cwd=images_site, check=True)
    run("zensical", "build", cwd=tmp_path / "export", check=True)
    images = tmp_path / "export/docs/assets/images"
    found = {file.name: file.read_bytes() for file in images.iterdir() if file.is_file()}
    assert found == published(images_site / "site")
    built = tmp_path / "export/site"
    assert shown(built) == shown(images_site / "site")
    assert all((built / path).is_file() for path in shown(built))


def test_a_check_against_an_earlier_commit_does_not_miss_an_image(tmp_path: Path) -> None:
    project = write_bank(tmp_path / "project")
    who = {f"GIT_{role}_{field}": "ann@example.org" for role in ("AUTHOR", "COMMITTER") for field in ("NAME", "EMAIL")}
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "x")):
        run("git", *command, cwd=project, check=True, **who)
    topic = project / "content/questions/tea"
    (topic / "draft.png").unlink()
    (topic / "a-draft.md").unlink()
    shutil.rmtree(topic / "figures")
    done = run("qbank", "check", "--base", "HEAD", "--format", "json", cwd=project)
    assert [(item["rule"], item["message"]) for item in json.loads(done.stdout)] == [
        ("broken-link", "there is no image at 'figures/the%20curve.png'")
    ]


DRAWN = """async () => {
  const images = [...document.querySelectorAll("article img")];
  for (const image of images) { image.loading = "eager"; await image.decode(); }
  return images.map(image => [image.naturalWidth, image.alt, image.getBoundingClientRect().width]);
}"""


@pytest.mark.browser
@pytest.mark.parametrize("screen", SCREENS)
def test_a_browser_shows_images_of_every_format_and_no_page_is_wider_than_the_screen(
    screen: str, images_site: Path, browser: Browser
) -> None:
    with serve(images_site / "site") as address, watched(browser, address, screen, console=True) as page:
        page.goto("questions/figures/")
        drawn = page.evaluate(DRAWN)
        assert [width for width, *_ in drawn] == [64, 64, 64, 64, 64, 3000]
        assert all(re.fullmatch(r"A (?:zanzibarian curve|curve in \w+|wide poster)", alt) for _, alt, _ in drawn)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert drawn[-1][2] <= page.viewport_size["width"]  # type: ignore[index]


SIZE = """async () => {
  const image = document.querySelector("img");
  await image.decode();
  return [image.naturalWidth, image.naturalHeight];
}"""


@pytest.mark.browser
@pytest.mark.parametrize("name", ["turned.jpg", "turned.png", "turned.webp", "curve.avif"])
def test_the_size_of_an_image_is_the_one_that_a_browser_sees(name: str, tmp_path: Path, browser: Browser) -> None:
    from mkdocs_qbank.read.image_header import ImageHeader, parse_header

    header = parse_header((SAMPLES / name).read_bytes())
    assert isinstance(header, ImageHeader)
    shutil.copyfile(SAMPLES / name, tmp_path / name)
    (tmp_path / "index.html").write_text(f'<!doctype html><article><img src="{name}" alt="x">', encoding="utf-8")
    with serve(tmp_path) as address, watched(browser, address) as page:
        page.goto("")
        assert page.evaluate(SIZE) == [header.width, header.height]


@pytest.mark.browser
def test_a_file_of_two_kinds_runs_nothing_where_its_address_is_opened(tmp_path: Path, browser: Browser) -> None:
    script = b"<!doctype html><script>alert(1)</script>"
    project = small_project(tmp_path / "project")
    topic = project / "content/questions/tea"
    (topic / "two.png").write_bytes((SAMPLES / "curve.png").read_bytes() + script)
    (topic / "why.md").write_text(question("Why?", "", "![x](two.png)"), encoding="utf-8")
    run("mkdocs", "build", "--strict", cwd=project, check=True)
    (name,) = published(project / "site")
    with serve(project / "site") as address, watched(browser, address) as page:
        page.goto(f"assets/images/{name}")
        assert page.evaluate("document.contentType") == "image/png"
        assert page.locator("script").count() == 0
