"""Questions on a page with many: ids and links of each are its own, and nothing unclean is made of clean HTML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import BANK, Write, question
from mkdocs_qbank.build.options import Options
from mkdocs_qbank.build.pipeline import check_content, make_site
from mkdocs_qbank.markdown.clean import clean_section
from mkdocs_qbank.model.pages import Page

TEXT = """See [b](b.md#more), [b again](b.md#official-answer),
[another](../u/c.md#related-questions), [the web](https://example.org/?a=1&b=2).
[Here](#deep), [this](a.md), [up](#related-questions), a note[^1],
<a href="b.md" title="a <b> 'c' id=&quot;x&quot;">raw</a>.

### Deep

###### Deepest

<details><summary>More</summary>

Folded `<h3 id="x">`.

</details>

[^1]: Noted.
"""
FILES = {
    "questions/t/a.md": question("What is <em>an</em> apple?", "difficulty: beginner", TEXT),
    "questions/t/b.md": question("Why is the sky blue?", "difficulty: advanced", "A note[^1].\n\n### More\n\n[^1]: B."),
    "questions/u/c.md": question("When does coffee cool?"),
}


def printed(content: Path, options: Options | None = None) -> dict[str, Page]:
    site = make_site(check_content(content), content, options or Options(history=False))
    return {page.path: page for page in site.pages if page.path.startswith("topics/") and "/print" in page.path}


def test_every_id_is_there_once_and_every_anchor_leads_to_one(write: Write) -> None:
    body = printed(write(FILES))["topics/t/print.md"].body
    ids = re.findall(r'<[^>]* id="([^"]*)"', body)
    assert len(ids) == len(set(ids))
    anchors = set(re.findall(r'<a[^>]* href="#([^"]*)"', body))
    assert anchors <= set(ids)
    assert {"q-b--q-more", "q-b--official-answer", "q-a--q-deep", "q-a"} <= anchors


def test_a_page_names_exactly_the_ids_that_it_has(write: Write) -> None:
    for page in printed(write(FILES)).values():
        assert page.ids == set(re.findall(r'<[^>]* id="([^"]*)"', page.body))


def test_paper_says_where_a_link_leads(write: Write) -> None:
    body = printed(write(FILES))["topics/t/print.md"].body
    assert '">b</a> <span class="qb-ref">(question 2)</span>' in body
    assert '<a href="../../../questions/c/#related-questions">another</a>' in body
    assert '<span class="qb-ref">(questions/c/#related-questions)</span>' in body
    assert '<a href="https://example.org/?a=1&amp;b=2">the web</a>.' in body


def test_headings_are_one_level_lower_and_folded_texts_are_open(write: Write) -> None:
    body = printed(write(FILES))["topics/t/print.md"].body
    assert '<h4 id="q-a--q-deep">Deep</h4>' in body
    assert '<h6 id="q-a--q-deepest">Deepest</h6>' in body
    assert '<details open="">' in body


@pytest.mark.parametrize("name", ["t", "bank"])
def test_what_is_printed_is_as_clean_as_its_parts(name: str, write: Write) -> None:
    for page in printed(BANK / "content" if name == "bank" else write(FILES)).values():
        sections = re.sub(r' class="qb-[a-z]+"| loading="lazy"|<img [^>]*>', "", page.body)
        again = clean_section(sections, lambda _, value: value)
        assert again.replace("<section>", "") == re.sub("</?section>", "", sections)


def test_images_are_those_of_the_site(write: Write) -> None:
    content = write({"questions/t/a.md": question("What is an apple?", "", "![A curve](curve.png)")})
    sample = Path(__file__).parent.parent / "cases/images/curve.png"
    (content / "questions/t/curve.png").write_bytes(sample.read_bytes())
    body = printed(content)["topics/t/print.md"].body
    assert re.search(r'<img [^>]*src="../../../assets/images/[0-9a-f]{32}\.png"', body)
    assert "loading=" not in body


def test_a_long_topic_goes_on_on_further_pages_and_so_do_its_numbers(write: Write) -> None:
    content = write({f"questions/t/n{number:03}.md": question(f"Why {number}?") for number in range(101)})
    pages = printed(content)
    assert list(pages) == ["topics/t/print.md", "topics/t/print/2.md"]
    assert ">100. Why 99?</h2>" in pages["topics/t/print.md"].body
    assert ">101. Why 100?</h2>" in pages["topics/t/print/2.md"].body
    assert pages["topics/t/print/2.md"].meta["qbank"]["pager"]["previous"] == "topics/t/print/"


def test_long_answers_go_on_on_further_pages(write: Write) -> None:
    long = "A sentence of several words. " * 4000
    content = write({f"questions/t/{name}.md": question(f"Why {name}?", "", long) for name in "abcdefg"})
    pages = printed(content)
    assert len(pages) == 2
    assert max(len(page.body) for page in pages.values()) < 520_000


def test_an_option_leaves_the_pages_and_the_links_to_them_out(write: Write) -> None:
    content = write(FILES)
    options = Options(history=False, print_pages=False)
    site = make_site(check_content(content), content, options)
    assert not [page.path for page in site.pages if page.path.endswith("print.md")]
    assert "print" not in next(page for page in site.pages if page.path == "topics/t.md").meta["qbank"]
