"""Settings shared by demo, test and production. What must differ is set in those files."""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.contrib.messages import constants as message_levels
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent.parent
RUN_DIR = Path(os.environ.get("KLIK_RUN", BASE_DIR / ".run"))


def read_env_file(path: Path) -> None:
    """Take what `make services` wrote, without overruling what is already in the environment."""
    if path.is_file():
        for line in path.read_text().splitlines():
            name, is_assignment, value = line.partition("=")
            if is_assignment and not name.startswith("#"):
                os.environ.setdefault(name.strip(), value.strip().strip("'\""))


if os.environ.get("DJANGO_SETTINGS_MODULE") != "config.settings.production":
    read_env_file(RUN_DIR / "demo.env")

DEMO = False
DEBUG = False
SECRET_KEY = os.environ.get("SECRET_KEY", "")
# Lock the private keys that open what phones sealed (docs/adr/0009). The first locks; older ones still open.
OUTBOX_SECRETS = [
    secret for name in ("OUTBOX_SECRET", "OUTBOX_SECRET_BEFORE") if (secret := os.environ.get(name, ""))
]
OUTBOX_KEY_BITS = 3072
OUTBOX_COOKIE_NAME = "klik-postbus"
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "template_partials",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "programmes",
    "participants",
    "buddies",
    "matching",
    "goals",
    "activities",
    "logbook",
    "payments",
    "reports",
]

MIDDLEWARE = [
    "programmes.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "programmes.middleware.ProgrammeDoor",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "programmes.context.page",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Two logins: the owner migrates and nothing else; everything else is the app login, which owns nothing.
DATABASE_LOGIN = os.environ.get("KLIK_LOGIN", "app")
DATABASE_ADDRESS = dj_database_url.parse(
    os.environ.get("DATABASE_OWNER_URL" if DATABASE_LOGIN == "owner" else "DATABASE_URL")
    or "postgresql:///klik"
)
POOL = {"pool": {"min_size": 1, "max_size": 4, "timeout": 10}} if DATABASE_LOGIN == "app" else {}
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **DATABASE_ADDRESS,
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 0,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        # What the address says after its question mark (a socket's folder, TLS) counts too.
        "OPTIONS": {**DATABASE_ADDRESS.get("OPTIONS", {}), **POOL},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/0"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

AUTH_USER_MODEL = "programmes.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "programmes.sign_in.CodeOnlyAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_REQUIRED = False
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "30/m/ip,4/m/key,20/h/key",
    "login": "60/m/ip",
    "login_failed": "20/m/ip,10/15m/key",
}
ACCOUNT_FORMS = {
    "request_login_code": "programmes.sign_in.AddressForm",
    "confirm_login_code": "programmes.sign_in.CodeForm",
}
# Passkeys and a second factor are prepared for; obligatory for coordinators comes with its own issue.
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
# Of a session only where it began is kept, not every visit.
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_COOKIE_NAME = "klik"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "programmes.views.session_expired"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["default"],
    }
}

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Nederlands"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = RUN_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.staticfiles.ModuleStorage"},
}
# What is larger is not kept while it comes in; the form then says so.
FILE_UPLOAD_HANDLERS = [
    "programmes.uploads.NoLargerThan",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
# A receipt of the largest size that is taken stays in memory: its place and time never touch a disk.
FILE_UPLOAD_MAX_MEMORY_SIZE = 11_000_000

MAIL_BESIDE_REQUEST = True
# The open doors (programmes/doorkeeper.py): forms an hour from one address, and to one programme from everyone.
# An information evening shares one address, so it is roomy.
OPEN_DOOR_LIMITS = {"address": 30, "programme": 200}
LEAST_SECONDS_TO_FILL_IN = 3

# What mails and printed papers put before an address of ours.
PUBLIC_ADDRESS = os.environ.get("KLIK_URL", "http://127.0.0.1:8000").rstrip("/")
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", "Klik <klik@example.org>")

# In the session, not in a cookie: messages name people.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
MESSAGE_LEVEL = message_levels.INFO

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "programmes.logs.JsonLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # Its warnings carry the address that was asked for; the request log has the status already.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}

# Celery. Late acknowledgement plus the Job table: a killed worker loses nothing (docs/adr).
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_SOFT_TIME_LIMIT = 120
CELERY_TASK_TIME_LIMIT = 150
CELERY_WORKER_MAX_TASKS_PER_CHILD = 20
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Twice the longest a job may take (programmes/jobs.py); a dead worker's job is sent again by the relay, much sooner.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 1200, "unacked_restore_throttle": 1}
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "relay waiting jobs": {"task": "programmes.tasks.relay_jobs", "schedule": 5.0, "options": {"expires": 5}},
    "weekly mails": {
        "task": "reports.tasks.ask_for_digests",
        "schedule": 1800.0,
        "options": {"expires": 1800},
    },
    "forget imported files": {
        "task": "programmes.tasks.forget_files",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "rotate keys of the outbox": {
        "task": "logbook.tasks.rotate_keys",
        "schedule": crontab(hour=3, minute=20),
    },
    "worker heartbeat": {"task": "programmes.tasks.beat_heart", "schedule": 10.0, "options": {"expires": 10}},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(RUN_DIR / "beat")
