"""Signing in at an SFTP server: with a key, an agent's keys, a password, or a password in a dialogue.

A refused sign-in is not tried again until something of it changes or an hour has passed: accounts get locked
otherwise. Secrets are never shown.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_sync.core.errors import RetryLater, Stop
from desktop_sync.core.ports import Refusals
from desktop_sync.stores.sftp.options import SftpOptions

if TYPE_CHECKING:
    from paramiko import PKey

    from desktop_sync.stores.sftp.transport import Transport

MOST_AGENT_KEYS = 3  # servers end the connection after six refusals (OpenSSH: MaxAuthTries)
KEY, PASSWORD, DIALOGUE = "publickey", "password", "keyboard-interactive"


class CutOff(RetryLater):
    """The connection ended in the middle of a sign-in: a cable, or a server that refuses without a word."""


class SignIn:
    """One try with all that the options name. ``secret`` gives a secret's value by reference."""

    def __init__(self, options: SftpOptions, secret: Callable[[str], str], refusals: Refusals) -> None:
        self._options = options
        self._secret = secret
        self._refusals = refusals
        self._cut_off = False  # the last time

    def sign_in(self, transport: Transport) -> str:
        """How it was done, in words. Stop: refused, or nothing in common; SSHException, OSError, EOFError: cut."""
        own = self._options
        password = self._secret(own.password) if own.password else ""
        key = read_key(own.key_file, self._secret(own.passphrase) if own.passphrase else "") if own.key_file else None
        together = "\n".join((own.place, own.username, password, key.fingerprint if key else "", str(own.agent)))
        if self._refusals.stands(together):
            raise self._refused(f"{own.place} refused the sign-in of {own.username}.")
        try:
            return self._signed_in(transport, key, password, together)
        except CutOff:
            if self._cut_off:
                self._refusals.note(together)
                raise self._refused(f"{own.place} ended the connection in the middle of the sign-in, twice.") from None
            self._cut_off = True
            raise

    def _signed_in(self, transport: Transport, key: PKey | None, password: str, together: str) -> str:
        own = self._options
        left = self._begin(transport)
        used: list[str] = []
        for words, way in self._ways(transport, key, password):
            if not left:
                break
            asked = way(left)
            if asked is not None:
                used.append(words)
                left = asked
        if left:
            return self._not_enough(together, used, left)
        self._refusals.forget()
        self._cut_off = False
        return f"{own.username}, with {' and '.join(used)}" if used else f"{own.username}, without being asked"

    def _not_enough(self, together: str, used: Sequence[str], left: Sequence[str]) -> str:
        own = self._options
        wanted = ", ".join(left)
        if used:
            raise Stop(
                f"{own.place} accepts the sign-in of {own.username} as far as it goes, and wants more: {wanted}.",
                "Add what is missing to the connection: a password, or a private key.",
            )
        self._refusals.note(together)
        raise self._refused(f"{own.place} refused the sign-in of {own.username}. It takes: {wanted}.")

    def _begin(self, transport: Transport) -> list[str]:
        """What the server wants; none: it lets everybody in."""
        from paramiko import BadAuthenticationType

        try:
            transport.auth_none(self._options.username)
        except BadAuthenticationType as error:
            return list(error.allowed_types)
        return []

    def _ways(self, transport: Transport, key: PKey | None, password: str) -> Iterator[tuple[str, Way]]:
        name = self._options.username
        if key is not None:
            yield (
                "the private key",
                lambda left: _try(transport, left, KEY, lambda: transport.auth_publickey(name, key)),
            )
        for one in _agent_keys() if self._options.agent else ():
            yield (
                "a key of the agent",
                lambda left, one=one: _try(transport, left, KEY, lambda: transport.auth_publickey(name, one)),  # type: ignore[misc]
            )
        if password:
            yield "the password", lambda left: self._password(transport, left, password)

    def _password(self, transport: Transport, left: Sequence[str], password: str) -> list[str] | None:
        """Once, by one of the two ways: a second try with the same would count twice."""
        name = self._options.username
        if PASSWORD in left:
            return _try(transport, left, PASSWORD, lambda: transport.auth_password(name, password, fallback=False))
        dialogue = _Dialogue(password, self._options.place)
        return _try(transport, left, DIALOGUE, lambda: transport.auth_interactive(name, dialogue.answers))

    def _refused(self, what: str) -> Stop:
        own = self._options
        store = f"desktop-sync secret set {own.password}" if own.password else "the right key as key_file"
        return Stop(
            what,
            f"Correct the user name, or store what is right: {store}. The refused sign-in is not tried again within"
            " the hour, so that the account is not locked; a test of the connection tries at once.",
        )


Way = Callable[[Sequence[str]], "list[str] | None"]
"""Tries one way of what is left: what is left then, or None where it was refused or does not help."""


def _try(transport: Transport, left: Sequence[str], method: str, sign_in: Callable[[], list[str]]) -> list[str] | None:
    from paramiko import AuthenticationException

    if method not in left:
        return None
    try:
        return list(sign_in())
    except AuthenticationException as error:
        if not transport.is_active():
            raise CutOff(
                "The server ended the connection in the middle of the sign-in.", "It is tried again by itself."
            ) from error
        return None


class _Dialogue:
    """Answers the one question for a password; others nobody is there to answer."""

    def __init__(self, password: str, place: str) -> None:
        self._password = password
        self._place = place

    def answers(self, title: str, instructions: str, prompts: Sequence[tuple[str, bool]]) -> list[str]:
        """paramiko asks with (question, whether the answer is shown)."""
        hidden = [question for question, shown in prompts if not shown]
        if not prompts:
            return []
        if len(prompts) > 1 or len(hidden) != 1:
            asked = "; ".join(question.strip() for question, _ in prompts)
            raise Stop(
                f"{self._place} asks more than for a password: {asked[:200]!r}. Nobody is there to answer.",
                "Ask who runs the server for a sign-in without a second factor, such as a private key.",
            )
        return [self._password]


def _agent_keys() -> Iterator[PKey]:
    """They sign through the agent, which is spoken to for as long as they are tried."""
    from paramiko import Agent, SSHException

    try:
        agent = Agent()
    except (SSHException, OSError):
        return
    try:
        yield from agent.get_keys()[:MOST_AGENT_KEYS]
    finally:
        agent.close()


def read_key(file: str, passphrase: str) -> PKey:
    """OpenSSH's and PEM's spellings, PKCS 8 too. Stop says what is wrong with it, and shows nothing of it."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
    from paramiko import ECDSAKey, Ed25519Key, RSAKey

    try:
        data = Path(file).read_bytes()
    except OSError as error:
        raise Stop(
            f"The private key {file} cannot be read: {error.strerror or error}.",
            "The account that runs Desktop Sync must be able to read it.",
        ) from error
    if data.startswith(b"PuTTY-User-Key-File"):
        raise Stop(
            f"The private key {file} is spelt as PuTTY does.",
            "Open it in PuTTYgen, and save it with Conversions, Export OpenSSH key.",
        )
    load = serialization.load_ssh_private_key
    if b"BEGIN OPENSSH PRIVATE KEY" not in data:
        load = serialization.load_pem_private_key  # type: ignore[assignment]
    given = passphrase.encode() or None
    try:
        loaded = load(data, given)
    except TypeError as error:
        if given is not None:  # it has no passphrase, so that it needs none
            return read_key(file, "")
        raise Stop(
            f"The private key {file} has a passphrase.", "Store it, and name it as passphrase in the connection."
        ) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        what = f"{file} is no private key in OpenSSH or PEM spelling."
        if given:
            what = f"{file} is no private key in OpenSSH or PEM spelling, or its passphrase is another one."
        raise Stop(what, "Name the private file, not the .pub one, and store its passphrase.") from error
    kinds: tuple[tuple[type, type[PKey]], ...] = (
        (rsa.RSAPrivateKey, RSAKey), (ec.EllipticCurvePrivateKey, ECDSAKey), (ed25519.Ed25519PrivateKey, Ed25519Key),
    )  # fmt: skip
    for kind, made in kinds:
        if isinstance(loaded, kind):
            spelt = loaded.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
            )
            return made.from_private_key(io.StringIO(spelt.decode()))
    raise Stop(f"The private key {file} is of a kind that is not used any more.", "Make an Ed25519 key: ssh-keygen")
