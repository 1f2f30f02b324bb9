"""Every quantity of the method, declared once: formula, axes, unit, parents, prose, kind.

QUANTITIES are those an appraisal reports, STEPS those on the way to them. `explain`, the results
schema, the workbook's layout and the tables in the manual derive from both; a figure whose quantity
is not declared here is refused when it is made.
"""

from __future__ import annotations

from iomcba.terms.registry.case import CASE
from iomcba.terms.registry.case_steps import CASE_STEPS
from iomcba.terms.registry.cash import CASH
from iomcba.terms.registry.measures import MEASURES
from iomcba.terms.registry.offending import OFFENDING
from iomcba.terms.registry.option_steps import OPTION_STEPS
from iomcba.terms.registry.quantity import UNITS, Quantity
from iomcba.terms.registry.streams import STREAMS

__all__ = ["QUANTITIES", "QUANTITY_OF", "STEPS", "STEP_OF", "UNITS", "Quantity", "quantity_of"]

QUANTITIES = (*CASE, *OFFENDING, *STREAMS, *MEASURES, *CASH)
STEPS = (*CASE_STEPS, *OPTION_STEPS)
QUANTITY_OF = {(quantity.of, quantity.name): quantity for quantity in QUANTITIES}
STEP_OF = {(step.of, step.name): step for step in STEPS}


def quantity_of(figure: str) -> Quantity:
    """The declaration behind a figure's name.

    Raises:
        KeyError: if the figure's quantity is not declared.

    >>> quantity_of("rehabilitation-gateway.pvc.police").prose
    'Present value of costs, those caused on partners included.'
    """
    owner, quantity = figure.split(".")[:2]
    return QUANTITY_OF["case" if owner == "case" else "option", quantity]
