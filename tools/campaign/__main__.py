"""Runs the campaign: stop it at any time, and go on later where it was.

Each process makes some seeds of one trial; one that dies has crashed the interpreter, which is a failure of
the seed it was at. Results are kept in the folder `.campaign`, and `--write` puts their table into
docs/reliability.md.
"""

import argparse
import faulthandler
import json
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from tools.campaign.trial import ROOT, VISIT, Trial
from tools.campaign.trials import TRIALS

DOCUMENT: Final = ROOT / "docs" / "reliability.md"
BEGIN: Final = "<!-- campaign: begin -->\n"
END: Final = "<!-- campaign: end -->\n"


@dataclass
class Record:
    """What a trial has come to so far.

    Attributes:
        next_seed: where it goes on.
        counts: what happened, by its names.
        seconds: that it took.
        failures: seeds, and what went wrong.
        commits: of the code that was tried.
        last_day: on which it was tried, as an ISO 8601 date.
    """

    next_seed: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    failures: list[tuple[int, str]] = field(default_factory=list)
    commits: list[str] = field(default_factory=list)
    last_day: str = ""


def main() -> int:
    """Run the command line; return 1 if anything has failed."""
    parser = argparse.ArgumentParser(prog="python -m tools.campaign", description=__doc__.splitlines()[0])
    parser.add_argument("trials", nargs="*", metavar="TRIAL", help=f"of {', '.join(TRIALS)} [all]")
    parser.add_argument("--minutes", type=float, default=1e9, help="stop after so many")
    parser.add_argument("--folder", type=Path, default=ROOT / ".campaign", help="where the results are kept")
    parser.add_argument("--seed", type=int, help="make this seed of one trial again, in this process")
    parser.add_argument("--write", action="store_true", help="put the table into docs/reliability.md")
    parser.add_argument("--process", type=int, nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    trials = [TRIALS[name] for name in options.trials or TRIALS]
    if options.process:
        make_seeds(trials[0], range(*options.process))
        return 0
    if options.seed is not None:
        print(dict(make_seed(trials[0], options.seed)))
        return 0
    deadline_s = time.monotonic() + 60 * options.minutes
    for trial in trials:
        run(trial, options.folder / f"{trial.name}.json", deadline_s)
    records = {name: read(options.folder / f"{name}.json") for name in TRIALS}
    print(table(records))
    if options.write:
        write_table(records)
    return int(any(record.failures for record in records.values()))


def run(trial: Trial, path: Path, deadline_s: float) -> None:
    """Make seeds until there are enough, or until the time is over."""
    record = read(path)
    while missing(trial, record) and time.monotonic() < deadline_s:
        began_s = time.monotonic()
        last = record.next_seed + trial.seeds
        counts = Counter(record.counts)
        arguments = [trial.name, "--process", str(record.next_seed), str(last)]
        command = [sys.executable, "-m", "tools.campaign", *arguments]
        with (
            tempfile.TemporaryFile("w+", errors="replace") as errors,
            subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True) as process,
        ):
            assert process.stdout is not None
            for line in process.stdout:
                answer = json.loads(line)
                record.next_seed = answer["seed"] + 1
                counts.update(answer["counts"])
                if answer["error"]:
                    record.failures.append((answer["seed"], answer["error"]))
            process.wait()
            errors.seek(0)
            said = errors.read()[-3000:]
        if process.returncode:
            record.failures.append((record.next_seed, f"exit code {process.returncode}\n{said}"))
            record.next_seed += 1
        record.counts = dict(counts)
        record.seconds += time.monotonic() - began_s
        record.last_day = date.today().isoformat()
        if (commit := commit_now()) not in record.commits:
            record.commits.append(commit)
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(asdict(record), indent=1))
        done = counts[trial.unit]
        print(
            f"{trial.name}: {done} of {trial.target} {trial.unit}, {len(record.failures)} failed", flush=True
        )


def missing(trial: Trial, record: Record) -> bool:
    """Return whether a trial has not come to its target."""
    return record.counts.get(trial.unit, 0) < trial.target or (
        trial.at_least > 0 and fewest_visits(record)[1] < trial.at_least
    )


def fewest_visits(record: Record) -> tuple[str, int]:
    """Return the phase that was visited least, and how often."""
    visits = {
        name.removeprefix(VISIT): count for name, count in record.counts.items() if name.startswith(VISIT)
    }
    return min(visits.items(), key=lambda item: item[1], default=("", 0))


def make_seeds(trial: Trial, seeds: range) -> None:
    """Make the trials of these seeds, and print a line of JSON after each."""
    faulthandler.enable()
    for seed in seeds:
        counts, error = Counter[str](), ""
        try:
            counts = make_seed(trial, seed)
        except Exception:
            error = traceback.format_exc(limit=-6)
        print(json.dumps({"seed": seed, "counts": counts, "error": error}), flush=True)


def make_seed(trial: Trial, seed: int) -> Counter[str]:
    """Make the trial of one seed in a folder of its own."""
    faulthandler.dump_traceback_later(trial.limit_s, exit=True)
    try:
        with tempfile.TemporaryDirectory(prefix="campaign-") as folder:
            return trial.run(seed, Path(folder))
    finally:
        faulthandler.cancel_dump_traceback_later()


def read(path: Path) -> Record:
    """Return what there is so far."""
    return Record(**json.loads(path.read_text())) if path.exists() else Record()


def commit_now() -> str:
    """Return the short name of the commit that is tried."""
    command = ["git", "describe", "--always", "--dirty"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


def table(records: dict[str, Record]) -> str:
    """Return the results as a table in Markdown."""
    rows = ["| trial | made | failed | what happened |", "|---|---|---|---|"]
    for name, record in records.items():
        trial = TRIALS[name]
        others = {key: n for key, n in record.counts.items() if key != trial.unit}
        if trial.at_least:
            phase, visits = fewest_visits(record)
            others = {key: n for key, n in others.items() if not key.startswith(VISIT)}
            others[f"visits of each phase at least ({phase})"] = visits
        happened = ", ".join(f"{key} {n:,}" for key, n in sorted(others.items()))
        made = f"{record.counts.get(trial.unit, 0):,} {trial.unit}"
        rows.append(f"| {trial.what} | {made} | {len(record.failures)} | {happened} |")
    return "\n".join(rows) + "\n"


def write_table(records: dict[str, Record]) -> None:
    """Put the table, with date, commits and machine, into docs/reliability.md."""
    before, _, rest = DOCUMENT.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    days = sorted(record.last_day for record in records.values() if record.last_day)
    commits = sorted({commit for record in records.values() for commit in record.commits})
    hours = sum(record.seconds for record in records.values()) / 3600
    said = (
        f"{days[0]} to {days[-1]}, at {', '.join(commits)}; {hours:.1f} hours on two shared "
        f"cores of an x86-64 machine with Linux, Python {sys.version.split()[0]}.\n\n"
    )
    DOCUMENT.write_text(f"{before}{BEGIN}{said}{table(records)}{END}{after}")


if __name__ == "__main__":
    sys.exit(main())
