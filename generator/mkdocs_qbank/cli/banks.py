"""`qbank banks`: copies of the lists of other banks, for links to their questions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from mkdocs_qbank.build.files import replace_file, write_new
from mkdocs_qbank.build.mkdocs_yml import config_of
from mkdocs_qbank.build.pins import with_hash
from mkdocs_qbank.build.web import UnreachableError, fetch
from mkdocs_qbank.cli.bank import options_of
from mkdocs_qbank.cli.console import fail, tell
from mkdocs_qbank.cli.content import bank_folder
from mkdocs_qbank.findings.spelling import nearest
from mkdocs_qbank.model.linked import Pin
from mkdocs_qbank.read.linked import MOST_BYTES, NoBankError, copy_of, hash_of, parse_linked


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]…")
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Take the list of one bank from this file, not from the network.",
)
@click.pass_obj
def banks(named: str | None, names: tuple[str, ...], source: Path | None) -> None:
    """Fetch the lists of the other banks that mkdocs.yml names, and pin them there.

    Builds and checks read the copies in the content folder, never the network.
    """
    content = bank_folder(named)
    config = config_of(content)
    pins = _chosen(options_of(config).banks, names, config)
    if source is not None and len(pins) != 1:
        raise click.UsageError("--from goes with the name of one bank")
    failed = False
    for name, pin in pins.items():
        try:
            data = _read(source) if source else fetch(pin.url, MOST_BYTES)
            found = parse_linked(data, pin.site)
        except (UnreachableError, NoBankError) as error:
            tell(f"{name}: {error}; its copy stays as it is")
            failed = True
            continue
        _keep(copy_of(content, name), data)
        _write_hash(config, name, hash_of(data))
        count = len(found.titles)
        tell(f"{name}: {count} question{'s' * (count != 1)}")
    if failed:
        raise SystemExit(1)


def _chosen(pins: Mapping[str, Pin], names: tuple[str, ...], config: Path) -> Mapping[str, Pin]:
    """Return the banks of these names, or all; where there is none of a name, the command ends."""
    for name in names:
        if name not in pins:
            near = nearest(name, pins)
            fail(f"{config} names no bank '{name}'" + (f"; did you mean '{near}'?" if near else ""))
    if not pins:
        fail(
            f"{config} names no other bank, under the options of the plugin: banks: {{tea: {{url: …/data/bank.json}}}}"
        )
    return {name: pin for name, pin in pins.items() if not names or name in names}


def _read(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


def _keep(file: Path, data: bytes) -> None:
    """Write a copy whole or not at all."""
    if file.is_symlink() or file.parent.is_symlink() or (file.exists() and not file.is_file()):
        fail(f"'{file.as_posix()}' is no file; nothing was written", 1)
    if not file.exists():
        write_new(file, data.decode("utf-8"))
    elif file.read_bytes() != data:
        replace_file(file, data)


def _write_hash(config: Path, name: str, digest: str) -> None:
    """Write the hash of a copy into mkdocs.yml, or say what to write there."""
    text = config.read_bytes().decode("utf-8")
    changed = with_hash(text, name, digest)
    if changed is None:
        tell(f"{name}: write this beside its url in {config}: hash: {digest}")
    elif changed != text:
        replace_file(config, changed.encode("utf-8"))
