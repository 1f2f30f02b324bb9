"""What a figure or a step is, how it is found and in which unit, in the words of the catalogue."""

from __future__ import annotations

from iomcba.terms.catalogue import Catalogue
from iomcba.terms.explanation import Node
from iomcba.terms.said import retold, sayings, worded


def prose(node: Node, words: Catalogue) -> str:
    """What a figure or a step is."""
    quantity = _quantity(node)
    return words.known(f"quantity.{quantity}", words.known(f"step.{quantity}", node.prose))


def told(node: Node, words: Catalogue) -> str:
    """How it is found where no formula tells; blank where one does."""
    return node.told and words.known(f"found.{_quantity(node)}", retold(node.told, words, ()))


def policy(text: str, words: Catalogue) -> str:
    """The policy as the run said it, in the words of the catalogue."""
    known = (sayings(worded(key)) for key in ("disclosure.standard", "disclosure.synthetic"))
    return retold(text, words, tuple(each for of in known for each in of))


def _quantity(node: Node) -> str:
    """The key of a node's quantity."""
    owner, _, rest = node.name.partition(".")
    return f"{'case' if owner == 'case' else 'option'}-{rest.partition('.')[0]}"
