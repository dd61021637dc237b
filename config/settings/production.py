"""Production. Every secret and address comes from the environment; a missing or weak one refuses to start."""

import os

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403


def required(name: str) -> str:
    """The value of an environment variable that must be there."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is missing: production does not start without it.")
    return value


if os.environ.get("KLIK_DEMO", "").strip().lower() not in {"", "0", "no", "false"}:
    raise ImproperlyConfigured(
        "KLIK_DEMO is on: anyone could sign in as anyone. Production does not start with it."
    )

for name in ("SECRET_KEY", "OUTBOX_SECRET"):
    secret = required(name)
    if len(secret) < 50 or len(set(secret)) < 15:
        raise ImproperlyConfigured(f"{name} is too weak: use at least 50 random characters.")
SECRET_KEY = required("SECRET_KEY")

ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS").split(",") if host.strip()]
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS may not be *: name the addresses Klik answers to.")
PUBLIC_ADDRESS = f"https://{ALLOWED_HOSTS[0]}"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

for name in (
    ("DATABASE_OWNER_URL",) if os.environ.get("KLIK_LOGIN") == "owner" else ("DATABASE_URL", "REDIS_URL")
):
    required(name)

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = required("EMAIL_HOST")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = True
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = required("MAIL_FROM")

# Behind one proxy the visitor's address is the last in X-Forwarded-For; without this all visitors share one rate limit.
ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-klik"
CSRF_COOKIE_NAME = "__Host-csrf"
# Limited to a path, so it cannot be __Host-.
OUTBOX_COOKIE_NAME = "__Secure-klik-postbus"
