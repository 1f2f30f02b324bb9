"""What the stated rules recommend, and which of them decided."""

from __future__ import annotations

from dataclasses import dataclass

FUND, CARRY_ON, WAIT = "fund", "carry-on", "wait"
NAIVE, NOBODY_PAYS, LOSS, CLOSE_CALL, CLEAR = (
    "naive",
    "nobody-pays",
    "loss",
    "close-call",
    "clear",
)


@dataclass(frozen=True, slots=True)
class Levels:
    """Where the rules draw their lines: chance of loss borne, chance of being best asked for."""

    loss: float
    best: float


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What to do (`advice`) about which option, and the rule that decided.

    `settle` names what is most worth settling before deciding, at most `worth` pounds; blank where
    nothing stands out from the error.
    """

    advice: str
    option: str
    rule: str
    levels: Levels
    settle: str = ""
    worth: float = 0.0

    def __post_init__(self) -> None:
        if self.advice not in (FUND, CARRY_ON, WAIT):
            raise ValueError(f"{self.advice=} must be one of {FUND}, {CARRY_ON}, {WAIT}")
