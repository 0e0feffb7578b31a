"""Whether code parses: Python, JSON and YAML.

Only worker processes call it: a parser given hostile code may take long, or end its process. Code that readers
understand though no parser does passes: prompts, output, placeholders, templates, parts left out.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import textwrap
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from types import MappingProxyType

import yaml

MOST_CHARACTERS = 32_768
"""The maximum length of code that is parsed, in characters."""
_MOST_DEPTH = 40
"""The maximum nesting depth of brackets in it."""
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LEFT_OUT = re.compile(r"…|\{\{|\{%|<%|<[A-Za-z][\w .:-]*>|\$\{")
"""Something that stands for other text."""
_DOTS = re.compile(r"\.\.\.")
_SESSION = re.compile(r"^[ \t]*(?:>>>|In \[|[$%!?])", re.MULTILINE)
"""A line of a shell, of an interactive session, or for IPython."""
_OLD_PYTHON = re.compile(
    r"^[ \t]*(?:print|exec)[ \t]+[^\s(=]|^[ \t]*except\b[^:,\n]*,[^:\n]*:|^[ \t]*raise[ \t]+\w+[ \t]*,"
    r"|<>|\bur[\"']|`|(?<![\w.])0\d+\b"
    r"|^[ \t]*(?:pip|conda|python3?|pytest|uv)\s",
    re.MULTILINE,
)
"""Python 2, or a command of a shell."""
_NEW_PYTHON = re.compile(r"^\s*(?:type\s+\w+|(?:async\s+)?def\s+\w+\[|class\s+\w+\[|except\b.*,)|\b[tT][rR]?[\"']")
"""A line that newer versions of Python may understand."""
_PART_OF_PYTHON = re.compile(r"(?:elif|else|except|finally|case)\b")
_TEXT = r'("(?:[^"\\\n]|\\.)*"?)'
"""A text of JSON; one that never ends matches too, so that it is read once."""
_COMMENT = re.compile(rf"{_TEXT}|//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_COMMA = re.compile(rf"{_TEXT}|,(?=\s{{0,80}}[\]}}])")
_SPACE = re.compile(r"\s*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """Why code does not parse, with the line, counted from 1."""

    line: int
    reason: str
    help: str | None = None


def find_fault(code: str, language: str) -> Fault | None:
    """Return why code does not parse, or None if it does, cannot be judged, or is in another language."""
    parse = _PARSERS.get(language)
    if parse is None or not code.strip() or len(code) > MOST_CHARACTERS or _depth(code) > _MOST_DEPTH:
        return None
    return parse(code)


def _depth(code: str) -> int:
    """Return how deep brackets are nested, at most; those in texts count too."""
    return max(accumulate(1 if mark in "([{" else -1 for mark in re.findall(r"[(\[{)\]}]", code)), default=0)


def _python(code: str) -> Fault | None:
    if _SESSION.search(code):
        return None
    text = textwrap.dedent(code.expandtabs())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except SyntaxError as error:
        line = min(max(error.lineno or 1, 1), text.count("\n") + 1)
        return None if _excused(text, line, error.msg) else Fault(line=line, reason=_one_line(error.msg))
    except (ValueError, RecursionError, MemoryError):
        return None
    return None


def _excused(text: str, line: int, reason: str) -> bool:
    """Return whether readers understand Python at a line of which the parser says `reason`."""
    lines = text.rstrip().split("\n")
    here = lines[min(line, len(lines)) - 1]
    return bool(
        "expected an indented block" in reason
        or reason.startswith(("Missing parentheses in call", "f-string"))
        or _LEFT_OUT.search(here)
        or _DOTS.search(here)
        or _OLD_PYTHON.search(text)
        or (_NEW_PYTHON.search(here) and sys.version_info < (3, 15))
        or _PART_OF_PYTHON.match(text.lstrip())
        or lines[-1].lstrip().startswith("@")
    )


def _json(code: str) -> Fault | None:
    error = _json_error(code)
    if error is None or _LEFT_OUT.search(code) or _DOTS.search(code):
        return None
    if _json_error(_without_comments(code)) is None:
        cure = "Name the fence jsonc, which has comments and trailing commas, or remove them."
        return Fault(line=error.lineno, reason=_one_line(error.msg), help=cure)
    return Fault(line=error.lineno, reason=_one_line(error.msg))


def _jsonc(code: str) -> Fault | None:
    return _json(_without_comments(code))


def _without_comments(code: str) -> str:
    """Return JSON without comments and trailing commas, each line in its place."""
    bare = _COMMENT.sub(lambda match: match[1] or "\n" * match[0].count("\n"), code)
    return _COMMA.sub(lambda match: match[1] or "", bare)


def _json_error(code: str) -> json.JSONDecodeError | None:
    """Return the error of JSON, or None if it is a value, values one after another, or the inside of an object.

    Of several readings that fail, the one that gets furthest gives the error.
    """
    furthest = None
    lead, text = code[: len(code) - len(code.lstrip())], code.strip().removesuffix(",")
    for form in (lead + text, f"{lead}{{{text}}}", f"{lead}[{text}]"):
        try:
            json.loads(form, parse_int=str)
        except json.JSONDecodeError as error:
            furthest = error if furthest is None or error.pos > furthest.pos else furthest
        except (ValueError, RecursionError):
            return None
        else:
            return None
    return None if _are_values(text) else furthest


def _are_values(text: str) -> bool:
    """Return whether a text holds JSON objects and lists with nothing but white space between them."""
    decoder, at = json.JSONDecoder(parse_int=str), 0
    while at < len(text):
        if text[at] not in "{[":
            return False
        try:
            _, at = decoder.raw_decode(text, at)
        except ValueError:
            return False
        space = _SPACE.match(text, at)
        at = space.end() if space else at
    return True


def _yaml(code: str) -> Fault | None:
    try:
        for _ in yaml.parse(code, Loader=_LOADER):
            pass
    except yaml.MarkedYAMLError as error:
        if _LEFT_OUT.search(code) or _DOTS.search(code):
            return None
        mark = error.problem_mark or error.context_mark
        line = min(mark.line if mark else 0, code.rstrip().count("\n")) + 1
        return Fault(line=line, reason=_one_line(error.problem or "it is not YAML"))
    except (yaml.YAMLError, ValueError):
        return None
    return None


def _one_line(reason: str) -> str:
    return " ".join(reason.split())[:200].rstrip(".")


_PARSERS: Mapping[str, Callable[[str], Fault | None]] = MappingProxyType(
    {
        **dict.fromkeys(("python", "py", "python3", "py3"), _python),
        "json": _json,
        "jsonc": _jsonc,
        **dict.fromkeys(("yaml", "yml"), _yaml),
    }
)
