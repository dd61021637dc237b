"""Makes `.venv` from the hashed lock, with nothing but the Python of the system. Run by `make setup`.

Survives a half-finished run: `.venv/.lock-installed` is written last and names the lock, the Python and the place it
was made for; when it does not match, the lock is installed again. Two at once wait for each other.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
LOCK = os.path.join(ROOT, "requirements", "dev.txt")
RUN = os.path.join(ROOT, ".run")
LOG = os.path.join(RUN, "log", "setup.log")
STAMP = os.path.join(VENV, ".lock-installed")
PYTHON = os.path.join(VENV, "bin", "python")
TRIES = 3


def wanted():
    with open(LOCK, "rb") as lock:
        digest = hashlib.sha256(lock.read()).hexdigest()
    return "%s\n%s\n%s\n" % (digest, sys.version.split()[0], VENV)


def installed():
    try:
        with open(STAMP) as stamp:
            return stamp.read()
    except OSError:
        return ""


def runs(*command):
    try:
        return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def make_venv():
    if runs(PYTHON, "-c", "import pip"):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        detail = (made.stdout + made.stderr).strip()
        if "ensurepip" in detail:
            sys.exit(
                "Setting up stopped: this Python has no venv; install the package python3-venv and run this again."
            )
        sys.exit("Setting up stopped: Python could not make .venv.\n" + detail)


def install():
    command = [PYTHON, "-m", "pip", "install", "--require-hashes", "--quiet", "--no-input"]
    command += ["--disable-pip-version-check", "--retries", "5", "-r", LOCK]
    os.makedirs(os.path.dirname(LOG), exist_ok=True)
    for attempt in range(1, TRIES + 1):
        with open(LOG, "w") as log:
            if subprocess.call(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT) == 0:
                return
        if attempt < TRIES:
            print("Installing did not finish; trying again (%d of %d)." % (attempt + 1, TRIES), flush=True)
            time.sleep(3 * attempt)
    with open(LOG) as log:
        print("".join(log.readlines()[-12:]), file=sys.stderr)
    sys.exit(
        "Setting up stopped: the Python packages could not be installed (the reason stands above and in "
        ".run/log/setup.log); check the network and run this again."
    )


def main():
    if sys.version_info < (3, 11):
        sys.exit(
            "Setting up stopped: Klik needs Python 3.11 or newer and %s is %s; use PYTHON=/path/to/newer/python3."
            % (sys.executable, sys.version.split()[0])
        )
    if installed() == wanted():
        return
    os.makedirs(RUN, exist_ok=True)
    with open(os.path.join(RUN, "setup.lock"), "w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if installed() == wanted():
            return
        begun = time.monotonic()
        print(
            "Setting up: Python packages from requirements/dev.txt into .venv (once; a minute or two) …",
            flush=True,
        )
        if not installed().endswith(wanted().split("\n", 1)[1]):
            # Another Python or another folder than this .venv was made for.
            shutil.rmtree(VENV, ignore_errors=True)
        elif os.path.exists(STAMP):
            os.remove(STAMP)
        make_venv()
        install()
        with open(STAMP, "w") as stamp:
            stamp.write(wanted())
        print("Setting up: done in %d seconds." % (time.monotonic() - begun), flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
