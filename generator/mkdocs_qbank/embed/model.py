"""Sentence-embedding models on disk: their files and their settings.

A model is in ONNX format, in the layout of sentence-transformers: a local folder, or a repository of the Hugging Face
hub, which is downloaded once.
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
"""The possible paths of the model, in the order of preference: full precision before quantized."""
_TOKENIZER = "tokenizer.json"
_POOLING = "1_Pooling/config.json"
_SENTENCE = "sentence_bert_config.json"
_TOKENS = "tokenizer_config.json"
_PROMPTS = "config_sentence_transformers.json"
_DATA = "_data"
"""The suffix of the file with the weights of a model too large for one file."""

_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*(?:@[\w./-]+)?")
_LENGTH, _SHORTEST, _LONGEST = 256, 16, 512
_UNKNOWN = 1_000_000
"""Tokenizers without a known maximum length report a value far above this."""


class ModelError(Exception):
    """Questions cannot be embedded; the message says why and how to fix it."""


class Pooling(StrEnum):
    """How the vectors of tokens are combined."""

    MEAN = "mean"
    CLS = "cls"


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """The files of a model and its settings."""

    file: Path
    tokenizer: Path
    pooling: Pooling = Pooling.MEAN
    length: int = _LENGTH
    """The maximum number of tokens, including those that mark the beginning and the end."""
    prompt: str = ""
    """The prefix that the model expects before every text."""
    digest: str = ""
    """A SHA-256 hash of the settings above and the content of the files."""


def find_model(name: str, folder: Path) -> Model:
    """Return the named model: a folder relative to `folder`, or `owner/model` or `owner/model@revision` on the hub.

    Raises ModelError with a cure if there is no such model, or its files are incomplete or unsupported.
    """
    directory = folder / name
    if not directory.is_dir():
        directory = _download(name)
    file = next((directory / path for path in MODEL_FILES if (directory / path).is_file()), None)
    if file is None:
        raise ModelError(
            f"The model '{name}' has none of the files {', '.join(MODEL_FILES)}; "
            "choose a model that is published in ONNX form, or export it with optimum-cli."
        )
    tokenizer = directory / _TOKENIZER
    if not tokenizer.is_file():
        raise ModelError(f"The model '{name}' has no {_TOKENIZER}; save that of the same model beside it.")
    pooling, length, prompt = _pooling(directory), _length(directory), _prompt(directory)
    digest = hashlib.sha256(json.dumps([pooling, length, prompt]).encode())
    for part in (tokenizer, file, file.with_name(file.name + _DATA)):
        if part.is_file():
            with part.open("rb") as opened:
                digest.update(hashlib.file_digest(opened, "sha256").digest())
    return Model(
        file=file, tokenizer=tokenizer, pooling=pooling, length=length, prompt=prompt, digest=digest.hexdigest()
    )


def needed(module: str) -> Any:
    """Return a module of the optional extra, imported on first use; raises ModelError if it cannot be imported."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ModelError(
            f"Embeddings require {module}, which cannot be imported ({error}); "
            "run: pip install 'mkdocs-qbank[semantic]'"
        ) from error


def first_line(error: Exception) -> str:
    """Return the type and the first line of an error of another library, short enough to quote in a sentence."""
    line = str(error).strip().split("\n")[0]
    return f"{type(error).__name__}: {line}"[:200] if line else type(error).__name__


def _download(name: str) -> Path:
    """Return the folder of a model of the hub, after downloading its settings and the preferred model file."""
    if not _HUB_NAME.fullmatch(name):
        raise ModelError(
            f"There is no folder '{name}'; give the folder of a model, or its name on the hub, owner/model."
        )
    hub = needed("huggingface_hub")
    repository, _, revision = name.partition("@")
    small = [_TOKENIZER, _POOLING, _SENTENCE, _TOKENS, _PROMPTS]
    try:
        directory = Path(hub.snapshot_download(repository, revision=revision or None, allow_patterns=small))
        for path in MODEL_FILES:
            if not (directory / path).is_file():
                hub.snapshot_download(repository, revision=directory.name, allow_patterns=[path, path + _DATA])
            if (directory / path).is_file():
                break
    except Exception as error:
        raise ModelError(
            f"There is no folder '{name}', and the hub did not give a model of that name ({first_line(error)}); "
            "check the name, or download the model elsewhere and give its folder."
        ) from error
    return directory


def _pooling(directory: Path) -> Pooling:
    config = _config(directory / _POOLING)
    prefix = "pooling_mode_"
    named = {key.removeprefix(prefix) for key, value in config.items() if key.startswith(prefix) and value is True}
    if isinstance(mode := config.get("pooling_mode"), str):
        named.add(mode)
    if not named or named <= {"mean", "mean_tokens"}:
        return Pooling.MEAN
    if named <= {"cls", "cls_token"}:
        return Pooling.CLS
    raise ModelError(
        f"'{directory / _POOLING}' asks for {' and '.join(sorted(named))}; use a model that pools by mean or cls."
    )


def _length(directory: Path) -> int:
    """Return the maximum number of tokens: the model's own, or 256; at most 512, because time grows with it."""
    keys = ((_SENTENCE, "max_seq_length"), (_TOKENS, "model_max_length"))
    lengths = (_config(directory / file).get(key) for file, key in keys)
    known = (length for length in lengths if isinstance(length, int) and _SHORTEST <= length < _UNKNOWN)
    return min(next(known, _LENGTH), _LONGEST)


def _prompt(directory: Path) -> str:
    config = _config(directory / _PROMPTS)
    prompts = config.get("prompts")
    prompt = prompts.get(config.get("default_prompt_name")) if isinstance(prompts, dict) else None
    return prompt if isinstance(prompt, str) else ""


def _config(file: Path) -> Mapping[str, Any]:
    if not file.is_file():
        return {}
    try:
        config = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelError(f"'{file}' is not JSON ({first_line(error)}); download the model again.") from error
    return config if isinstance(config, dict) else {}
