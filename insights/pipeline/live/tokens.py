"""Where a token is kept: in memory only (unless asked otherwise), in the system's store of passwords, or encrypted with a passphrase.

On the disk it never is in plain text. Stores of passwords that other packages may bring are not trusted: some of them are plain files.
"""

from __future__ import annotations

import base64
import hashlib
import os
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from insights.connectors import connector
from insights.errors import UnusableSetting
from insights.pipeline.live.keeper import Keeper, ask
from insights.store.raw import Connection

SERVICE = "headroom"
TRUSTED = ("macOS", "Windows", "SecretService", "kwallet", "libsecret")
SALT = 16
SHORTEST = 8


class Keep(StrEnum):
    """Where a token is kept."""

    SESSION = "session"
    KEYRING = "keyring"
    FILE = "file"


class Store(Protocol):
    """The system's store of passwords."""

    def get_password(self, service: str, username: str, /) -> str | None:
        """What is kept under a name."""
        ...

    def set_password(self, service: str, username: str, password: str, /) -> None:
        """Keep it."""
        ...

    def delete_password(self, service: str, username: str, /) -> None:
        """Forget it."""
        ...


def system_store() -> Store | None:
    """The system's own store, where there is one that can be trusted."""
    import keyring
    from keyring.backends.chainer import ChainerBackend

    found = keyring.get_keyring()
    for each in found.backends if isinstance(found, ChainerBackend) else [found]:
        home, _, name = type(each).__module__.rpartition(".")
        if home == "keyring.backends" and name in TRUSTED:
            return each
    return None


def keep(keeper: Keeper, connection: str, secret: str, where: Keep, *, passphrase: str = "", store: Store | None = None) -> bytes | None:
    """Keep a token; what is to be written into the connection's row, if anything. It is held in memory too, so that it can be used at once.

    Raises:
        UnusableSetting: it cannot be kept there.
    """
    sealed = None
    if where is Keep.KEYRING:
        from keyring.errors import KeyringError

        if store is None:
            raise UnusableSetting("This system has no store of passwords that can be used.", hint="Keep the token in memory, or with a passphrase.")
        try:
            store.set_password(SERVICE, connection, secret)
        except KeyringError as problem:
            raise UnusableSetting("The system's store of passwords did not take the token.", hint="Unlock it, or choose another way.") from problem
    elif where is Keep.FILE:
        sealed = seal(secret, passphrase)
    keeper.give(connection, secret)
    return sealed


def seal(secret: str, passphrase: str) -> bytes:
    """A token, encrypted.

    Raises:
        UnusableSetting: the passphrase is too short to protect anything.
    """
    from cryptography.fernet import Fernet

    if len(passphrase) < SHORTEST:
        raise UnusableSetting(f"A passphrase has at least {SHORTEST} characters.", hint="Some words that belong together only for you do well.")
    salt = os.urandom(SALT)
    return salt + Fernet(_key(passphrase, salt)).encrypt(secret.encode())


def unseal(sealed: bytes, passphrase: str) -> str:
    """The token.

    Raises:
        UnusableSetting: the passphrase is another one.
    """
    from cryptography.fernet import Fernet, InvalidToken

    try:
        return Fernet(_key(passphrase, sealed[:SALT])).decrypt(sealed[SALT:]).decode()
    except InvalidToken as problem:
        raise UnusableSetting("This is not the passphrase.", hint="Try again, or give the token anew.") from problem


def is_open(connection: Connection) -> bool:
    """Whether everybody may read there, so that no token was given."""
    return connection.given.get(connector(connection.system).secret) == ""


def secret_of(home: Path, connection: Connection, *, store: Store | None = None) -> str | None:
    """The token of a connection, or None when it must be given again. Empty where none is needed."""
    if is_open(connection):
        return ""
    if connection.kept != Keep.KEYRING:
        return ask(home, connection.id)
    from keyring.errors import KeyringError

    store = store or system_store()
    try:
        return (store.get_password(SERVICE, connection.id) if store else None) or ask(home, connection.id)
    except KeyringError:
        return ask(home, connection.id)


def forget(connection: Connection, *, keeper: Keeper | None = None, store: Store | None = None) -> None:
    """Nothing is left of the token."""
    if keeper is not None:
        keeper.forget(connection.id)
    if connection.kept == Keep.KEYRING:
        from keyring.errors import KeyringError

        store = store or system_store()
        try:
            if store is not None:
                store.delete_password(SERVICE, connection.id)
        except KeyringError:
            # It was not there any more.
            return


def _key(passphrase: str, salt: bytes) -> bytes:
    return base64.urlsafe_b64encode(hashlib.scrypt(passphrase.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32))
