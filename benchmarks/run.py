"""Measure the engine against the plain twin in one run, and write docs/benchmarks.md with a chart.

    python benchmarks/run.py                  all of it, half an hour with the areas
    python benchmarks/run.py --quick          small numbers, to see that it works
    python benchmarks/run.py --found FILE     parts found before are taken from there

Ratios within one run are what counts: the twin and the engine meet the same machine, load and
libraries. Every part that is timed runs in a process of its own.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs"
CASE = "bedfordshire-2011"
BEST = "rehabilitation-gateway.npsv"


COMMANDS = {
    "json": "`appraise --json`, no report",
    "report": "`appraise --out`, the page alone",
    "four": "`appraise --out`, all four reports",
    "sensitivity": "`sensitivity` of a run",
    "voi": "`voi` of a run",
    "breakeven": "`breakeven` of a run, the 20 largest drivers",
    "compare": "`compare` of two cases, 8 changes",
}


def quiet(done: int, of: int) -> None:
    """Hear nothing."""


def case_plan():
    """The shipped case's plan, fitted once a process."""
    from iomcba.pipeline.plan import make_plan
    from iomcba.pipeline.prepare import prepare

    case = prepare(CASE)
    return make_plan(case.inputs, case.fit(), case.picked.yearly, 2011)[0]


def case_twin(plan):
    """The twin with the plan's fit."""
    sys.path.insert(0, str(HERE))
    import twin

    f = plan.counterfactual
    return twin.Twin(
        twin.Fit(f.cohort_size, f.mean, f.covariance, f.shock_log_sd, f.mix, f.offenders_per_crime)
    )


def timed(work) -> tuple[float, float]:
    """Wall and processor seconds of a piece of work, children included."""
    wall, cpu = time.perf_counter(), cpu_seconds()
    work()
    return time.perf_counter() - wall, cpu_seconds() - cpu


def cpu_seconds() -> float:
    used = os.times()
    return time.process_time() + used.children_user + used.children_system


def peak_mib() -> float:
    import resource

    unit = 1024 if sys.platform != "darwin" else 1024**2
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


# Parts: each runs in a process of its own and prints one JSON object.


def part_twin(draws: int) -> dict[str, float]:
    sys.path.insert(0, str(HERE))
    import twin

    case = case_twin(case_plan())
    case.run(4096, 1)
    wall, cpu = timed(lambda: twin.headlines(case.run(draws, 1)))
    return {"draws": draws, "wall": wall, "cpu": cpu, "peak": peak_mib()}


def part_engine(draws: int, kind: str = "serial", count: int = 1) -> dict[str, float]:
    """Draws with all figures, their errors and ranges; the plan is traced beforehand."""
    from iomcba.appraise.summary import simulated_figures
    from iomcba.pipeline.executor import Pool, Workers
    from iomcba.pipeline.simulate import simulate

    plan = case_plan()
    simulate(plan, 131_072, quiet)
    made = 0

    def work() -> None:
        nonlocal made
        with Pool(Workers(kind, count)) as pool:
            summary = simulate(plan, draws, quiet, pool)
        simulated_figures(summary, {})
        made = summary.count

    wall, cpu = timed(work)
    return {"draws": made, "wall": wall, "cpu": cpu, "peak": peak_mib()}


def part_alike(draws: int) -> dict[str, float]:
    """What the twin finds, by the engine: means, chances and five percentiles of every option."""
    from iomcba.pipeline.simulate import each_block
    from iomcba.terms.plan import BLOCK

    plan = case_plan()
    options = [option.id for option in plan.options[1:]]
    blocks = draws // BLOCK
    list(each_block(plan, plan.replicates))

    def work() -> None:
        npsv, means = np.empty((len(options), blocks * BLOCK)), []
        for number, block in enumerate(each_block(plan, blocks)):
            here = slice(number * BLOCK, (number + 1) * BLOCK)
            for row, option in enumerate(options):
                npsv[row, here] = block.rows[f"{option}.npsv", True]
            means.append([values.mean() for values in block.means.values()])
        np.mean(means, axis=0), np.quantile(npsv, (0.025, 0.1, 0.5, 0.9, 0.975), axis=1)

    wall, cpu = timed(work)
    return {"draws": blocks * BLOCK, "wall": wall, "cpu": cpu, "peak": peak_mib()}


def part_appraise(draws: int) -> dict[str, float]:
    """A whole appraisal in a fresh process, `--json`: time, and the peak of the process itself."""
    words = ["appraise", CASE, "--json", "--draws", str(draws)]
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "iomcba", *words], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    return {
        "draws": draws,
        "wall": time.perf_counter() - begun,
        "cpu": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss / 1024,
    }


def part_known() -> dict[str, float]:
    """Engine time to a standard error of £1,000 on the gateway's mean NPSV, by headlines.

    The first time, with tracing and tables, apart; and the fewest draws there are, all figures.
    """
    from iomcba.appraise.precision import by_replicate, standard_error
    from iomcba.appraise.summary import simulated_figures
    from iomcba.pipeline.simulate import each_block, least_draws, simulate

    plan = case_plan()

    def headlines(blocks: int) -> float:
        means = np.array([[block.means[BEST].mean()] for block in each_block(plan, blocks)])
        return float(standard_error(by_replicate(means, plan.replicates))[0])

    blocks = plan.replicates
    first = timed(lambda: headlines(blocks))[1]
    while (error := headlines(blocks)) > 1000:
        blocks *= 2
    simulated_figures(simulate(plan, least_draws(plan), quiet), {})
    return {
        "draws": 1024 * blocks,
        "error": error,
        "first": first,
        "headlines": min(timed(lambda: headlines(blocks))[1] for _ in range(9)),
        "fewest": least_draws(plan),
        "all": min(
            timed(lambda: simulated_figures(simulate(plan, least_draws(plan), quiet), {}))[1]
            for _ in range(3)
        ),
    }


def part_stream(repetitions: int) -> dict[str, float]:
    """Processor time of one block, by step; in a long run eight go side by side."""
    from iomcba.pipeline.compiled import ABREAST, Sealed, in_brief
    from iomcba.pipeline.simulate import Task, summarise_block

    plan = case_plan()
    compiled, sealed = in_brief(plan), Sealed.of(plan)
    ready, blocks = compiled.ready(), list(range(16, 16 + ABREAST))
    steps = {
        "drawn": (lambda: compiled.layout.fill(ready.inputs, blocks), ABREAST),
        "drawn and evaluated": (lambda: compiled.run(ready, 16, 16 + ABREAST), ABREAST),
        "in full": (lambda: summarise_block(Task(sealed, 3, 4, None)), 1),
    }
    found = {}
    for name, (step, of) in steps.items():
        step()
        found[name] = min(timed(step)[1] for _ in range(10 * repetitions)) / of
    return found


def part_error(repetitions: int) -> dict[str, list[float]]:
    """Root mean square error of mean NPSV (gateway) by draws, one replicate, both samplers."""
    from iomcba.pipeline.simulate import each_block

    plan = replace(case_plan(), replicates=1)
    sizes = (1, 2, 4, 8, 16)

    def npsv(changed, blocks: int) -> list[float]:
        return [float(b.means[BEST].mean()) for b in each_block(changed, blocks)]

    truth = np.mean([npsv(replace(plan, sampler="sobol", seed=s), 32) for s in range(900, 908)])
    found: dict[str, list[float]] = {"draws": [1024.0 * n for n in sizes], "truth": [float(truth)]}
    for sampler in ("sobol", "plain"):
        runs = np.array(
            [npsv(replace(plan, sampler=sampler, seed=s), max(sizes)) for s in range(repetitions)]
        )
        found[sampler] = [
            float(np.sqrt(np.mean((runs[:, :n].mean(axis=1) - truth) ** 2))) for n in sizes
        ]
    spread = [b.rows[BEST, True].std() for b in each_block(plan, 4)]
    found["spread"] = [float(np.mean(spread))]
    return found


def part_scaling() -> dict[str, dict[str, float]]:
    """Processor milliseconds of a streamed block as the case grows in one direction."""
    from iomcba.pipeline.compiled import ABREAST, InBrief

    plan = case_plan()

    def cost(changed) -> float:
        compiled = InBrief.of(changed)
        ready = compiled.ready()

        def work() -> None:
            compiled.run(ready, 16, 16 + ABREAST)

        work()
        return 1e3 * min(timed(work)[1] for _ in range(20)) / ABREAST

    bau, options = plan.options[0], plan.options[1:]
    fit = plan.counterfactual
    grown = {
        "cohort": {
            f"{n:,} people": replace(plan, counterfactual=replace(fit, cohort_size=n))
            for n in (250, 2_500, 250_000)
        },
        "options": {
            f"{n} options": replace(
                plan,
                options=(
                    bau,
                    *(replace(options[i % 4], id=f"option-{i}") for i in range(n - 1)),
                ),
            )
            for n in (2, 5, 9, 17)
        },
        "offence types": {
            f"{n} types": replace(
                plan,
                offences=plan.offences[:n],
                severe=plan.severe[:n],
                parts=tuple(replace(p, costs=p.costs[:n], shares=p.shares[:n]) for p in plan.parts),
                counterfactual=replace(fit, mix=np.append(fit.mix[:n], fit.mix[-1])),
            )
            for n in (5, 10, 19)
        },
        "years": {f"{n} years": _years(plan, n) for n in (1, 3, 10)},
    }
    return {
        kind: {label: cost(changed) for label, changed in plans.items()}
        for kind, plans in grown.items()
    }


def _years(plan, n: int):
    """The case with its last year repeated (or fewer years)."""
    rows = [min(y, 2) for y in range(n)]
    names = tuple(f"{2011 + y}-{(12 + y) % 100:02d}" for y in range(n))
    fit = plan.counterfactual

    def pick(values: tuple) -> tuple:
        return tuple(values[r] for r in rows) if values else values

    covariance = fit.covariance[np.ix_(rows, rows)] + np.diag([1.0] * n)
    return replace(
        plan,
        years=names,
        inflation=pick(plan.inflation),
        counterfactual=replace(
            fit,
            years=names,
            mean=fit.mean[rows],
            covariance=covariance,
            free_share=fit.free_share[rows],
            rate_free=fit.rate_free[rows],
        ),
        options=tuple(
            replace(
                o,
                places=pick(o.places),
                ramp=pick(o.ramp),
                lines=tuple(replace(line, in_year=pick(line.in_year)) for line in o.lines),
            )
            for o in plan.options
        ),
    )


def process(*words: str) -> dict[str, float]:
    """Wall and processor seconds of a command in a fresh process."""
    asked = [sys.executable, "-m", "iomcba", *words]
    wall, cpu = timed(lambda: subprocess.run(asked, check=True, capture_output=True))
    return {"wall": wall, "cpu": cpu}


def part_start(formats: str) -> dict[str, float]:
    """A default appraisal from a fresh process: `none` is `--json` without a run folder."""
    if formats == "none":
        return process("appraise", CASE, "--json")
    with tempfile.TemporaryDirectory() as folder:
        return process("appraise", CASE, "--out", f"{folder}/run", "--formats", formats)


def part_asked(command: str) -> dict[str, float]:
    """A command of decision analysis from a fresh process, on a run that is made."""
    with tempfile.TemporaryDirectory() as folder:
        process("appraise", CASE, "--out", f"{folder}/run", "--formats", "html")
        return process(command, f"{folder}/run")


def part_compare(changes: int) -> dict[str, float]:
    """`compare` of the case and a copy in which so many costs are 2% higher."""
    import iomcba

    shipped = Path(iomcba.__file__).parents[1] / "assumptions" / CASE
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / CASE
        shutil.copytree(shipped, copy)
        with (copy / "cost.csv").open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        for row in rows[:changes]:
            for column in ("central", "low", "high"):
                if cell := row[at := header.index(column)]:
                    row[at] = f"{1.02 * float(cell):.12g}"
        with (copy / "cost.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        return process("compare", CASE, str(copy))


def alone(name: str, *words: object):
    """Run a part in a process of its own."""
    asked = [sys.executable, __file__, "--part", name, *map(str, words)]
    single = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    told = subprocess.run(asked, check=True, capture_output=True, text=True, env=single)
    return json.loads(told.stdout.splitlines()[-1])


def part_areas(count: int, draws: int) -> dict[str, float]:
    """Many areas through `iomcba batch`: see benchmarks/areas.py."""
    words = [sys.executable, str(HERE / "areas.py"), "--areas", str(count), "--draws", str(draws)]
    told = subprocess.run(words, check=True, capture_output=True, text=True)
    return json.loads(told.stdout.splitlines()[-1])["batch"]


def machine() -> str:
    """Processor, how many, memory; and the libraries."""
    import scipy

    model, memory = platform.processor() or "unknown", ""
    info, size = Path("/proc/cpuinfo"), Path("/proc/meminfo")
    if info.exists() and size.exists():
        lines = info.read_text().splitlines()
        model = next((x.split(":")[1].strip() for x in lines if x.startswith("model name")), model)
        memory = f", {round(int(size.read_text().split()[1]) / 1024**2)} GiB"
    return (
        f"{model}, {os.cpu_count()} processors{memory}; Python {platform.python_version()}, NumPy "
        f"{np.__version__}, SciPy {scipy.__version__}"
    )


def load() -> float:
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")


def chart(error: dict[str, list[float]], path: Path) -> None:
    """Error against draws, both samplers, one line each."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "iomcba"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6.4, 3.8), layout="constrained")
    for sampler, label, colour in (
        ("plain", "plain draws", "#801650"),
        ("sobol", "scrambled Sobol' points", "#12436D"),
    ):
        axes.loglog(error["draws"], error[sampler], "o-", color=colour)
        place = (error["draws"][-1], error[sampler][-1])
        axes.annotate(label, place, (-4, 8), textcoords="offset points", ha="right", color=colour)
    axes.set_xlabel("Draws")
    axes.set_ylabel("Error of mean NPSV (pounds)")
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, metadata={"Date": None})


def page(found: dict) -> str:
    """The results in words and tables."""
    twin, engine = found["twin"], found["serial"]
    error, known = found["error"], found["known"]
    at = error["draws"].index(8192.0)
    loads = [part["load"] for part in found.values() if isinstance(part, dict) and "load" in part]
    lines = [
        "# Benchmarks",
        "",
        "Made by `python benchmarks/run.py`; `benchmarks/twin.py` is the same case written by hand"
        " in plain NumPy.",
        "",
        f"Machine: {found['machine']}. Load average where the parts began, of"
        f" {os.cpu_count()} processors: {min(loads):.1f} to {max(loads):.1f}, other work included;"
        " wall times grow with it, processor times a little, ratios of one run hardly.",
        "",
        *asked(found),
        "## Speed and memory, Bedfordshire case, five options",
        "",
        "| what | draws | wall, s | processor, s | draws a processor second | peak, MiB |",
        "|---|---|---|---|---|---|",
        _speed("plain NumPy twin, headlines", twin),
        _speed("engine, serial, the twin's headlines", found["alike"]),
        _speed("engine, serial, all figures", engine),
        _speed("engine, 2 threads", found["threads"]),
        _speed("engine, 2 processes", found["processes"]),
        _speed("whole appraisal, fresh process, default workers", found["million"]),
        _speed("whole appraisal, fresh process, default workers", found["ten million"]),
        "",
        "Processor seconds of workers that were not waited for are not counted. Peaks are those of"
        " the process itself, workers apart.",
        "",
        "Processor milliseconds of a block of 1,024 draws: "
        + ", ".join(f"{name} {1e3 * s:.2f}" for name, s in found["steps"].items() if name != "load")
        + ".",
        "",
        "## Error",
        "",
        "Root mean square error of mean NPSV of the rehabilitation gateway, chance averaged; spread"
        f" of one draw {error['spread'][0]:,.0f} pounds.",
        "",
        "| draws | Sobol', pounds | plain, pounds | ratio |",
        "|---|---|---|---|",
        *(
            f"| {int(n):,} | {s:,.0f} | {p:,.0f} | {p / s:.1f} |"
            for n, s, p in zip(error["draws"], error["sobol"], error["plain"], strict=True)
        ),
        "",
        "![Error against draws](benchmarks.svg)",
        "",
        f"At 8,192 points the error is {error['plain'][at] / error['sobol'][at]:.1f} times smaller"
        f" than that of plain draws. A run of {known['draws']:,} draws in 16 replicates gives it"
        f" with a standard error of {known['error']:,.0f} pounds in {known['headlines']:.3f} s of"
        f" processor, headlines alone ({known['first']:.2f} s more the first time, for tables and"
        f" tracing); {known['fewest']:,} draws with every figure, error and range take"
        f" {known['all']:.2f} s.",
        "",
        "## Growth: processor milliseconds of a streamed block",
        "",
        "| what | ms |",
        "|---|---|",
        *(
            f"| {label} | {ms:.2f} |"
            for kind in found["scaling"].values()
            if isinstance(kind, dict)
            for label, ms in kind.items()
        ),
        "",
        "## Commands from a fresh process",
        "",
        "| what | wall, s | processor, s |",
        "|---|---|---|",
        *(
            f"| {what} | {found[key]['wall']:.1f} | {found[key]['cpu']:.1f} |"
            for key, what in COMMANDS.items()
        ),
        "",
        *areas(found["areas"]),
    ]
    return "\n".join(lines)


def _speed(what: str, part: dict[str, float]) -> str:
    rate = f"{part['draws'] / part['cpu']:,.0f}" if part.get("cpu") else ""
    return (
        f"| {what} | {part['draws']:,} | {part['wall']:.1f} | {part['cpu']:.1f} | {rate} |"
        f" {part['peak']:.0f} |"
    )


def areas(found: dict[str, float]) -> list[str]:
    """What a batch of areas took."""
    return [
        "## Many areas",
        "",
        f"{found['areas']} synthetic areas, four options and as now, {found['draws']:,} draws each,"
        f" through `iomcba batch` on two processes (`benchmarks/areas.py`): {found['minutes']:.1f}"
        f" minutes, {found['cpu minutes']:.1f} of processor; peak {found['peak']:.0f} MiB, with its"
        f" workers {found['peak together']:.0f} MiB (load average at the start"
        f" {found['load']:.1f}).",
        "",
    ]


def asked(found: dict) -> list[str]:
    """What was asked for beside what was found."""
    twin, engine, error = found["twin"], found["serial"], found["error"]
    alike, ratio = (
        (each["draws"] / each["cpu"]) / (twin["draws"] / twin["cpu"])
        for each in (found["alike"], engine)
    )
    at = error["draws"].index(8192.0)
    gain = error["plain"][at] / error["sobol"][at]
    wall = min(found[kind]["wall"] for kind in ("threads", "processes"))
    peaks = [found[key]["peak"] for key in ("million", "ten million")]
    known = found["known"]
    analysed = sum(found[key]["wall"] for key in ("sensitivity", "voi", "breakeven"))
    rows = [
        (
            "Draws a processor second, times the twin's, its figures",
            "3",
            f"{alike:.2f}",
            alike >= 3,
        ),
        ("The same: all figures and ranges", "3", f"{ratio:.1f}", ratio >= 3),
        ("Engine, 1M draws on two processors", "3 s", f"{wall:.1f} s", wall < 3),
        ("Peak at 1M draws", "400 MiB", f"{peaks[0]:.0f} MiB", peaks[0] < 400),
        ("Peak at 10M draws", "400 MiB", f"{peaks[1]:.0f} MiB", peaks[1] < 400),
        (
            "£1,000 of standard error on mean NPSV",
            "0.1 s",
            f"£{known['error']:,.0f} in {known['headlines']:.3f} s (headlines)",
            known["error"] <= 1000 and known["headlines"] <= 0.1,
        ),
        ("Error at 8,192 points, times smaller", "8", f"{gain:.1f}", gain >= 8),
        *(
            (what, f"{limit} s", f"{seconds:.1f} s", seconds < limit)
            for what, limit, seconds in (
                ("Default appraisal, `--json`", 2.5, found["json"]["wall"]),
                ("Default appraisal with its page", 4, found["report"]["wall"]),
                ("Default appraisal with all four reports", 6, found["four"]["wall"]),
                ("Sensitivity, switching values and information", 5, analysed),
                ("`compare` with 8 changes", 5, found["compare"]["wall"]),
            )
        ),
    ]
    return [
        "## What was asked for",
        "",
        "| what | asked | found | reached |",
        "|---|---|---|---|",
        *(f"| {a} | {b} | {c} | {'yes' if d else 'no'} |" for a, b, c, d in rows),
        "",
        "Without compiled extras; there is no `[fast]` extra.",
        "",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--part", nargs="+")
    parser.add_argument("--found", type=Path)
    asked_for = parser.parse_args()
    if asked_for.part:
        name, *words = asked_for.part
        numbers = [int(word) if word.isdigit() else word for word in words]
        print(json.dumps(globals()[f"part_{name}"](*numbers)))
        return
    quick, kept = asked_for.quick, asked_for.found
    million, more = (65_536, 262_144) if quick else (1_000_000, 10_000_000)
    found: dict = json.loads(kept.read_text()) if kept is not None and kept.exists() else {}
    found["machine"] = machine()
    for key, words in {
        "twin": ("twin", 2**20 if not quick else million),
        "alike": ("alike", 2**20 if not quick else million),
        "serial": ("engine", million),
        "threads": ("engine", million, "threads", 2),
        "processes": ("engine", million, "processes", 2),
        "million": ("appraise", million),
        "ten million": ("appraise", more),
        "known": ("known",),
        "steps": ("stream", 2 if quick else 6),
        "error": ("error", 6 if quick else 24),
        "scaling": ("scaling",),
        "json": ("start", "none"),
        "report": ("start", "html"),
        "four": ("start", "html,pdf,docx,xlsx"),
        "sensitivity": ("asked", "sensitivity"),
        "voi": ("asked", "voi"),
        "breakeven": ("asked", "breakeven"),
        "compare": ("compare", 8),
        "areas": ("areas", 2 if quick else 43, million),
    }.items():
        if key not in found:
            busy = load()
            found[key] = alone(*words) | {"load": busy}
            if kept is not None:
                kept.write_text(json.dumps(found), encoding="utf-8")
        print(key, found[key], file=sys.stderr, flush=True)
    if quick:
        print(page(found))
        return
    chart(found["error"], DOCS / "benchmarks.svg")
    (DOCS / "benchmarks.md").write_text(page(found), encoding="utf-8")


if __name__ == "__main__":
    main()
