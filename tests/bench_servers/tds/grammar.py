"""Splits a batch of Transact-SQL into statements: control of flow here, the text of queries for `sqlglot`.

T-SQL needs no semicolon between statements, and `sqlglot` reads one statement; so the words that begin one are known
here. It must not know tables or values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tests.bench_servers.tds.errors import near

_TOKEN = re.compile(
    r"""(?P<skip>\s+|--[^\n]*|/\*.*?\*/)|(?P<string>[Nn]?'(?:[^']|'')*')|(?P<quoted>\[(?:[^\]]|\]\])*\]|"(?:[^"]|"")*")
        |(?P<number>0x[0-9A-Fa-f]*|\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)
        |(?P<word>[\w@\#$]+)|(?P<sign>[<>!]=|<>|[-+*/%&|^]=|.)""",
    re.VERBOSE | re.DOTALL,
)
QUERIES = {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "MERGE"}
STARTERS = QUERIES - {"WITH"} | {
    "DECLARE", "SET", "IF", "WHILE", "BEGIN", "END", "ELSE", "COMMIT", "ROLLBACK", "SAVE", "EXEC", "EXECUTE", "PRINT",
    "RAISERROR", "THROW", "RETURN", "CREATE", "ALTER", "DROP", "TRUNCATE", "USE", "WAITFOR", "GRANT", "DENY", "REVOKE",
    "KILL", "BREAK", "CONTINUE",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A word in capitals (else as it stands), its kind, and where it stands."""

    word: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """``verb`` in capitals; ``text`` as it stood, from the verb; ``tokens`` of it; parts in blocks of their own."""

    verb: str
    text: str
    tokens: tuple[Token, ...] = ()
    body: tuple[Statement, ...] = ()
    other: tuple[Statement, ...] = ()

    def slice(self, first: int, last: int | None = None) -> str:
        """The text from one token up to another."""
        base = self.tokens[0].start
        stop = len(self.tokens) if last is None else last
        if first >= stop:
            return ""
        return self.text[self.tokens[first].start - base : self.tokens[stop - 1].end - base]


@lru_cache(maxsize=512)
def tokens_of(text: str) -> tuple[Token, ...]:
    found = []
    for match in _TOKEN.finditer(text):
        kind = str(match.lastgroup)
        if kind != "skip":
            word = match.group().upper() if kind == "word" else match.group()
            found.append(Token(word, kind, match.start(), match.end()))
    return tuple(found)


@lru_cache(maxsize=512)
def statements_of(text: str) -> tuple[Statement, ...]:
    """What a batch does, in order. ``SqlError`` 102 where it is no T-SQL."""
    splitter = _Splitter(text, tokens_of(text))
    body = splitter.block()
    if splitter.at < len(splitter.tokens):
        raise near(splitter.tokens[splitter.at].word)
    return body


@dataclass
class _Splitter:
    text: str
    tokens: tuple[Token, ...]
    at: int = 0

    def word(self, ahead: int = 0) -> str:
        place = self.at + ahead
        if place >= len(self.tokens) or self.tokens[place].kind not in {"word", "sign"}:
            return ""
        return self.tokens[place].word

    def block(self, *ends: str) -> tuple[Statement, ...]:
        found = []
        while self.at < len(self.tokens) and self.word() not in ends:
            if self.word() == ";":
                self.at += 1
            else:
                found.append(self.statement())
        return tuple(found)

    def statement(self) -> Statement:
        first, verb = self.at, self.word()
        if verb in {"IF", "WHILE"}:
            return self._branch(verb)
        if verb == "BEGIN" and self.word(1) not in {"TRAN", "TRANSACTION", "DISTRIBUTED"}:
            return self._enclosed()
        if verb in {"CREATE", "ALTER"} and self.word(1) in {"PROCEDURE", "PROC", "TRIGGER", "FUNCTION", "OR"}:
            self.at = len(self.tokens)  # the rest of the batch is its body
        else:
            self._to_end(verb)
        if self.at == first:
            raise near(self.tokens[first].word)
        return self._made(verb if self.tokens[first].kind == "word" else "", first, self.at)

    def _made(self, verb: str, first: int, last: int) -> Statement:
        tokens = self.tokens[first:last]
        if not tokens:
            return Statement(verb, "")
        return Statement(verb, self.text[tokens[0].start : tokens[-1].end], tokens)

    def _branch(self, verb: str) -> Statement:
        self.at += 1
        first = self.at
        self._to_end("IF")
        condition = self._made(verb, first, self.at)
        body = (self.statement(),)
        other: tuple[Statement, ...] = ()
        while self.word() == ";" and self.word(1) == "ELSE":
            self.at += 1
        if verb == "IF" and self.word() == "ELSE":
            self.at += 1
            other = (self.statement(),)
        return Statement(verb, condition.text, condition.tokens, body, other)

    def _enclosed(self) -> Statement:
        self.at += 1
        trying = self.word() == "TRY"
        self.at += trying
        body = self.block("END")
        self._expect("END", *(["TRY"] if trying else []))
        other: tuple[Statement, ...] = ()
        if trying:
            while self.word() == ";":
                self.at += 1
            self._expect("BEGIN", "CATCH")
            other = self.block("END")
            self._expect("END", "CATCH")
        return Statement("TRY" if trying else "BLOCK", "", (), body, other)

    def _expect(self, *words: str) -> None:
        for word in words:
            if self.word() != word:
                raise near(self.word() or word)
            self.at += 1

    def _to_end(self, verb: str) -> None:
        """Forward to where the statement ends that begins here."""
        depth = cases = 0
        waiting = {"INSERT": {"SELECT", "EXEC", "EXECUTE", "WITH"}, "UPDATE": {"SET"}, "WITH": QUERIES}.get(verb, set())
        first = self.at
        while self.at < len(self.tokens):
            word = self.word()
            if word == ";" and depth == 0:
                return
            if cases and word in {"ELSE", "END"}:
                cases -= word == "END"
            elif depth == 0 and self.at > first and word in STARTERS:
                if word in waiting:
                    waiting = {"SET"} if word == "UPDATE" else {"SELECT", "EXEC"} if word == "INSERT" else set()
                elif not self._continues(verb, word, first):
                    return
            cases += word == "CASE"
            depth += (word == "(") - (word == ")")
            self.at += 1

    def _continues(self, verb: str, word: str, first: int) -> bool:
        """Whether a word that may begin a statement stands inside of one here."""
        before = self.tokens[self.at - 1].word
        said = {token.word for token in self.tokens[first + 1 : self.at]}
        if verb == "ALTER" and "DATABASE" in said:
            return (word == "SET" and "SET" not in said) or before == "WITH"
        if verb == "ALTER":
            return word in {"ALTER", "DROP"} and not said & {"ADD", "ALTER", "DROP", "ENABLE", "DISABLE", "CHECK"}
        if verb in {"MERGE", "GRANT", "DENY", "REVOKE"}:
            return True
        if word == "SELECT" and before in {"UNION", "ALL", "EXCEPT", "INTERSECT", "AS"}:
            return True
        if word == "IF":
            return before in {"TABLE", "VIEW", "INDEX", "PROCEDURE", "PROC", "DATABASE"}
        return before in {"ON", "FOR", "."}
