"""The demo on one's own machine: invented people, sign-in with one click, mail as files. Never on the internet."""

from .base import *  # noqa: F403
from .base import INSTALLED_APPS, RUN_DIR

DEMO = True
SECRET_KEY = "demo only: the people are invented and the server listens on this machine alone"  # noqa: S105
OUTBOX_SECRETS = [SECRET_KEY]
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = RUN_DIR / "mail"
