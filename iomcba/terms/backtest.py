"""What a backtest says (F8): windows, predictions from them alone, and what then happened."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BacktestWindow:
    """One window: people are picked on `from_day <= day < pick_day`, scored up to `to_day`."""

    label: str
    from_day: int
    pick_day: int
    to_day: int
    top: int

    def __post_init__(self) -> None:
        if not self.from_day < self.pick_day < self.to_day:
            raise ValueError(f"days out of order: {self.from_day}, {self.pick_day}, {self.to_day}")


@dataclass(frozen=True, slots=True)
class PredictedTotal:
    """A method's prediction of the picked people's offences over the horizon.

    `mean` offences; `log_sd` of everything but Poisson chance (rates, hyper-parameters, shock).
    """

    method: str
    mean: float
    log_sd: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """What happened after a window's pick date, and what each method had predicted."""

    observed: int
    predictions: tuple[PredictedTotal, ...]


@dataclass(frozen=True, slots=True)
class BacktestRow:
    """One method on one window (F8); counts are offences over the horizon.

    `log_error` is log(predicted / observed): above 0 the method expected too many. `claimed` is the
    saving that a programme without effect would have claimed, predicted less observed, with its
    intervals; `log_sd` is the method's own, all but Poisson chance.
    """

    window: BacktestWindow
    method: str
    observed: int
    predicted: float
    log_sd: float
    log_error: float
    low80: float
    high80: float
    low95: float
    high95: float
    hit80: bool
    hit95: bool
    score80: float
    score95: float
    claimed: float
    claimed_low80: float
    claimed_high80: float
    claimed_low95: float
    claimed_high95: float
    claim_holds_zero: bool


@dataclass(frozen=True, slots=True)
class BacktestSummary:
    """One method over all windows (F8). Scores are mean interval scores in offences.

    `fixed80` is the mean 80% score of the best interval of one half-width in offences, and
    `ratio80` that of the best interval of one ratio, both chosen with hindsight over the same
    windows around this method's predictions; a lower score is better.
    """

    method: str
    windows: int
    rms_log_error: float
    mean_log_error: float
    worst_ratio: float
    hits80: int
    hits95: int
    widest80: float
    score80: float
    score95: float
    fixed80: float
    ratio80: float
    mean_claimed: float


@dataclass(frozen=True, slots=True)
class Backtest:
    """All windows by all methods, and each method's summary, in the order given."""

    rows: tuple[BacktestRow, ...]
    summaries: tuple[BacktestSummary, ...]


@dataclass(frozen=True, slots=True)
class CaseBacktest:
    """A backtest of a case's own cohort: on which files, and what it says of the shock.

    `asked` is the selection and method in words, `files` are (name, sha256) of the cohort;
    `shock_log_sd` is estimated from all windows, shrunk to `assumed_shock`; `hidden` counts windows
    left out because their counts are small.
    """

    case: str
    label: str
    asked: str
    files: tuple[tuple[str, str], ...]
    backtest: Backtest
    shock_log_sd: float
    assumed_shock: float
    hidden: int = 0
