"""What is parsed from a Markdown text, and what becomes of it on a page."""

from __future__ import annotations

import re

import pytest
from mkdocs_qbank.markdown.links import Destinations
from mkdocs_qbank.markdown.maths import in_words
from mkdocs_qbank.markdown.pages import Engine, parse_page
from mkdocs_qbank.markdown.parse import Form, ParsedMarkdown, Text, parse
from mkdocs_qbank.model.prose import Prose

SOURCE = "content/questions/t/a.md"
DESTINATIONS = Destinations(
    addresses={
        SOURCE: "questions/a/",
        "content/questions/t/b.md": "questions/b/",
        "content/questions/u/c.md": "questions/c/",
        "content/pages/index.md": "",
        "content/pages/files/data.csv": "files/data.csv",
    }
)


def field(text: str, line: int = 1) -> ParsedMarkdown:
    return parse([Text(text=text, form=Form.FIELD, line=line)], SOURCE, DESTINATIONS, frozenset({"official-answer"}))


def prose(text: str, line: int = 1) -> Prose:
    return field(text, line).sections[0][0].body


def html(text: str) -> str:
    return prose(text).html.strip()


def rules(text: str) -> list[str]:
    return [finding.rule for finding in field(text).findings]


def test_a_link_to_a_file_leads_to_its_page_however_it_is_written() -> None:
    assert html("[b](b.md)") == '<p><a href="../b/">b</a></p>'
    assert html("[c](../u/c.md#why 'T')") == '<p><a href="../c/#q-why" title="T">c</a></p>'
    assert html("[c][x]\n\n[x]: ../u/c.md") == '<p><a href="../c/">c</a></p>'
    assert html("[home](../../pages/index.md)") == '<p><a href="../../">home</a></p>'
    assert html("[root](/content/questions/u/c.md)") == '<p><a href="../c/">root</a></p>'
    assert html('<a href="b.md">b</a>') == '<p><a href="../b/">b</a></p>'


def test_a_link_to_a_file_that_is_not_there_shows_its_words() -> None:
    assert html("[x](gone.md)") == "<p><a>x</a></p>"
    (link,) = prose("[x](gone.md)").links
    assert link.dead


def test_a_link_elsewhere_stays() -> None:
    assert html("[x](https://example.org/b.md)") == '<p><a href="https://example.org/b.md">x</a></p>'
    assert html("[x](mailto:a@b.c)") == '<p><a href="mailto:a@b.c">x</a></p>'
    assert html("<a@b.c>") == '<p><a href="mailto:a@b.c">a@b.c</a></p>'


@pytest.mark.parametrize(
    ("written", "address", "rest"),
    [
        ("https://a.b/x_y", "https://a.b/x_y", ""),
        ("www.a.b", "http://www.a.b", ""),
        ("a.b+c@d.ef", "mailto:a.b+c@d.ef", ""),
        ("https://a.b/(x)", "https://a.b/(x)", ""),
        ("https://a.b/x)", "https://a.b/x", ")"),
        ("https://a.b/x.", "https://a.b/x", "."),
    ],
)
def test_a_bare_address_is_a_link(written: str, address: str, rest: str) -> None:
    shown = written.removesuffix(rest) if rest else written
    assert html(f"See {written} there") == f'<p>See <a href="{address}">{shown}</a>{rest} there</p>'
    assert [link.target for link in prose(f"See {written}").links] == [address]


def test_a_bare_address_in_code_or_in_a_link_is_text() -> None:
    assert "<a" not in html("`https://a.b`")
    assert html("[https://a.b](b.md)").count("<a") == 1


def test_headings_begin_at_the_third_level_and_keep_their_steps() -> None:
    assert '<h3 id="q-a">' in html("# A\n\n## B\n")
    assert '<h4 id="q-b">' in html("# A\n\n## B\n")
    assert [heading.level for heading in prose("#### A\n\n##### B\n").headings] == [4, 5]


def test_a_heading_has_the_id_that_github_gives_it() -> None:
    ids = [
        heading.id for heading in prose("### What *is* `x_y`?\n\n### Why\n\n### Why\n\n### Ünïcode & more\n").headings
    ]
    assert ids == ["q-what-is-x_y", "q-why", "q-why-1", "q-ünïcode--more"]


def test_a_heading_of_an_answer_may_be_called_like_a_section() -> None:
    text = html("[see](#context) [above](#official-answer)\n\n### Context\n")
    assert '<h3 id="q-context"' in text
    assert '<a href="#q-context"' in text
    assert '<a href="#official-answer"' in text


def test_a_whole_file_is_one_document() -> None:
    text = "# Why?\n\n## Context\n\nSee [b][x] and a note[^1].\n\n## Official Answer\n\nSo.[^2]\n\n"
    text += "[x]: b.md\n[^1]: One.\n[^2]: Two.\n"
    (sections,) = parse([Text(text=text, form=Form.FILE)], SOURCE, DESTINATIONS, frozenset()).sections
    shown = {section.title.plain: section.body.html for section in sections}
    assert '<a href="../b/">b</a>' in shown["Context"]
    assert '<li id="q-fn:1">\n<p>One.' in shown["Context"]
    assert '<a class="footnote-ref" href="#q-fn:2">2</a>' in shown["Official Answer"]
    assert '<li id="q-fn:2">\n<p>Two.' in shown["Official Answer"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Text\n- a\n  - b\n", "<p>Text</p>\n<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"),
        (
            "- [x] a",
            '<li class="task-list-item"><input type="checkbox" disabled="" checked="" aria-label="Done"> a</li>',
        ),
        ("~~a~~", "<del>a</del>"),
        ("> [!CAUTION]\n> a", '<div class="admonition danger">\n<p class="admonition-title">Caution</p>\n<p>a</p>'),
        ("<details><summary>s</summary>\n\n- a\n\n</details>", "<details><summary>s</summary>\n<ul>\n<li>a</li>"),
        ("| a |\n|--:|\n| b |", '<td style="text-align: right">b</td>'),
        ("```python\nx = 1\n```", '<span class="n">x</span>'),
        ("```nolanguage\nx\n```", '<div class="language-nolanguage highlight"><pre><code>x\n</code></pre></div>'),
        ("```math\n\\frac12\n```", '<span class="qb-formula"><math display="block"><mfrac>'),
        ("term\n: definition", "<dl>\n<dt>term</dt>\n<dd>definition</dd>\n</dl>"),
        ("$a_1$ and $b_1$", "<msub><mi>a</mi><mn>1</mn></msub></math> and <math>"),
        ("a \\$5 and $6 or so", "a $5 and $6 or so"),
    ],
)
def test_githubs_markdown_is_shown_as_github_shows_it(written: str, shown: str) -> None:
    assert shown in html(written)


def test_a_picture_is_a_link_to_it() -> None:
    assert html("![a *b*](https://c.d/e.png)") == '<p><a class="qb-image" href="https://c.d/e.png">a b</a></p>'
    assert prose("![a](https://c.d/e.png)").links[0].image


def test_a_diagram_is_shown_as_code_with_a_finding() -> None:
    assert "<code>graph\n</code>" in html("```mermaid\ngraph\n```")
    assert rules("```mermaid\ngraph\n```") == ["diagram"]


@pytest.mark.parametrize(
    "latex",
    [
        r"\substack{a\\b}",
        r"\widetilde{x}",
        r"\begin{split}a&=b\end{split}",
        r"\begin{smallmatrix}1&0\\0&1\end{smallmatrix}",
        r"\begin{alignat}{2}a&=b\end{alignat}",
        r"\begin{eqnarray*}a&=&b\end{eqnarray*}",
        r"x \tag{1}",
        r"\require{cancel}\cancel{x}",
        r"\text{for $x$ in}",
        r"\mbox{so}",
        r"\left<a\right>",
    ],
)
def test_commands_of_real_banks_are_drawn(latex: str) -> None:
    assert rules(f"A ${latex}$") == []
    assert "<math>" in html(f"A ${latex}$")


def test_spaces_of_text_in_a_formula_are_kept() -> None:
    assert "<mtext>for&nbsp;every&nbsp;</mtext>" in html(r"$\text{for every }q$")


def test_a_large_bracket_stands_around_the_middle_of_its_line() -> None:
    assert '<mo stretchy="true" symmetric="true" minsize="1.2em" maxsize="1.2em">)</mo>' in html(r"$x \big)$")


@pytest.mark.parametrize("latex", [r"\hat " * 600, r"\sqrt" * 8000, "{" * 2500 + "}" * 2500, "x" * 5000])
def test_a_formula_that_is_too_long_or_too_deep_is_shown_as_code(latex: str) -> None:
    assert rules(f"A ${latex.strip()}$") == ["bad-maths"]


def test_what_cannot_be_drawn_is_shown_as_code_with_a_finding() -> None:
    assert html("A $\\nonsense$") == '<p>A <code class="qb-latex">$\\nonsense$</code></p>'
    assert rules("A $\\nonsense$") == ["bad-maths"]


def test_html_that_is_not_allowed_is_a_finding_at_its_place() -> None:
    findings = field("a\n\n<b onclick=x>y</b> <script>z</script>", line=4).findings
    assert [(finding.line, finding.column, finding.rule) for finding in findings] == [
        (6, 1, "unsafe-html"),
        (6, 20, "unsafe-html"),
        (6, 29, "unsafe-html"),
    ]
    assert html("<b onclick=x>y</b> <script>z</script>") == "<p><b>y</b> &lt;script&gt;z&lt;/script&gt;</p>"


def test_hidden_characters_are_left_out_however_they_are_written() -> None:
    for text in (
        "a&#x202e;b",
        "a&#8238;b",
        '<b title="&#x202E;">a&#x202e;b</b>',
        "`a&#x202e;b`",
        "<b title='\u202e'>a</b>",
        "<div>\u202e</div>",
    ):
        assert "\u202e" not in html(text)


@pytest.mark.parametrize(
    "text", ["<div>&#0000000000008238;a</div>", '<b title="&#x000000000202e;t">b</b>', "<i>&#x20&#x202e;2e;c</i>"]
)
def test_no_reference_to_a_hidden_character_is_overlooked(text: str) -> None:
    assert "\u202e" not in html(text)


def test_a_page_has_no_hidden_characters_in_its_contents() -> None:
    parsed = parse_page(Text(text="## Two &#8238;x", form=Form.FILE), "content/pages/index.md", DESTINATIONS, Engine())
    assert [heading.text for heading in parsed.sections[0][0].body.headings] == ["Two x"]


def test_marks_of_letters_stay_in_the_id_of_a_heading() -> None:
    found = prose("[a](#हिन्दी)\n\n### हिन्दी\n")
    assert found.headings[0].id == "q-हिन्दी"
    assert found.links[0].anchor == "q-हिन्दी"


def test_a_footnote_shares_no_id_with_a_heading() -> None:
    shown = html("A[^b].\n\n### fn-1\n\n### fn:1\n\n[^b]: note\n")
    assert len(re.findall(r' id="q-fn:1"', shown)) == 1


def test_footnotes_are_found_whatever_their_case_and_the_first_of_two_is_meant() -> None:
    assert "<p>note" in html("A[^A]\n\n[^a]: note\n")
    assert "Second" not in html("x[^d]\n\n[^d]: First.\n\n[^d]: Second.\n")


def test_dollars_are_formulas_where_github_draws_them() -> None:
    assert html("It costs $5-$6 and $7/$8") == "<p>It costs $5-$6 and $7/$8</p>"
    assert "<math><mi>x</mi>" in html("$`x+1`$")


def test_words_on_two_lines_are_two_words() -> None:
    assert ">a b</a>" in html("![a\nb](https://example.org/x.png)")


def test_a_comment_is_left_out_without_a_finding() -> None:
    assert field('<!-- see <a href="gone.md">gone</a> -->\n\nx').findings == ()
    assert prose('<!-- see <a href="gone.md">gone</a> -->\n\nx').links == ()


def test_a_link_knows_its_sentence_and_its_place() -> None:
    found = prose("Größe zählt. See e.g. [this](b.md) for it. Then more.\n\n- An item [with](../u/c.md)", line=10).links
    assert [link.sentence for link in found] == ["See e.g. this for it.", "An item with"]
    assert [(link.line, link.column) for link in found] == [(10, 30), (12, 18)]


def test_plain_words_have_no_markup_and_no_code_blocks() -> None:
    assert prose("**A** [b](b.md) `d`\n\n```\ne\n```\n\n<div>f</div>\n\n$g$").plain == "A b d g"


def test_formulas_are_no_words_for_relating() -> None:
    assert prose("The $\\theta$ of it").words == ("The of it",)
    assert prose("Its $\\frac{\\sigma^2}{k}$ and $\\hat{y}$").plain == "Its σ²/k and ŷ"
    assert in_words(r"\left<a\middle|b\right>") == "⟨a | b⟩"


def test_ids_that_strangers_make_cannot_take_the_themes_own() -> None:
    shown = html("### __search\n\n<p id='__drawer'>x</p> $\\label{a}b$")
    assert 'id="q-__search"' in shown
    assert 'id="q-__drawer"' in shown
    assert ' id="_' not in shown


def test_a_formula_in_an_attribute_ends_no_attribute() -> None:
    shown = html('<span title="$\\text{\\" onclick=alert(1) x=\\"}$">x</span> and $y$')
    assert "<span" not in shown
    assert "<math>" in shown


def test_a_page_has_the_extensions_of_the_site() -> None:
    written = "!!! note\n    Read [this](../questions/t/b.md).\n\n![p](files/data.csv)\n"
    written += '[x](a.b){: href="./javascript:alert(1)" }'
    text = Text(text=written, form=Form.FILE)
    parsed = parse_page(text, "content/pages/index.md", DESTINATIONS, Engine())
    shown = parsed.sections[0][0].body.html
    assert '<div class="admonition note">' in shown
    assert '<a href="questions/b/">this</a>' in shown
    assert '<a class="qb-image" href="files/data.csv">p</a>' in shown
    assert "javascript" not in shown


def test_a_block_inside_a_title_does_not_end_the_title() -> None:
    (text,) = parse(
        [Text(text="# Why <h2>this</h2> <b>now</b>?", form=Form.FILE)], SOURCE, DESTINATIONS, frozenset()
    ).sections
    assert text[1].title.html == "Why this <b>now</b>?"
    parsed = parse([Text(text="Why <h2>x</h2>?", form=Form.HEADING)], SOURCE, DESTINATIONS, frozenset())
    assert parsed.sections[0][0].title.html == "Why x?"
    assert {finding.rule for finding in parsed.findings} == {"unsafe-html"}


def test_a_heading_in_a_footnote_is_no_title_of_the_page() -> None:
    found = prose("x[^1]\n\n### A\n\n[^1]: # B\n")
    assert [heading.level for heading in found.headings] == [3, 3]
    assert "<h1" not in found.html


def test_each_footnote_has_its_number_however_they_refer_to_each_other() -> None:
    shown = html("a[^x] b[^y]\n\n[^x]: X[^z]\n[^y]: Y\n[^z]: Z[^x]\n")
    assert [shown.index(f'<li id="q-fn:{number}">\n<p>{words}') for number, words in ((1, "X"), (2, "Y"), (3, "Z"))]
    assert shown.count('<li id="q-fn:') == 3


def test_colons_that_define_nothing_are_text() -> None:
    assert html("A\n\n:::\n") == "<p>A</p>\n<p>:::</p>"
    assert html("a\n: b\n") == "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>"
