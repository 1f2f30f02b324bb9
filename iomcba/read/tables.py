"""Every table a case, an evidence set or a recipe may hold, declared once.

Reader, messages and the table of tables in the manual derive from these declarations.
"""

from __future__ import annotations

from iomcba.read.case_tables import CASE_TABLES
from iomcba.read.cohort_tables import COHORT_TABLES
from iomcba.read.columns import COMMON, Column, TableForm
from iomcba.read.set_tables import SET_TABLES

FORMS = (*SET_TABLES, *CASE_TABLES, *COHORT_TABLES)
FORM_OF = {form.name: form for form in FORMS}

__all__ = ["COMMON", "FORMS", "FORM_OF", "Column", "TableForm"]
