"""What words in a list of questions mean: which titles ask something, and which ones begin an answer or a section."""

from __future__ import annotations

import re
from html import unescape

from mkdocs_qbank.markdown.characters import without_hidden
from mkdocs_qbank.read.importers.html import code_span, html_to_text
from mkdocs_qbank.read.importers.markdown.lines import outside_code

_ASKS = re.compile(
    r"(?:what(?:['’]?s|['’]?re)?|how|why|when|where|which|who(?:['’]?s)?|whose|whom|can|could|is|are|does|do|did"
    r"|should|"
    r"would|will|was|were|has|have|in which|in what|for what|under what|at what|explain|describe|define|compare|"
    r"differentiate|differences?|distinguish|discuss|elaborate|enumerate|tell me|true or false|give (?:an?|some"
    r"|me|the)|"
    r"difference between|suppose|imagine|you (?:have|are|want|need))\b",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    r"(?:list|name|state|mention|write|implement|design|create|build|find|show|demonstrate|identify|provide|walk|talk|"
    r"calculate|predict|convert|check|reverse|print|outline|illustrate|summari[sz]e|tell)\b",
    re.IGNORECASE,
)
_FEWEST_WORDS = 4
"""The fewest words of an order; fewer are a title, such as "List of links" or "Design patterns"."""
_QUESTION_MARK = re.compile(r"[?？؟](?:[\W_]*|\s*\([^()]*\)[\W_]*)$")
_BOILERPLATE = re.compile(
    r"(?:table of contents?|contents?|toc|index|overview|introduction|licen[cs]e|contribut\w*(?: .*)?|credits?|"
    r"acknowledge?ments?|about(?: .*)?|change ?log|disclaimer|support(?: .*)?|donat\w*|sponsors?|star history"
    r"|stargazers.*|"
    r"related (?:topics?|projects?|repos\w*)|authors?|contacts?(?: .*)?|prerequisites?|resources?|references?|"
    r"further reading|links?|conclusion|getting started|installation|usage|preface|foreword|"
    r"(?:how (?:to|can i|do i|you can) |want to )?(?:contribute|help us|get involved|use this (?:repo\w*|list"
    r"|guide|file))(?: .*)?|"
    r"list of (?:questions|contents?|topics)(?: .*)?|(?:hide|show|toggle).*contents?.*|legend|quick links?|feedback)",
    re.IGNORECASE,
)
_ANSWER_WORD = (
    r"(?:answers?|ans|solutions?|explanations?|responses?|réponses?|respuestas?|antwort(?:en)?|antwoord(?:en)?"
    r"|respostas?|"
    r"risposte?a?|soluci[oó]n|l[oö]sung|ответ|відповідь|答案|解答|回答|答え|解析|정답|답변?|해설|الإجابة|جواب|תשובה|cevap|odpowiedź)"
)
_SHOW_ANSWER = re.compile(
    rf"(?:click (?:here )?(?:to|for) )?(?:show|view|see|reveal|toggle|check|expand|open|display|get|read)?"
    rf"(?: (?:the|me|my|an|your))?\s*(?:correct |sample |model |suggested |short )?{_ANSWER_WORD}"
    rf"(?: (?:key|here|below))?\s*(?:\d{{1,2}})?",
    re.IGNORECASE,
)
_ANSWER_TITLE = re.compile(
    rf"(?:the )?(?:sample |model |expected |suggested |correct |official |possible )?{_ANSWER_WORD}"
    r"(?:\s*\d{1,2})?\s*(?P<mark>[:：.\-–—]\s*)?(?P<rest>.*)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?:(?:Q|Que|Ques|Question|Frage|Pregunta)\s*\.?\s*[#№]?\s*\d{0,4}(?:\.\d{1,3})*\s*(?:[:：.)\]]|[-–—](?=\s))"
    r"|(?:Q|Question)\s*[#№]?\s*\d{1,4}(?=\s)"
    r"|\(?\[?[#№]?\s*\d{1,4}(?:\.\d{1,3})*\s*(?:[:：.)\]]+|[-–—](?=\s))"
    r"|\d{1,3}\.\d{1,3}(?:\.\d{1,3})*(?=\s)|[#№]\s*\d{1,4}(?=\s))\s*",
    re.IGNORECASE,
)
_WRAPPED = re.compile(r"(\*\*\*|\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1(?P<after>[:.]?)$")
_LINKED = re.compile(r"\[(?P<words>(?:[^\[\]]|\[[^\[\]]*\])+)\]\((?:#|\./|\.\./|/)?[^()\s]*\)")
_SELF_LINK = re.compile(r"\s*\[\[?(?:#|🔗|¶|link|⬆️?|↑|🔝|top|permalink)?\]?\]\(#[^()\s]*\)", re.IGNORECASE)
_TAG = re.compile(
    r"<!--.*?-->|</?(?:a|b|strong|span|font|p|div|center|h[1-6]|br|img|u|small|big)\b[^<>]*>", re.IGNORECASE
)
_CODE_TAG = re.compile(r"<(code|tt|kbd)>([^<>`]+)</\1>", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"\s*\{:?\s*(?:#[\w:.-]+|\.[\w-]+)[^{}]*\}\s*$")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_]|[*_](?!\w)|`")
_SECTIONS = {
    "key_points": re.compile(
        r"good to (?:hear|know|mention)|key (?:points?|takeaways?|ideas)|take ?aways?|points? to (?:mention|remember)|"
        r"what to (?:listen|look) for|main points?"
    ),
    "common_mistakes": re.compile(
        r"(?:common|typical|frequent) (?:mistakes?|pitfalls?|errors?|misconceptions?)|pitfalls?|gotchas?|red"
        r" flags?|mistakes to avoid"
    ),
    "follow_up_questions": re.compile(r"(?:possible |likely )?follow[- ]?ups?(?: questions?)?"),
    "in_short": re.compile(r"tl;? ?dr|in short|short answer|quick answer|in a nutshell|in brief"),
    "sources": re.compile(
        r"(?:additional|useful|external|helpful|related|more|web)? ?(?:links?|references?|resources?)(?: (?:and"
        r"|&) (?:links?|references?|resources?))?|"
        r"sources?|citations?|bibliography|further (?:reading|information|resources|readings)|(?:read|learn) more"
        r"|see also|more information|"
        r"additional (?:reading|resources?)|recommended reading|documentation|docs"
    ),
    "related": re.compile(r"related questions?|similar questions?"),
    "context": re.compile(r"context|why (?:we|this is|is it) ask(?:ed)?|what (?:it|this) tests"),
}
"""The titles of sections by the field that they fill, in lower case."""
LONGEST_TITLE = 400
"""The maximum length of a line that is taken for a question, in characters."""


def clean_title(text: str) -> str:
    """Return a heading or a summary as the Markdown of a question: without number, link to itself, bold and HTML."""
    text = without_hidden(" ".join(text.split()))
    text = outside_code(_CODE_TAG.sub(_code, _SELF_LINK.sub("", _ATTRIBUTES.sub("", text))), _without_html).strip()
    for _ in range(3):  # bold around a number, a number before bold, a link around either
        before = text
        text = re.sub(r"\s+#+$", "", text).strip()
        link = _LINKED.fullmatch(text.rstrip(" :"))
        text = link["words"] if link else text
        wrapped = _WRAPPED.match(text)
        if wrapped and wrapped[1] not in wrapped[2]:
            text = wrapped[2].strip()
        text = re.sub(r"^(\*\*|__)(.{1,24}?)\1\s*(?=\S)", _unbold_number, text)
        number = _NUMBER.match(text)
        if number and number.end() < len(text):
            text = text[number.end() :].strip()
        if text == before:
            break
    return " ".join(text.split())


def _without_html(text: str) -> str:
    text = _TAG.sub(" ", text)
    return text.replace("&nbsp;", " ").replace("&#39;", "'").replace("&quot;", '"').replace("&amp;", "&")


def _code(match: re.Match[str]) -> str:
    return code_span(" ".join(unescape(match[2]).split()))


def _unbold_number(match: re.Match[str]) -> str:
    return f"{match[2]} " if _NUMBER.fullmatch(match[2].strip()) else match[0]


def clean_number(text: str) -> str:
    """Return the number that a heading begins with, as digits, or an empty string."""
    number = _NUMBER.match(_EMPHASIS.sub("", _TAG.sub("", text)).strip())
    digits = re.search(r"\d{1,4}", number[0]) if number else None
    return digits[0] if digits else ""


def is_numbered(text: str) -> bool:
    """Return whether a heading begins with a number or a label such as `Q3.`."""
    bare = _EMPHASIS.sub("", _TAG.sub("", text)).strip()
    return bool(_NUMBER.match(bare.lstrip("[# ")))


def is_labelled(text: str) -> bool:
    """Return whether a heading begins with `Q` or `Question`, as a label."""
    bare = _EMPHASIS.sub("", _TAG.sub("", text)).strip().lstrip("[ ")
    return bool(re.match(r"(?:Q|Ques|Question)\b", bare) and _NUMBER.match(bare))


def plain(title: str) -> str:
    """Return the words of a title without emphasis, links and emoji at its ends."""
    text = re.sub(r"!?\[([^\[\]]*)\]\([^()]*\)", r"\1", html_to_text(title) if "<" in title else title)
    return re.sub(r"^[^\w(`¿<'\"$]+|[^\w?？؟)`.!>'\"$+#%]+$", "", _EMPHASIS.sub("", text)).strip()


def asks(title: str) -> bool:
    """Return whether a title asks something, or orders an answer."""
    words = plain(title)
    if not words or is_boilerplate(title):
        return False
    if _QUESTION_MARK.search(words) or words.startswith("¿"):
        return True
    several = len(words.split()) >= 3
    return bool((several and _ASKS.match(words)) or (len(words.split()) >= _FEWEST_WORDS and _ORDERS.match(words)))


def begins_to_ask(title: str) -> bool:
    """Return whether a title begins as one that asks, though it is short: beside questions it asks too."""
    words = plain(title)
    return len(words.split()) > 1 and bool(_ASKS.match(words)) and not is_boilerplate(title)


def is_boilerplate(title: str) -> bool:
    """Return whether a title is of a part that lists have around their questions."""
    return bool(_BOILERPLATE.fullmatch(plain(title).rstrip(" :.!")))


def shows_answer(summary: str) -> bool:
    """Return whether the summary of a folded part says that the answer is in it."""
    return bool(_SHOW_ANSWER.fullmatch(plain(summary).strip(" :.!?…-–>▶👉👇")))


def answer_title(title: str) -> tuple[bool, str]:
    """Return whether a heading or a bold line begins the answer, and the words of the answer that follow in it."""
    match = _ANSWER_TITLE.fullmatch(plain(title))
    if not match or (match["rest"] and not match["mark"]):
        return False, ""
    return True, match["rest"].strip()


def section_of(title: str) -> str:
    """Return the field of a question that a heading of an answer begins, `sources`, or an empty string."""
    words = plain(title).rstrip(" :.!").casefold()
    return next((name for name, pattern in _SECTIONS.items() if pattern.fullmatch(words)), "")


def is_section(title: str) -> bool:
    """Return whether a heading begins a section of an answer."""
    return bool(section_of(title))
