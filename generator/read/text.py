"""Text out of bytes."""

from __future__ import annotations

from generator.findings import Finding, Rule

NOT_UTF8 = Rule(
    id="not-utf8",
    summary="A file is text in UTF-8.",
    help="Save the file as UTF-8; editors offer it under 'Save with encoding'.",
    fails="caf\\xe9 (the byte E9: Latin-1)",
    passes="café (the bytes C3 A9: UTF-8)",
)


def decode(data: bytes, path: str) -> tuple[str | None, list[Finding]]:
    """Gives the text of a file with line ends made `\\n`, or None and a finding where it is not UTF-8."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before) - (before.rfind(b"\n") + 1) + 1
        message = f"byte 0x{data[error.start]:02X} is not UTF-8"
        return None, [NOT_UTF8.at(path, line, column, message)]
    return text.replace("\r\n", "\n").replace("\r", "\n"), []
