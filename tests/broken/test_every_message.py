"""Every message that the readers can give is provoked by a test, which quotes it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import iomcba

READ = sorted((Path(iomcba.__file__).parent / "read").glob("*.py"))
TESTS = Path(__file__).parent.parent
AT = {"add": 1, "Problem": 1, "Unreadable": 0, "YamlFault": 1, "CsvFault": 2}
AT |= {"rows": 2, "whole": 2}  # where `what` stands among the arguments
LEAST, QUOTED = 6, 14  # letters of a piece worth looking for, and of its beginning that is quoted
# What no file can provoke, and why.
EXEMPT: dict[str, str] = {}


def pieces(node: ast.expr, known: dict[str, list[ast.expr]]) -> Iterator[list[str]]:
    """The constant pieces of each text that an expression can be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield [node.value]
    elif isinstance(node, ast.JoinedStr):
        yield [str(v.value) for v in node.values if isinstance(v, ast.Constant)]
    elif isinstance(node, ast.IfExp):
        yield from pieces(node.body, known)
        yield from pieces(node.orelse, known)
    elif isinstance(node, ast.BinOp):
        yield from pieces(node.left, known)
    elif isinstance(node, ast.Name):
        for value in known.get(node.id, []):
            yield from pieces(value, {})


def messages(module: Path) -> Iterator[tuple[int, str]]:
    """Line and longest constant piece of each message of a module."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        known = dict[str, list[ast.expr]]()
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                known.setdefault(node.targets[0].id, []).append(node.value)
        for node in ast.walk(function):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name not in AT or len(node.args) <= AT[name]:
                continue
            for found in pieces(node.args[AT[name]], known):
                text = max(found, key=len).strip(" :;,.'\"(")
                if len(text) >= LEAST:
                    yield node.lineno, text


def quoted() -> str:
    """The text of every test of what is read, as one."""
    names = (
        "broken/*.py",
        "read/*.py",
        "pipeline/**/*.py",
        "cli/*.py",
        "report/test_templates*.py",
    )
    files = {path for name in names for path in TESTS.glob(name)} - {Path(__file__)}
    files |= set(TESTS.glob("report/*look*.py")) | set(TESTS.glob("appraise/*.py"))
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(files))


def test_every_message_is_quoted_by_a_test() -> None:
    tests = quoted()
    missing = [
        f"{module.name}:{line}: {text}"
        for module in READ
        for line, text in messages(module)
        if text[:QUOTED] not in tests and text not in EXEMPT
    ]
    assert missing == []


def test_what_is_exempt_is_still_a_message() -> None:
    known = {text for module in READ for _, text in messages(module)}
    assert set(EXEMPT) <= known
