"""Formulas and Markdown made to stall or end whoever reads them, each in a question file of its own.

    python tests/hostile/formulas.py [--count 5000] [--seed 1]

reads banks of random formulas, of 40 kB of each command, and of Markdown and code that make parsers slow, and ends
with 1 where a file is neither published nor named by a finding.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random

from mkdocs_qbank.markdown.workers import LIMIT
from mkdocs_qbank.read.bank import read_bank
from mkdocs_qbank.read.reading import Reading

COMMANDS = (
    r"\frac \dfrac \tfrac \binom \sqrt \hat \widehat \tilde \widetilde \bar \overline \underline \vec \dot \ddot "
    r"\dddot "
    r"\overbrace \underbrace \overrightarrow \overset \underset \stackrel \substack \text \textbf \mbox \mathrm "
    r"\mathbf "
    r"\mathbb \mathcal \mathfrak \boldsymbol \operatorname \color \textcolor \colorbox \boxed \cancel \bcancel "
    r"\phantom "
    r"\hphantom \vphantom \smash \mathop \mathbin \mathrel \left( \left. \left< \right) \right. \middle| \big( "
    r"\Big) \bigg[ "
    r"\Bigg\{ \limits \nolimits \sum \int \oint \prod \lim \limsup \max \sin \log \alpha \Omega \infty \partial \nabla "
    r"\forall \exists \in \subset \cup \cap \times \cdot \circ \pm \leq \neq \approx \equiv \rightarrow "
    r"\Leftrightarrow "
    r"\mapsto \to \implies \iff \ldots \cdots \vdots \ddots \quad \qquad \, \; \! \: \\ \& \% \# \_ \{ \} \| \label{a} "
    r"\tag{1} \notag \nonumber \eqref{a} \ref{a} \href{a}{b} \url{a} \require{a} \class{a}{b} \cssId{a}{b} "
    r"\style{a}{b} "
    r"\def\x{\x\x} \gdef\x{\x} \newcommand{\x}{\x\x} \renewcommand{\x}[9]{#1#1} \let\x=\y \let\hat=\hat \futurelet "
    r"\expandafter \csname \endcsname \catcode \input \include \write \loop \repeat \begin{align} \end{align} "
    r"\begin{matrix} \end{matrix} \begin{pmatrix} \begin{cases} \end{cases} \begin{array}{c} "
    r"\begin{array}{cccccccccccccc} "
    r"\begin{split} \begin{smallmatrix} \begin{alignat}{2} \begin{eqnarray} \begin{x} \end{x} \hline "
    r"\hspace{1em} \kern1em "
    r"\rule{1em}{1em} \raisebox{1em}{x} \verb|x| \unicode{x41} \char`a \mathchoice \displaystyle \textstyle "
    r"\scriptstyle "
    r"\over \atop \choose \above \not \prime \dagger \xrightarrow \xleftarrow \sideset \prescript \genfrac \pmod "
    r"\bmod \mod "
    r"\ce \qty \bra \ket \braket \dv \pdv \abs \norm \unknowncommand \x \( \) \[ \] { } ^ _ ^{ _{ ' & ~ % # a 1 + < > é"
).split()
_DEEP = {
    "hats": r"\hat " * 600,
    "roots": r"\sqrt" * 8000,
    "braces": "{" * 2000 + "}" * 2000,
    "opened": "{" * 4000,
    "fractions": r"\frac{" * 600 + "1" + "}{2}" * 600,
    "powers": "x" + "^{x" * 1300 + "}" * 1300,
    "scripts": "x" + "_x" * 2000,
    "left": r"\left(" * 500 + r"\right)" * 500,
    "arrays": r"\begin{array}{c}" * 120 + r"\end{array}" * 120,
    "texts": r"\text{" * 600 + "}" * 600,
    "dollars": r"\text{" + "$a$" * 1000 + "}",
    "unclosed": r"\text{" * 600,
    "columns": "&" * 4000,
    "rows": r"\\" * 2000,
    "bomb": r"\def\a{x}" + "".join(rf"\def\{b}{{\{a}\{a}}}" for a, b in pairwise("abcdefghijklmnopqrstuvwxyz")) + r"\z",
    "commands": r"\newcommand{\x}{\x\x}\x",
    "begins": r"\begin{" * 580,
    "primes": "'" * 4000,
    "tags": r"\tag{" * 800,
    "spaces": r"\left" + " " * 4000,
}  # fmt: skip


def _all(*pieces: str, size: int = 250_000) -> Iterator[tuple[str, str]]:
    for piece in pieces:
        yield piece.strip()[:12], (piece * (size // len(piece) + 1))[:size]


def markdown() -> Iterator[tuple[str, str]]:
    """Yield texts that make a parser of Markdown or HTML slow or deep, each with a name."""
    yield from _all(
        "<b>", "<b", "<a href=x>", "<i><p>", "<table><td>", "[", "![", "]", "[a](", "[a][", "*a ", "**a",
        "_a *b ", "`", "` ``",
        "<!--", "<!-- a --", "<?", "<![CDATA[", "&", "&#", "&amp;", "|", "|a", "\n|a|\n|-|", "www.", "www.a",
        "@", "a@b.", "a@",
        "https://", "https://a(", "https://a.b/&amp;", "\\(", "$", "$$", "$a", "$a$ ", "$$a$$ ", "> ", ">\n",
        "- ", "-\n", "1. ", "# ", "\n# a",
        "~~", "~~~\n", "```\n", "\n\n    a", "[^1]", "[^1]:", "\n[^1]: [^1]", ":", "\n: a", "a\n: b\n\n",
        "<details>\n\n", "</b>", "\\",
        "\t", " ", "a", "é", "\n", "a\n", "<div>\n\n", "<p>", "<li>", "<h3>", "<math>", "<math><mtext>",
        "[a]: b\n", "![a](b) ", "<a@b.c>",
        "- [ ] a\n", "<svg>", "<script>", "> [!NOTE]\n> a\n\n", "***", "___ ", "!", "[]", "[](", "[]()",
        "[a](<", "[x]\n\n[x]: y\n",
    )  # fmt: skip
    yield "definitions", "".join(f"[{n}]: a\n" for n in range(20_000))
    yield "one definition", "[a]: b\n" + "[a]" * 60_000
    yield "expanding", f"[a]: {'b' * 100_000}\n" + "[a]" * 40_000
    yield (
        "notes",
        "".join(f"[^{n}] " for n in range(12_000)) + "\n\n" + "".join(f"[^{n}]: a\n\n" for n in range(12_000)),
    )
    yield "columns", f"|{'a|' * 40_000}\n|{'-|' * 40_000}\n|{'b|' * 20_000}"
    yield "wide rows", f"|{'a|' * 8_000}\n|{'-|' * 8_000}\n" + "|b|\n" * 40_000
    yield "same headings", "### a\n\n" * 30_000
    yield "numbered headings", "".join(f"### a-{n % 5}\n\n" for n in range(20_000))
    yield "deep quotes", "".join(">" * n + " a\n" for n in range(1, 600))
    yield "deep lists", "".join("  " * n + "- a\n" for n in range(450))
    yield "deep emphasis", "*a **b " * 18_000 + "c** d*" * 18_000
    yield "ticks", " ".join("`" * n for n in range(1, 680))
    yield "formatting", "<b><i><u><s>" * 5_000 + "<p>" * 20_000
    yield "attributes", "<b " + "a=b " * 60_000 + ">"
    yield "many attributes", "<b class=a title=b id=c>x</b> " * 8_000
    yield "fences", "```python\nx = 1\n```\n\n" * 11_000
    yield "other fences", "".join(f"```python\nx = {n}\n```\n\n" for n in range(10_000))
    yield "sentences", "A. " * 60_000 + "[a](b) " * 9_000
    yield "formulas", "".join(f"$x_{{{n}}}$ " for n in range(25_000))
    yield "wrong formulas", "".join(rf"$\x{'a' * (n % 9)}{{{n}}}$ " for n in range(20_000))


CODE = (
    "a", "(", "[", "{", "<", "<!--", "/*", '"', "'", "\\", "\\\n", "`", "=", "-", ".", ":", "#", "@", "$",
    "${", "%", "&", "|",
    "\n", " ", "\t", " \n", "a ", "a\n", "a.", "a(", "a b ", "0", "0x", "1e", "a=", "a:", "a: ", "'''", '"""',
    "//", "(*", "{-",
    "<a", "<a ", "</", "<%", "<?", "--", "::", "a::", "[[", "((", "()", "r'", "*", "_", "A", "é", "if ",
    "begin ", "a<", "a,",
    "a\\", "\"\\", "'\\",
)  # fmt: skip
"""What is repeated in code, for a language whose lexer goes back over it."""
STALLING = (("fan", "a" * 32_000), ("lilypond", "a" * 32_000), ("systemd", "a=" + "\t" * 32_000))
"""Languages whose lexers Pygments takes minutes for, and the code that they go back over."""
_LANGUAGES = "bash c cpp css diff go html java javascript json php python ruby rust sql typescript xml yaml".split()


def formulas(count: int, chance: Random) -> Iterator[str]:
    """Yield random formulas of known and unknown commands."""
    for _ in range(count):
        pieces = chance.choices(COMMANDS, k=chance.choice((2, 6, 20, 60, 300)))
        latex = "".join(f"{piece}{chance.choice(('', ' ', '{a}', '{', '}', '{a}{b}', '[1]'))}" for piece in pieces)
        yield latex.replace("$", "").replace("\n", " ")


def banks(count: int, seed: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield banks: the name of what they try, and the answers of their questions."""
    chance = Random(seed)  # noqa: S311 - nothing here is secret
    shapes = ("$$\n{}\n$$", "A ${}$ here", "```math\n{}\n```")
    for at in range(0, count, 500):
        some = formulas(min(500, count - at), chance)
        yield "random formulas", {f"f-{n}": shapes[n % 3].replace("{}", latex) for n, latex in enumerate(some)}
    long = [(f"c-{n}", (command + " ") * (40_000 // (len(command) + 1))) for n, command in enumerate(COMMANDS)]
    yield "40 kB of each command", {name: f"$$\n{latex}\n$$" for name, latex in long}
    short = [(f"s-{n}", (command + " ") * (4_000 // (len(command) + 1))) for n, command in enumerate(COMMANDS)]
    yield "4 kB of each command", {name: f"$$\n{latex}\n$$" for name, latex in short}
    many = {name: "".join(f"$${latex[: 900 + n]}$$\n\n" for n in range(200)) for name, latex in short[:40]}
    yield "many long formulas", many
    yield "deep formulas", {f"d-{n}": f"```math\n{latex}\n```" for n, latex in enumerate(_DEEP.values())}
    yield "code", {f"k-{n}": f"```{language}\n{code}\n```" for n, (language, code) in enumerate(STALLING)}
    code = [(language, piece) for language in _LANGUAGES for piece in CODE]
    yield (
        "repeated code",
        {f"r-{n}": f"```{language}\n{(piece * 32_000)[:32_000]}\n```" for n, (language, piece) in enumerate(code)},
    )
    yield "markdown", {f"m-{n}": text for n, (_, text) in enumerate(markdown())}


def write_bank(folder: Path, answers: Mapping[str, str]) -> Path:
    """Write a content folder with a question for each answer, and return its path."""
    topic = folder / "content/questions/t"
    topic.mkdir(parents=True)
    (topic / "_topic.yml").write_text("title: T\n", encoding="utf-8")
    for name, answer in answers.items():
        (topic / f"{name}.md").write_text(f"# What is it?\n\n## Official Answer\n\n{answer}\n", encoding="utf-8")
    return folder / "content"


def silent(reading: Reading, names: Sequence[str]) -> list[str]:
    """Return the files that are neither published nor named by a finding."""
    heard = {Path(finding.path).stem for finding in reading.findings} | {asked.id for asked in reading.bank.questions}
    return [name for name in names if name not in heard]


def main() -> int:
    """Read the banks, and print what became of each and which file took longest alone."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="only the banks of this name")
    options = parser.parse_args()
    bad = 0
    for name, answers in banks(options.count, options.seed):
        if options.only not in name:
            continue
        with tempfile.TemporaryDirectory() as scratch:
            content = write_bank(Path(scratch), answers)
            started = time.perf_counter()
            reading = read_bank(content)
            taken = time.perf_counter() - started
        quiet = silent(reading, list(answers))
        bad += len(quiet)
        rules = sorted({finding.rule for finding in reading.findings})
        slow = [Path(finding.path).stem for finding in reading.findings if finding.rule in ("undrawn", "unrenderable")]
        print(f"{name}: {len(answers):,} files in {taken:.1f} s, {len(reading.bank.questions):,} published, {rules}")
        print(
            f"  stopped after {LIMIT:g} s or refused: {_named(slow, answers)}; neither published nor named: {quiet}",
            flush=True,
        )
    return min(bad, 1)


def _named(names: Sequence[str], answers: Mapping[str, str]) -> list[str]:
    return [f"{name} {re.sub(chr(10), '/', answers[name][:20])!r}" for name in names]


if __name__ == "__main__":
    sys.exit(main())
