"""Measures how many phones can hand over their logs at once: all of them the same moment, to the server as it runs.

Part of `make bench`, and of `ARGS=log`. Two hundred volunteers come back into reach with ten sealed logs each. Every
answer must name its log as stored, and afterwards the rows are counted.
"""

import base64
import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from importlib import import_module
from typing import Any

PHONES = 200
LOGS_EACH = 10
HOST = "127.0.0.1"
# As the demo and production run it.
SERVER = "gunicorn config.wsgi:application --workers 2 --worker-class gthread --threads 16 --keep-alive 0 --timeout 60"
PATIENCE = 120


@dataclass(frozen=True)
class Queue:
    """What waits on one phone: where it goes, under which cookie, and the sealed logs by their number."""

    address: str
    cookie: str
    logs: dict[str, bytes]


def queues(worlds: list[Any]) -> list[Queue]:
    """Two hundred volunteers, spread over the programmes, with their logs."""
    found: list[Queue] = []
    each = -(-PHONES // len(worlds))
    for world in worlds:
        found += _queues_of(world, min(each, PHONES - len(found)))
    return found


def _queues_of(world: Any, number: int) -> list[Queue]:
    from django.conf import settings

    from logbook import phones
    from matching.models import Match
    from programmes.models import Role
    from programmes.scope import scope

    make: Any = import_module("tests.factories")
    found = []
    with scope(world.programme):
        matches = list(Match.objects.active().select_related("buddy__person").order_by("pk")[:number])
        while len(matches) < number:
            matches.append(make.MatchFactory())
        key = phones.serving_key()
        for match in matches:
            member = world[Role.BUDDY]
            if match.pk != world.match.pk:
                member = make.MembershipFactory(role=Role.BUDDY, person=match.buddy.person)
            given = phones.greet(membership=member, agent="bench")
            found.append(
                Queue(
                    world.programme.to("logbook:greet_again", given.device.uid),
                    f"{settings.OUTBOX_COOKIE_NAME}={given.token}",
                    dict(_sealed(match.pk, key) for _log in range(LOGS_EACH)),
                )
            )
    return found


def _sealed(match_id: int, key: Any) -> tuple[str, bytes]:
    """As the page seals it (static/js/outbox.js)."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from logbook.sealing import OAEP

    uid, once, nonce = str(uuid.uuid4()), os.urandom(32), os.urandom(12)
    fields = {"match": [str(match_id)], "mood": ["good"], "day": ["today"], "way": ["out"], "length": ["60"]}
    log = {"saved": time.time() * 1000, "fields": {**fields, "note": ["Samen gewandeld."]}}
    public = serialization.load_der_public_key(bytes(key.public))
    assert isinstance(public, RSAPublicKey)
    parts = {
        "wrapped": public.encrypt(once, OAEP),
        "nonce": nonce,
        "text": AESGCM(once).encrypt(nonce, json.dumps(log).encode(), uid.encode()),
    }
    envelope = {name: base64.b64encode(part).decode() for name, part in parts.items()}
    return uid, json.dumps({"key": key.name, **envelope}).encode()


@contextmanager
def server() -> Any:
    """The real server, on a port of its own; its number."""
    with socket.socket() as looking:
        looking.bind((HOST, 0))
        port = looking.getsockname()[1]
    command = [sys.executable, "-m", *SERVER.split(), "--bind", f"{HOST}:{port}", "--no-control-socket"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection((HOST, port), timeout=1).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def hand_over(
    queue: Queue, port: int, start: threading.Barrier, took: list[float], said: Counter[str]
) -> None:
    """What one phone does: one log after the other, each once."""
    headers = {"Content-Type": "application/json", "Origin": f"http://{HOST}:{port}", "Cookie": queue.cookie}
    start.wait()
    for uid, body in queue.logs.items():
        begun = time.perf_counter()
        try:
            line = HTTPConnection(HOST, port, timeout=PATIENCE)
            line.request("PUT", f"{queue.address}{uid}/", body, headers)
            answer = line.getresponse()
            told = json.loads(answer.read())
            line.close()
            said["stored" if (answer.status, told.get("uuid")) == (201, uid) else str(answer.status)] += 1
        except (OSError, ValueError) as error:
            said[type(error).__name__] += 1
        took.append((time.perf_counter() - begun) * 1000)


def run(worlds: list[Any]) -> None:
    """Everybody at once; ends the bench when a log was refused, lost or doubled."""
    from logbook.models import Contact
    from programmes.scope import scope

    waiting = queues(worlds)
    took: list[float] = []
    said: Counter[str] = Counter()
    start = threading.Barrier(len(waiting) + 1)
    with server() as port:
        phones = [
            threading.Thread(target=hand_over, args=(queue, port, start, took, said)) for queue in waiting
        ]
        for phone in phones:
            phone.start()
        begun = time.monotonic()
        start.wait()
        for phone in phones:
            phone.join()
        whole = time.monotonic() - begun
    rows = 0
    uids = [uid for queue in waiting for uid in queue.logs]
    for world in worlds:
        with scope(world.programme):
            rows += Contact.objects.filter(uid__in=uids).count()
    p95 = statistics.quantiles(took, n=20)[-1]
    print(
        f"\n{len(waiting)} phones with {LOGS_EACH} logs each, at once: {whole:.1f} s, {len(took) / whole:.0f} a second, "
        f"median {statistics.median(took):.0f} ms, p95 {p95:.0f} ms, the slowest {max(took):.0f} ms"
    )
    print(f"answers: {dict(said)}; rows in the logbook: {rows:,} of {len(uids):,}")
    assert said == {"stored": len(uids)}, said
    assert rows == len(uids), rows
