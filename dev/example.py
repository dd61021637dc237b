"""The tables of the newest migrations, kept as SQL: reading them back takes two seconds, migrating from empty thirty.

What is kept carries in its name what it was made from, so a changed migration or package is never missed. Written by
`make check` and by the first `make test`; read by every `make test` after it.
"""

import hashlib
import subprocess
from pathlib import Path

from dev.services import ROOT, RUN, only_one, postgres_binaries


def made_from() -> str:
    """A name for all that decides what migrating gives."""
    digest = hashlib.sha256()
    for path in sorted(
        [*ROOT.glob("*/migrations/*.py"), ROOT / "programmes" / "scope.py", ROOT / "requirements" / "app.txt"]
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def kept() -> Path:
    return RUN / f"example-{made_from()}.sql"


def keep(address: str) -> None:
    """Keep the tables of this migrated, empty database. `address` signs in as the owner.

    A server of another version than our own tools may not let itself be read; then nothing is kept.
    """
    target = kept()
    half = target.with_suffix(".half")
    command = [str(postgres_binaries() / "pg_dump"), "--no-comments", "--dbname", address]
    with only_one(RUN / "example.lock"):
        with half.open("wb") as file:
            done = subprocess.run(command, stdout=file, stderr=subprocess.DEVNULL, check=False)
        if done.returncode:
            half.unlink()
            return
        half.replace(target)
        for old in set(RUN.glob("example-*.sql")) - {target}:
            old.unlink()


def restore(address: str) -> bool:
    """Fill this empty database from what was kept; False when there is nothing to read."""
    if not kept().exists():
        return False
    command = [
        str(postgres_binaries() / "psql"),
        "--quiet",
        "--set",
        "ON_ERROR_STOP=1",
        "--file",
        str(kept()),
    ]
    subprocess.run([*command, "--dbname", address], check=True, stdout=subprocess.DEVNULL)
    return True
