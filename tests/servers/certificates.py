"""Make certificates for real handshakes: good ones, and ones that are wrong in one way each."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_PEM = serialization.Encoding.PEM
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Identity:
    """A certificate with its key, as objects and as PEM files.

    Attributes:
        certificate: The certificate.
        key: Its private key.
        cert_file: The certificate alone.
        key_file: The key alone.
        both_file: The two in one file.
    """

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    cert_file: str
    key_file: str
    both_file: str

    @property
    def serial(self) -> int:
        return self.certificate.serial_number


class Authority:
    """Signs certificates; its own is signed by *parent*, or else by itself."""

    def __init__(self, folder: Path, name: str, parent: Authority | None = None) -> None:
        self._folder = folder
        self.name = name
        self.identity = self._sign(name, parent, is_authority=True, names=[])

    @property
    def ca_file(self) -> str:
        """The bundle for those who trust this authority."""
        return self.identity.cert_file

    def ca_folder(self) -> str:
        """Return a folder that holds this authority's certificate, named as OpenSSL looks it up."""
        folder = self._folder / f"{self.name}.folder"
        folder.mkdir(exist_ok=True)
        pem = self.identity.certificate.public_bytes(_PEM)
        (folder / f"{_subject_hash(self.identity.certificate):08x}.0").write_bytes(pem)
        return str(folder)

    def issue(
        self,
        name: str,
        *,
        names: list[str] | None = None,
        begins: timedelta = -_DAY,
        ends: timedelta = _DAY,
        password: bytes | None = None,
        chain: Authority | None = None,
    ) -> Identity:
        """Return a new certificate.

        Args:
            name: What the files are called, and the subject's common name.
            names: The hosts it is for; None for 127.0.0.1 and localhost.
            begins: When it becomes valid, from now.
            ends: When it expires, from now.
            password: Encrypts the key; None for no encryption.
            chain: An authority whose certificate the files name, too.
        """
        names = ["127.0.0.1", "localhost"] if names is None else names
        return self._sign(
            name, self, names=names, begins=begins, ends=ends, password=password, chain=chain
        )

    def _sign(
        self,
        name: str,
        issuer: Authority | None,
        *,
        names: list[str],
        is_authority: bool = False,
        begins: timedelta = -_DAY,
        ends: timedelta = _DAY,
        password: bytes | None = None,
        chain: Authority | None = None,
    ) -> Identity:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        signer = issuer.identity if issuer else None
        signer_key = signer.key if signer else key
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(signer.certificate.subject if signer else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + begins)
            .not_valid_after(now + ends)
            .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
            .add_extension(_key_usage(is_authority), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(signer_key.public_key()), False
            )
        )
        if not is_authority:
            usages = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
            builder = builder.add_extension(x509.ExtendedKeyUsage(usages), False)
        if names:
            builder = builder.add_extension(
                x509.SubjectAlternativeName([_general_name(each) for each in names]), False
            )
        certificate = builder.sign(signer_key, hashes.SHA256())
        return self._write(name, certificate, key, password, chain)

    def _write(
        self,
        name: str,
        certificate: x509.Certificate,
        key: ec.EllipticCurvePrivateKey,
        password: bytes | None,
        chain: Authority | None,
    ) -> Identity:
        pem = certificate.public_bytes(_PEM)
        if chain is not None:
            pem += chain.identity.certificate.public_bytes(_PEM)
        encryption = (
            serialization.BestAvailableEncryption(password)
            if password
            else serialization.NoEncryption()
        )
        key_pem = key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, encryption)
        stem = str(self._folder / name)
        paths = (f"{stem}.crt", f"{stem}.key", f"{stem}.pem")
        for path, content in zip(paths, (pem, key_pem, key_pem + pem), strict=True):
            Path(path).write_bytes(content)
        return Identity(certificate, key, *paths)


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _key_usage(is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _subject_hash(certificate: x509.Certificate) -> int:
    """Return what ``openssl x509 -hash`` says, for a subject of one common name.

    It hashes the name in its canonical form: UTF-8, lower case, without the outer sequence.
    """
    digest = hashes.Hash(hashes.SHA1())
    value = str(certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)
    text = value.lower().encode()
    oid = bytes.fromhex("0603550403")
    content = oid + bytes([0x0C, len(text)]) + text
    pair = bytes([0x30, len(content)]) + content
    digest.update(bytes([0x31, len(pair)]) + pair)
    return int.from_bytes(digest.finalize()[:4], "little")
