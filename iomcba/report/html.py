"""SharedCase and templates → one self-contained HTML file: no network, no script.

Templates come as text by their name inside the report's folder (`page.html.j2`, partials,
`style.css`). They run in a sandbox with autoescape and StrictUndefined, and get finished words; the
filters of `formats` are there for a council's own templates.
"""

from __future__ import annotations

import base64
import hashlib
import re
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from iomcba.errors import TemplateFault
from iomcba.report import formats, phrases
from iomcba.report.glossary import targets
from iomcba.report.layout import lay_out
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.findings import SharedCase
from iomcba.terms.look import Look

if TYPE_CHECKING:
    from markupsafe import Markup

_AMOUNT = re.compile(rf"{formats.MINUS}£?[\d.,]+[a-z%]*|\d{{4}}-\d{{2}}")
PAGE, STYLE, SCRIPT = "page.html.j2", "style.css", "page.js"
_FILTERS = (
    formats.pounds,
    formats.pounds_exact,
    formats.pounds_long,
    formats.thousands,
    formats.count,
    formats.ratio,
    formats.per_cent,
    phrases.chance,
    formats.raw,
)


def render(
    shared: SharedCase,
    templates: Mapping[str, str],
    words: Catalogue,
    stamp: str = "",
    look: Look | None = None,
) -> bytes:
    """Render the business case as UTF-8 HTML.

    Args:
        shared: the case after disclosure control.
        templates: the report's templates and style sheet, text by name.
        words: the catalogue of what is said.
        stamp: the time to print; blank prints none. The caller honours SOURCE_DATE_EPOCH.
        look: colours and logo of a partnership's own.

    Raises:
        TemplateFault: where a template is wrong.
    """
    report = lay_out(shared, words, stamp)
    return page(PAGE, templates, words, look, targets(report.glossary), report=report)


def page(
    name: str,
    templates: Mapping[str, str],
    words: Catalogue,
    look: Look | None = None,
    terms: Mapping[str, str] | None = None,
    **told: object,
) -> bytes:
    """Render one template as a self-contained page: style, script and policy come with it.

    A template says `words("key")` for a text of the catalogue. `terms` are names in small letters,
    each with the id of what explains it: the filter `explained` links where it is said first.

    Raises:
        TemplateFault: where a template is wrong, an unknown name in it among that.
    """
    from jinja2 import FunctionLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from markupsafe import Markup

    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(lambda asked: _named(templates, asked)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update({show.__name__: show for show in _FILTERS})
    environment.filters["chance"] = partial(phrases.chance, words=words)
    environment.globals.update(words=words.text, language=words.language)
    # Drawings are our own, with every label escaped; style and script are template files, no input.
    environment.filters["drawing"] = Markup
    environment.filters["data"] = Markup
    environment.filters["unbroken"] = _unbroken
    environment.filters["explained"] = _explained(terms or {})
    style, script = (templates.get(name, "") for name in (STYLE, SCRIPT))
    style, logo = style + _colours(look), _logo(look)
    policy = _policy(style, script, "data:" if logo else "'none'")
    given = {"style": Markup(style), "script": Markup(script), "policy": policy, "logo": logo}
    try:
        return environment.get_template(name).render(**given, **told).encode()
    except MemoryError:
        raise
    except Exception as error:
        raise _fault(error, templates) from error


def _named(templates: Mapping[str, str], name: str) -> tuple[str, str, None] | None:
    """A template with the name that a traceback will show."""
    return (templates[name], name, None) if name in templates else None


def _fault(error: Exception, templates: Mapping[str, str]) -> TemplateFault:
    """What went wrong in which line of which template: the innermost that was at work."""
    from jinja2 import TemplateError

    steps = traceback.extract_tb(error.__traceback__)
    places = [(step.filename, step.lineno or 0) for step in steps if step.filename in templates]
    file, line = places[-1] if places else ("", 0)
    kind = "" if isinstance(error, TemplateError) else f"{type(error).__name__}: "
    return TemplateFault(file, line, f"{kind}{error}")


def _colours(look: Look | None) -> str:
    """Colours of one's own, on a light page: the dark and the high-contrast ones stay."""
    if look is None:
        return ""
    colours = f"--navy: {look.main}; --plum: {look.accent}; --label: {look.accent};"
    when = "(prefers-color-scheme: light) and (prefers-contrast: no-preference)"
    return f"@media {when} {{\n  :root {{ {colours} }}\n}}\n"


def _logo(look: Look | None) -> dict[str, str]:
    """The logo as the page carries it, and its words; empty where there is none."""
    if look is None or not look.media_type:
        return {}
    held = base64.b64encode(look.logo).decode()
    return {"source": f"data:{look.media_type};base64,{held}", "text": look.logo_text}


def _policy(style: str, script: str, images: str) -> str:
    """What the page may do: its own style and script, known by their hashes, and its logo."""
    allowed = (f"'sha256-{_hash(text)}'" if text else "'none'" for text in (style, script))
    parts = (
        f"{kind}-src {source}" for kind, source in zip(("style", "script"), allowed, strict=True)
    )
    return "; ".join(
        ("default-src 'none'", *parts, f"img-src {images}", "base-uri 'none'", "form-action 'none'")
    )


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _unbroken(text: str) -> Markup:
    """Keep a minus with its amount, and both halves of a financial year, on one line."""
    from markupsafe import Markup, escape

    return Markup(_AMOUNT.sub(r'<span class="word">\g<0></span>', str(escape(text))))


def _explained(terms: Mapping[str, str]) -> Callable[[str], Markup]:
    """As unbroken; each term is linked to what explains it where the page says it first."""
    from markupsafe import Markup

    names = "|".join(re.escape(name) for name in sorted(terms, key=len, reverse=True))
    pattern = re.compile(rf"\b({names or '(?!)'})s?(?!\w)", re.IGNORECASE)
    linked = set[str]()

    def explained(text: str) -> Markup:
        told, end = Markup(), 0
        for found in pattern.finditer(text):
            target = terms[found[1].lower()]
            if target not in linked:
                linked.add(target)
                link = Markup('<a class="term" href="#{}">{}</a>').format(target, found[0])
                told, end = told + _unbroken(text[end : found.start()]) + link, found.end()
        return told + _unbroken(text[end:])

    return explained
