"""Syntax highlighting with Pygments, using the short class names that Material's styles expect."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from itertools import groupby

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, _TokenType
from pygments.util import ClassNotFound

MOST_CHARACTERS = 32_768
"""The maximum length of highlighted code, in characters."""
_LANGUAGE = re.compile(r"[\w+#.-]{1,32}")


def language_of(info: str) -> str:
    """Return the language named by the first word of a fence's info string, in lower case, or an empty string."""
    match = _LANGUAGE.match(info.strip().lower())
    return match.group() if match else ""


@lru_cache(maxsize=1024)
def highlight(code: str, language: str, *, plain: bool = False) -> str:
    """Return a code block as HTML, highlighted unless `plain`, too long, or in a language unknown to Pygments."""
    lexer = _lexer(language) if language and not plain and len(code) <= MOST_CHARACTERS else None
    tokens = "".join(_spans(code, lexer)) if lexer else escape(code, quote=False)
    name = f"language-{escape(language)} " if language else ""
    return f'<div class="{name}highlight"><pre><code>{tokens}</code></pre></div>\n'


@lru_cache(maxsize=256)
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def _spans(code: str, lexer: Lexer) -> list[str]:
    runs = groupby(lexer.get_tokens(code), key=lambda token: _class(token[0]))
    return [_span(name, "".join(value for _, value in tokens)) for name, tokens in runs]


def _span(name: str, words: str) -> str:
    shown = escape(words, quote=False)
    return f'<span class="{name}">{shown}</span>' if name and words.strip() else shown


@lru_cache(maxsize=1024)
def _class(kind: _TokenType) -> str:
    """Return the CSS class of a token type, or of its nearest ancestor that has one."""
    while kind not in STANDARD_TYPES:
        kind = kind.parent
    return str(STANDARD_TYPES[kind])
