"""The test suite: as strict as production, with the demo's personas and without the network."""

import os

from .base import *  # noqa: F403
from .base import INSTALLED_APPS, REDIS_URL, TEMPLATES

DEMO = True
SECRET_KEY = "test only"  # noqa: S105
OUTBOX_SECRETS = ["test only"]
# Making a key takes long; a shorter one is the same to a test.
OUTBOX_KEY_BITS = 2048
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
MAIL_BESIDE_REQUEST = False  # tests read the code at once
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = None  # type: ignore[assignment]  # served by the finders
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# Suites side by side, each with a queue of its own: a worker must not take another one's jobs.
CELERY_BROKER_URL = os.environ.get("KLIK_TEST_BROKER") or (
    f"{REDIS_URL.rpartition('/')[0]}/{os.environ.get('PYTEST_XDIST_WORKER', 'gw0').removeprefix('gw')}"
)
# Tests fill in faster than people; those about the door itself set these back.
LEAST_SECONDS_TO_FILL_IN = 0
OPEN_DOOR_LIMITS = {"address": 10_000, "programme": 10_000}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


class MissingVariable(str):
    """A template variable nobody passed. Rendering one fails the test instead of leaving a hole in a sentence."""

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"template variable without a value: {name}")

    def __contains__(self, part: object) -> bool:
        return part == "%s"


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = MissingVariable("%s")
