"""Code in fences: what does not parse is found, and what readers understand without a parser passes."""

from __future__ import annotations

import time

import pytest
from mkdocs_qbank.markdown.code import language_of
from mkdocs_qbank.markdown.syntax import MOST_CHARACTERS, find_fault
from mkdocs_qbank.read.question import read_question

BROKEN = [
    ("python", "def f(:\n    pass", 1),
    ("python", "x = 1\nfor x in range(3)\n    print(x)", 2),
    ("py", "model.fit(X, y\nmodel.predict(X)", 1),
    ("python", "return = 5", 1),
    ("json", '{"a": 1,\n "b": }', 2),
    ("json", '{"a": 1,}', 1),
    ("json", '{"a": 1} // why', 1),
    ("json", "{'a': 1}", 1),
    ("jsonc", '{"a": [1, 2}', 1),
    ("yaml", "a: b: c", 1),
    ("yml", "a:\n  - b\n c: d", 3),
    ("yaml", "a: [1, 2", 1),
    ("yaml", "a:\n\t- b", 2),
]
UNDERSTOOD = [
    ("python", "def f(x): ..."),
    ("python", "    return x + 1"),
    ("python", ">>> 1 +\n1 +"),
    ("python", "%matplotlib inline\nimport numpy"),
    ("python", "!pip install numpy"),
    ("python", "$ python train.py"),
    ("python", "pip install numpy\nimport numpy"),
    ("python", "print 'hello'"),
    ("python", "try:\n    f()\nexcept ValueError, error:\n    pass"),
    ("python", "fit(model, …)"),
    ("python", "def fit(self, X, y):"),
    ("python", "else:\n    x = 1"),
    ("python", "@app.route('/')"),
    ("python", "train(<your data>)"),
    ("python", "await f()"),
    ("python", '"\\d"'),
    ("json", '"scripts": {"test": "jest"}'),
    ("json", '{"a": 1}\n{"a": 2}'),
    ("json", '{"a": 1, ...}'),
    ("json", '{"a": {{ value }}}'),
    ("json", "1" * 5000),
    ("jsonc", '{"a": 1, // why\n /* and */ "b": "//",}'),
    ("json5", "{a: 1}"),
    ("yaml", "a: 1\n---\na: 2"),
    ("yaml", "a: {{ .Values.a }}"),
    ("yaml", "a:\n  ...\nb: 1"),
    ("yaml", "run: !Ref Bucket\nall: *anchor"),
    ("js", "function ("),
    ("", "def f(:"),
]


@pytest.mark.parametrize(("language", "code", "line"), BROKEN)
def test_code_that_does_not_parse_is_found_at_its_line(language: str, code: str, line: int) -> None:
    fault = find_fault(code, language)
    assert fault is not None
    assert fault.line == line
    assert fault.reason


@pytest.mark.parametrize(("language", "code"), UNDERSTOOD)
def test_code_that_readers_understand_passes(language: str, code: str) -> None:
    assert find_fault(code, language) is None


def test_json_with_comments_is_to_be_named_jsonc() -> None:
    fault = find_fault('{"a": 1 /* why */}', "json")
    assert fault is not None
    assert "jsonc" in str(fault.help)


@pytest.mark.parametrize(
    "piece", ["(", "-", "not ", "lambda:", "a.", '"\\', "[", "- ", "? ", "/* ", "{} ", "\n", "if a:\n "]
)
@pytest.mark.parametrize("language", ["python", "json", "jsonc", "yaml"])
def test_hostile_code_takes_a_moment(piece: str, language: str) -> None:
    start = time.process_time()
    find_fault((piece * MOST_CHARACTERS)[: MOST_CHARACTERS - 1] + "x", language)
    assert time.process_time() - start < 3


def test_code_that_is_too_long_is_not_parsed() -> None:
    assert find_fault("(" + "x" * MOST_CHARACTERS, "python") is None


@pytest.mark.parametrize("info", ["python", "Python title=x", "python,ignore"])
def test_the_line_of_the_fault_is_that_of_the_file(info: str) -> None:
    text = f"# Why?\n\n## Official Answer\n\n- So:\n\n  ```{info}\n  x = 1\n  y = = 2\n  ```\n"
    assert language_of(info) == "python"
    _, findings = read_question(text, "content/questions/t/a.md")
    assert [(finding.rule, finding.line, finding.column) for finding in findings] == [("bad-code", 9, 1)]
