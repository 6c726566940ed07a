"""How much memory processes hold, where the system tells it in /proc."""

from pathlib import Path
from typing import Final

ROLLUP: Final = "/proc/{}/smaps_rollup"
NOT_MEASURED: Final = "not measured: no /proc here"


def resident_mb(process: int | str = "self") -> float | str:
    """Return the resident memory of a process, in MB of 2**20 bytes; else why it is not known.

    Args:
        process: its number.
    """
    try:
        return parsed_mb(Path(ROLLUP.format(process)).read_text(encoding="ascii"))
    except OSError:
        return NOT_MEASURED


def parsed_mb(text: str) -> float:
    """Read the line Rss of a smaps_rollup.

    Raises:
        ValueError: there is none.
    """
    for line in text.splitlines():
        name, _, rest = line.partition(":")
        if name == "Rss":
            amount, unit = rest.split()
            if unit == "kB":
                return int(amount) / 1024
    raise ValueError("expected a line Rss in kB")


def together_mb(*parts: float | str) -> float | str:
    """Their sum; or why one of them is not known."""
    numbers = [part for part in parts if not isinstance(part, str)]
    return sum(numbers) if len(numbers) == len(parts) else NOT_MEASURED
