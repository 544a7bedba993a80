"""The tables, as numbered steps. A step is committed together with its number; a newer file is refused."""

from __future__ import annotations

import secrets
import sqlite3
from pathlib import Path

from desktop_sync.core.errors import Stop

_FIRST = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Who we are at the far end. A lane belongs to an account, a connection points at the one it was last seen with.
CREATE TABLE account (
    id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, base_url TEXT NOT NULL, title TEXT NOT NULL DEFAULT '',
    UNIQUE (tenant, base_url));
-- noted_at: when it last answered, to ten seconds.
CREATE TABLE connection_account (
    connection TEXT PRIMARY KEY, account INTEGER NOT NULL REFERENCES account, noted_at REAL NOT NULL) WITHOUT ROWID;

-- A place is one flow's use of one source connection; its cursor says how far it was noticed. first_run: what was said
-- about the things that were there before the first look; until then nothing is noticed. doubtful: so many looks more
-- may find what was there before the ledger was restored. learn_since: what was archived since then is still to be read
-- for versions that had arrived. looked_at: when the last look began that was made to its end.
CREATE TABLE place (
    id INTEGER PRIMARY KEY, flow TEXT NOT NULL, connection TEXT NOT NULL, cursor TEXT, first_run TEXT, looked_at REAL,
    doubtful INTEGER NOT NULL DEFAULT 0, learn_since REAL, UNIQUE (flow, connection));

-- Since when each arrival expectation of the settings stands as it is: deadlines before that were never promised.
CREATE TABLE expectation (name TEXT PRIMARY KEY, since REAL NOT NULL) WITHOUT ROWID;

-- What was last seen of each thing at a place; the generation makes a thing that comes back a new item.
CREATE TABLE entity (
    place INTEGER NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    generation INTEGER NOT NULL, present INTEGER NOT NULL, PRIMARY KEY (place, path)) WITHOUT ROWID;
CREATE INDEX entity_present ON entity (place) WHERE present;

-- why: who asked for it.
CREATE TABLE run (
    id INTEGER PRIMARY KEY, flow TEXT NOT NULL, started_at REAL NOT NULL, ended_at REAL, outcome TEXT, counts TEXT,
    note TEXT NOT NULL DEFAULT '', why TEXT NOT NULL DEFAULT '');
CREATE INDEX run_flow ON run (flow, id);
CREATE INDEX run_going ON run (id) WHERE ended_at IS NULL;

-- What is remembered of a flow's schedule. schedule: as it was when last asked. planned_at: every fire up to it is
-- accounted for; asked_at: so is every occasion that has ended up to it. seen_at: when an item was last noticed.
-- failures: runs in a row that failed at the source.
CREATE TABLE agenda (
    flow TEXT PRIMARY KEY, schedule TEXT, planned_at REAL, asked_at REAL, seen_at REAL,
    failures INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
-- Fires without a run. reason: off, asleep, busy, network, clock.
CREATE TABLE missed (
    id INTEGER PRIMARY KEY, flow TEXT NOT NULL, first_at REAL NOT NULL, last_at REAL NOT NULL, count INTEGER NOT NULL,
    reason TEXT NOT NULL, noted_at REAL NOT NULL, run INTEGER);
CREATE INDEX missed_flow ON missed (flow, id);
-- flow '': all of them. until_at NULL: until somebody resumes it. One that is over stays: what it passed over was not
-- missed.
CREATE TABLE pause (flow TEXT PRIMARY KEY, since REAL NOT NULL, until_at REAL, who TEXT NOT NULL) WITHOUT ROWID;

-- came_at: when it came to its place, as well as that can be known (ledger/arrivals.py).
CREATE TABLE item (
    id INTEGER PRIMARY KEY, place INTEGER NOT NULL REFERENCES place, path TEXT NOT NULL, size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL, file_id TEXT NOT NULL, generation INTEGER NOT NULL, state TEXT NOT NULL,
    payload TEXT, payload_size INTEGER, payload_gone_at REAL,
    payload_gone_why TEXT NOT NULL DEFAULT 'retention', noticed_at REAL NOT NULL, came_at REAL NOT NULL,
    run INTEGER, not_before REAL NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT '',
    stage INTEGER NOT NULL DEFAULT 0, staged_at REAL, mapping TEXT, records INTEGER NOT NULL DEFAULT 0,
    documents INTEGER NOT NULL DEFAULT 0, faulty INTEGER NOT NULL DEFAULT 0, ignored INTEGER NOT NULL DEFAULT 0,
    open INTEGER NOT NULL DEFAULT 0, refused INTEGER NOT NULL DEFAULT 0,
    outcome TEXT, target TEXT, deletes INTEGER NOT NULL DEFAULT 0, reason TEXT, ended_at REAL,
    before_restore INTEGER NOT NULL DEFAULT 0, UNIQUE (place, path, size, mtime_ns, generation));
CREATE INDEX item_came ON item (place, came_at);
CREATE INDEX item_noticed ON item (place, id) WHERE state = 'noticed';
CREATE INDEX item_staged ON item (place, staged_at) WHERE state = 'staged';
CREATE INDEX item_ended ON item (place) WHERE state = 'staged' AND open = 0;
CREATE INDEX item_to_settle ON item (place, id) WHERE state IN ('rejected', 'settling');
CREATE INDEX item_payload ON item (payload) WHERE payload IS NOT NULL;

-- pruned: how many of its deliveries were removed, being old; erased_at: its reference is a keyed hash since, and
-- nothing else of it is left but what tells new from known.
CREATE TABLE lane (
    id INTEGER PRIMARY KEY, account INTEGER NOT NULL REFERENCES account, resource TEXT NOT NULL,
    reference TEXT NOT NULL, revision INTEGER NOT NULL DEFAULT 0, remote_id TEXT, remote_version TEXT,
    acked_hash TEXT, acked_version TEXT, acked_revision INTEGER NOT NULL DEFAULT 0, acked_delivery INTEGER,
    acked_unedited TEXT, learnt_version TEXT,
    in_doubt INTEGER NOT NULL DEFAULT 0, doubt_since_revision INTEGER,
    pruned INTEGER NOT NULL DEFAULT 0, pruned_at REAL, erased_at REAL,
    UNIQUE (account, resource, reference));
CREATE INDEX lane_reference ON lane (reference);

-- plan, base: the dry run that has foreseen it, and the version in Acme that this rests on (empty: absent). insists: a
-- person has looked and says that it shall be sent. before_restore: it comes from what was there before the ledger was
-- restored, so Acme may hold a newer version that this ledger does not know of. unedited: hash of the content that a
-- person has edited.
-- claimable: 0 its item is not staged to the end, 1 it may be claimed, 2 held until a person approves (hold_above).
CREATE TABLE delivery (
    id INTEGER PRIMARY KEY, lane INTEGER NOT NULL REFERENCES lane, flow TEXT NOT NULL,
    item INTEGER NOT NULL REFERENCES item, stage INTEGER NOT NULL, record INTEGER NOT NULL,
    document INTEGER NOT NULL, revision INTEGER NOT NULL, version TEXT, operation TEXT NOT NULL,
    partial INTEGER NOT NULL, hash TEXT NOT NULL, position TEXT NOT NULL, mapping TEXT NOT NULL,
    claimable INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL DEFAULT 'pending', claim TEXT,
    not_before REAL NOT NULL DEFAULT 0, request INTEGER, requests INTEGER NOT NULL DEFAULT 0,
    in_question INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0,
    doubts INTEGER NOT NULL DEFAULT 0, doubts_since REAL, conflicts INTEGER NOT NULL DEFAULT 0,
    looks INTEGER NOT NULL DEFAULT 0, batch_limit INTEGER, retry_at REAL, retry_until REAL,
    note TEXT NOT NULL DEFAULT '', owner TEXT, reason TEXT NOT NULL DEFAULT '', ended_at REAL,
    plan INTEGER, base TEXT, insists INTEGER NOT NULL DEFAULT 0, unedited TEXT,
    before_restore INTEGER NOT NULL DEFAULT 0,
    UNIQUE (item, stage, record, document));
-- Apart from the delivery, so that a state move rewrites a hundred bytes and not the whole document.
CREATE TABLE body (delivery INTEGER PRIMARY KEY REFERENCES delivery ON DELETE CASCADE, body BLOB NOT NULL);
-- Rule 1 of delivery.md: at most one delivery per lane is sending or unknown. The database holds it, not a habit.
CREATE UNIQUE INDEX delivery_in_flight ON delivery (lane) WHERE state IN ('sending', 'unknown');
CREATE INDEX delivery_pending ON delivery (lane, id) WHERE state = 'pending' AND claimable = 1;
CREATE INDEX delivery_due ON delivery (id) WHERE state = 'pending' AND claimable = 1;
CREATE INDEX delivery_held ON delivery (flow) WHERE claimable = 2;
CREATE INDEX delivery_unknown ON delivery (not_before) WHERE state = 'unknown';
CREATE INDEX delivery_retry ON delivery (retry_at) WHERE retry_at IS NOT NULL;
CREATE INDEX delivery_lane ON delivery (lane, revision);
CREATE INDEX delivery_over ON delivery (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE request (
    delivery INTEGER NOT NULL REFERENCES delivery, number INTEGER NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL,
    if_match TEXT, body_sha256 TEXT NOT NULL, key TEXT NOT NULL, made_at REAL NOT NULL, sent_at REAL, sent_times INTEGER
    NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT '', outcome TEXT, status INTEGER, answer TEXT, answered_at REAL,
    PRIMARY KEY (delivery, number)) WITHOUT ROWID;

CREATE TABLE problem (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, flow TEXT, connection TEXT, item INTEGER, delivery INTEGER, lane INTEGER,
    record INTEGER, position TEXT NOT NULL DEFAULT '', field TEXT NOT NULL DEFAULT '', value TEXT NOT NULL DEFAULT '',
    cause TEXT NOT NULL, what TEXT NOT NULL, hint TEXT NOT NULL DEFAULT '', owner TEXT NOT NULL,
    opened_at REAL NOT NULL, last_at REAL NOT NULL, times INTEGER NOT NULL DEFAULT 1, closed_at REAL,
    closed_by TEXT NOT NULL DEFAULT '');
CREATE UNIQUE INDEX problem_open ON problem (key) WHERE closed_at IS NULL;
CREATE INDEX problem_lane ON problem (lane) WHERE closed_at IS NULL AND lane IS NOT NULL;
CREATE INDEX problem_elsewhere ON problem (key) WHERE closed_at IS NULL AND delivery IS NULL;
CREATE INDEX problem_item ON problem (item) WHERE item IS NOT NULL;
CREATE INDEX problem_dismissed ON problem (key, position) WHERE key >= 'arrivals:' AND key < 'arrivals;'
    AND closed_by >= 'dismissed by ' AND closed_by < 'dismissed by!';
CREATE INDEX problem_owner ON problem (owner) WHERE closed_at IS NULL;

-- Mails about problems (notices.py), and what stands in them: each problem is told once, and once that it is over.
-- Their texts are kept until they are sent. reached: some of the recipients have it. over: of an opened one, that its
-- end is told.
CREATE TABLE notice (
    id INTEGER PRIMARY KEY AUTOINCREMENT, audience TEXT NOT NULL, recipients TEXT NOT NULL, message_id TEXT NOT NULL
    UNIQUE, subject TEXT NOT NULL, text TEXT NOT NULL, html TEXT NOT NULL, made_at REAL NOT NULL, state TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0, doubts INTEGER NOT NULL DEFAULT 0, reached INTEGER NOT NULL DEFAULT 0,
    not_before REAL NOT NULL DEFAULT 0, ended_at REAL, note TEXT NOT NULL DEFAULT '');
CREATE UNIQUE INDEX notice_waiting ON notice (audience) WHERE state IN ('ready', 'ending');
CREATE INDEX notice_audience ON notice (audience, made_at);
CREATE TABLE told (
    problem INTEGER NOT NULL REFERENCES problem ON DELETE CASCADE, what TEXT NOT NULL, notice INTEGER NOT NULL
    REFERENCES notice, at REAL NOT NULL, over INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (problem, what, notice))
    WITHOUT ROWID;
CREATE UNIQUE INDEX told_once ON told (problem, what) WHERE what <> 'reminded';
CREATE INDEX told_open ON told (what, over) WHERE what = 'opened' AND over = 0;
CREATE INDEX told_notice ON told (notice);

-- What dry runs have foreseen. It touches nothing above before it is executed.
CREATE TABLE plan (
    id INTEGER PRIMARY KEY AUTOINCREMENT, flow TEXT NOT NULL, account INTEGER NOT NULL REFERENCES account,
    mapping TEXT NOT NULL, made_at REAL NOT NULL, ready INTEGER NOT NULL DEFAULT 0, run INTEGER, executed_at REAL);
CREATE TABLE plan_file (
    id INTEGER PRIMARY KEY, plan INTEGER NOT NULL REFERENCES plan ON DELETE CASCADE, connection TEXT NOT NULL,
    path TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, file_id TEXT NOT NULL, payload TEXT,
    payload_size INTEGER, item INTEGER, records INTEGER NOT NULL DEFAULT 0, ignored INTEGER NOT NULL DEFAULT 0,
    note TEXT NOT NULL DEFAULT '', hint TEXT NOT NULL DEFAULT '', owner TEXT, left_alone TEXT NOT NULL DEFAULT '');
CREATE TABLE plan_row (
    id INTEGER PRIMARY KEY, plan INTEGER NOT NULL REFERENCES plan ON DELETE CASCADE,
    file INTEGER NOT NULL REFERENCES plan_file ON DELETE CASCADE, record INTEGER, document INTEGER,
    position TEXT NOT NULL DEFAULT '', resource TEXT, reference TEXT, operation TEXT, version TEXT, partial INTEGER,
    hash TEXT, body BLOB, acked_revision INTEGER, base TEXT, would TEXT, note TEXT NOT NULL DEFAULT '', owner TEXT,
    field TEXT NOT NULL DEFAULT '', value TEXT NOT NULL DEFAULT '', changes TEXT);
CREATE INDEX plan_file_plan ON plan_file (plan);
CREATE INDEX plan_file_item ON plan_file (item) WHERE item IS NOT NULL;
CREATE INDEX plan_row_lane ON plan_row (plan, resource, reference);
CREATE INDEX plan_row_file ON plan_row (file, record);

-- Full text of references, file names and problems, without the texts themselves; written behind the work (search.py).
CREATE VIRTUAL TABLE found USING fts5 (text, content='', tokenize = "unicode61 remove_diacritics 2");
CREATE TABLE found_upto (kind INTEGER PRIMARY KEY, upto INTEGER NOT NULL);

-- What people did to documents and problems: who, when, what, why.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY, at REAL NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL, lane INTEGER, delivery INTEGER,
    item INTEGER, problem INTEGER, reason TEXT NOT NULL DEFAULT '', details TEXT NOT NULL DEFAULT '');
CREATE INDEX audit_lane ON audit (lane) WHERE lane IS NOT NULL;

-- What was ever done and when last, also after its rows are gone: documents by their end, files noticed and ended,
-- runs by outcome. Triggers are spelt without IN: for three values and more SQLite makes a temporary table, each time
-- anew, which takes ten times as long as the move itself.
CREATE TABLE total (
    kind TEXT NOT NULL, flow TEXT NOT NULL, state TEXT NOT NULL, number INTEGER NOT NULL, last_at REAL,
    PRIMARY KEY (kind, flow, state)) WITHOUT ROWID;
CREATE TRIGGER total_documents AFTER UPDATE OF state ON delivery
WHEN old.state <> new.state AND new.state <> 'pending' AND new.state <> 'sending' AND new.state <> 'unknown' BEGIN
    INSERT INTO total VALUES ('documents', new.flow, new.state, 1, new.ended_at)
        ON CONFLICT (kind, flow, state) DO UPDATE SET number = number + 1, last_at = excluded.last_at;
END;
CREATE TRIGGER total_files_noticed AFTER INSERT ON item BEGIN
    INSERT INTO total SELECT 'files', flow, 'noticed', 1, new.noticed_at FROM place WHERE id = new.place
        ON CONFLICT (kind, flow, state) DO UPDATE SET number = number + 1, last_at = excluded.last_at;
END;
CREATE TRIGGER total_files_ended AFTER UPDATE OF state ON item
WHEN old.state <> new.state AND (new.state = 'done' OR new.state = 'gone' OR new.state = 'skipped'
    OR new.state = 'replaced') BEGIN
    INSERT INTO total SELECT 'files', flow, new.state, 1, new.ended_at FROM place WHERE id = new.place
        ON CONFLICT (kind, flow, state) DO UPDATE SET number = number + 1, last_at = excluded.last_at;
END;
CREATE TRIGGER total_runs AFTER UPDATE OF outcome ON run
WHEN old.outcome IS NULL AND new.outcome IS NOT NULL BEGIN
    INSERT INTO total VALUES ('runs', new.flow, new.outcome, 1, new.ended_at)
        ON CONFLICT (kind, flow, state) DO UPDATE SET number = number + 1, last_at = excluded.last_at;
END;

-- The counters of an item follow the states of its deliveries, whoever moves them.
CREATE TRIGGER delivery_ends AFTER UPDATE OF state ON delivery
WHEN old.claimable = 1 AND (
    (new.state = 'pending' OR new.state = 'sending' OR new.state = 'unknown')
    <> (old.state = 'pending' OR old.state = 'sending' OR old.state = 'unknown')
    OR (new.state = 'rejected') <> (old.state = 'rejected')) BEGIN
    UPDATE item SET
        open = open + (new.state = 'pending' OR new.state = 'sending' OR new.state = 'unknown')
                    - (old.state = 'pending' OR old.state = 'sending' OR old.state = 'unknown'),
        refused = refused + (new.state = 'rejected') - (old.state = 'rejected')
    WHERE id = new.item;
END;
"""

# Rows of sources that are asked, as they were last seen: what comes again unchanged is no new item. seen_at: to a day.
_KNOWN_ROWS = """
CREATE TABLE known_row (
    place INTEGER NOT NULL REFERENCES place, key BLOB NOT NULL, content BLOB NOT NULL, seen_at REAL NOT NULL,
    PRIMARY KEY (place, key)) WITHOUT ROWID;
"""

# One period of one export, made once (exports.py): its file stands in the spool. begin_at, end_at: the period's moments
# as text, exact; both NULL: everything there was. who: a person who had it issued once more; it moves no period on.
_EXPORTS = """
CREATE TABLE export (
    id INTEGER PRIMARY KEY AUTOINCREMENT, flow TEXT NOT NULL, run INTEGER NOT NULL, number INTEGER NOT NULL,
    begin_at TEXT, end_at TEXT, who TEXT NOT NULL DEFAULT '', made_at REAL NOT NULL, rows INTEGER NOT NULL,
    reference TEXT NOT NULL DEFAULT '', payload TEXT, size INTEGER NOT NULL DEFAULT 0, payload_gone_at REAL,
    ending TEXT NOT NULL, media_type TEXT NOT NULL, summary TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '', flow_title TEXT NOT NULL, account TEXT NOT NULL, zone TEXT NOT NULL);
CREATE INDEX export_flow ON export (flow, id);
CREATE INDEX export_run ON export (run);
CREATE UNIQUE INDEX export_once ON export (flow, end_at) WHERE who = '' AND end_at IS NOT NULL;
CREATE INDEX export_payload ON export (payload) WHERE payload IS NOT NULL;
-- Bringing it to one destination. place: where it goes, for names that are taken there. name: committed before it is
-- put. begun: what cannot be taken back may have begun, ever; ending: it has, by this try. rest: what is left to do.
-- asked: a person has to say whether it arrived.
CREATE TABLE export_delivery (
    id TEXT PRIMARY KEY, export INTEGER NOT NULL REFERENCES export ON DELETE CASCADE, flow TEXT NOT NULL,
    destination TEXT NOT NULL, place TEXT NOT NULL, name TEXT, state TEXT NOT NULL DEFAULT 'pending', claim TEXT,
    begun INTEGER NOT NULL DEFAULT 0, ending INTEGER NOT NULL DEFAULT 0, asked INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0, doubts INTEGER NOT NULL DEFAULT 0, not_before REAL NOT NULL DEFAULT 0,
    rest TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '', ended_at REAL, UNIQUE (export, destination))
    WITHOUT ROWID;
CREATE INDEX export_delivery_open ON export_delivery (flow, not_before)
    WHERE state IN ('pending', 'sending', 'unknown');
"""

# A period of which every document has a file of its own: a row for each. part: its place in the period, from 1; 0: the
# file has all documents. bundle: the first of them, which stands for the period; NULL in that row itself.
_DOCUMENTS = """
ALTER TABLE export ADD COLUMN part INTEGER NOT NULL DEFAULT 0;
ALTER TABLE export ADD COLUMN bundle INTEGER;
DROP INDEX export_once;
CREATE UNIQUE INDEX export_once ON export (flow, end_at) WHERE who = '' AND end_at IS NOT NULL AND bundle IS NULL;
CREATE UNIQUE INDEX export_bundle ON export (bundle, part) WHERE bundle IS NOT NULL;
CREATE INDEX export_period ON export (flow, id) WHERE bundle IS NULL;
"""

# Keys of problems (export_problems.py): those of an export itself, and of one delivery, looked like a destination's.
_EXPORT_KEYS = """
UPDATE problem SET key = 'export-empty:' || flow WHERE cause = 'export empty' AND key = 'export:' || flow || ':empty';
UPDATE problem SET key = 'export-restored:' || flow
    WHERE cause = 'export restored' AND key = 'export:' || flow || ':restored';
UPDATE problem SET key = 'export-delivery:' || substr(key, 12) WHERE key >= 'export:one:' AND key < 'export:one;'
    AND length(key) = 43 AND substr(key, 12) NOT GLOB '*[^0-9a-f]*';
"""

# noted: it stands in the file beside the ledger (export_notes.py).
_NOTED = """
ALTER TABLE export ADD COLUMN noted INTEGER NOT NULL DEFAULT 0;
CREATE INDEX export_to_note ON export (flow, id) WHERE NOT noted;
"""

# A period of ten thousand files is looked into with each of them: by these, only at what is asked for.
_OPEN_EXPORTS = """
CREATE INDEX export_delivery_open_earlier ON export_delivery (flow, destination, export)
    WHERE state IN ('pending', 'sending', 'unknown');
CREATE INDEX export_delivery_open_tried ON export_delivery (flow, destination)
    WHERE state IN ('pending', 'sending', 'unknown') AND attempts > 0;
CREATE INDEX export_delivery_open_named ON export_delivery (place)
    WHERE state IN ('pending', 'sending', 'unknown') AND name <> '';
"""

# Which documents a kept report shows (core/report_marks.py). Apart from its row, which is read often; none: not known.
_MARKS = """
CREATE TABLE export_marks (export INTEGER PRIMARY KEY REFERENCES export ON DELETE CASCADE, marks BLOB NOT NULL);
"""

STEPS: tuple[str, ...] = (_FIRST, _KNOWN_ROWS, _EXPORTS, _DOCUMENTS, _EXPORT_KEYS, _NOTED, _OPEN_EXPORTS, _MARKS)


def migrate(connection: sqlite3.Connection, file: Path) -> None:
    """Bring the database to the newest step; the file is copied first. Raises Stop for one from a newer program."""
    number = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if number > len(STEPS):
        raise Stop(
            f"The ledger {file.name} was made by a newer version of Desktop Sync (step {number}).",
            "Install that version again; an older one must not touch it.",
        )
    if 0 < number < len(STEPS):
        _keep(connection, _kept(file, number + 1))
    for step in range(number, len(STEPS)):
        _apply(connection, step)


def drop_kept(file: Path) -> None:
    """What ``migrate`` kept of a file that is itself a copy: what that was made of is still there."""
    for step in range(1, len(STEPS) + 1):
        _kept(file, step).unlink(missing_ok=True)


def _kept(file: Path, step: int) -> Path:
    return file.with_name(f"{file.stem}-before-step-{step}{file.suffix}")


def _keep(connection: sqlite3.Connection, target: Path) -> None:
    """A copy through SQLite: after a kill a part of the ledger is still in the WAL beside the file."""
    target.unlink(missing_ok=True)
    copy = sqlite3.connect(target)
    try:
        connection.backup(copy)
    finally:
        copy.close()


def _apply(connection: sqlite3.Connection, step: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in statements(STEPS[step]):
            connection.execute(statement)
        if step == 0:
            connection.execute("INSERT INTO meta VALUES ('ledger_id', ?)", (new_ledger_id(),))
        connection.execute(f"PRAGMA user_version = {step + 1}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def statements(script: str) -> list[str]:
    """Split at semicolons that end a complete statement (a trigger holds some inside)."""
    found: list[str] = []
    text = ""
    for line in script.splitlines(keepends=True):
        text += line
        if sqlite3.complete_statement(text):
            found.append(text)
            text = ""
    return found


def new_ledger_id() -> str:
    """Random; part of every idempotency key, renewed by restore, rebuild and copy."""
    return secrets.token_hex(16)
