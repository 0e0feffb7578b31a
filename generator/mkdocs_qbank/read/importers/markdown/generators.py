"""What site generators add to Markdown: admonitions, shortcodes, attributes, and modules."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from functools import partial
from html import unescape

from mkdocs_qbank.read.importers.html import fenced
from mkdocs_qbank.read.importers.markdown.lines import In, line_kinds, outside_code

_ATTRIBUTE = re.compile(r"([a-z][\w-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_ADMONITION = re.compile(
    r'(?P<indent>[ ]*)!!![ \t]+(?P<name>[\w-]+)(?:[ \t]+(?:inline|end))*(?:[ \t]+"(?P<title>[^"]*)")?[ \t]*$'
)
_CONTAINER = re.compile(
    r"(?P<indent>[ ]*):::+[ \t]*(?P<name>[A-Za-z][\w-]*)?(?:\{[^}]*\})?[ \t]*\[?(?P<title>[^\]\n]*)\]?[ \t]*$"
)
_ALERTS = {
    **dict.fromkeys(("note", "info", "abstract", "summary", "quote", "seealso", "question", "example", "todo"), "NOTE"),
    **dict.fromkeys(("tip", "hint", "success", "check"), "TIP"),
    **dict.fromkeys(("important",), "IMPORTANT"),
    **dict.fromkeys(("warning", "attention", "caution"), "WARNING"),
    **dict.fromkeys(("danger", "error", "failure", "bug"), "CAUTION"),
}
_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_HIGHLIGHT = re.compile(r"\s*\{[%{][%<-]?\s*highlight\s+([\w+#.-]+)[^%}>]*[%>-]?[%}]\}?\s*$")
_END_HIGHLIGHT = re.compile(r"\s*\{[%{][%<-]?\s*/?(?:end)?highlight\s*[%>-]?[%}]\}?\s*$")
_REF = re.compile(r"\{\{[<%]\s*(?:rel)?ref\s+\"?([^\s\"]+)\"?\s*[>%]\}\}|\{%-?\s*(?:link|post_url)\s+(\S+?)\s*-?%\}")
_SITE = re.compile(r"\{\{-?\s*(?:site\.(?:base)?url|site\.github\.url)\s*-?\}\}/?")
_RELATIVE = re.compile(r"\{\{-?\s*[\"']([^\"'{}]+)[\"']\s*\|\s*(?:relative_url|absolute_url)\s*-?\}\}")
_FIGURE = re.compile(r"\{\{[<%]\s*(?:figure|img|image)\s+(?P<attributes>[^{}]*?)/?\s*[>%]\}\}")
_SHORTCODE = re.compile(r"\{\{[<%]\s*/?\s*(?P<hugo>[\w./-]+)[^{}]*[>%]\}\}|\{%-?\s*(?P<liquid>[a-z_]+)\b[^{}%]*-?%\}")
_BLOCK_ATTRIBUTES = re.compile(r"\s*\{:?\s*(?:[.#][\w:.-]+\s*|[\w-]+=(?:\"[^\"]*\"|\S+)\s*)+\}\s*$")
_INLINE_ATTRIBUTES = re.compile(r"(?<=[)\]*_`])\{:?\s*(?:[.#][\w:-]+\s*|[\w-]+=(?:\"[^\"]*\"|[^\s{}]+)\s*)+\}")
_MODULE = re.compile(r"(?:import\s+[\w{*'\"].*from\s+['\"].*|export\s+(?:const|default|function)\s.*)")


def without_modules(lines: Sequence[str], lost: list[str]) -> list[str]:
    """Return the lines of MDX without imports and exports."""
    kinds = line_kinds(lines, whole=False)
    kept = [
        line for line, kind in zip(lines, kinds, strict=True) if kind is not In.PROSE or not _MODULE.fullmatch(line)
    ]
    if len(kept) < len(lines):
        lost.append("an import of MDX")
    return kept


def plain_blocks(lines: Sequence[str], lost: list[str]) -> Iterator[str]:
    """Yield lines with admonitions as GitHub's alerts, and blocks of highlighted code as fences."""
    kinds = line_kinds(lines, whole=False)
    at = 0
    while at < len(lines):
        line = lines[at]
        if kinds[at] is not In.PROSE or not any(mark in line for mark in ("!!!", ":::", "{")):
            yield line
        elif _ADMONITION.match(line) or _CONTAINER.match(line):
            at = yield from _admonition(lines, at)
            continue
        elif code := _HIGHLIGHT.match(line):
            end = next((number for number in range(at + 1, len(lines)) if _END_HIGHLIGHT.match(lines[number])), None)
            if end is not None:
                yield from fenced("\n".join(lines[at + 1 : end]), code[1]).split("\n")
                at = end
        elif not _BLOCK_ATTRIBUTES.fullmatch(line):
            yield _without_tags(line, lost)
        at += 1


def _admonition(lines: Sequence[str], at: int) -> Generator[str, None, int]:
    """Yield an admonition as an alert, and return the line after it."""
    indented = _ADMONITION.match(lines[at])
    match = indented or _CONTAINER.match(lines[at])
    assert match is not None  # noqa: S101 - the caller has matched it
    end = at + 1
    if indented:
        step = len(match["indent"]) + 4
        while end < len(lines) and (not lines[end].strip() or lines[end].startswith(" " * step)):
            end += 1
        inner, after = [line[step:] for line in lines[at + 1 : end]], end
    elif not match["name"]:
        return at + 1
    else:
        while end < len(lines) and not re.fullmatch(r"\s*:::+\s*", lines[end]):
            end += 1
        inner, after = list(lines[at + 1 : end]), end + 1
    while inner and not inner[-1].strip():
        inner.pop()
    lead = match["indent"]
    yield f"{lead}> [!{_ALERTS.get(match['name'].lower(), 'NOTE')}]"
    if match["title"]:
        yield from (f"{lead}> **{match['title'].strip()}**", f"{lead}>")
    yield from (f"{lead}> {line}".rstrip() for line in inner)
    yield ""
    return after


def _without_tags(line: str, lost: list[str]) -> str:
    """Return a line without the tags of Jekyll and Hugo."""
    if "{{" in line or "{%" in line:
        if len(_RAW.findall(line)) > 1:
            line = _RAW.sub("", line)  # a pair of them; one alone between backticks is what the text is about
        line = outside_code(line, partial(_without_shortcodes, lost=lost))
    return (
        _BLOCK_ATTRIBUTES.sub("", _INLINE_ATTRIBUTES.sub("", line))
        if "}" in line and not line.startswith("#")
        else line
    )


def _without_shortcodes(text: str, lost: list[str]) -> str:
    text = _REF.sub(lambda match: match[1] or match[2], _RAW.sub("", text))
    text = _RELATIVE.sub(r"\1", _SITE.sub("/", text))
    text = _FIGURE.sub(lambda match: image(match["attributes"]), text)
    lost += [f"the shortcode '{match['hugo'] or match['liquid']}'" for match in _SHORTCODE.finditer(text)]
    return _SHORTCODE.sub("", text)


def attributes_of(text: str) -> dict[str, str]:
    """Return the attributes in a tag by their names."""
    return {
        match[1].lower(): unescape(next((value for value in match.groups()[1:] if value is not None), ""))
        for match in _ATTRIBUTE.finditer(text)
    }


def image(text: str) -> str:
    """Return the image that the attributes of a tag name."""
    attributes = attributes_of(text)
    source = attributes.get("src", "").strip().replace(" ", "%20").replace("(", "%28").replace(")", "%29")
    alternative = " ".join(
        (attributes.get("alt") or attributes.get("title") or attributes.get("caption") or "").split()
    )
    return f"![{re.sub(r'[][]', '', alternative)}]({source})" if source else alternative
