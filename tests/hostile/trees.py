"""Trees of Markdown, HTML, formulas and addresses as an attacker nests them, and what must never come of one.

    python tests/hostile/trees.py [--count 50000] [--seed 1]

renders each tree as a question and as a page, parses what came of it as a browser does, and ends with 1 where
anything in it is not allowed.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from mkdocs_qbank.markdown.clean import clean
from mkdocs_qbank.markdown.events import TooDeepError
from mkdocs_qbank.markdown.links import Destinations
from mkdocs_qbank.markdown.pages import Engine, parse_page
from mkdocs_qbank.markdown.parse import Form, ParsedMarkdown, Text, parse
from mkdocs_qbank.model.images import Image
from mkdocs_qbank.model.prose import ID_PREFIX, PROSE_SECTIONS, SECTION_IDS, Prose
from mkdocs_qbank.read.question import read_question
from mkdocs_qbank.render.body import question_body
from selectolax.lexbor import LexborHTMLParser, LexborNode

PATH, PAGE = "content/questions/t/a.md", "content/pages/index.md"
IMAGE = Image(path="content/questions/t/c.png", address="assets/images/0123.png", width=64, height=40)
DESTINATIONS = Destinations(
    addresses={
        PATH: "questions/a/",
        "content/questions/t/b.md": "questions/b/",
        PAGE: "",
        "content/pages/x.csv": "x.csv",
        IMAGE.path: IMAGE.address,
    },
    images={IMAGE.path: IMAGE},
)
SECTIONS = frozenset({"context", "official-answer"})
ENGINE = Engine(
    extensions=(
        "admonition",
        "attr_list",
        "def_list",
        "footnotes",
        "md_in_html",
        "tables",
        "toc",
        "pymdownx.arithmatex",
        "pymdownx.details",
        "pymdownx.highlight",
        "pymdownx.superfences",
        "pymdownx.tasklist",
    ),
    configs={"pymdownx.arithmatex": {"generic": True}},
)

_TAGS = (
    "a abbr address applet area article aside audio b base bdo big blink blockquote body br button canvas "
    "caption center "
    "cite code col colgroup command dd del details dfn dialog dir div dl dt em embed fieldset figure font footer form "
    "frame frameset h1 h2 h6 head header hr html i iframe image img input ins isindex kbd keygen label legend li link "
    "listing main map marquee menu meta meter nav nobr noembed noframes noscript object ol option p param plaintext "
    "portal pre q rb rp rt ruby s samp script section select slot small source span strike strong style sub "
    "summary sup "
    "table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp "
    "svg animate desc foreignObject path set title use math annotation annotation-xml maction maligngroup mglyph mi "
    "mlabeledtr mn mo ms mspace mtable mtd mtext mtr semantics x-unknown svg:script xsl:value-of o:p !doctype ?xml !-- "
    "![CDATA["
).split()
_ATTRIBUTES = (
    "onclick onerror onload ontoggle onfocus onbegin onanimationstart ONMOUSEOVER style id name href src srcset data "
    "action formaction xlink:href xml:base ping poster background cite class title lang dir target rel open "
    "start value "
    "type align colspan scope data-x data-md-component aria-label autofocus contenteditable is slot tabindex "
    "http-equiv "
    "content download usemap manifest attributeName values from to mathvariant width lspace mathcolor srcdoc sandbox "
    "accesskey popovertarget nonce xmlns xmlns:xlink"
).split()
_SCHEMES = (
    "javascript:alert(1) JaVaScRiPt:alert(1) vbscript:x data:text/html,<script>alert(1)</script> data:image/svg+xml,x "
    "blob:x file:///etc/passwd ftp://x filesystem:x view-source:x intent://x ws://x tel:1 sms:1 mailto:a@b.c "
    "https://example.org/ http://a.b about:blank jar:x feed:javascript:alert(1)"
).split()
_ADDRESSES = (
    "#x",
    "#official-answer",
    "#__drawer",
    "",
    "b.md",
    "b.md#x",
    "c.png",
    "../../pages/x.csv",
    "gone.md",
    "./javascript:alert(1)",
    "x/../javascript:alert(1)",
    "//evil.example/x",
    "\\\\evil.example\\x",
    "/\\evil.example",
    "?x",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    " javascript:alert(1)",
    "\u00a0javascript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;avascript:alert(1)",
    "javascript&#58alert(1)",
    "java&Tab;script:alert(1)",
    "java&NewLine;script&colon;alert(1)",
    "javascript%3Aalert(1)",
    "%6aavascript:alert(1)",
    "javascript\uff1aalert(1)",
    "javascript\\:alert(1)",
    "java\u200bscript:alert(1)",
    "&amp;#106;avascript:alert(1)",
    "javascript:alert(1)//https://x",
    "https:javascript:alert(1)",
    "b.md?javascript:alert(1)",
)
_ENTITIES = (
    "&lt; &lt &gt; &amp; &quot; &apos; &#60; &#x3c; &#60 &#0000060; &#34; &#x22; &#39; &#96; &amp;lt; &amp;#60; "
    "&amp;amp;#x3c; &LT; &#xe000; &#57344; &#x202e; &rlm; &zwnj; &#0; &#xD800; &#x110000; &colon; &lpar; &NewLine; "
    "&Tab; &nbsp; &notanentity; &#; &#x; &"
).split()
_LATEX = (
    "x^2",
    r"\frac{a}{b}",
    r"\text{@}",
    r"\mathrm{@}",
    r"\label{@}",
    r"\label{a}\ref{a}",
    r"\eqref{/ontoggle=alert(1)//@}",
    r"\eqref{@}",
    r"\href{@}{x}",
    r"\url{@}",
    r"\class{@}{x}",
    r"\cssId{@}{x}",
    r"\style{@}{x}",
    r"\htmlData{x=@}{x}",
    r"\includegraphics{@}",
    r"\color{@}x",
    r"\textcolor{@}{x}",
    r"\color{red}x",
    r"\unicode{@}",
    r"\operatorname{@}",
    r"\tag{@}",
    r"\begin{align}a&=b\\c&=@\end{align}",
    r"\begin{array}{@}a\end{array}",
    r"\begin{@}a\end{@}",
    r"\mspace{@}",
    r"\hspace{1em@}",
    r"\rule{@}{1em}",
    r"\mathop{@}",
    r"\def\x{@}\x",
    r"\newcommand{\x}{@}\x",
    r"\left<a\middle|@\right>",
    r"\require{@}",
    "a<b",
    'a"b',
    "@",
    r"\verb|@|",
    "\\",
    "{",
)
_MARKS = (
    "\n", "\n\n", " ", "\t", "*", "**", "_", "~~", "`", "``", "[", "]", "(", ")", "![", "<", ">", "\\", "|", "$", "$$",
    "\n> ", "\n- ", "\n1. ", "\n    ", "\n# ", "\n### ", "\n---\n", "\n```\n", "\n~~~\n", "\n: ", "'", '"',
    "=", "/>", "-->",
    "]]>", "</", "\ue000", "\ue001", "\x00", "\x1b", "\u202e", "\u2028", "\ufeff", "\x85", "\r", "é", "{: ",
    "}", "\n!!! ",
    "\n??? ", "word",
)  # fmt: skip
_INFO = (
    "python", "html", "math", "mermaid", "js onload=x", '"><script>', "{.python onclick=x}",
    '{ .x title="<script>" }', "",
    "python title=\"<img src=x onerror=alert(1)>\"", "x\" onclick=\"y", "&#34;><b>", "c++", "../x", "{: onclick=x }",
    'python hl_lines="1" linenums="1"', "{.html #__search onload=x}",
)  # fmt: skip


class Grower:
    """Grows one text at random; the same chance gives the same text."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self._growers = (
            self._mark, self._mark, self._entity, self._tag, self._tag, self._tag, self._formula, self._link,
            self._image, self._autolink, self._table, self._quote, self._list, self._note, self._alert, self._details,
            self._fence, self._definition,
            self._heading, self._attributes, self._code, self._comment, self._terms,
            self._admonition,
        )  # fmt: skip

    def text(self, depth: int = 4) -> str:
        """Return a text of a few pieces, each of which holds others."""
        most = 6 if depth == 4 else 3
        return "".join(self.piece(depth) for _ in range(self.chance.randint(1, most)))

    def piece(self, depth: int) -> str:
        if depth <= 0:
            return self.chance.choice((self._mark, self._entity))(0)
        return self.chance.choice(self._growers)(depth - 1)

    def inside(self, depth: int) -> str:
        """Return what stands inside something: mostly little."""
        return self.text(depth) if depth > 0 and self.chance.random() < 0.6 else self.chance.choice(("x", "", "a b"))

    def address(self, depth: int = 0) -> str:
        address = self.chance.choice(self.chance.choice((_SCHEMES, _ADDRESSES)))
        roll = self.chance.random()
        if roll < 0.15:
            at = self.chance.randrange(len(address) + 1)
            address = address[:at] + self.chance.choice((*_MARKS, *_ENTITIES)) + address[at:]
        elif roll < 0.25:
            address = "".join(f"&#{ord(char)};" if self.chance.random() < 0.3 else char for char in address)
        elif roll < 0.3:
            address = f"${self.latex(depth)}${address}"
        return address

    def latex(self, depth: int) -> str:
        form = self.chance.choice(_LATEX)
        roll = self.chance.random()
        if roll < 0.3:
            inner = self.address() if depth <= 0 else self.inside(depth - 1)
        elif roll < 0.6:
            inner = self.chance.choice(
                (
                    '"><img src=x onerror=alert(1)>',
                    '<img src="c.png" alt="x">',
                    "<b onclick=x>",
                    "' onload='x",
                    "</math><script>x",
                )
            )
        else:
            inner = self.latex(depth - 1) if depth > 0 else self.chance.choice((*_ENTITIES, *_MARKS))
        return form.replace("@", inner)

    def _mark(self, _: int) -> str:
        return self.chance.choice(_MARKS)

    def _entity(self, _: int) -> str:
        return self.chance.choice(_ENTITIES)

    def _cased(self, word: str) -> str:
        roll = self.chance.random()
        return word.upper() if roll < 0.1 else word.title() if roll < 0.2 else word

    def _tag(self, depth: int) -> str:
        name = self._cased(self.chance.choice(_TAGS))
        attributes = "".join(self._attribute(depth) for _ in range(self.chance.choice((0, 0, 1, 1, 2, 3))))
        end = self.chance.choice((">", ">", ">", ">", "/>", " />", "", "\n>"))
        if name.startswith("!--"):
            end = self.chance.choice(("-->", "--!>", ">", ""))
        close = self.chance.choice(
            (f"</{name}>", f"</{name}>", f"</{name} x=y>", "", f"</{self.chance.choice(_TAGS)}>")
        )
        wide = self.chance.choice(("", "", "\n\n", "\n"))
        return f"{wide}<{name}{attributes}{end}{self.inside(depth)}{close}{wide}"

    def _attribute(self, depth: int) -> str:
        name = self._cased(self.chance.choice(_ATTRIBUTES))
        roll = self.chance.random()
        if name.lower() in ("href", "src", "action", "formaction", "xlink:href", "data", "srcset") or roll < 0.2:
            value = self.address(depth)
        elif roll < 0.4:
            value = f"${self.latex(depth)}$"
        elif roll < 0.6:
            value = self.inside(depth - 2)
        else:
            value = self.chance.choice(
                ("x", "__search", "md-nav", "position:fixed", "text-align:left", "color:red;background:url(//x)",
                 "alert(1)", "headerlink", "q-x", "admonition note", "1", "_blank", "text-align:center;position:fixed")
            )  # fmt: skip
        quote = self.chance.choice(('"', '"', "'", "", "`"))
        gap = self.chance.choice((" ", " ", " ", "\n", "/", "\t", "\x0c", ""))
        return f"{gap}{name}={quote}{value}{quote}" if self.chance.random() < 0.9 else f"{gap}{name}"

    def _formula(self, depth: int) -> str:
        latex = self.latex(depth)
        form = self.chance.choice(
            ("${}$", "$${}$$", "\n\n$$\n{}\n$$\n\n", "\n```math\n{}\n```\n", "\\({}\\)", "$`{}`$")
        )
        return form.replace("{}", latex)

    def _link(self, depth: int) -> str:
        title = self.chance.choice(("", "", ' "{}"', " '{}'")).replace("{}", self.inside(depth - 1))
        form = self.chance.choice(
            ("[{w}]({a}{t})", "[{w}](<{a}>{t})", "[{w}][r]\n\n[r]: {a}{t}\n", "[{w}][r]\n\n[r]: <{a}>\n")
        )
        return form.replace("{w}", self.inside(depth)).replace("{t}", title).replace("{a}", self.address(depth))

    def _image(self, depth: int) -> str:
        if self.chance.random() < 0.4:
            return f"![{self.inside(depth)}](c.png '{self.inside(depth - 1)}')"
        return "!" + self._link(depth)

    def _autolink(self, depth: int) -> str:
        around = self.chance.choice(("<{}>", " {} ", "({})"))
        bare = self.chance.choice(
            (self.address(), "www.a.b/" + self.inside(depth - 1), "a@b.c", "https://a.b/" + self.inside(0))
        )
        return around.replace("{}", bare)

    def _table(self, depth: int) -> str:
        cells = [self.inside(depth).replace("\n", " ") for _ in range(4)]
        return f"\n\n| {cells[0]} | {cells[1]} |\n|:--|--:|\n| {cells[2]} | {cells[3]} |\n\n"

    def _below(self, first: str, rest: str, depth: int) -> str:
        return "\n" + first + self.inside(depth).replace("\n", "\n" + rest) + "\n"

    def _quote(self, depth: int) -> str:
        return self._below("> ", "> ", depth)

    def _alert(self, depth: int) -> str:
        kind = self.chance.choice(("NOTE", "caution", "TIP]x", "<b>"))
        return self._below(f"> [!{kind}]\n> ", "> ", depth)

    def _list(self, depth: int) -> str:
        mark = self.chance.choice(("- ", "* ", "1. ", "- [x] ", "- [ ] ", "99999999999. ", "0) "))
        return "".join(self._below(mark, "   ", depth) for _ in range(self.chance.randint(1, 2)))

    def _note(self, depth: int) -> str:
        name = self.chance.choice(("1", "x", "<b>", "a b", '"', "x&quot;"))
        return f"x[^{name}]" + self._below(f"\n[^{name}]: ", "    ", depth)

    def _details(self, depth: int) -> str:
        close = self.chance.choice(("</details>", "</details>", "", "</summary>"))
        summary = f"<summary>{self.inside(depth - 1)}</summary>"
        return f"\n<details{self._attribute(depth)}>{summary}\n\n{self.inside(depth)}\n\n{close}\n"

    def _fence(self, depth: int) -> str:
        fence = self.chance.choice(("```", "~~~", "````"))
        return f"\n{fence}{self.chance.choice(_INFO)}\n{self.inside(depth)}\n{self.chance.choice((fence, fence, ''))}\n"

    def _definition(self, depth: int) -> str:
        return (
            f"\n\n[{self.chance.choice(('r', 'b', '^1', 'x y'))}]: {self.address(depth)} '{self.inside(depth - 2)}'\n\n"
        )

    def _heading(self, depth: int) -> str:
        words = self.chance.choice(
            (
                "Context",
                "Official Answer",
                "__search",
                '"><script>',
                "ünï",
                "a & b",
                "{: #__drawer onclick=x }",
                "x {#y}",
            )
        )
        inner = self.inside(depth).replace("\n", " ")
        return f"\n\n{'#' * self.chance.choice((1, 2, 3, 4, 6))} {words} {inner}\n\n"

    def _attributes(self, depth: int) -> str:
        attribute = self.chance.choice(
            (
                f'href="{self.address(depth)}"',
                f"onclick={self.inside(0)}",
                "#__search",
                ".md-nav",
                "style='position:fixed'",
                f'id="{self.inside(0)}"',
                f'title="${self.latex(1)}$"',
                "src=x onerror=alert(1)",
            )
        )
        return f"[x](http://a.b){{: {attribute} }}" if self.chance.random() < 0.5 else f"{{: {attribute} }}"

    def _code(self, depth: int) -> str:
        return f"`{self.inside(depth)}`"

    def _comment(self, depth: int) -> str:
        return f"<!--{self.inside(depth)}{self.chance.choice(('-->', '--!>', '', '>'))}"

    def _terms(self, depth: int) -> str:
        return f"\n\n{self.inside(depth)}\n:   {self.inside(depth)}\n\n"

    def _admonition(self, depth: int) -> str:
        title = self.inside(depth - 2).replace("\n", " ")
        return self._below(f'\n{self.chance.choice(("!!!", "???+"))} note "{title}"\n    ', "    ", depth)


_FORBIDDEN = frozenset(
    (
        "script style iframe frame frameset form object embed applet svg img image picture video audio source "
        "track template "
        "base meta link title textarea select button noscript xmp plaintext noembed noframes portal "
        "foreignobject use animate "
        "set maction mglyph annotation-xml"
    ).split()
)
_ADDRESSED = frozenset(
    "href src srcset action formaction xlink:href data poster background cite ping xml:base codebase usemap "
    "longdesc".split()
)
_STYLES = re.compile(
    r"(?:(?:text-align|justify-items):\s*(?:left|right|center|start|end)"
    r"|padding-(?:left|right|top|bottom):\s*[\d.]+(?:em)?"
    r"|border-(?:left|right|top|bottom):\s*[\d.]+em (?:solid|dashed) currentcolor"
    r"|width:\s*[\d.]+%?|color:\s*#[0-9A-Fa-f]{6}|;|\s)*"
)
_SHOWN = re.compile(
    rf'<img src="\.\./\.\./{re.escape(IMAGE.address)}" alt="[^"<>]*"(?: title="[^"<>]*")? width="64" height="40" '
    'loading="lazy" decoding="async">'
)
"""The only form of an image on the page of a question."""
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff]")
_PRE = re.compile(r"(<pre[^>]*>)\n+")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_START, _END = '<article id="start">', '<p id="end"></p></article>'


def body(html: str) -> LexborNode:
    """Return the body of a document that holds this HTML between two marks."""
    found = LexborHTMLParser(f"<!doctype html><html><head></head><body>{_START}{html}{_END}</body></html>").body
    if found is None:
        raise AssertionError("no body")
    return found


def wrong(html: str, sections: frozenset[str] = frozenset(SECTION_IDS.values())) -> Iterator[str]:
    """Yield what of the HTML of a text is not allowed on a page, as a browser reads it."""
    html = _SHOWN.sub("", html)
    root = body(html)
    article = root.child
    last = article.last_child if article is not None else None
    if article is None or article.next is not None or last is None or last.attributes.get("id") != "end":
        yield "it swallows or closes what is around it"
    for node in root.traverse():
        tag = str(node.tag).lower()
        if tag.rpartition(":")[2] in _FORBIDDEN:
            yield f"<{tag}>"
        for name, value in node.attributes.items():
            if (name, value) not in (("id", "start"), ("id", "end")):
                yield from _wrong_attribute(tag, name.lower(), value or "", sections)
    if _shape(root) != _shape(body(_inner(root))):
        yield "parsed once more, it is another tree"
    if _shape(root) != _shape(body(clean(html, lambda _, value: value))):
        yield "cleaned once more, it is another tree"


def _shape(root: LexborNode) -> str:
    """The tree as HTML, without the line ends at the beginning of a pre, the first of which no serialiser keeps."""
    return _PRE.sub(r"\1", str(root.html))


def _inner(root: LexborNode) -> str:
    article = root.child
    html = str(article.html) if article is not None else ""
    return html.removeprefix(_START).removesuffix(_END)


def _wrong_attribute(tag: str, name: str, value: str, sections: frozenset[str]) -> Iterator[str]:
    shown = f"<{tag} {name}={value[:60]!r}>"
    if name.startswith("on") or name in (
        "srcdoc",
        "autofocus",
        "contenteditable",
        "target",
        "is",
        "slot",
        "popovertarget",
    ):
        yield shown
    if name in _ADDRESSED:
        bare = _UNSEEN.sub("", value)
        scheme = _SCHEME.match(bare)
        if scheme and scheme.group().lower() not in ("http:", "https:", "mailto:"):
            yield shown
        if name != "href" or tag != "a":
            yield shown
        if bare.startswith("#") and bare[1:] and bare[1:] not in sections and not bare.startswith(f"#{ID_PREFIX}"):
            yield shown
    if name == "style" and not _STYLES.fullmatch(value):
        yield shown
    if name in ("id", "name") and not value.startswith(ID_PREFIX):
        yield shown
    if name == "class" and re.search(r"\bmd-|qb-(?!formula|long|latex|image)", value):
        yield shown


def parts(parsed: ParsedMarkdown) -> Iterator[Prose]:
    """Yield each piece of a parsed file that a page shows."""
    for section in (section for text in parsed.sections for section in text):
        yield section.title
        yield section.body


def failures(text: str, *, page: bool = True) -> list[str]:
    """Return what goes wrong where a text is a question file, a field and, if wanted, a page."""
    found = []
    for form, sections in ((Form.FILE, frozenset[str]()), (Form.FIELD, SECTIONS)):
        try:
            parsed = parse([Text(text=text, form=form)], PATH, DESTINATIONS, sections)
        except TooDeepError:
            return []
        found += [f"{form}: {what}" for what in _all_wrong(parsed, frozenset(SECTION_IDS.values()))]
    found += [f"page of a question: {what}" for what in _wrong_page(text)]
    if page:
        with contextlib.suppress(Exception):  # an extension that raises is a finding of the worker it runs in
            parsed = parse_page(Text(text=text, form=Form.FILE), PAGE, DESTINATIONS, ENGINE)
            found += [f"page: {what}" for what in _all_wrong(parsed, frozenset())]
    return found


def _all_wrong(parsed: ParsedMarkdown, sections: frozenset[str]) -> Iterator[str]:
    for prose in parts(parsed):
        yield from wrong(prose.html, sections)
        if any(not heading.id.startswith(ID_PREFIX) for heading in prose.headings):
            yield f"a heading without prefix: {prose.headings}"
        ids = {node.attributes["id"] for node in body(prose.html).css("article [id]")} - {"end"}
        if not ids <= prose.ids:
            yield f"ids that nobody counted: {ids - prose.ids}"


def _wrong_page(text: str) -> Iterator[str]:
    """Yield what is wrong with the page of a question whose title and sections are this text."""
    one_line = " ".join(text.split())
    file = f"# Why {one_line}\n\n## Official Answer\n\nSo.\n"
    asked, _ = read_question(file, PATH, DESTINATIONS)
    parsed = parse([Text(text=text, form=Form.FIELD)], PATH, DESTINATIONS, SECTIONS)
    part = parsed.sections[0][0].body
    if asked is None:
        return
    title = asked.question.headings[0].id
    for fields in (PROSE_SECTIONS, [field for field in PROSE_SECTIONS if field != "in_short"]):
        texts: dict[str, Any] = dict.fromkeys(fields, part)
        question = replace(asked, aliases=(text,), **texts)
        html, headings = question_body(question)
        article = body(html).child
        own = [title, SECTION_IDS["instruction"], "qb-answer", "end"]
        shown = [_name(child) for child in article.iter()] if article is not None else []
        if shown != own:
            yield f"the page consists of {shown}, not of {own}"
            return
        answer = html.partition('<div class="qb-answer">')[2]
        ids = re.findall(r' id="([^"]*)"', answer)
        sections = [SECTION_IDS[field] for field in _order(fields)]
        if [name for name in ids if name in sections] != sections:
            yield f"the sections of the page are not {sections}"
        top = [heading.id for heading in headings if heading.level < 3]
        named = [SECTION_IDS[field] for field in _order(fields) if field not in ("context", "key_points")]
        if top != [title, *named, SECTION_IDS["related"]]:
            yield "the table of contents is another"
        first = article.child if article is not None else None
        links = [child for child in first.iter() if child.attributes.get("class") == "headerlink"] if first else []
        if first is None or first.tag != "h1" or not links:
            yield "the title of the page is cut"


def _name(node: LexborNode) -> str:
    return str(node.attributes.get("id") or node.attributes.get("class") or node.tag)


def _order(fields: Sequence[str]) -> list[str]:
    """Return the sections of an answer in the order of its page."""
    folded = ["context", "key_points"]
    rest = ["answer", "common_mistakes", "follow_up_questions"]
    return ["in_short", *folded, *rest] if "in_short" in fields else [*rest, *folded]


def grow(count: int, seed: int) -> Iterator[str]:
    """Yield that many trees; each depends on its number and the seed alone."""
    for number in range(count):
        yield Grower(Random(f"{seed} {number}")).text()  # noqa: S311 - nothing here is secret


def main(arguments: Sequence[str] | None = None) -> int:
    """Render trees and print each that does harm."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    started, bad = time.perf_counter(), 0
    for text in grow(options.count, options.seed):
        found = failures(text)
        if found:
            bad += 1
            print(f"{text!r}\n  " + "\n  ".join(found[:4]), flush=True)
    taken = time.perf_counter() - started
    print(f"{options.count:,} trees, {bad} of them harmful, {options.count / taken:.0f} a second")
    return min(bad, 1)


if __name__ == "__main__":
    sys.exit(main())
