"""A sentence-embedding model on disk: which files it is made of, and how those say it is to be used.

Any model in ONNX form will do, laid out as sentence-transformers lays it out: a folder of your own, or the name of a
repository of the Hugging Face hub, which is downloaded once.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

MODEL_FILES = (
    "model.onnx",
    "onnx/model.onnx",
    "model_optimized.onnx",
    "model_quantized.onnx",
    "onnx/model_quantized.onnx",
    "onnx/model_int8.onnx",
    "onnx/model_quint8_avx2.onnx",
)
"""Where the model may stand, in the order in which it is looked for: the whole one before those made smaller."""
_TOKENIZER = "tokenizer.json"
_POOLING = "1_Pooling/config.json"
_SENTENCE = "sentence_bert_config.json"
_TOKENS = "tokenizer_config.json"
_PROMPTS = "config_sentence_transformers.json"
_DATA = "_data"
"""What the name of a file ends with that holds the weights of a model too large for one file."""

_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*(?:@[\w./-]+)?")
_LENGTH, _SHORTEST, _LONGEST = 256, 16, 512
_UNKNOWN = 1_000_000
"""Tokenizers of which nobody said how long a text may be give a length far above this."""


class ModelError(Exception):
    """Why questions cannot be embedded, in words for the person who wants them to be."""


class Pooling(StrEnum):
    """How the vectors of all tokens become one."""

    MEAN = "mean"
    CLS = "cls"


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """A model and all that is to be known to use it."""

    file: Path
    tokenizer: Path
    pooling: Pooling = Pooling.MEAN
    length: int = _LENGTH
    """How many tokens it reads at most, those included that mark the beginning and the end."""
    prompt: str = ""
    """What the model wants to stand before every text."""
    digest: str = ""
    """Changes when any of the above does, or what stands in the files."""


def find_model(name: str, folder: Path) -> Model:
    """Return the model of a name: a folder, relative to `folder`, `owner/model` or `owner/model@revision` on the hub.

    Raises ModelError with a cure where there is none, or where its files do not say what is needed.
    """
    place = folder / name
    if not place.is_dir():
        place = _download(name)
    file = _first(place, name)
    tokenizer = place / _TOKENIZER
    if not tokenizer.is_file():
        raise ModelError(f"The model '{name}' has no {_TOKENIZER}; save that of the same model beside it.")
    pooling, length, prompt = _pooling(place), _length(place), _prompt(place)
    digest = hashlib.sha256(json.dumps([pooling, length, prompt]).encode())
    for part in (tokenizer, file, file.with_name(file.name + _DATA)):
        if part.is_file():
            with part.open("rb") as opened:
                digest.update(hashlib.file_digest(opened, "sha256").digest())
    return Model(
        file=file, tokenizer=tokenizer, pooling=pooling, length=length, prompt=prompt, digest=digest.hexdigest()
    )


def needed(module: str) -> Any:
    """Return a module of the optional extra, imported when it is first wanted."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ModelError(
            f"Suggesting by meaning needs {module}, which cannot be imported ({error}); "
            "run: pip install 'mkdocs-qbank[semantic]'"
        ) from error


def first_line(error: Exception) -> str:
    """Return what an error of another library says, short enough to stand in a sentence."""
    said = str(error).strip().split("\n")[0]
    return f"{type(error).__name__}: {said}"[:200] if said else type(error).__name__


def _first(place: Path, name: str) -> Path:
    found = next((place / path for path in MODEL_FILES if (place / path).is_file()), None)
    if found is None:
        raise ModelError(
            f"The model '{name}' has none of the files {', '.join(MODEL_FILES)}; "
            "choose a model that is published in ONNX form, or export it with optimum-cli."
        )
    return found


def _download(name: str) -> Path:
    """The folder of a model of the hub; only the files that are used are downloaded, and of the models only one."""
    if not _HUB_NAME.fullmatch(name):
        raise ModelError(
            f"There is no folder '{name}'; give the folder of a model, or its name on the hub, owner/model."
        )
    hub = needed("huggingface_hub")
    repository, _, revision = name.partition("@")
    small = [_TOKENIZER, _POOLING, _SENTENCE, _TOKENS, _PROMPTS]
    try:
        place = Path(hub.snapshot_download(repository, revision=revision or None, allow_patterns=small))
        for path in MODEL_FILES:
            if not (place / path).is_file():
                hub.snapshot_download(repository, revision=place.name, allow_patterns=[path, path + _DATA])
            if (place / path).is_file():
                break
    except Exception as error:
        raise ModelError(
            f"There is no folder '{name}', and the hub did not give a model of that name ({first_line(error)}); "
            "see whether the name is right, or download the model elsewhere and give its folder."
        ) from error
    return place


def _pooling(place: Path) -> Pooling:
    config = _config(place / _POOLING)
    prefix = "pooling_mode_"
    named = {key.removeprefix(prefix) for key, value in config.items() if key.startswith(prefix) and value is True}
    if isinstance(mode := config.get("pooling_mode"), str):
        named.add(mode)
    if not named or named <= {"mean", "mean_tokens"}:
        return Pooling.MEAN
    if named <= {"cls", "cls_token"}:
        return Pooling.CLS
    raise ModelError(
        f"'{place / _POOLING}' asks for {' and '.join(sorted(named))}; use a model that pools by mean or cls."
    )


def _length(place: Path) -> int:
    """How long a text may be: as the model's makers say, otherwise 256; never above 512, since time grows with it."""
    for length in (_config(place / _SENTENCE).get("max_seq_length"), _config(place / _TOKENS).get("model_max_length")):
        if isinstance(length, int) and _SHORTEST <= length < _UNKNOWN:
            return min(length, _LONGEST)
    return _LENGTH


def _prompt(place: Path) -> str:
    config = _config(place / _PROMPTS)
    prompts = config.get("prompts")
    found = prompts.get(config.get("default_prompt_name")) if isinstance(prompts, dict) else None
    return found if isinstance(found, str) else ""


def _config(file: Path) -> Mapping[str, Any]:
    if not file.is_file():
        return {}
    try:
        config = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelError(f"'{file}' is no JSON ({first_line(error)}); download the model again.") from error
    return config if isinstance(config, dict) else {}
