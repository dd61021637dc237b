"""Processes that can be found again and stopped for certain."""

import contextlib
import ctypes
import os
import signal
import sys
import time

import psutil

Record = dict[str, str]


def identity(pid: int) -> Record:
    """What tells a process from a later one with the same id."""
    return {"pid": str(pid), "born": str(psutil.Process(pid).create_time())}


def same_process(record: Record) -> psutil.Process | None:
    """The running process with this identity."""
    try:
        process = psutil.Process(int(record["pid"]))
        alive = (
            process.status() != psutil.STATUS_ZOMBIE
            and abs(process.create_time() - float(record["born"])) < 1
        )
    except psutil.Error:
        return None
    return process if alive else None


def die_with_parent(signal_number: int) -> None:
    """In a child, on Linux: receive this signal when the parent dies, even by kill -9."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal_number)  # PR_SET_PDEATHSIG


def stop_process(process: psutil.Process, *signals: tuple[signal.Signals, float]) -> None:
    """Send each signal in turn and wait its number of seconds, until the process is gone."""
    for signal_number, patience in signals:
        with contextlib.suppress(psutil.Error):
            process.send_signal(signal_number)
            with contextlib.suppress(psutil.TimeoutExpired):
                process.wait(patience)
                return


def group_lives(leader: int) -> bool:
    """Whether a process group has a member that is more than a zombie waiting for its burial."""
    for process in psutil.process_iter(["status"]):
        with contextlib.suppress(ProcessLookupError):
            if process.info["status"] != psutil.STATUS_ZOMBIE and os.getpgid(process.pid) == leader:
                return True
    return False


def kill_group(leader: int) -> None:
    """Kill what is left of a process group and wait until it is gone (a few seconds at most)."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        for _ in range(100):
            if not group_lives(leader):
                return
            os.killpg(leader, signal.SIGKILL)
            time.sleep(0.02)


def kill_recorded_group(record: Record) -> None:
    """Kill the group of a leader that may be long gone, but never a stranger's.

    While a group has members its id is not given out again: so it is ours unless someone else has the id now.
    """
    leader = int(record["pid"])
    if not psutil.pid_exists(leader) or identity(leader) == record:
        kill_group(leader)
