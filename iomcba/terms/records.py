"""The only codec between nouns and plain data (JSON): lossless both ways, deterministic text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TypeVar

import numpy as np
from pydantic import TypeAdapter

Noun = TypeVar("Noun")


def encode(noun: object) -> str:
    """A noun as JSON text, keys sorted, floats in full (they read back to the last bit)."""
    return (
        json.dumps(plain(noun), sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False)
        + "\n"
    )


def decode(kind: type[Noun], text: str) -> Noun:
    """Read a noun back.

    Raises:
        ValueError: if the text is not such a noun.
    """
    return TypeAdapter(kind).validate_json(text)


def plain(noun: object) -> object:
    """A noun as plain data; arrays become lists."""
    if is_dataclass(noun) and not isinstance(noun, type):
        return {field.name: plain(getattr(noun, field.name)) for field in fields(noun)}
    if isinstance(noun, Mapping):
        return {str(key): plain(value) for key, value in noun.items()}
    if isinstance(noun, np.ndarray):
        return noun.tolist()
    if isinstance(noun, list | tuple):
        return [plain(value) for value in noun]
    return noun
