"""A counterfactual for where a plan is needed and no fit is made."""

from __future__ import annotations

import numpy as np

from iomcba.pipeline.cohort import offence_axis
from iomcba.terms.counterfactual import Counterfactual
from iomcba.terms.inputs import Inputs


def stand_in(
    inputs: Inputs, cohort_size: int = 1, offenders_per_crime: float = 1.0
) -> Counterfactual:
    """A counterfactual of one offence a year and type, where a plan is needed before any fit."""
    years, kinds = inputs.words.financial_years, len(offence_axis(inputs))
    flat = np.ones(len(years))
    return Counterfactual(
        method=inputs.words.counterfactual.method,
        years=tuple(str(year) for year in years),
        cohort_size=cohort_size,
        mean=flat,
        covariance=np.zeros((len(years), len(years))),
        shock_log_sd=0.0,
        shock_yearly_log_sd=0.0,
        mix=np.ones(kinds + 1),
        free_share=flat.copy(),
        rate_free=flat.copy(),
        concentration=np.linspace(0.0, 1.0, 2),
        offenders_per_crime=offenders_per_crime,
    )
