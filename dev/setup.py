"""Makes `.venv` from the hashed lock, with nothing but the Python of the system. Run by `make setup`.

Survives a half-finished run: `.venv/.lock-installed` is written last and names the lock, the Python and the place it
was made for; when it does not match, the lock is installed again. Two at once wait for each other.
"""

import fcntl
import hashlib
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".lock-installed"
LOCK = ROOT / "requirements" / "dev.txt"
RUN = ROOT / ".run"
LOG = RUN / "log" / "setup.log"
TRIES = 3
PIP = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-input", "--quiet"]
PIP += ["--disable-pip-version-check", "--retries", "5"]
UV = [str(VENV / "bin" / "uv"), "pip", "install", "--quiet", "--system-certs", "--python", str(PYTHON)]
UV += ["--require-hashes"]


def wanted() -> str:
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    return f"{digest}\n{sys.version.split()[0]}\n{VENV}\n"


def installed() -> str:
    return STAMP.read_text() if STAMP.is_file() else ""


def make_venv() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        reason = (made.stdout + made.stderr).strip()
        if "ensurepip" in reason:
            sys.exit(
                "Setting up stopped: this Python has no venv; install the package python3-venv and run this again."
            )
        sys.exit(f"Setting up stopped: Python could not make .venv.\n{reason}")


def install(guard: TextIO) -> None:
    """uv out of the lock, then everything with uv (seconds); where uv cannot reach what pip can, with pip (minutes)."""
    uv = RUN / "uv.txt"
    uv.write_text(only("uv", LOCK.read_text()))
    if run(guard, [*PIP, "-r", str(uv)]) and run(guard, [*UV, "-r", str(LOCK)]):
        return
    for attempt in range(1, TRIES + 1):
        if run(guard, [*PIP, "-r", str(LOCK)]):
            return
        if attempt < TRIES:
            print(f"Installing did not finish; trying again ({attempt + 1} of {TRIES}).", flush=True)
            time.sleep(3 * attempt)
    print("\n".join(LOG.read_text().splitlines()[-8:]), file=sys.stderr)
    sys.exit(
        "Setting up stopped: the Python packages could not be installed (the reason stands above and in "
        ".run/log/setup.log); check the network and run this again."
    )


def only(package: str, lock: str) -> str:
    """The lines of one package in a hashed lock: its first one, and those it goes on in."""
    lines = lock.splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith(f"{package}=="))
    last = next(number for number in range(first, len(lines)) if not lines[number].endswith("\\"))
    return "\n".join(lines[first : last + 1]) + "\n"


def run(guard: TextIO, command: list[str]) -> bool:
    """The installer inherits the lock: should we be killed, the next set-up waits until it has ended too."""
    with LOG.open("w") as log:
        code = subprocess.call(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, pass_fds=[guard.fileno()]
        )
    return code == 0


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  (this file runs on whatever the system has)
        version = sys.version.split()[0]
        sys.exit(
            f"Setting up stopped: Klik needs Python 3.11 or newer and {sys.executable} is {version}; "
            "use make PYTHON=/path/to/a/newer/python3."
        )
    if installed() == wanted():
        return
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with (RUN / "setup.lock").open("w") as guard:
        try:
            fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Setting up: another set-up is busy in this folder; waiting for it …", flush=True)
            fcntl.flock(guard, fcntl.LOCK_EX)
        if installed() == wanted():
            return
        begun = time.monotonic()
        print(
            "Setting up: Python packages from requirements/dev.txt into .venv (once) …",
            flush=True,
        )
        same_place = installed().partition("\n")[2] == wanted().partition("\n")[2]
        if same_place:  # a whole .venv of an older lock
            STAMP.unlink()
        else:
            make_venv()
        install(guard)
        STAMP.write_text(wanted())
        print(f"Setting up: done in {time.monotonic() - begun:.0f} seconds.", flush=True)


if __name__ == "__main__":
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
