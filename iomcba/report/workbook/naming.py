"""Names of assumptions and figures as a spreadsheet takes them: dots and hyphens as underscores."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256

LONGEST = 200  # a spreadsheet takes 255 characters


def defined_name(name: str) -> str:
    """A name with its dots and hyphens as underscores; never a cell's address, never too long.

    >>> defined_name("cost.rehabilitation-gateway.drug-treatment"), defined_name("2-posts.npsv")
    ('cost_rehabilitation_gateway_drug_treatment', '_2_posts_npsv')
    >>> defined_name("ab12"), defined_name("r1c1")
    ('_ab12', '_r1c1')
    """
    word = re.sub(r"\W", "_", name, flags=re.ASCII)
    if word[0].isdigit() or _looks_like_a_cell(word):
        word = f"_{word}"
    if len(word) > LONGEST:
        word = f"{word[: LONGEST - 9]}_{sha256(name.encode()).hexdigest()[:8]}"
    return word


def defined_names(names: Iterable[str]) -> dict[str, str]:
    """Each name's word, told apart by a number where two would be the same but for their case.

    >>> defined_names(["a.b-c", "a.b.c"])
    {'a.b-c': 'a_b_c', 'a.b.c': 'a_b_c_2'}
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        word, number = defined_name(name), 2
        first = word
        while word.lower() in taken:
            word, number = f"{first}_{number}", number + 1
        taken.add(word.lower())
        found[name] = word
    return found


def _looks_like_a_cell(word: str) -> bool:
    """Whether a spreadsheet could read the word as A1, R1C1 or a value of truth."""
    return bool(
        re.fullmatch(r"[A-Za-z]{1,3}\d+", word)
        or re.fullmatch(r"[Rr]\d*([Cc]\d*)?|[Cc]\d*", word)
        or word.lower() in ("true", "false")
    )
