"""The Bedfordshire case written a second time, by hand, in plain NumPy.

It shares no line with iomcba: it reads the CSV tables itself, fits the distributions by its own
means and draws them with NumPy's generator. It is the independent second implementation that the
engine is held against, and the plain program whose speed it is measured against. Only the fit of
the cohort's offending (F1 to F6) is handed in, as the eight numbers or vectors of `Fit`.

Written for clarity, for this one case: a table or a word that the case does not use is not read.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ASSUMPTIONS = Path(__file__).parent.parent / "assumptions"
SETS = (
    "hm-treasury-2026",
    "green-book-2026",
    "other-unit-costs",
    "iom-effects",
    "iom-toolkit-2011",
    "bedfordshire-2011",
)
OPTIONS = (
    "business-as-usual",
    "do-minimum",
    "virtual-team",
    "co-located-team",
    "rehabilitation-gateway",
)
YEARS = ("2011-12", "2012-13", "2013-14")
PRICE_BASE = "2010-11"
CHUNK = 65_536
Z95, Z80 = 1.959963984540054, 1.2815515655446004

Row = dict[str, str]
Rng = np.random.Generator
Sampler = Callable[[Rng, int], np.ndarray]


@dataclass(frozen=True)
class Fit:
    """What the cohort would do anyway: the only thing taken from iomcba."""

    cohort: int
    mean: np.ndarray
    covariance: np.ndarray
    shock_log_sd: float
    mix: np.ndarray
    offenders_per_crime: float


@dataclass(frozen=True)
class Answer:
    """Draws of NPSV with and without chance, and of PVB and PVC, by option."""

    npsv: dict[str, np.ndarray]
    expected: dict[str, np.ndarray]
    pvb: dict[str, np.ndarray]
    pvc: dict[str, np.ndarray]


def table(name: str) -> list[Row]:
    """A table's rows from every set that has it, later sets last."""
    rows: list[Row] = []
    for folder in SETS:
        path = ASSUMPTIONS / folder / f"{name}.csv"
        if path.exists():
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows += list(csv.DictReader(file))
    return rows


DEFLATOR = {row["financial_year"]: float(row["central"]) for row in table("deflator")}


def sampler(row: Row) -> Sampler:
    """How a row is drawn, in pounds of the price base where it is money."""
    base = row["price_base"].replace("/", "-")
    pounds = DEFLATOR[PRICE_BASE] / DEFLATOR[base] if base else 1.0
    family, centre = row["distribution"] or "point", float(row["central"] or 1)
    if family == "point":
        return lambda rng, n: np.full(n, centre * pounds)
    low, high = float(row["low"]), float(row["high"])
    if family == "uniform":
        assert row["interval"] == "min-max"
        return lambda rng, n: rng.uniform(low, high, n) * pounds
    if family == "lognormal":
        z = {"95%": Z95, "p10-p90": Z80}[row["interval"]]
        sd = np.log(high / low) / (2 * z)
        return lambda rng, n: centre * np.exp(sd * rng.standard_normal(n)) * pounds
    assert family == "pert", family
    a, b = (low, high) if row["interval"] == "min-max" else pert_ends(low, centre, high)
    alpha, beta = 1 + 4 * (centre - a) / (b - a), 1 + 4 * (b - centre) / (b - a)
    return lambda rng, n: (a + (b - a) * rng.beta(alpha, beta, n)) * pounds


def pert_ends(p10: float, mode: float, p90: float) -> tuple[float, float]:
    """Minimum and maximum of a PERT whose mode and outer deciles are given."""
    from scipy.optimize import least_squares
    from scipy.stats import beta

    def deciles(ends: np.ndarray) -> np.ndarray:
        a, b = mode - ends[0], mode + ends[1]
        shape = 1 + 4 * (mode - a) / (b - a), 1 + 4 * (b - mode) / (b - a)
        return beta.ppf([0.1, 0.9], *shape, loc=a, scale=b - a)

    width = p90 - p10
    found = least_squares(
        lambda ends: (deciles(ends) - [p10, p90]) / width,
        [2 * (mode - p10) + 0.01 * width, 2 * (p90 - mode) + 0.01 * width],
        bounds=(1e-9 * width, np.inf),
        xtol=1e-15,
        ftol=1e-15,
        gtol=1e-15,
    )
    return mode - found.x[0], mode + found.x[1]


class Twin:
    """The case read once; `run` draws and values it as often as wanted."""

    def __init__(self, fit: Fit) -> None:
        self.fit = fit
        self.offences = [row["offence"] for row in table("offence")]
        self.parameter = {r["parameter"]: sampler(r) for r in table("parameter")}
        self.salary = {r["role"]: sampler(r) for r in table("salary")}
        self.uplift = {r["class"]: float(r["central"]) for r in table("optimism-bias")}
        self.life = {(r["option"], r["line"]): float(r["central"]) for r in table("asset-life")}
        self.effect = {r["effect"]: sampler(r) for r in table("effect")}["iom-default"]
        self.study_engagement = {
            r["effect"]: sampler(r)
            for r in table("effect-context")
            if r["quantity"] == "study-engagement"
        }["iom-default"]
        self.engagement = {
            (r["option"], r["quantity"], r["financial_year"]): sampler(r)
            for r in table("engagement")
        }
        self.costs = [(r, sampler(r)) for r in table("cost")]
        self.risks = {(r["option"], r["risk"], r["quantity"]): sampler(r) for r in table("risk")}
        self.staff = table("staff")
        self.outcomes: dict[tuple[str, str], dict[str, Sampler]] = {}
        values = {f"unit-value.{r['value']}.{r['account']}": r for r in table("unit-value")}
        for r in table("outcome"):
            parts = self.outcomes.setdefault((r["option"], r["outcome"]), {})
            parts[r["quantity"]] = sampler(r)
            parts["value"] = sampler(values[r["unit_value"]])
        self.discount = float(
            next(r["central"] for r in table("parameter") if r["parameter"] == "discount-rate")
        )
        self._read_unit_costs()

    def _read_unit_costs(self) -> None:
        """Value of a crime, and of a case that reaches court, by offence; certain pounds."""
        multiplier = {r["offence"]: float(r["central"] or 1) for r in table("multiplier")}
        self.multiplier = np.array([multiplier[o] for o in self.offences])
        components = {r["component"]: r for r in table("cost-component")}
        kinds = ("consequence", "police", "court")
        self.pounds = {kind: np.zeros(len(self.offences)) for kind in kinds}
        for r in table("unit-cost"):
            group = components[r["component"]]["group"]
            kind = {"consequence": "consequence", "police": "police", "cjs": "court"}[group]
            base = DEFLATOR[PRICE_BASE] / DEFLATOR[r["price_base"]]
            if r["central"]:
                self.pounds[kind][self.offences.index(r["offence"])] += float(r["central"]) * base

    def run(self, draws: int, seed: int) -> Answer:
        """Draw and value the case, a chunk of draws at a time."""
        rng = np.random.default_rng(seed)
        sizes = [min(CHUNK, draws - start) for start in range(0, draws, CHUNK)]
        parts = [self._chunk(rng, size) for size in sizes]
        return Answer(
            *(
                {o: np.concatenate([getattr(part, field)[o] for part in parts]) for o in OPTIONS}
                for field in ("npsv", "expected", "pvb", "pvc")
            )
        )

    def _chunk(self, rng: Rng, n: int) -> Answer:
        fit, years = self.fit, np.arange(len(YEARS))
        discount = (1 + self.discount) ** -years
        log_cov = np.log1p(fit.covariance / np.outer(fit.mean, fit.mean))
        log_mean = np.log(fit.mean) - np.diag(log_cov) / 2
        offences = np.exp(rng.multivariate_normal(log_mean, log_cov, n))
        shock = np.exp(fit.shock_log_sd * rng.standard_normal(n) - fit.shock_log_sd**2 / 2)
        chance = rng.standard_normal((n, len(YEARS)))
        mix = rng.dirichlet(fit.mix, n)[:, : len(self.offences)]
        draw = {name: sample(rng, n) for name, sample in self.parameter.items()}
        salary = {role: sample(rng, n) for role, sample in self.salary.items()}
        ratio = self.effect(rng, n)
        value, square = self._value(draw, mix)

        answer = Answer({}, {}, {}, {})
        for option in OPTIONS:
            if option == "business-as-usual":
                nothing = np.zeros(n)
                for column in (answer.npsv, answer.expected, answer.pvb, answer.pvc):
                    column[option] = nothing
                continue
            engaged, avoided = self._reached(rng, n, option, offences, ratio)
            other = self._other(rng, n, option, engaged)
            cost = self._cost(rng, n, option, engaged, draw, salary)
            crime = avoided * value[:, None]
            felt = shock[:, None] * crime + chance * np.sqrt(
                np.abs(shock[:, None] * avoided * square[:, None])
            )
            pvc = (cost * discount).sum(axis=1)
            pvb = ((crime + other) * discount).sum(axis=1)
            answer.pvc[option], answer.pvb[option] = pvc, pvb
            answer.expected[option] = pvb - pvc
            answer.npsv[option] = ((felt + other) * discount).sum(axis=1) - pvc
        return answer

    def _value(self, draw: dict[str, np.ndarray], mix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Mean value of one proven offence avoided, and its mean square over offence types."""
        crimes = (
            (
                draw["recorded-crimes-per-proven-offence"]
                * draw["detection-factor"]
                * draw["multiplier-uncertainty"]
            )[:, None]
            * self.multiplier
            / self.fit.offenders_per_crime
        )
        cases = (
            draw["population-recorded-crimes-per-proven-offence"] * draw["multiplier-uncertainty"]
        )[:, None] * self.multiplier
        share = draw["response-marginal-share"][:, None]
        each = draw["unit-cost-uncertainty"][:, None] * (
            crimes * (self.pounds["consequence"] + share * self.pounds["police"])
            + cases * share * self.pounds["court"]
        )
        return (mix * each).sum(axis=1), (mix * each**2).sum(axis=1)

    def _reached(
        self, rng: Rng, n: int, option: str, offences: np.ndarray, ratio: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """People engaged and proven offences avoided by year."""

        def drawn(quantity: str, year: str = "") -> np.ndarray:
            return self.engagement[option, quantity, year](rng, n)

        cohort, take_up = self.fit.cohort, drawn("take-up")
        taken = np.minimum(cohort * take_up, drawn("places"))
        ramp = np.stack([drawn("ramp", year) for year in YEARS], axis=1)
        engaged = (taken * drawn("retention"))[:, None] * ramp
        reach = engaged / cohort / self.study_engagement(rng, n)[:, None]
        cut = (1 - ratio ** drawn("dose")) * (1 - drawn("displacement"))
        return engaged, offences * reach * cut[:, None]

    def _other(self, rng: Rng, n: int, option: str, engaged: np.ndarray) -> np.ndarray:
        """Value of outcomes other than crime by year; transfers only change hands."""
        total = np.zeros_like(engaged)
        for (of, _), parts in self.outcomes.items():
            if of == option:
                each = parts["affected"](rng, n) * parts["impact"](rng, n) * parts["value"](rng, n)
                each = each * (1 - parts["deadweight"](rng, n))
                if "transfer-share" in parts:
                    each = each * (1 - parts["transfer-share"](rng, n))
                total += engaged * each[:, None]
        return total

    def _cost(
        self,
        rng: Rng,
        n: int,
        option: str,
        engaged: np.ndarray,
        draw: dict[str, np.ndarray],
        salary: dict[str, np.ndarray],
    ) -> np.ndarray:
        """Cost by year with optimism bias, less what is left of capital at the end."""
        last = len(YEARS)
        total = np.zeros((n, last))
        growth = (1 + draw["real-pay-growth"])[:, None] ** np.arange(last)
        loading = (1 + draw["on-cost-rate"]) * (1 - draw["vacancy-rate"])
        for r in self.staff:
            if r["option"] == option:
                assert (r["start"], r["end"]) == ("2011-04", "2014-03")
                post = float(r["central"]) * salary[r["role"]] * loading
                total += (post * (1 + self.uplift[r["optimism"]]))[:, None] * growth
        for r, sample in self.costs:
            if r["option"] != option:
                continue
            pounds = sample(rng, n) * (1 + self.uplift[r["optimism"]])
            first, until = YEARS.index(r["first_year"]), YEARS.index(r["last_year"])
            for year in range(first, until + 1):
                per_head = r["timing"] == "per-engaged-year"
                total[:, year] += pounds * (engaged[:, year] if per_head else 1)
            if (option, r["line"]) in self.life:
                left = max(0.0, 1 - (last - first) / self.life[option, r["line"]])
                total[:, -1] -= pounds * left
        for (of, risk, quantity), sample in self.risks.items():
            if of == option and quantity == "impact":
                total[:, 0] += self.risks[of, risk, "probability"](rng, n) * sample(rng, n)
        return total


def headlines(answer: Answer) -> dict[str, float]:
    """The figures that both implementations report."""
    found: dict[str, float] = {}
    npsv = np.stack([answer.npsv[o] for o in OPTIONS])
    best = np.argmax(npsv, axis=0)
    for index, option in enumerate(OPTIONS):
        found[f"{option}.p-best"] = float((best == index).mean())
        if index:
            found[f"{option}.p-npsv-positive"] = float((npsv[index] > 0).mean())
            found[f"{option}.npsv"] = float(answer.expected[option].mean())
            found[f"{option}.pvb"] = float(answer.pvb[option].mean())
            found[f"{option}.pvc"] = float(answer.pvc[option].mean())
            ends = np.quantile(npsv[index], (0.025, 0.1, 0.5, 0.9, 0.975))
            names = ("low95", "low80", "median", "high80", "high95")
            found |= {f"{option}.npsv.{n}": float(e) for n, e in zip(names, ends, strict=True)}
    return found
