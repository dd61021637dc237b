"""The two commands on a machine that is busy, bare, or was switched off half-way."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from dev import system
from dev.processes import Record, group_lives, identity, kill_recorded_group
from dev.services import ROOT, Services, answers_redis


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    """A process that leads a group in which it started another one."""
    shell = subprocess.Popen(
        ["/bin/sh", "-c", "sleep 60 & echo $!; wait"], stdout=subprocess.PIPE, start_new_session=True
    )
    assert shell.stdout
    shell.stdout.readline()  # the other one has begun
    yield shell
    shell.kill()
    shell.wait()
    shell.stdout.close()
    kill_recorded_group({"pid": str(shell.pid), "born": "0"})


def test_a_port_in_use_is_said_in_one_sentence_and_nothing_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "dev.demo", str(port)],
            cwd=ROOT,
            env={**os.environ, "KLIK_RUN": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        f"Port {port} is in use or not allowed; choose another one, for example: make demo PORT={port + 123}"
    ]
    assert not (tmp_path / "services.json").exists()


def test_what_a_killed_child_started_is_cleaned_away(sleeper: subprocess.Popen[bytes]) -> None:
    record: Record = identity(sleeper.pid)
    sleeper.kill()
    sleeper.wait()
    assert group_lives(sleeper.pid)
    kill_recorded_group(record)
    assert not group_lives(sleeper.pid)


def test_a_stranger_that_got_the_number_of_a_dead_child_is_left_alone(
    sleeper: subprocess.Popen[bytes],
) -> None:
    kill_recorded_group({**identity(sleeper.pid), "born": "1.0"})
    assert sleeper.poll() is None
    assert group_lives(sleeper.pid)


def test_missing_libraries_are_named_when_apt_may_not_be_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(system, "loads", lambda _names: False)
    monkeypatch.setattr(system, "has_font", lambda: False)
    monkeypatch.setattr(system, "apt_prefix", lambda: None)
    sentence = system.ensure_libraries(tmp_path / "system.log")
    assert sentence is not None
    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core" in sentence


def test_a_killed_start_is_survived_and_keeps_its_data(tmp_path: Path) -> None:
    services = Services(tmp_path, tied=True)
    try:
        owner_url = services.start()["DATABASE_OWNER_URL"]
        with psycopg.connect(owner_url) as connection:
            connection.execute("CREATE TABLE kept (word text); INSERT INTO kept VALUES ('here')")
        for child in services.children:
            os.kill(child.pid, signal.SIGKILL)
            child.wait()

        again = Services(tmp_path, tied=True)
        urls = again.start()
        with psycopg.connect(urls["DATABASE_URL"]) as connection:
            assert connection.execute("SELECT word FROM kept").fetchall() == [("here",)]
        redis = again._recall("redis")
        assert answers_redis(int(redis["port"]), redis["password"])
        assert not answers_redis(int(redis["port"]), "a guess")
        again.stop()
        assert not again.anything_runs()
        assert not any(group_lives(child.pid) for child in again.children)
    finally:
        Services(tmp_path).reset()
