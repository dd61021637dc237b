"""Production refuses to start on what would be unsafe, and tells the truth about its health."""

import os
import secrets
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage

from config.staticfiles import ModuleStorage

ROOT = Path(__file__).parent.parent.parent
GOOD = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "OUTBOX_SECRET": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "klik.example.org",
    "EMAIL_HOST": "mail.example.org",
    "MAIL_FROM": "Klik <klik@example.org>",
}
PRINT_ADDRESSES = (
    "import django; django.setup(); from django.urls import resolve; resolve('/demo/personas.json')"
)


def start(
    code: str = "import django; django.setup()", **changes: str | None
) -> subprocess.CompletedProcess[str]:
    wanted = {**os.environ, **GOOD, **changes}
    environment = {name: value for name, value in wanted.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_production_starts_with_everything_in_place():
    assert start().returncode == 0


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY is too weak"),
        ({"SECRET_KEY": "kort"}, "SECRET_KEY is too weak"),
        ({"OUTBOX_SECRET": None}, "OUTBOX_SECRET is missing"),
        ({"OUTBOX_SECRET": "kort"}, "OUTBOX_SECRET is too weak"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is missing"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS may not be"),
        ({"DATABASE_URL": ""}, "DATABASE_URL is missing"),
        ({"REDIS_URL": ""}, "REDIS_URL is missing"),
        ({"EMAIL_HOST": ""}, "EMAIL_HOST is missing"),
        ({"KLIK_DEMO": "1"}, "KLIK_DEMO is on"),
    ],
)
def test_production_refuses_a_missing_or_weak_value(changes, reason):
    refused = start(
        "import config.settings.production", **changes
    )  # the settings alone: no start comes without
    assert refused.returncode != 0
    assert reason in refused.stderr


def test_the_web_server_refuses_the_owner_login():
    refused = start("import config.wsgi", KLIK_LOGIN="owner")
    assert refused.returncode != 0
    assert "ImproperlyConfigured: login klik_owner" in refused.stderr


def test_the_demo_does_not_exist_in_production():
    refused = start(PRINT_ADDRESSES)
    assert "Resolver404" in refused.stderr


def test_scripts_import_each_other_by_their_eternal_names(tmp_path):
    """Else a phone could run the log form of today with the outbox of last year."""
    shutil.copytree(ROOT / "static", tmp_path / "all")
    here = FileSystemStorage(tmp_path / "all")
    storage = ModuleStorage(location=tmp_path / "all", base_url="/static/")
    files = {f"js/{path.name}": (here, f"js/{path.name}") for path in (ROOT / "static/js").glob("*.js")}
    assert len(list(storage.post_process(files))) >= len(files)
    log = (tmp_path / "all" / storage.stored_name("js/log.js")).read_text()
    assert f'from "./{Path(storage.stored_name("js/outbox.js")).name}"' in log
    assert storage.stored_name("js/outbox.js") != "js/outbox.js"


def test_live_answers_without_a_database(client):
    assert client.get("/health/live").json() == {"live": True}


@pytest.mark.parametrize(("age", "status"), [(5, 200), (120, 503), (None, 503)])
def test_ready_only_when_a_worker_showed_itself_lately(client, db, age, status):
    cache.delete("worker-heartbeat")
    if age is not None:
        cache.set("worker-heartbeat", time.time() - age)
    answer = client.get("/health/ready")
    assert answer.status_code == status
    assert answer.json()["worker"] == (status == 200)


def test_every_page_forbids_foreign_and_inline_code(client, db):
    policy = client.get("/account/inloggen/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_log_line_holds_no_personal_data(client, west, caplog):
    with caplog.at_level("INFO"):
        client.get(f"/{west.programme.slug}/deelnemers/{west.participant.pk}/?q=Mariam")
    from programmes.logs import JsonLine

    lines = [JsonLine().format(record) for record in caplog.records]
    assert any('"programme": "kansrijk-west"' in line or '"status": 302' in line for line in lines)
    assert not any("Mariam" in line or f"/{west.participant.pk}" in line for line in lines)
