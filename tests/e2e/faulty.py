"""A server between the browser and Klik that stops, lies or keeps silent when it is told to. Nothing is emulated in the browser."""

import http.client
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import urlsplit

DROPPED = {"connection", "keep-alive", "transfer-encoding", "content-length"}
PORTAL = b"<!DOCTYPE html><html lang=nl><title>Wifi</title><h1>Welkom op deze wifi</h1>"

Fault = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Passes on what it gets, unless the proxy's fault has something else to do with it."""

    protocol_version = "HTTP/1.1"
    proxy: ClassVar["FaultyServer"]

    def setup(self) -> None:
        super().setup()
        self.proxy.open.add(self.connection)

    def finish(self) -> None:
        self.proxy.open.discard(self.connection)
        super().finish()

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def do_any(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        is_hit = self.proxy.fault is not None and self.proxy.hits(self)
        if is_hit:
            self.proxy.struck += 1
            self.proxy.met.set()
            assert self.proxy.fault is not None
            self.proxy.fault(self)
            self.proxy.done.set()
        else:
            self.answer(*self.ask())

    do_GET = do_POST = do_PUT = do_HEAD = do_any  # noqa: N815

    def ask(self) -> tuple[int, list[tuple[str, str]], bytes]:
        """What Klik says to it."""
        with_klik = http.client.HTTPConnection(self.proxy.target.hostname, self.proxy.target.port, timeout=60)
        try:
            with_klik.request(self.command, self.path, self.body or None, dict(self.headers))
            said = with_klik.getresponse()
            return said.status, said.getheaders(), said.read()
        finally:
            with_klik.close()

    def answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in DROPPED:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def hang_up(self) -> None:
        """The line goes dead, without a word."""
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_args: Any) -> None:
        pass


class FaultyServer:
    """`url` is what the browser knows. `stop()` really closes it; `broken(fault)` makes it misbehave for a while.

    What comes through a browser comes when it comes: `met` is set once the fault met a request, `done` once it is over.
    """

    def __init__(self, target: str) -> None:
        self.target = urlsplit(target)
        self.fault: Fault | None = None
        self.hits: Callable[[Handler], bool] = is_delivery
        self.struck = 0
        self.met, self.done, self.let_go = threading.Event(), threading.Event(), threading.Event()
        self.open: set[socket.socket] = set()
        self.port = 0
        self.start()
        self.url = f"http://{self.target.hostname}:{self.port}"

    def start(self) -> None:
        handler = type("BoundHandler", (Handler,), {"proxy": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        # What is still being passed on when the server stops is waited for: Klik never answers into the next test.
        self.server.daemon_threads = False
        self.port = self.server.server_port
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    def stop(self) -> None:
        """From now on nobody answers at this address."""
        self.let_go.set()
        self.server.shutdown()
        self.server.socket.close()
        # Browsers keep lines open for the next request; those end too.
        for line in list(self.open):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        self.server.server_close()

    @contextmanager
    def broken(
        self, fault: Fault, *, hits: Callable[[Handler], bool] | None = None
    ) -> Iterator["FaultyServer"]:
        self.fault, self.hits, self.struck = fault, hits or is_delivery, 0
        for event in (self.met, self.done, self.let_go):
            event.clear()
        try:
            yield self
        finally:
            self.fault = None
            self.let_go.set()


def is_delivery(handler: Handler) -> bool:
    return handler.command == "PUT"


def dies_before(handler: Handler) -> None:
    """The request never reaches Klik."""
    handler.hang_up()


def dies_after_commit(handler: Handler) -> None:
    """Klik has stored it; the answer is lost."""
    handler.ask()
    handler.hang_up()


def captive_portal(handler: Handler) -> None:
    """Wifi that wants a click first: everything is answered with its own page, and success."""
    handler.answer(200, [("Content-Type", "text/html")], PORTAL)


def lying_portal(handler: Handler) -> None:
    """The same, in JSON."""
    handler.answer(200, [("Content-Type", "application/json")], b'{"stored": true}')


def to_sign_in(handler: Handler) -> None:
    handler.answer(302, [("Location", "/account/inloggen/")], b"")


def says(status: int) -> Fault:
    def _says(handler: Handler) -> None:
        handler.answer(status, [("Content-Type", "text/html")], b"<h1>Nee</h1>")

    return _says


def hangs(handler: Handler) -> None:
    """Not a word, until the test lets go; then the line is cut."""
    handler.proxy.let_go.wait(60)
    handler.hang_up()
