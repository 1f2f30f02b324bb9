"""Options that several commands share: formats of the reports, templates and words of one's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from iomcba.pipeline.clothes import Clothes
    from iomcba.terms.catalogue import Catalogue


Command = TypeVar("Command", bound=Callable[..., object])

FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)

OPTIONS = (
    click.option(
        "--formats",
        metavar="LIST",
        help="Which reports to write, with commas between (default: all): html, pdf, docx, xlsx.",
    ),
    click.option(
        "--template",
        type=FOLDER,
        help="Folder with templates of your own: files there take the place of shipped ones, and "
        "texts in words.yaml that of shipped words.",
    ),
    click.option(
        "--base-document",
        type=click.Path(path_type=Path, dir_okay=False, exists=True),
        help="Word document whose styles, heads and page the report takes on.",
    ),
)


def clothes_options(command: Command) -> Command:
    """Give a command the options of the reports."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def words_of(template: Path | None) -> Catalogue:
    """The words that a command says: those of the folder where it has its own.

    Raises:
        InputError: naming every text of its words.yaml that cannot be taken, with its line.
    """
    from iomcba.read.catalogue import catalogue

    return catalogue(template)


def words_option(command: Command) -> Command:
    """Give a command `words`, read before anything is worked out."""
    return click.option(
        "--template",
        "words",
        type=FOLDER,
        callback=lambda _, __, folder: words_of(folder),
        help="Folder whose words.yaml takes the place of shipped words.",
    )(command)


def clothes(formats: str | None, template: Path | None, base_document: Path | None) -> Clothes:
    """The reports that the options ask for.

    Raises:
        InputError: naming every format that there is not, or if none is named.
    """
    from iomcba.errors import InputError, Place, Problem, nearest, one_of
    from iomcba.pipeline.clothes import FORMATS, Clothes

    at = Place("--formats")
    names = tuple(name.strip() for name in (formats or "").split(",") if name.strip())
    wrong = [
        Problem(at, f"{name!r} is no format", nearest(name, FORMATS))
        for name in names
        if name not in FORMATS
    ]
    if formats is not None and not names:
        wrong.append(Problem(at, f"is {formats!r}, which names none", one_of(FORMATS)))
    if wrong:
        raise InputError(wrong)
    return Clothes(names, template, base_document)
