"""HTML to Markdown that means the same, for importers.

nh3 reads the HTML as a browser does and drops what no question can hold; markdownify writes the Markdown. What neither
does right for a question is done here: text that looks like markup is escaped, formulas and code stay as they are, and
elements for which Markdown has nothing, such as `<sup>`, stay HTML.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import nh3
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from markdownify import MarkdownConverter

from mkdocs_qbank.read.importers.escaping import code_span, escaped, fenced, with_dollars

__all__ = ["code_span", "escaped", "fenced", "html_to_markdown", "html_to_text"]

MOST_DEPTH = 40
"""The maximum nesting depth of elements that is kept; deeper ones leave their content to the element around them."""
_KEPT = ("details", "dfn", "ins", "kbd", "mark", "small", "sub", "summary", "sup", "u", "var")
"""Elements that Markdown has no marks for and questions may hold as HTML."""
_BLOCKS = (
    "article aside blockquote center dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol "
    "p pre section table caption tbody td tfoot th thead tr ul"
)
_INLINE = "a abbr b br cite code del em font i img input q s samp span strike strong tt"
_TAGS = frozenset((*_BLOCKS.split(), *_INLINE.split(), *_KEPT))
_ATTRIBUTES = {
    "*": {"class"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "input": {"checked", "type"},
    "ol": {"start"},
    "pre": {"lang"},
    "td": {"colspan"},
    "th": {"colspan"},
}
_WITH_CONTENT = {"script", "style", "template", "noscript", "iframe", "title", "svg", "head", "object", "noembed"}
_TAG = re.compile(r"""<(?P<end>/?)(?P<name>[a-z0-9]+)(?:"[^"]*"|[^">])*>""")
_VOID = frozenset(("br", "hr", "img", "input"))
_LANGUAGE = re.compile(r"(?:language|lang|highlight-source|brush:|sourceCode)[-\s]*([A-Za-z][\w+#.-]*)")
_MARKUP = re.compile(r"[<&]")


def html_to_markdown(html: str) -> str:
    """Return HTML as Markdown, without blank lines around it; an empty string where it has no content."""
    if not _MARKUP.search(html):
        return escaped(with_dollars(" ".join(html.split())))
    cleaned = nh3.clean(
        html, tags=set(_TAGS), attributes=_ATTRIBUTES, clean_content_tags=_WITH_CONTENT, link_rel=None
    ).replace("&nbsp;", " ")
    soup = BeautifulSoup(_flat(cleaned), "html.parser")
    _prepare(soup)
    text: str = _Converter(heading_style="ATX", bullets="-", sub_symbol="<sub>", sup_symbol="<sup>").convert_soup(soup)
    return text.strip("\n").rstrip()


def html_to_text(html: str) -> str:
    """Return the text of HTML on one line, without markup."""
    if not _MARKUP.search(html):
        return " ".join(html.split())
    spaced = re.sub(r"<(?:br|/p|/div|/li|/h[1-6]|/td)\b", r" \g<0>", html)
    bare = nh3.clean(spaced, tags=set(), clean_content_tags=_WITH_CONTENT)
    return " ".join(unescape(bare).replace("\N{NO-BREAK SPACE}", " ").split())


def _flat(html: str) -> str:
    """Return well-formed HTML without the tags of elements that are nested too deep; their content stays."""
    parts = []
    at = depth = 0
    for tag in _TAG.finditer(html):
        if tag["name"] in _VOID:
            continue
        depth += 0 if tag["end"] else 1
        if depth > MOST_DEPTH:
            parts.append(html[at : tag.start()])
            at = tag.end()
        depth -= 1 if tag["end"] else 0
    return "".join((*parts, html[at:]))


def _prepare(soup: BeautifulSoup) -> None:
    """Give elements the form that the converter does right."""
    for element in soup.find_all(["pre", "table", "ol", "tt", "strike", "center", "font"]):
        if element.name == "pre":
            for line_break in element.find_all("br"):
                line_break.replace_with("\n")
        elif element.name == "ol":
            start = str(element.get("start", ""))
            number = int(start) if re.fullmatch(r"\d{1,6}", start) else 1
            for count, item in enumerate(element.find_all("li", recursive=False)):
                item["value"] = str(number + count)
        elif element.name == "table" and (element.find("table") or len(element.find_all(["td", "th"])) < 2):
            _unwrap_table(element)
        else:
            element.name = {"tt": "code", "strike": "del", "center": "div", "font": "span"}.get(
                element.name, element.name
            )


def _unwrap_table(table: Tag) -> None:
    """Replace a table that arranges blocks, no data, with its blocks."""
    for part in table.find_all(["tbody", "thead", "tfoot", "tr", "td", "th"]):
        if part.find_parent("table") is table:
            part.name = "div"
    table.name = "div"


class _Converter(MarkdownConverter):
    """markdownify for questions."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Return a text with what would be markup escaped."""
        text = escaped(with_dollars(text))
        return re.sub(r"(?<!\\)([\[\]])", r"\\\1", text) if "a" in parent_tags else text

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """Return a code block; in a cell of a table, a code span for each line."""
        code = el.get_text().replace("\N{NO-BREAK SPACE}", " ").strip("\n")
        if not code.strip():
            return ""
        if "_inline" in parent_tags:
            return "<br>".join(code_span(line) for line in code.split("\n") if line.strip())
        return f"\n\n{fenced(code, _language(el))}\n\n"

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Return a code span."""
        if "_noformat" in parent_tags:
            return text
        code = " ".join(el.get_text().replace("\N{NO-BREAK SPACE}", " ").split())
        around = (" " if text[:1].isspace() else "", " " if text[-1:].isspace() else "")
        return f"{around[0]}{code_span(code)}{around[1]}" if code else ""

    convert_samp = convert_code

    def convert_b(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Return strong text."""
        return _emphasised(el, text, parent_tags, "**", "strong")

    convert_strong = convert_b

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Return emphasised text."""
        return _emphasised(el, text, parent_tags, "*", "em")

    convert_i = convert_em
    convert_cite = convert_em

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Return a link, or its text where it leads nowhere."""
        address = str(el.get("href") or "").strip()
        if not address or "_noformat" in parent_tags or not text.strip():
            return text
        lead, trail = (" " if text[:1].isspace() else ""), (" " if text[-1:].isspace() else "")
        words = " ".join(text.split())
        return f"{lead}[{words}]({_destination(address)}{_title(el)}){trail}"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """Return an image."""
        address = str(el.get("src") or "").strip()
        words = " ".join(str(el.get("alt") or "").split())
        if not address:
            return escaped(words)
        alternative = re.sub(r"([\\[\]])", r"\\\1", words)
        return f"![{alternative}]({_destination(address)}{_title(el)})"

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """Return a line break."""
        if parent_tags & {"td", "th"}:
            return "<br>"
        return " " if "_inline" in parent_tags else "  \n"

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """Return an item of a list."""
        text = (text or "").strip()
        mark = f"{el['value']}. " if el.has_attr("value") else "- "
        indent = " " * len(mark)
        lines = [f"{indent}{line}" if line.strip() else "" for line in text.split("\n")]
        return "\n".join((mark + lines[0][len(mark) :], *lines[1:], ""))

    def convert_input(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Return the mark of a task."""
        if el.get("type") != "checkbox" or "li" not in parent_tags:
            return text
        return "[x] " if el.has_attr("checked") else "[ ] "

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """Return a cell of a table."""
        words = re.sub(r"(?<!\\)((?:\\\\)*)\|", r"\1\\|", re.sub(r"\s*\n\s*", "<br>", text.strip()))
        span = str(el.get("colspan", ""))
        more = min(int(span), 100) - 1 if re.fullmatch(r"[1-9]\d{0,2}", span) else 0
        return f" {words} |{' |' * more}"

    convert_th = convert_td

    def convert_summary(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """Return the summary of what is folded away."""
        return f"<summary>{' '.join(text.split())}</summary>\n\n"

    def convert_details(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """Return what is folded away, as HTML around Markdown."""
        return f"\n\n<details>\n{text.strip()}\n\n</details>\n\n"

    def convert_q(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """Return a quotation in its marks."""
        return f"“{text}”"

    def convert_kbd(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Return an element that stays HTML."""
        if "_noformat" in parent_tags or not text.strip():
            return text
        words = escaped(text) if el.name == "kbd" else text
        return f"<{el.name}>{words}</{el.name}>"

    convert_dfn = convert_ins = convert_mark = convert_small = convert_u = convert_var = convert_kbd


def _emphasised(el: Tag, text: str, parent_tags: set[str], mark: str, tag: str) -> str:
    """Return text between marks, or between tags where the marks would not be read as such."""
    words = text.strip()
    if "_noformat" in parent_tags or not words:
        return text
    if "\n\n" in words:
        return text
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    before, after = _character(el.previous_sibling, -1), _character(el.next_sibling, 0)
    blunt = (before.isalnum() and not lead and not words[0].isalnum()) or (
        after.isalnum() and not trail and not words[-1].isalnum()
    )
    begin, end = (f"<{tag}>", f"</{tag}>") if blunt else (mark, mark)
    return f"{lead}{begin}{words}{end}{trail}"


def _character(node: Any, index: int) -> str:
    """Return the character of a neighbour that stands beside an element, or an empty string."""
    text = str(node) if isinstance(node, NavigableString) else node.get_text() if isinstance(node, Tag) else ""
    return text[index] if text else ""


def _language(element: Tag) -> str:
    """Return the language that a block of code names, or an empty string."""
    inner = element.find("code")
    for node in (inner, element):
        if isinstance(node, Tag):
            match = _LANGUAGE.search(" ".join(node.get("class") or ()))
            if match:
                return match[1]
    return str(element.get("lang") or "")


def _destination(address: str) -> str:
    """Return an address as the destination of a link."""
    address = address.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E")
    balanced = address.count("(") == address.count(")") and not re.search(r"\)[^(]*\(", address)
    plain = address if balanced else address.replace("(", "%28").replace(")", "%29")
    return re.sub(r"[\x00-\x20\x7f]", "", plain).replace("\\", "%5C")


def _title(element: Tag) -> str:
    title = " ".join(str(element.get("title") or "").split())
    return f' "{title.replace(chr(34), chr(39))}"' if title else ""
