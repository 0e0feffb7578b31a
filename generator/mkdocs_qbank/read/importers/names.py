"""The names by which sources of data call the parts of a question."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mkdocs_qbank.model.bank import Difficulty
from mkdocs_qbank.read.slugs import slug

NAMES: Mapping[str, tuple[str, ...]] = {
    "question": (
        *("question", "questiontext", "questiontitle", "questionmarkdown", "questionmd", "questionhtml", "prompt"),
        *("q", "front", "query", "ask", "problem", "term", "word"),
    ),
    "title": ("title", "name", "heading", "headline", "header"),
    "answer": (
        *("answer", "answermarkdown", "answermd", "answerhtml", "answertext", "answerbody", "officialanswer"),
        *("acceptedanswer", "bestanswer", "modelanswer", "sampleanswer", "suggestedanswer", "expectedanswer"),
        *("idealanswer", "exampleanswer", "correctanswer"),
        *("correctanswers", "answers", "solution", "solutions", "response", "reply", "a", "back", "definition"),
        *("meaning", "completion", "output", "correct", "correctoption", "correctchoice", "answerkey"),
        *("correctindex", "answerindex", "correctanswerindex", "correctoptionindex"),
    ),
    "explanation": (
        *("explanation", "explain", "rationale", "reasoning", "justification", "feedback", "extra", "backextra"),
        *("answerexplanation",),
    ),
    "body": ("body", "content", "text", "description", "details", "questionbody", "scenario", "bodymarkdown", "html"),
    "context": ("context", "background", "purpose", "intent", "whyitmatters", "whyweask"),
    "instruction": ("instruction", "instructions", "task"),
    "in_short": ("inshort", "shortanswer", "shortversion", "tldr", "summary", "excerpt", "gist"),
    "key_points": ("keypoints", "keytakeaways", "takeaways", "goodtohear", "knowledgepoints", "tips"),
    "common_mistakes": ("commonmistakes", "mistakes", "pitfalls", "commonpitfalls", "gotchas", "redflags"),
    "follow_up_questions": ("followupquestions", "followups", "followup", "furtherquestions"),
    "code": (
        *("codeexamples", "codeexample", "codesnippets", "codesnippet", "examples", "example", "answercode"),
        *("solutioncode", "code", "snippets", "snippet", "samplecode"),
    ),
    "questioncode": ("questioncode", "codequestion"),
    "options": ("options", "choices", "alternatives", "incorrectanswers", "wronganswers", "distractors"),
    "tags": ("tags", "tag", "keywords", "labels", "skills", "topictags"),
    "topic": (
        *("topic", "category", "section", "chapter", "module", "area", "domain", "group", "deck", "topics"),
        *("categories", "theme", "subject", "unit", "lesson", "course", "subcategory", "subtopic"),
    ),
    "difficulty": ("difficulty", "level", "difficultylevel", "complexity", "tier", "seniority", "experience"),
    "id": ("id", "slug", "uid", "uuid", "guid", "key", "anchor", "questionid", "identifier"),
    "aliases": ("aliases", "alttitles", "altquestions", "alternativequestions", "synonyms", "rewordings", "variants"),
    "related": (
        *("related", "relatedquestions", "relatedids", "seealso", "similar", "similarquestions", "relatedtopics"),
        *("prerequisites",),
    ),
    "sources": (
        *("sources", "references", "reference", "citations", "resources", "furtherreading", "readmore", "links"),
        *("docs", "link", "additionallinks"),
    ),
    "address": ("url", "permalink", "canonicalurl", "sourceurl", "weburl", "href"),
    "source": ("source", "origin", "attribution"),
    "author": ("author", "authors", "contributor", "creator", "owner", "by"),
    "license": ("license", "licence", "rights"),
    "formerly": ("formerly", "oldids", "redirectfrom"),
}
"""The names of each part in the order of their claim to it, without case, spaces and punctuation."""
SILENT = frozenset(("type", "status", "schema", "version", "draft", "published"))
"""Names with nothing to keep: what only tells a machine what it reads, and states that an import sets itself."""

_DIFFICULTIES: Mapping[Difficulty, tuple[str, ...]] = {
    Difficulty.BEGINNER: (
        "beginner",
        "easy",
        "basic",
        "basics",
        "junior",
        "jr",
        "entry",
        "novice",
        "simple",
        "starter",
    ),
    Difficulty.INTERMEDIATE: ("intermediate", "medium", "mid", "middle", "moderate", "normal", "regular", "average"),
    Difficulty.ADVANCED: ("advanced", "hard", "difficult", "senior", "sr", "expert", "professional", "complex", "lead"),
}
_BY_WORD = {word: level for level, words in _DIFFICULTIES.items() for word in words}
_SYMBOLS = (("++", "pp"), ("c#", "c-sharp"), ("f#", "f-sharp"), ("#", "-sharp"))


def plain(name: str) -> str:
    """Return a name without case, spaces and punctuation, as in NAMES."""
    return re.sub(r"[\W_]+", "", name.casefold())


def difficulty(text: str) -> str:
    """Return the difficulty that a word stands for, such as 'hard' or 'mid-level'; empty where it stands for none."""
    found = {_BY_WORD[word] for word in re.findall(r"[a-z]+", text.casefold()) if word in _BY_WORD}
    return str(found.pop()) if len(found) == 1 else ""


def tag(text: str) -> str:
    """Return a tag in kebab-case that still tells 'c#', 'c++' and '.net' apart; empty where nothing is left."""
    text = text.strip().casefold()
    if text.startswith("."):
        text = f"dot{text[1:]}"
    for symbol, word in _SYMBOLS:
        text = text.replace(symbol, word)
    return slug(text)
