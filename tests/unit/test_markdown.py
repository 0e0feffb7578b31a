"""What is found in a Markdown text, and what becomes of it on a page."""

from __future__ import annotations

from generator.model import Prose
from generator.read.markdown import outline, place, plain
from generator.read.maths import in_words, mathml
from generator.render.html import Engine, Renderer
from generator.render.prose import Body, with_formulas

SOURCE, PAGE = "content/questions/t/a.md", "questions/a.md"
PAGES = {"content/questions/t/b.md": "questions/b.md", "content/questions/u/c.md": "questions/c.md"}


def rendered(text: str, top: int = 1) -> str:
    body = Body(source=SOURCE, page=PAGE, pages=PAGES)
    return with_formulas(body.markdown(text, top), body.formulas)


def html(text: str) -> str:
    body = Body(source=SOURCE, page=PAGE, pages=PAGES)
    markdown = body.markdown(text)
    return Renderer(Engine()).render(PAGE, markdown, tuple(body.formulas)).content


def test_a_link_to_a_file_leads_to_its_page_however_it_is_written() -> None:
    assert rendered("[b](b.md)") == "[b](b.md)"
    assert rendered("[c](../u/c.md#why 'T')") == "[c](c.md#why 'T')"
    assert rendered("[c][x]\n\n[x]: ../u/c.md") == "[c][x]\n\n[x]: c.md"
    assert '<a href="../c/#q-why"' in html("[c](../u/c.md#why)")
    assert '<a href="#q-why"' in html("[c](#why)\n\n### Why\n")


def test_a_heading_of_an_answer_may_be_called_like_a_section() -> None:
    text = html("## Official Answer\n\n[see](#context) [above](#official-answer)\n\n### Context\n")
    assert '<h3 id="q-context"' in text
    assert '<a href="#q-context"' in text
    assert '<a href="#official-answer"' in text


def test_what_stands_in_code_stays() -> None:
    text = "`[c](../u/c.md) $x$`\n\n```\n[c](../u/c.md)\n$x$\n# no heading\n```\n"
    assert rendered(text, top=3) == text


def test_a_link_elsewhere_stays() -> None:
    for text in ("[x](https://example.org/b.md)", "[x](#why)", "[x](mailto:a@b.c)", "[x](gone.md)"):
        assert rendered(text) == text


def test_formulas_become_mathml_without_markdown_marks() -> None:
    drawn = rendered("$a * b_1 * c$ costs \\$5 and $6 or so")
    assert drawn.startswith("<math>")
    assert "*" not in drawn
    assert drawn.endswith("costs \\$5 and $6 or so")


def test_angles_are_brackets_in_formulas() -> None:
    assert in_words(r"\left<a\middle|b\right>") == "⟨a|b⟩"
    assert "&lt;" in mathml(r"a<b", display=False)


def test_formulas_in_plain_words_are_as_people_type_them() -> None:
    assert plain("Its $\\frac{\\sigma^2}{k}$ and $\\hat{y}$") == "Its (σ^2)/k and ŷ"
    assert plain("A $\\nonsense$") == "A \\nonsense"


def test_headings_are_moved_down_and_keep_their_steps() -> None:
    assert rendered("# A\n\n## B\n\ntext\n", top=3) == "### A\n\n#### B\n\ntext\n"
    assert rendered("A\n=\n\ntext\n", top=3) == "### A\n\ntext\n"
    assert rendered("### A\n\n#### B\n", top=3) == "### A\n\n#### B\n"


def test_a_link_knows_its_sentence_and_its_place() -> None:
    text = "Größe zählt. See e.g. [this](b.md) for it. Then more.\n\n- An item [with](../u/c.md)"
    found = outline(text)
    assert [link.sentence for link in found.links] == ["See e.g. this for it.", "An item with"]
    prose = Prose(text=text, line=10)
    assert [place(prose, found.data, link.start) for link in found.links] == [(10, 30), (12, 18)]


def test_plain_words_have_no_markup_and_no_code_blocks() -> None:
    assert plain("**A** [b](c.md) `d`\n\n```\ne\n```\n\n<div>f</div>\n\n$g$") == "A b d g"


def test_formulas_are_no_words_for_relating() -> None:
    assert outline("The $\\theta$ of it").words == ("The of it",)


def test_ids_that_strangers_make_cannot_take_the_themes_own() -> None:
    shown = html("### __search\n\n## Context\n\n<p id='__drawer'>x</p>")
    assert 'id="q-__search"' in shown.replace("q-search", "q-__search")
    assert 'id="q-__drawer"' in shown
    assert 'id="context"' in shown
    assert 'id="__' not in shown


def test_a_formula_in_an_attribute_ends_no_attribute() -> None:
    shown = html('<span title="$\\text{\\" onclick=alert(1) x=\\"}$">x</span> and $y$')
    assert "onclick" not in shown.partition(">x</span>")[0]
    assert "<math>" in shown
