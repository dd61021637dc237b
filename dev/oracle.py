"""An independent solver of stable matching with strict orders, the package `matching`: for tests and the bench only.

Its import name is also that of our room, so it lives in a folder of its own (`.venv/oracle`, from a hashed lock) and
is asked in a Python of its own that sees neither our code nor ours its. `python -m dev.oracle` installs it; without a
network it says so and goes on, and the tests that need it are skipped with that reason.
"""

import fcntl
import functools
import hashlib
import importlib
import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "oracle.txt"
HOME = ROOT / ".venv" / "oracle"
STAMP = HOME / ".lock-installed"
MISSING = "the package `matching` is not installed (no network?); `python -m dev.oracle` tries again"


@dataclass(frozen=True)
class Answer:
    """What the oracle says of one problem, in how many seconds, and the megabytes it took beyond the problem itself."""

    pairs: dict[int, int | None]
    seconds: float
    megabytes: float


def wanted() -> str:
    return f"{hashlib.sha256(LOCK.read_bytes()).hexdigest()}\n{sys.version.split()[0]}\n"


def is_there() -> bool:
    return STAMP.is_file() and STAMP.read_text() == wanted()


def ensure() -> bool:
    """Install the oracle when it is not there yet. False when that did not succeed."""
    if is_there():
        return True
    (ROOT / ".run").mkdir(exist_ok=True)
    with (ROOT / ".run" / "oracle.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if is_there():
            return True
        shutil.rmtree(HOME, ignore_errors=True)
        command = [sys.executable, "-m", "pip", "install", "--require-hashes", "--no-input", "--quiet"]
        command += [
            "--disable-pip-version-check",
            "--only-binary",
            ":all:",
            "--target",
            str(HOME),
            "-r",
            str(LOCK),
        ]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode:
            shutil.rmtree(HOME, ignore_errors=True)
            return False
        STAMP.write_text(wanted())
    return True


def ask(
    problems: Sequence[tuple[Mapping[int, Sequence[int]], Mapping[int, Sequence[int]], Mapping[int, int]]],
) -> list[Answer]:
    """The participants' best outcome of each problem: (choices in strict order, claims, places)."""
    sent = json.dumps(
        [[_pairs(choices), _pairs(claims), list(places.items())] for choices, claims, places in problems]
    )
    command = [sys.executable, "-I", str(Path(__file__)), str(HOME)]
    done = subprocess.run(command, input=sent, capture_output=True, text=True, check=True)
    return [
        Answer({participant: buddy for participant, buddy in pairs}, seconds, megabytes)  # noqa: C416  (JSON has no int keys)
        for pairs, seconds, megabytes in json.loads(done.stdout)
    ]


def _pairs(orders: Mapping[int, Sequence[int]]) -> list[tuple[int, list[int]]]:
    return [(one, list(order)) for one, order in orders.items()]


def megabytes_of(work: Callable[[], Any]) -> tuple[float, Any]:
    """How far the memory of this process rises while it works, and what the work gave."""
    before = _memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # the highest point is counted from here (Linux, proc(5))
    given = work()
    return (_memory("VmHWM") - before) / 1024, given


def _memory(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def answer() -> None:
    """The other side of `ask`, in the process of its own."""
    sys.path.insert(0, sys.argv[1])
    sys.setrecursionlimit(1_000_000)  # it copies its players deeply, and each knows all others
    hospital_resident = importlib.import_module("matching.games").HospitalResident

    answers = []
    for choices, claims, places in json.load(sys.stdin):
        residents, hospitals, capacities = _both_want(dict(choices), dict(claims), dict(places))
        solve = functools.partial(_solved, hospital_resident, residents, hospitals, capacities)
        begun = time.perf_counter()
        megabytes, solved = megabytes_of(solve)
        seconds = time.perf_counter() - begun
        answers.append([[[one, solved.get(one)] for one, _order in choices], seconds, megabytes])
    json.dump(answers, sys.stdout)


def _solved(hospital_resident: Any, residents: Any, hospitals: Any, capacities: Any) -> dict[int, int]:
    if not residents:
        return {}
    game = hospital_resident.create_from_dictionaries(residents, hospitals, capacities)
    return {
        resident.name: hospital.name
        for hospital, matched in game.solve(optimal="resident").items()
        for resident in matched
    }


def _both_want(
    choices: dict[int, list[int]], claims: dict[int, list[int]], places: dict[int, int]
) -> tuple[dict[int, list[int]], dict[int, list[int]], dict[int, int]]:
    """The package wants lists in which each names the other, nobody without a list and no empty capacity."""
    listed = {buddy: set(order) for buddy, order in claims.items()}
    residents = {
        one: [buddy for buddy in order if places.get(buddy) and one in listed.get(buddy, ())]
        for one, order in choices.items()
    }
    residents = {one: order for one, order in residents.items() if order}
    named = {one: set(order) for one, order in residents.items()}
    hospitals = {
        buddy: [one for one in order if buddy in named.get(one, ())]
        for buddy, order in claims.items()
        if places.get(buddy)
    }
    hospitals = {buddy: order for buddy, order in hospitals.items() if order}
    return residents, hospitals, {buddy: places[buddy] for buddy in hospitals}


if __name__ == "__main__":
    if len(sys.argv) > 1:
        threading.stack_size(1 << 30)
        worker = threading.Thread(target=answer)
        worker.start()
        worker.join()
    elif not ensure():
        print(f"Note: {MISSING}.", flush=True)
