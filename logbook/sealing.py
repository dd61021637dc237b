"""Sealing: what a phone keeps for later can be opened by the server alone. Pure, so it can be tried without a database.

The page makes a fresh AES-GCM key for every log and wraps it with the programme's public key (RSA-OAEP, SHA-256). The
log's uid is bound to it as additional data, so an envelope cannot be passed off as another one. The private key is
itself locked by a secret of the installation.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

OAEP = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
PARTS = ("wrapped", "nonce", "text")


class Unreadable(ValueError):
    """Not an envelope, or not one that this key opens. Sending it again will not help."""


class KeysLocked(RuntimeError):
    """The installation's secret does not open its own private keys. Phones must keep what they have until it does."""


@dataclass(frozen=True)
class Envelope:
    """What a phone sends: the name of the public key, the wrapped key, the nonce and the sealed text, all in base64."""

    key: str
    wrapped: str
    nonce: str
    text: str
    phone: str = ""

    @classmethod
    def of_json(cls, body: bytes | str) -> "Envelope":
        """Raises Unreadable."""
        try:
            parts = json.loads(body)
            key, wrapped, nonce, text = (parts[name] for name in ("key", *PARTS))
            envelope = cls(key, wrapped, nonce, text, parts.get("phone", ""))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise Unreadable("not an envelope") from error
        if not all(isinstance(part, str) for part in (*envelope.as_json().values(), envelope.phone)):
            raise Unreadable("not an envelope")
        return envelope

    def as_json(self) -> dict[str, str]:
        return {"key": self.key, "wrapped": self.wrapped, "nonce": self.nonce, "text": self.text}

    @property
    def digest(self) -> str:
        """The same again has the same one."""
        return hashlib.sha256("\n".join(self.as_json().values()).encode()).hexdigest()


def new_pair(secrets: Sequence[str], *, bits: int) -> tuple[str, bytes, bytes]:
    """A name, the public key (DER), and the private key as it is kept: locked with the first secret."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    public = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    plain = private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return hashlib.sha256(public).hexdigest()[:16], public, _lock(secrets).encrypt(plain)


def unseal(envelope: Envelope, *, uid: UUID, private: bytes, secrets: Sequence[str]) -> dict[str, Any]:
    """What was sealed. Raises Unreadable, or KeysLocked when our own secret is the wrong one."""
    try:
        plain = _lock(secrets).decrypt(bytes(private))
    except InvalidToken as error:
        raise KeysLocked from error
    # The lock has just vouched for every byte of it. Looking for its primes again would take half a second a log.
    key = serialization.load_der_private_key(plain, password=None, unsafe_skip_rsa_key_validation=True)
    assert isinstance(key, rsa.RSAPrivateKey)
    try:
        wrapped, nonce, text = (base64.b64decode(getattr(envelope, part), validate=True) for part in PARTS)
        opened = AESGCM(key.decrypt(wrapped, OAEP)).decrypt(nonce, text, str(uid).encode())
        found = json.loads(opened)
    except (ValueError, InvalidTag) as error:
        raise Unreadable("does not open") from error
    if not isinstance(found, dict):
        raise Unreadable("does not hold a log")
    return found


def _lock(secrets: Sequence[str]) -> MultiFernet:
    """The first secret locks; all of them open, so that a secret can be replaced."""
    return MultiFernet([Fernet(_stretched(secret)) for secret in secrets])


def _stretched(secret: str) -> bytes:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"klik outbox").derive(
        secret.encode()
    )
    return base64.urlsafe_b64encode(derived)
