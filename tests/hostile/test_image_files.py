"""No image file of a stranger ends in a traceback or a hang, and none is published that is not what it says."""

from __future__ import annotations

import os
import struct
import time
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import LONG, ROOT, question
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs_qbank.build.options import Options
from mkdocs_qbank.build.pipeline import Checked, check_content, make_site
from mkdocs_qbank.read.image_header import MOST_BYTES, ImageHeader, parse_header
from mkdocs_qbank.read.image_metadata import read_metadata

SAMPLES = {file.name: file.read_bytes() for file in sorted((ROOT / "tests/cases/images").iterdir())}
PNG, GIF, JPEG = SAMPLES["curve.png"], SAMPLES["curve.gif"], SAMPLES["curve.jpg"]
SCRIPT = b"<!doctype html><script>alert(1)</script>"


def check(folder: Path, images: Mapping[str, bytes], answer: str = "So.") -> Checked:
    topic = folder / "content/questions/t"
    topic.mkdir(parents=True, exist_ok=True)
    (topic / "_topic.yml").write_text("title: T\n", encoding="utf-8")
    for name, data in images.items():
        (topic / name).parent.mkdir(exist_ok=True)
        (topic / name).write_bytes(data)
    shown = "".join(f"![of {name}](<{name}>)\n" for name in images)
    (topic / "a.md").write_text(question("A?", "", f"{answer}\n\n{shown}"), encoding="utf-8")
    return check_content(folder / "content")


def published(checked: Checked, folder: Path) -> list[str]:
    """The addresses of the images that are published."""
    return sorted(make_site(checked, folder / "content", Options(history=False)).images)


def png(width: int, height: int) -> bytes:
    """A PNG file whose header gives this size, and that has the pixels of another."""
    header = struct.pack(">II", width, height) + PNG[24:29]
    return PNG[:16] + header + struct.pack(">I", zlib.crc32(b"IHDR" + header)) + PNG[33:]


@pytest.mark.parametrize(
    ("width", "height", "told"),
    [
        (2**31, 2**31, "2,147,483,648 × 2,147,483,648 pixels, more than 10,000 on a side"),
        (2**32 - 1, 1, "4,294,967,295 × 1 pixels, more than 10,000 on a side"),
        (10_001, 1, "10,001 × 1 pixels, more than 10,000 on a side"),
        (10_000, 4_001, "10,000 × 4,001 pixels, more than 40 million in all"),
        (0, 40, "header that cannot be read"),
    ],
)
def test_an_image_of_absurd_size_is_told_and_not_published(width: int, height: int, told: str, tmp_path: Path) -> None:
    checked = check(tmp_path, {"c.png": png(width, height)})
    assert [finding.message.partition(" has ")[2].removeprefix("a ") for finding in checked.findings] == [told]
    assert published(checked, tmp_path) == []


def test_an_image_of_the_largest_size_is_published(tmp_path: Path) -> None:
    largest = png(10_000, 4_000)
    checked = check(
        tmp_path, {"c.png": largest + bytes(MOST_BYTES - len(largest)), "d.png": largest + bytes(MOST_BYTES)}
    )
    (finding,) = checked.findings
    assert finding.rule == "large-image"
    assert finding.path.endswith("d.png")
    assert finding.message == f"the file has {len(largest) + MOST_BYTES:,} bytes, more than 1,048,576"
    assert len(published(checked, tmp_path)) == 1


@pytest.mark.parametrize("name", SAMPLES)
def test_no_beginning_of_an_image_is_an_image(name: str) -> None:
    data = SAMPLES[name]
    assert [length for length in range(len(data)) if not isinstance(parse_header(data[:length]), str)] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_no_changed_byte_ends_in_a_traceback(name: str) -> None:
    data = SAMPLES[name]
    for at in range(0, len(data), 1 if LONG else 7):
        for byte in (0x00, 0x7F, 0xFF):
            parse_header(data[:at] + bytes([byte]) + data[at + 1 :])


STARTS = [
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF89a",
    b"RIFF\x20\0\0\0WEBP",
    b"\0\0\0\x20ftypavif",
    b"II*\0",
    b"MM\0*",
]


@settings(max_examples=5000 if LONG else 400)
@given(start=st.sampled_from([b"", *STARTS]), rest=st.binary(max_size=300))
def test_random_bytes_are_an_image_or_a_reason(start: bytes, rest: bytes) -> None:
    found = parse_header(start + rest)
    assert isinstance(found, str) or (found.width > 0 and found.height > 0)
    read_metadata(start + rest)


def boxes(*parts: bytes) -> bytes:
    return b"".join(struct.pack(">I", len(part) + 4) + part for part in parts)


SLOW = {
    "exif headers": JPEG[:2] + (b"II*\0\x08\0\0\0" + b"\xff\xff" * 4) * 60_000,
    "exif of itself": (b"\xff\xd8\xffII*\0\0\0\0\0" + b"\x25\x88\x04\0\1\0\0\0\0\0\0\0" * 80_000)[:MOST_BYTES],
    "marks of jpeg": b"\xff\xd8\xff" + b"\xff" * (MOST_BYTES - 9) + b"\xff\xda\xff\xd9",
    "scans of jpeg": b"\xff\xd8\xff" + b"\xff\xda\xff\xd9" * 250_000,
    "chunks of png": PNG[:8] + b"\0\0\0\0tEXt\0\0\0\0" * 80_000 + PNG[8:],
    "blocks of gif": GIF[:-1] + b"\x21\xfe\0" * 300_000 + b"\x3b",
    "brands of avif": struct.pack(">I", MOST_BYTES) + b"ftypmif1" + b"mif1" * (MOST_BYTES // 4 - 3),
    "boxes of avif": boxes(
        b"ftypavif\0\0\0\0avif", b"meta\0\0\0\0" + boxes(b"iprp" + boxes(b"ipco" + boxes(*([b"irot\0"] * 80_000))))
    ),
}


@pytest.mark.parametrize("name", SLOW)
def test_no_image_holds_up_a_check(name: str) -> None:
    assert len(SLOW[name]) <= MOST_BYTES + 20_000
    started = time.monotonic()
    parse_header(SLOW[name])
    assert time.monotonic() - started < 4  # a worker has five seconds


def test_an_image_that_kills_or_holds_up_its_reader_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkdocs_qbank.read.images.read_header", dies)
    checked = check(tmp_path, {"c.png": PNG})
    assert [finding.message for finding in checked.findings] == ["this file crashes the process that parses it"]
    assert published(checked, tmp_path) == []


def dies(_: Path) -> ImageHeader:
    os._exit(9)


POLYGLOTS = {
    "page.png": PNG + SCRIPT,
    "page.jpg": JPEG[:2] + b"\xff\xfe" + struct.pack(">H", len(SCRIPT) + 2) + SCRIPT + JPEG[2:],
    "script.gif": GIF[:-1] + b"\x21\xfe\x0a*/=1;alert\0" + b";",
    "archive.png": PNG + b"PK\x05\x06" + bytes(18),
}


def test_a_file_of_two_kinds_is_published_as_an_image_alone(tmp_path: Path) -> None:
    checked = check(tmp_path, POLYGLOTS)
    assert checked.findings == ()
    assert sorted(address.rpartition(".")[2] for address in published(checked, tmp_path)) == [
        "gif",
        "jpg",
        "png",
        "png",
    ]


def test_pages_and_scripts_that_begin_as_images_or_are_named_as_images_are_not_published(tmp_path: Path) -> None:
    images = dict.fromkeys(("page.html", "page.svg", "page.svgz", "page", "page.php"), PNG + SCRIPT)
    images |= {"page.png": SCRIPT + PNG, "script.gif": b"GIF89a=1;alert(1)//", "script.js": b"GIF89a=1;alert(1)//"}
    checked = check(tmp_path, images)
    told = {Path(finding.path).name for finding in checked.findings if finding.rule in ("bad-image", "stray-file")}
    assert told == images.keys()
    assert published(checked, tmp_path) == []


TARGETS = (
    "../../../secret.png",
    "../../../../../../../../../../../../..{}",
    "{}",
    "/{}",
    "file://{}",
    "%2e%2e/%2e%2e/%2e%2e/secret.png",
    "..%2f..%2f..%2fsecret.png",
    "..\\..\\..\\secret.png",
    "//localhost/{}",
    "a.md/../../../../secret.png",
    "data:image/png;base64,iVBORw0KGgo=",
    "javascript:alert(1)",
    "secret.png\0.png",
    "c.png/../../../../secret.png",
)


def test_no_target_leads_to_a_file_outside_the_questions(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(PNG)
    targets = [target.replace("{}", secret.as_posix()) for target in TARGETS]
    written = "\n\n".join(f"![x](<{target}>) ![y](<{target}#c.png>)" for target in targets)
    checked = check(tmp_path, {"c.png": SAMPLES["turned.png"]}, written)
    shown = checked.reading.bank.by_id["a"].answer.html
    assert shown.count("<img") == shown.count("src=") == 1
    assert "javascript" not in shown
    told = {finding.line for finding in checked.findings if finding.rule in ("image", "broken-link")}
    assert told == set(range(5, 5 + 2 * len(TARGETS), 2))
    (address,) = published(checked, tmp_path)
    assert address == checked.reading.bank.images[(tmp_path / "content/questions/t/c.png").as_posix()].address


def test_links_folders_and_pipes_named_as_images_are_never_read(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.png").write_bytes(PNG)
    topic = tmp_path / "content/questions/t"
    topic.mkdir(parents=True)
    (topic / "link.png").symlink_to(outside / "secret.png")
    (topic / "folder").symlink_to(outside)
    (topic / "inner").mkdir()
    (topic / "inner/link.png").symlink_to("../../../../outside/secret.png")
    (topic / "circle.png").symlink_to("circle.png")
    os.mkfifo(topic / "pipe.png")
    (topic / "folder.png").mkdir()
    names = ("link.png", "folder/secret.png", "inner/link.png", "circle.png", "pipe.png", "folder.png")
    checked = check(tmp_path, {}, "".join(f"![x]({name}) " for name in names))
    assert checked.reading.bank.images == {}
    assert sum(finding.rule == "symlink" for finding in checked.findings) == 5
    assert "<img" not in checked.reading.bank.by_id["a"].answer.html


def test_a_name_that_nothing_is_published_under_is_one_finding(tmp_path: Path) -> None:
    names = ["a&b.png", 'a"b.png', "a<b>.png", "a\u202eb.png", "con.png", "a  b.png", "x\n.png"]
    checked = check(tmp_path, dict.fromkeys(names, PNG))
    bad = [finding for finding in checked.findings if finding.rule == "bad-name"]
    assert len(bad) == len(names)
    assert published(checked, tmp_path) == []


def test_names_that_differ_by_case_alone_collide(tmp_path: Path) -> None:
    checked = check(tmp_path, {"curve.png": PNG, "Curve.png": SAMPLES["turned.png"]})
    assert [finding.rule for finding in checked.findings] == ["colliding-name"]


def test_what_an_alternative_text_or_a_title_says_is_text(tmp_path: Path) -> None:
    breaks = "\"'><script>alert(1)</script><b onclick=alert(1)>"
    answer = f"![{breaks}](c.png '{breaks.replace(chr(39), '')}') ![`{breaks}` $x<y$](c.png)"
    checked = check(tmp_path, {"c.png": PNG}, answer)
    shown = checked.reading.bank.by_id["a"].answer.html
    assert shown.count("<img") == 3
    assert "<script" not in shown
    assert "<b" not in shown
    assert shown.count('decoding="async">') == 3
