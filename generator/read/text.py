"""Text out of bytes."""

from __future__ import annotations

from generator.findings import Finding, Rule

NOT_UTF8 = Rule(
    id="not-utf8",
    summary="A file is text in UTF-8.",
    help="Save the file as UTF-8; editors offer it under 'Save with encoding'.",
    fails="café, saved as Latin-1",
    passes="café, saved as UTF-8",
)


def decode(data: bytes, path: str) -> tuple[str | None, list[Finding]]:
    """Gives the text of a file with every line end made a newline, or None and a finding where it is not UTF-8."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before) - (before.rfind(b"\n") + 1) + 1
        message = f"byte 0x{data[error.start]:02X} is not UTF-8"
        return None, [NOT_UTF8.at(path, line, column, message)]
    return text.replace("\r\n", "\n").replace("\r", "\n"), []
