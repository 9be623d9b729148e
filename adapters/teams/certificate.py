"""The certificate that a bot may sign in with, read from the text of one file: the private key and the certificate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

_BLOCK = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----.+?-----END \1-----", re.DOTALL)


class CertificateError(ValueError):
    """The text is not a private key with its certificate. The message says what to do and holds nothing of it."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A private key and the certificate that belongs to it.

    `thumbprint` is how the Azure portal shows the certificate, in capitals; `ends` is when it stops being valid.
    """

    key: str = field(repr=False)
    public: str = field(repr=False)
    thumbprint: str
    ends: datetime


def read(text: str) -> Certificate:
    """Read both from PEM text, in any order; other certificates of the chain may stand among them.

    Raises:
        CertificateError: something is missing, protected by a password, or of a kind that Microsoft does not take.
    """
    blocks = [(found[1], f"{found[0]}\n") for found in _BLOCK.finditer(text)]
    key = _key([block for label, block in blocks if label.endswith("PRIVATE KEY")])
    own = _own(key, [block for label, block in blocks if label == "CERTIFICATE"])
    return Certificate(
        key=next(block for label, block in blocks if label.endswith("PRIVATE KEY")),
        public=own.public_bytes(Encoding.PEM).decode(),
        thumbprint=own.fingerprint(SHA1()).hex().upper(),
        ends=own.not_valid_after_utc,
    )


def _key(blocks: Sequence[str]) -> RSAPrivateKey:
    if len(blocks) != 1:
        raise CertificateError(
            "There should be one private key in it, from -----BEGIN PRIVATE KEY----- on, beside the certificate."
        )
    if "ENCRYPTED" in blocks[0]:
        raise CertificateError(
            "The private key is protected by a password. Write it without one: openssl pkey -in … -out …"
        )
    try:
        key = load_pem_private_key(blocks[0].encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise CertificateError("The private key cannot be read: something is missing or changed in its text.") from None
    if not isinstance(key, RSAPrivateKey):
        raise CertificateError("The private key is not an RSA key, and Microsoft takes no other kind.")
    return key


def _own(key: RSAPrivateKey, blocks: Sequence[str]) -> x509.Certificate:
    """The certificate that was made for the key."""
    try:
        certificates = [x509.load_pem_x509_certificate(block.encode()) for block in blocks]
    except ValueError:
        raise CertificateError("The certificate cannot be read: something is missing or changed in its text.") from None
    for one in certificates:
        if one.public_key() == key.public_key():
            return one
    raise CertificateError(
        "The certificate belongs to another private key."
        if certificates
        else "There should be a certificate in it too, from -----BEGIN CERTIFICATE----- on."
    )
