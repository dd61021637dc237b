"""The whole of Klik on one machine: `make demo` starts it and stays until Ctrl-C; `make demo-reset` empties it.

    python -m dev.demo PORT
    python -m dev.demo reset

Every child leads a process group of its own, so that what it started can be stopped with it. A child that dies is
cleaned away with its group and started again, ever more patiently.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TextIO

from dev.processes import Record, die_with_parent, identity, kill_group, kill_recorded_group, same_process
from dev.services import ROOT, RUN, Services, StartError, given_urls, only_one, port_is_free, write_env
from dev.system import ensure_libraries

LOG = RUN / "log"
RECORDS = RUN / "demo.json"
HOST = "127.0.0.1"
FIRST_PAGE_PATIENCE = 90  # seconds
KIND_STOP = 6  # seconds for TERM before QUIT, and again before KILL
GUARD_PATIENCE = 20  # seconds for the guard of a killed demo to clean up
LONGEST_PAUSE = 30  # seconds between two restarts of the same child
STEADY = 60  # seconds after which an earlier fall is forgotten


class StopRequestError(Exception):
    """Someone pressed Ctrl-C, or asked with a signal."""


class Signals:
    """Remembers that we were asked to stop; loops ask at points where nothing is half-done."""

    def __init__(self) -> None:
        self.asked = False
        # Whoever runs `make demo` may lose its make to kill -9; then nobody is left to press Ctrl-C.
        self.parent = os.getppid() if "MAKELEVEL" in os.environ else None
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup stays nohup
                signal.signal(number, self._remember)

    def _remember(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True

    def pause(self, seconds: float) -> None:
        """Sleep, but wake up and raise as soon as a stop is asked for."""
        until = time.monotonic() + seconds
        while True:
            if self.asked or (self.parent and os.getppid() != self.parent):
                raise StopRequestError
            if (left := until - time.monotonic()) <= 0:
                return
            time.sleep(min(left, 0.1))


@dataclass
class Child:
    """One long-running process of the demo, and the group it leads."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0
    falls: int = 0
    again_at: float = 0
    record: Record = field(default_factory=dict)

    def start(self) -> None:
        with (LOG / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                env=self.environment,
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(signal.SIGQUIT),  # noqa: PLW1509  (one thread)
            )
        self.record = identity(self.process.pid)
        self.started = time.monotonic()

    def fallen(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def plan_restart(self) -> None:
        """Clean up what the fallen child left, and say when it starts again."""
        assert self.process is not None
        code = self.process.returncode
        kill_group(self.process.pid)
        self.process = None
        self.falls = 1 if time.monotonic() - self.started > STEADY else self.falls + 1
        pause = min(2 ** (self.falls - 1), LONGEST_PAUSE)
        self.again_at = time.monotonic() + pause
        note(f"{self.name} ended with status {code}; starting it again in {pause} s")


class Done:
    """Remembers in a file that something was done with these sources as they were."""

    def __init__(self, stamp: Path, sources: list[Path]) -> None:
        self.stamp = stamp
        digest = hashlib.sha256()
        for source in sorted(sources):
            if source.is_file():
                digest.update(
                    f"{source.relative_to(ROOT)}\0".encode() + hashlib.sha256(source.read_bytes()).digest()
                )
        self.digest = digest.hexdigest()

    def still_holds(self) -> bool:
        return self.stamp.is_file() and self.stamp.read_text() == self.digest

    def remember(self) -> None:
        self.stamp.write_text(self.digest)


class Guard:
    """A process that only waits, to clean up after us when we are killed without a chance to do it ourselves.

    It inherits the lock of the demo, so the next start waits until it is done.
    """

    def __init__(self) -> None:
        read_end, self._write_end = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            try:
                os.setsid()
                os.close(self._write_end)
                nowhere = os.open(os.devnull, os.O_RDWR)
                for stream in range(3):
                    os.dup2(nowhere, stream)
                os.read(read_end, 1)  # returns when the last writer, our parent, is gone
                clear_leftovers()
                services = Services(RUN)
                if services.abandoned():
                    services.stop()
            finally:
                os._exit(0)
        os.close(read_end)

    def dismiss(self) -> None:
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)


class Demo:
    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://{HOST}:{port}/"
        self.signals = Signals()
        self.services: Services | None = None
        self.environment: dict[str, str] = {}
        self.children: list[Child] = []

    def run(self) -> None:
        """Start everything, stay until asked to stop, and leave no process behind."""
        guard = Guard()
        try:
            self._start_services()
            self._prepare()
            self._start_web()
            self._wait_for_first_page()
            self._start_workers()
            print(f"Klik: {self.url}", flush=True)
            while True:
                self.signals.pause(1)
                self._keep_alive()
        finally:
            self._stop()
            guard.dismiss()

    def _start_services(self) -> None:
        urls = given_urls()
        if urls is None:
            services = Services(RUN, tied=True)
            if not services.anything_runs() or services.abandoned():
                self.services = services  # else `make services` runs them, and they stay when we go
            with only_one(RUN / "services.lock"):
                urls = services.start()
        write_env(urls)
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "KLIK_LOGIN"},
            **urls,
            "DJANGO_SETTINGS_MODULE": "config.settings.demo",
            "KLIK_RUN": str(RUN),
            "PYTHONUNBUFFERED": "1",
        }

    def _prepare(self) -> None:
        """Migrate, fill and collect static files, each only when something changed since it was last done."""
        packages = [ROOT / "requirements" / "dev.txt"]
        data = Done(RUN / "postgres" / "klik-filled", [*packages, *ROOT.glob("*/migrations/*.py")])
        static = Done(
            RUN / "static.done", [*packages, *ROOT.glob("static/**/*"), *ROOT.glob("*/static/**/*")]
        )
        fill = not self.services or not data.still_holds()
        collect = not static.still_holds() or not (RUN / "static").is_dir()
        if fill:
            print(
                "Preparing the database and the invented people (the first time takes a minute) …", flush=True
            )
        collecting = ["collectstatic", "--noinput", "--clear", "--verbosity", "0"]
        steps = [self._step("collectstatic", collecting, self.environment)] if collect else []
        if fill:
            owner = {**self.environment, "KLIK_LOGIN": "owner"}
            self._finish(self._step("migrate", ["migrate", "--noinput"], owner))
            self._finish(self._step("seed", ["seed"], self.environment))
            if self.services:
                data.remember()
        for step in steps:
            self._finish(step)
            static.remember()

    def _step(self, name: str, arguments: list[str], environment: dict[str, str]) -> Child:
        (LOG / f"{name}.log").unlink(missing_ok=True)
        step = Child(name, [sys.executable, "manage.py", *arguments], environment)
        self.children.append(step)
        self._launch(step)
        return step

    def _finish(self, step: Child) -> None:
        while not step.fallen():
            self.signals.pause(0.02)
        self.children.remove(step)
        assert step.process is not None
        if step.process.returncode:
            raise StartError(f"{tail(step.name)}\nStarting stopped: {step.name} did not succeed (see above).")

    def _start_web(self) -> None:
        # Threads, as there is no proxy in front: a browser keeps connections open that say nothing yet, and two of
        # those would hold both of two sync workers until they are killed.
        workers = (
            "--workers 2 --worker-class gthread --threads 16 --keep-alive 0 --timeout 60 --graceful-timeout 5"
        )
        self._start(
            "web", f"gunicorn config.wsgi:application --bind {HOST}:{self.port} {workers} --no-control-socket"
        )

    def _start_workers(self) -> None:
        worker = (
            "celery --app config worker --loglevel INFO --without-gossip --without-mingle --concurrency 1"
        )
        self._start("worker", f"{worker} --queues default --hostname default@klik")
        self._start("pdf", f"{worker} --queues pdf --hostname pdf@klik")
        self._start("beat", "celery --app config beat --loglevel INFO --pidfile=")

    def _start(self, name: str, command: str) -> None:
        (LOG / f"{name}.log").unlink(missing_ok=True)
        child = Child(name, [sys.executable, "-m", *command.split()], self.environment)
        self.children.append(child)
        self._launch(child)

    def _wait_for_first_page(self) -> None:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        until = time.monotonic() + FIRST_PAGE_PATIENCE
        answer = "nothing"
        while time.monotonic() < until:
            self.signals.pause(0.05)
            if self.children[0].fallen():
                break
            try:
                with opener.open(self.url, timeout=30) as page:
                    if page.status == 200:
                        return
            except urllib.error.HTTPError as problem:
                answer = f"status {problem.code}"
            except (OSError, ValueError):
                pass
        raise StartError(f"{tail('web')}\nStarting stopped: the first page answered {answer} (see above).")

    def _keep_alive(self) -> None:
        if self.services:
            with only_one(RUN / "services.lock"):
                self.services.start()
        for child in self.children:
            if child.fallen():
                child.plan_restart()
            elif child.process is None and time.monotonic() >= child.again_at:
                self._launch(child)

    def _launch(self, child: Child) -> None:
        child.start()
        half = RECORDS.with_suffix(".half")
        half.write_text(json.dumps([child.record for child in self.children if child.record]))
        half.replace(RECORDS)

    def _stop(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        running = [child.process for child in self.children if child.process]
        for number in (signal.SIGTERM, signal.SIGQUIT):
            for process in running:
                if process.poll() is None:
                    process.send_signal(number)
            until = time.monotonic() + KIND_STOP
            while time.monotonic() < until and any(process.poll() is None for process in running):
                time.sleep(0.05)
        for process in running:
            kill_group(process.pid)
            process.wait()
        if self.services:
            with only_one(RUN / "services.lock"):
                self.services.stop()
        RECORDS.unlink(missing_ok=True)


def clear_leftovers() -> None:
    """Children of a start that was itself killed."""
    try:
        records = json.loads(RECORDS.read_text())
    except (OSError, ValueError):
        return
    for record in records:
        kill_recorded_group(record)
    RECORDS.unlink(missing_ok=True)


def note(sentence: str) -> None:
    with (LOG / "demo.log").open("a") as log:
        log.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {sentence}\n")


def tail(name: str, lines: int = 15) -> str:
    path = LOG / f"{name}.log"
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.is_file() else ""


def check_port(port: int) -> None:
    """Refuse a port that cannot be used, in one sentence."""
    with socket.socket() as caller:
        caller.settimeout(1)
        taken = caller.connect_ex((HOST, port)) == 0
    if taken or not port_is_free(port):
        raise StartError(
            f"Port {port} is in use or not allowed; choose another one, for example: make demo PORT={port + 123}"
        )


@contextlib.contextmanager
def sole_demo() -> Iterator[None]:
    """One demo in one folder."""
    LOG.mkdir(parents=True, exist_ok=True)
    with (RUN / "demo.lock").open("a+") as guard:
        until = time.monotonic() + GUARD_PATIENCE
        while True:
            try:
                fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if holder_lives(guard) or time.monotonic() > until:
                    raise StartError(
                        "Klik already runs from this folder; stop it first (Ctrl-C where it was started)."
                    ) from None
                time.sleep(0.1)
        guard.truncate(0)
        guard.write(json.dumps(identity(os.getpid())))
        guard.flush()
        yield


def holder_lives(guard: TextIO) -> bool:
    guard.seek(0)
    try:
        return same_process(json.loads(guard.read())) is not None
    except (ValueError, KeyError):
        return False


def start(port: int) -> None:
    with sole_demo():
        clear_leftovers()
        check_port(port)
        if problem := ensure_libraries(LOG / "system.log"):
            raise StartError(problem)
        print(f"Starting Klik; logs are in {LOG}, Ctrl-C stops it.", flush=True)
        with contextlib.suppress(StopRequestError):
            Demo(port).run()


def reset() -> None:
    with sole_demo():
        clear_leftovers()
        with only_one(RUN / "services.lock"):
            Services(RUN).reset()
        for name in ("demo.env", "beat*", "mail", "static*"):
            for path in RUN.glob(name):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    print("The demo is empty; the next `make demo` fills it again.")


def main() -> int:
    wish = sys.argv[1] if len(sys.argv) == 2 else ""
    try:
        if wish == "reset":
            reset()
        elif wish.isdecimal() and 0 < int(wish) < 65_536:
            start(int(wish))
        else:
            raise StartError(f"PORT must be a number from 1 to 65535, not '{wish}'.")
    except StartError as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
