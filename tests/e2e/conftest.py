"""A real browser against a real server, with a real Celery worker where a journey needs one."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, sync_playwright

from dev import system
from tests.e2e.visitor import BRING_AXE, Judged, Visitor

ROOT = Path(__file__).parent.parent.parent

# Playwright's event loop makes Django think this is async code; it is not.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/e2e/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=system.chromium(),
            # Scripts of a page live a second here: compiling them ever better beside it costs more than it saves.
            args=[
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--js-flags=--single-threaded --no-turbofan --no-maglev",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """Shared by all workers of this run."""
    base = tmp_path_factory.getbasetemp()
    return Judged((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "judged")


@pytest.fixture
def visit(chromium: Browser, live_server: Any, judged: Judged) -> Iterator[Any]:
    """`visit(width=360)` opens a browser of one's own: other cookies, other size. All are looked at for errors at the end."""
    visitors: list[Visitor] = []

    def _visit(*, width: int = 1280, **options: Any) -> Visitor:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 640 if width < 600 else 900},
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            **options,
        )
        context.add_init_script(BRING_AXE)
        visitors.append(Visitor(context.new_page(), judged))
        return visitors[-1]

    yield _visit
    for visitor in visitors:
        visitor.page.context.close()
        assert visitor.complaints == []


@pytest.fixture
def arrive(visit: Any, sign_in: Any, live_server: Any) -> Any:
    """`arrive(membership, width=360)`: a browser in which they are signed in already."""

    def _arrive(membership: Any, **options: Any) -> Visitor:
        visitor: Visitor = visit(**options)
        cookie = sign_in(membership).cookies["klik"].value
        visitor.page.context.add_cookies([{"name": "klik", "value": cookie, "url": live_server.url}])
        return visitor

    return _arrive


@pytest.fixture
def worker(live_server: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A Celery worker with both queues and beat, on the test database."""
    with start_worker() as process:
        yield process
        process.terminate()
        process.wait(timeout=20)


def start_worker() -> subprocess.Popen[bytes]:
    login = connection.settings_dict
    where = quote(login["HOST"], safe="") + (f":{login['PORT']}" if login["PORT"] else "")
    address = f"postgresql://{login['USER']}:{login['PASSWORD']}@{where}/{login['NAME']}"
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-Q", "default,pdf", "-c", "1", "-B"]
    schedule = ROOT / ".run" / f"beat-{login['NAME']}"
    schedule.parent.mkdir(exist_ok=True)
    return subprocess.Popen(
        [*command, "--schedule", str(schedule), "--loglevel", "WARNING"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": address,
            "REDIS_URL": settings.REDIS_URL,
        },
    )
