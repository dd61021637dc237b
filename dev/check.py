"""Everything `make check` looks at, one line each; all are run, and one that is red makes the whole red."""

import os
import secrets
import subprocess
import sys
import time
from pathlib import Path

from dev import example
from dev.services import ROOT, StartError, for_one_command

PYTHON = sys.executable
BIN = Path(PYTHON).parent
MANAGE = [PYTHON, "manage.py"]
# Strong values that live as long as this command: what production asks for, and nobody's secret.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "OUTBOX_SECRET": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "klik.example.org",
    "EMAIL_HOST": "mail.example.org",
    "MAIL_FROM": "Klik <klik@example.org>",
}
TEST = {"DJANGO_SETTINGS_MODULE": "config.settings.test"}

Check = tuple[str, list[str], dict[str, str]]
CODE: list[Check] = [
    ("ruff", [PYTHON, "-m", "ruff", "check", "--quiet", "."], {}),
    ("format", [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."], {}),
    ("import-linter (floors)", [str(BIN / "lint-imports")], {}),
    ("djlint format", [PYTHON, "-m", "djlint", "templates", "--check", "--quiet"], {}),
    ("djlint", [PYTHON, "-m", "djlint", "templates", "--lint", "--quiet"], {}),
    ("mypy strict", [PYTHON, "-m", "mypy", "."], TEST),
]
DATABASE: list[Check] = [
    (
        "migrate from empty",
        [*MANAGE, "migrate", "--noinput", "--verbosity", "0"],
        {**TEST, "KLIK_LOGIN": "owner"},
    ),
    ("no migration missing", [*MANAGE, "makemigrations", "--check", "--dry-run"], TEST),
    ("check --deploy", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
]


def passes(name: str, command: list[str], environment: dict[str, str]) -> bool:
    begun = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    good = done.returncode == 0
    print(f"{'ok ' if good else 'RED'} {name} ({time.monotonic() - begun:.1f} s)", flush=True)
    if not good:
        print(done.stdout.strip() or "(`make fix` repairs this)", flush=True)
    return good


def main() -> int:
    results = [passes(*check) for check in CODE]
    with for_one_command() as urls:
        results += [passes(name, command, {**urls, **environment}) for name, command, environment in DATABASE]
        if all(results):
            example.keep(urls["DATABASE_OWNER_URL"])
    return 0 if all(results) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except StartError as reason:
        sys.exit(str(reason))
