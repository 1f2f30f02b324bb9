"""An invented decision analysis: every kind of row, for cases whose options are those given."""

from __future__ import annotations

from iomcba.terms.decision import (
    DIFFERENCE,
    OVERTAKES,
    Decision,
    Driver,
    Evppi,
    OneWay,
    Standing,
    SwitchingValue,
)

NOW = "business-as-usual"
DRIVERS = (
    Driver("effect.invented", (), "ratio", 0.8, 0.93, 1.05),
    Driver("unit-cost.rehabilitation-gateway.part-1", (), "GBP per crime", 900.0, 1250.0, 1800.0),
    Driver("engagement.rehabilitation-gateway.take-up", (), "share", 0.5, 0.6, 0.7),
    Driver(
        "counterfactual.rate", ("counterfactual.rate.2011-12",), "proven offences", 900, 1e3, 1200
    ),
    Driver("unit-cost", ("unit-cost.a", "unit-cost.b")),
    Driver("multiplier.robbery", (), "ratio", offences=("robbery",), hidden="fewer than 10"),
)


def _named(driver: Driver) -> Driver:
    return Driver(
        driver.name,
        driver.members or (driver.name,),
        driver.unit,
        driver.low,
        driver.mean,
        driver.high,
        driver.offences,
        driver.hidden,
    )


def decision(options: tuple[str, ...], best: str) -> Decision:
    """What an appraisal of these options might hold; the last of them is nearest to paying."""
    nearest = options[-1]
    second = nearest if best == NOW else NOW
    shown = [_named(driver) for driver in DRIVERS if not driver.hidden]
    rows = tuple(
        OneWay(
            driver.name,
            {t: -1e6 / (k + 1) for t in (*options[1:], DIFFERENCE)},
            {t: 9e5 / (k + 1) for t in (*options[1:], DIFFERENCE)},
            dict.fromkeys((*options[1:], DIFFERENCE), 1_500.0),
        )
        for k, driver in enumerate(shown)
    )
    values = (("below", 0.88, 0.31), ("never", None, None))
    return Decision(
        draws=16_384,
        best=best,
        second=second,
        nearest=nearest,
        standings=tuple(
            Standing(option, -1e4 * k, 0.6 - 0.1 * k, 0.002, 5e4 * (k + 1), 900.0, 9e4)
            for k, option in enumerate(options)
        ),
        drivers=tuple(_named(driver) for driver in DRIVERS),
        one_way=rows,
        evpi=123_456.0,
        evpi_error=1_100.0,
        evppi=tuple(Evppi(d.name, 9e4 / (k + 1) ** 3, 700.0) for k, d in enumerate(shown)),
        switching=tuple(
            SwitchingValue(
                shown[k].name,
                best,
                OVERTAKES,
                second if value else "",
                0.0,
                (0.0, 10.0),
                value,
                beyond,
                0.1 if value else None,
                True,
            )
            for k, (_, value, beyond) in enumerate(values)
        ),
    )
