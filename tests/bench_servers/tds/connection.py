"""One connection from its first byte to its last: prelogin, TLS, sign-in, then request by request.

It must not know statements.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from tests.bench_servers.tds import login, tokens, transactions
from tests.bench_servers.tds.certificate import Certificate
from tests.bench_servers.tds.errors import CancelledError, ConnectionCutError, SqlError, beyond, login_failed
from tests.bench_servers.tds.instance import Instance
from tests.bench_servers.tds.interpreter import Interpreter
from tests.bench_servers.tds.rpc import Caller, Prepared, read_calls
from tests.bench_servers.tds.session import LEVELS, Session
from tests.bench_servers.tds.transport import ATTENTION, BATCH, LOGIN, PRELOGIN, RPC, TRANSACTION, Transport

ENCRYPTION = {"off": login.ENCRYPT_OFF, "required": login.ENCRYPT_REQUIRED, "none": login.ENCRYPT_NOT_SUPPORTED}
ISOLATIONS = dict(enumerate(LEVELS, 1))
TLS_RECORD = 0x16


@dataclass
class Connection:
    """``encryption``: off (the client decides), required, none (the server has no certificate), strict (TDS 8 only)."""

    transport: Transport
    instance: Instance
    encryption: str
    certificate: Certificate | None
    session: Session | None = None
    prepared: Prepared = field(default_factory=Prepared)

    def serve(self) -> None:
        """To the end of the connection."""
        try:
            if self._sign_in():
                while True:
                    self._request()
        except ConnectionCutError:
            pass
        finally:
            if self.session is not None:
                self.instance.forget(self.session)
            self.transport.close()

    # Sign-in

    def _sign_in(self) -> bool:
        strict = self._begins_with_tls()
        if strict or self.encryption == "strict":
            if not (strict and self.certificate):
                raise ConnectionCutError
            self.transport.begin_strict(self.certificate.strict)
        kind, data = self.transport.receive()
        agreed = login.ENCRYPT_NOT_SUPPORTED
        if kind == PRELOGIN:
            agreed = self._prelogin(data, strict=strict)
            kind, data = self.transport.receive()
        if kind != LOGIN:
            raise ConnectionCutError
        if agreed == login.ENCRYPT_OFF:
            self.transport.end_tls()
        return self._login(login.read_login(data), strict=strict)

    def _begins_with_tls(self) -> bool:
        return self.transport.socket.recv(1, 2) == bytes((TLS_RECORD,))  # 2: MSG_PEEK

    def _prelogin(self, data: bytes, *, strict: bool) -> int:
        wanted = (login.prelogin_options(data).get(1) or b"\0")[0]
        mine = ENCRYPTION.get(self.encryption, login.ENCRYPT_REQUIRED)
        if strict or self.certificate is None:
            mine = login.ENCRYPT_NOT_SUPPORTED
        agreed = login.agreed_encryption(wanted, mine)
        if not strict and self.instance.faults.take("", "silence"):
            self.transport.wait_for_end()
        self.transport.send(login.prelogin_answer(agreed), last=True)
        if agreed != login.ENCRYPT_NOT_SUPPORTED and self.certificate is not None:
            self.transport.begin_tls(self.certificate.wrapped)
        return agreed

    def _login(self, asked: login.Login7, *, strict: bool) -> bool:
        stream = tokens.Stream(
            lambda data, last: self.transport.send(data, last=last), self.instance.name, within=False
        )
        try:
            if asked.integrated:
                raise login_failed("")
            session = self.instance.sign_in(asked.user, asked.password, asked.database)
        except SqlError as error:
            stream.error(error)
            if error.number == 4060:
                stream.error(login_failed(asked.user))
            stream.done(None, failed=True)
            stream.end()
            return False
        session.host, session.application, session.read_only = asked.host, asked.application, asked.read_only
        session.encrypted, session.poll = self.transport.encrypted, self.transport.look
        session.cut = self.transport.cut
        self.session = session
        self._welcome(stream, asked, session.database.name, strict=strict)
        return True

    def _welcome(self, stream: tokens.Stream, asked: login.Login7, database: str, *, strict: bool) -> None:
        size = min(max(asked.packet_size, 512), 32767) or 4096
        stream.database(database, "master")
        stream.raw(tokens.changed_collation())
        stream.raw(tokens.changed_text(2, "us_english", ""))
        stream.raw(tokens.message(5703, 1, 0, "Changed language setting to us_english.", self.instance.name))
        stream.raw(tokens.login_ack(tokens.TDS_80 if strict else min(asked.version, tokens.TDS_74)))
        stream.raw(tokens.changed_text(4, str(size), str(self.transport.size)))
        stream.done(None)
        stream.end()
        self.transport.size = size

    # Requests

    def _request(self) -> None:
        kind, data = self.transport.receive()
        assert self.session is not None
        session = self.session
        stream = tokens.Stream(
            lambda out, last: self.transport.send(out, last=last), self.instance.name, within=kind == RPC
        )
        stream.in_transaction = lambda: session.transaction is not None
        try:
            self._answer(kind, data, stream)
        except CancelledError:
            stream.cancelled()
            return
        except SqlError as error:
            Interpreter(session, stream).failed(error)
        except ConnectionCutError:
            raise
        except Exception as bad:  # noqa: BLE001 - a fault of ours is told to the client, who else would wait
            Interpreter(session, stream).failed(beyond(f"this request ({bad!r})"))
        if kind == ATTENTION:
            stream.heard()
        else:
            stream.end()

    def _answer(self, kind: int, data: bytes, stream: tokens.Stream) -> None:
        assert self.session is not None
        if kind == ATTENTION:
            return
        begin = struct.unpack_from("<I", data)[0]  # ALL_HEADERS
        if kind == BATCH:
            self.session.variables = {}
            Interpreter(self.session, stream).batch(data[begin:].decode("utf-16-le"))
        elif kind == RPC:
            for call in read_calls(data, begin):
                Caller(self.session, self.prepared, stream).run(call)
        elif kind == TRANSACTION:
            self._transaction(data, begin, stream)
        else:
            raise beyond(f"a request of the kind {kind}")

    def _transaction(self, data: bytes, at: int, stream: tokens.Stream) -> None:
        """Transaction manager requests: 5 begin, 7 commit, 8 roll back; 7 and 8 may begin the next at once."""
        assert self.session is not None
        work = Interpreter(self.session, stream)
        request = struct.unpack_from("<H", data, at)[0]
        at += 2
        if request == 5:
            level = data[at]
            if level:
                transactions.set_isolation(self.session, ISOLATIONS[level])
            transactions.begin(work)
        elif request in {7, 8}:
            at += 1 + data[at]
            try:
                (transactions.commit if request == 7 else transactions.rollback)(work)
            finally:
                if data[at] & 1:
                    transactions.begin(work)
        else:
            raise beyond(f"the transaction request {request}")
        stream.done(None)
