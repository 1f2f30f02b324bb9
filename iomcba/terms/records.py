"""The only codec between nouns and plain data (JSON): lossless both ways, deterministic text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from math import isfinite
from typing import TypeVar

import numpy as np
from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import to_json

Noun = TypeVar("Noun")
FINITE = ConfigDict(allow_inf_nan=False)


def encode(noun: object) -> str:
    """A noun as JSON text, keys sorted, floats in full (they read back to the last bit).

    Raises:
        ValueError: if a float is not finite.
    """
    return to_json(plain(noun), indent=1).decode() + "\n"


def decode(kind: type[Noun], text: str) -> Noun:
    """Read a noun back.

    Raises:
        ValueError: if the text is not such a noun, or a float of it is not finite.
    """
    # A dataclass takes no settings from outside, what holds it does.
    try:
        (noun,) = TypeAdapter(tuple[kind], config=FINITE).validate_json(f"[{text}]")  # type: ignore[valid-type]
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(key) for key in first["loc"][1:])
        said = (kind.__name__, place, first["msg"])
        raise ValueError(": ".join(each for each in said if each)) from error
    return noun


def plain(noun: object) -> object:
    """A noun as plain data, keys sorted; arrays become lists."""
    kind = type(noun)
    if kind is str or kind is bool or noun is None:
        return noun
    if kind is float and not isfinite(noun):  # type: ignore[arg-type]
        raise ValueError(f"{noun} has no form in JSON")
    if isinstance(noun, list | tuple):
        return [plain(value) for value in noun]
    if isinstance(noun, Mapping):
        return {str(key): plain(noun[key]) for key in sorted(noun, key=str)}
    if isinstance(noun, np.ndarray):
        return plain(noun.tolist())
    if kind not in _NAMES:
        _NAMES[kind] = tuple(sorted(f.name for f in fields(noun))) if is_dataclass(noun) else ()
    names = _NAMES[kind]
    return {name: plain(getattr(noun, name)) for name in names} if names else noun


_NAMES: dict[type, tuple[str, ...]] = {}  # of the fields of each dataclass met so far
