"""What may be typed on the command line: every command with its arguments. It calls none of them.

An icon in sight is worth more than the arguments of all the others: those of the tray are made by themselves.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TypeAlias

from desktop_sync import __version__
from desktop_sync.commands import calls
from desktop_sync.program import product

Command = Callable[[argparse.Namespace], int]
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
DATA = "data folder (else DESKTOP_SYNC_DATA, else its usual place)"


class _SelfTest(argparse.Action):
    """As ``--version``: needs no command."""

    def __call__(self, *_: object) -> None:
        from desktop_sync.commands.selftest import selftest

        sys.exit(selftest())


def parser() -> argparse.ArgumentParser:
    """Of all commands. The demo, which calls others, looks for ``main`` among its options."""
    made = argparse.ArgumentParser(
        prog="desktop-sync",
        description="Brings orders and invoices of a legacy system to the Acme cloud: nothing lost, nothing twice.",
        epilog="Exit codes: 0 all done, 2 bad settings, 3 something waits, 4 needs a person, 1 anything else.",
    )
    made.add_argument("--version", action="version", version=f"{product()} {__version__}")
    made.add_argument("--selftest", action=_SelfTest, nargs=0, help="try whether all of it is here and works")
    commands = made.add_subparsers(title="commands", metavar="COMMAND", required=True)

    of_tray(commands.add_parser("tray", help="the icon in the tray, and windows; also without any command"))

    _add_run(commands)
    _add_exports(commands)
    _add_repair(commands)
    _add_setup(commands)
    _add_approve(commands)
    _add_house(commands)
    _add_looks(commands)
    _add_connections(commands)
    _add_engine(commands)
    _add_bundle(commands)
    _add_config(commands)
    _add_secret(commands)
    _add_ledger(commands)
    _add_trying(commands)
    return made


def _add_run(commands: Commands) -> None:
    run = _add(commands, "run", "run a flow or an export once", calls.run)
    run.add_argument("flow", metavar="FLOW", help="the id of the flow or export")
    run.add_argument("--no-wait", action="store_true", help="do not wait for files that are still too young")
    run.add_argument(
        "--first-run", metavar="WHAT", default="", help="what is there already: all, from-now, or since a date"
    )
    run.add_argument("--approve", action="store_true", help="send what hold_above holds")


def _add_exports(commands: Commands) -> None:
    preview = _add(commands, "preview", "how the report of an export looks; nothing is delivered", calls.preview)
    preview.add_argument("export", metavar="EXPORT", help="the export's id")
    preview.add_argument("--out", metavar="DIR", default=".", help="the folder to write it into (this one)")
    preview.add_argument("--most", type=int, default=10_000, metavar="N", help="at most N rows (10,000), up to 20,000")

    exports = _add(commands, "exports", "what an export has made and delivered, and its files", calls.exports)
    exports.add_argument("export", metavar="EXPORT", help="the export's id")
    exports.add_argument("--limit", type=int, metavar="N", help="show at most N (20; of a period, all up to 1,000)")
    exports.add_argument("--out", metavar="DIR", default=".", help="the folder to write a file into (this one)")
    one = exports.add_mutually_exclusive_group()
    one.add_argument(
        "--period", type=int, metavar="NUMBER", help="the files of one period, where every document has its own"
    )
    one.add_argument("--file", type=int, metavar="NUMBER", help="write the kept file of this export")
    one.add_argument(
        "--issue-again", metavar="DAY", nargs="*", help="once more: of a day, from one to another, or all there is"
    )
    one.add_argument("--arrived", metavar="ID", default="", help="the delivery that is asked about has arrived")
    one.add_argument("--send-again", metavar="ID", default="", help="it has not: send it once more")
    one.add_argument("--deliver-again", metavar="ID", default="", help="try once more what was refused")


def _add_trying(commands: Commands) -> None:
    demo = _add(commands, "demo", "see it work, with a made-up legacy system and a sandbox", calls.demo, data=False)
    demo.add_argument("--full", action="store_true", help="also with servers: SFTP, MS SQL Server, an HTTP API")
    demo.add_argument("--keep", action="store_true", help="keep the sandbox running until Ctrl+C")
    commands.add_parser("sandbox", help="an Acme API on this machine, to try things out", add_help=False)


def _add_approve(commands: Commands) -> None:
    approve = _add(commands, "approve", "release what hold_above holds; the next run sends it", calls.approve)
    approve.add_argument("flow", metavar="FLOW", help="the flow's id")


def _add_house(commands: Commands) -> None:
    erase = _add(commands, "erase", "erase a person's data by the reference of a document", calls.erase)
    erase.add_argument("reference", metavar="REFERENCE", help="its external reference, such as an order number")
    erase.add_argument("--resource", help="only this kind, such as orders")
    erase.add_argument("--reason", metavar="TEXT", default="", help="why, for the audit")
    erase.add_argument("--dry-run", action="store_true", help="only show what would go and what would remain")
    erase.add_argument("--yes", action="store_true", help="do not ask")
    erase.add_argument(
        "--keep-payloads", action="store_true", help="leave the kept bytes of files with other documents"
    )
    erase.add_argument("--remove-copies", action="store_true", help="remove the copies of the ledger that name it, too")

    restore = _add(commands, "restore", "go back to a copy of the ledger; nothing is sent twice", calls.restore)
    restore.add_argument("file", metavar="FILE", nargs="?", help="the copy; the newest good one without it")
    restore.add_argument("--list", action="store_true", help="only show the copies that are there")


def _add_looks(commands: Commands) -> None:
    _add(commands, "status", "what is done, what waits, what needs somebody", calls.status)

    schedule = _add(
        commands, "schedule", "when flows run by themselves, in words, and the next five fires", calls.schedule
    )
    schedule.add_argument("flow", metavar="FLOW", nargs="?", help="only this flow")

    arrivals = _add(commands, "arrivals", "what is expected of flows, how it stands, and what came", calls.arrivals)
    arrivals.add_argument("flow", metavar="FLOW", nargs="?", help="only this flow")
    arrivals.add_argument("--suggest", action="store_true", help="propose what could be expected, from what has come")

    trail = _add(commands, "trail", "what became of one document, from file to answer", calls.trail)
    trail.add_argument("document", metavar="DOCUMENT", help="its external reference, such as an order number")
    trail.add_argument("--resource", help="only this kind, such as orders")


def _add_connections(commands: Commands) -> None:
    """And who is at their other end."""
    check = _add(commands, "check", "test a connection, step by step", calls.check)
    check.add_argument("connection", metavar="CONNECTION", help="the connection's id")

    tables = _add(
        commands, "tables", "what a database has to choose from: tables; of one its columns and rows", calls.tables
    )
    tables.add_argument("connection", metavar="CONNECTION", help="the connection's id")
    tables.add_argument("table", metavar="TABLE", nargs="?", help="a table, such as dbo.Orders")

    trust = _add(commands, "trust", "approve the key of an SFTP server, after comparing its fingerprint", calls.trust)
    trust.add_argument("place", metavar="SERVER", help="host, or host:port where the port is not 22")
    trust.add_argument("fingerprint", metavar="FINGERPRINT", help="as check shows it: SHA256:...")

    notices = _add(commands, "notices", "mails about problems: what was told to whom, or a test mail", calls.notices)
    notices.add_argument("--test", action="store_true", help="send a test mail to everybody who would be told")
    notices.add_argument("--limit", type=int, default=20, metavar="N", help="show at most N (20)")

    account = _add(commands, "account", "answer the question whose account Acme is now", calls.account)
    account.add_argument("connection", metavar="CONNECTION", help="the id of the Acme connection")
    account.add_argument("answer", choices=["same", "another"], help="same account at a new address, or another one")


def _add_engine(commands: Commands) -> None:
    pause = _add(commands, "pause", "flows do not run by themselves for a while; by hand they do", calls.pause)
    pause.add_argument("flow", metavar="FLOW", nargs="?", help="only this flow")
    how_long = pause.add_mutually_exclusive_group()
    how_long.add_argument("--for", dest="long", metavar="TIME", help="such as 30min, 1h or 2d; else until resumed")
    how_long.add_argument("--until-tomorrow", action="store_true", help="until midnight")

    resume = _add(commands, "resume", "flows run by themselves again", calls.resume)
    resume.add_argument("flow", metavar="FLOW", nargs="?", help="only this flow")

    cancel = _add(commands, "cancel", "end what an engine does for a flow; its next run goes on", calls.cancel)
    cancel.add_argument("flow", metavar="FLOW", help="the flow's id")

    engine = _add(commands, "engine", "work by the schedules until it is told to end (Ctrl+C)", calls.engine)
    at_boot = ["install", "remove", "state", "start", "prove"]
    told = "Windows: its start at boot; start is what a setup does at its end, prove what a trial does"
    engine.add_argument("what", nargs="?", choices=at_boot, help=told)
    engine.add_argument("--account", metavar="NAME", default="", help="of install: under which it works")
    stop = _add(commands, "stop", "the engine ends; what it has under way goes on at its next start", calls.stop)
    stop.add_argument("--desks", action="store_true", help="icons and windows that listen to it end, too")
    _add(commands, "reload", "a running engine reads the settings anew", calls.reload)


def _add_bundle(commands: Commands) -> None:
    bundle = _add(commands, "bundle", "what support needs, as a .zip without secrets and data of persons", calls.bundle)
    bundle.add_argument(
        "--preview", metavar="NAME", nargs="?", const="", help="list what would leave; or print one of it"
    )
    bundle.add_argument("--out", metavar="FILE", help="the .zip; it must not exist yet")
    bundle.add_argument("--offline", action="store_true", help="do not ask the connections for their certificates")


def _add_setup(commands: Commands) -> None:
    prepare = commands.add_parser("prepare", help="what the setup of Windows does: folders and groups of the machine")
    prepare.add_argument("--engine", metavar="ACCOUNT", help="that of the engine, which may write the data folder")
    for group in ("viewers", "operators", "administrators"):
        prepare.add_argument(
            f"--{group}",
            metavar="ACCOUNT,…",
            default="",
            help=f"who joins the local group Desktop Sync {group.title()}",
        )
    prepare.add_argument("--undo", action="store_true", help="remove these groups")
    prepare.add_argument("--json", action="store_true", help="print JSON")
    prepare.set_defaults(command=calls.prepare)


def _add_repair(commands: Commands) -> None:
    dry_run = _add(commands, "dry-run", "what a run would do: nothing is sent, nothing is moved", calls.dry_run)
    dry_run.add_argument("flow", metavar="FLOW", help="the flow's id")
    dry_run.add_argument("--no-wait", action="store_true", help="do not wait for files that are still too young")
    dry_run.add_argument("--limit", type=int, default=200, metavar="N", help="show at most N rows (200)")
    which = dry_run.add_mutually_exclusive_group()
    which.add_argument("--execute", type=int, metavar="PLAN", help="send exactly what this plan has shown")
    which.add_argument("--show", type=int, metavar="PLAN", help="show a plan again")

    problems = _add(commands, "problems", "what is wrong, by cause: who can fix it, and how", calls.problems)
    problems.add_argument("name", metavar="FLOW|GROUP", nargs="?", help="only this flow; or one group, all of it")
    problems.add_argument("--limit", type=int, default=100, metavar="N", help="show at most N of a group (100)")

    history = _add(commands, "history", "runs, files, documents; searched by number, file, error", calls.history)
    history.add_argument("text", metavar="TEXT", nargs="?", default="", help="an order number, a file name, an error")
    kinds = ["runs", "files", "documents", "missed"]
    history.add_argument("--show", action="append", choices=kinds, help="runs; with TEXT files and documents")
    history.add_argument("--flow", help="only this flow")
    history.add_argument("--state", help="only this state or outcome, such as rejected")
    history.add_argument("--from", dest="begin", metavar="WHEN", help="since; such as 2026-11-01 or 2026-11-01T14:30")
    history.add_argument("--to", dest="end", metavar="WHEN", help="before")
    history.add_argument("--limit", type=int, default=50, metavar="N", help="at most N of each (50)")
    history.add_argument("--before", type=int, metavar="NUMBER", help="the next page: what is older than this number")

    retry = _add(commands, "retry", "let what was refused be sent again by the next run", calls.retry)
    retry.add_argument("name", metavar="DOCUMENT|PROBLEM", nargs="?", help="an order number, or such as p7 or g12")
    many = retry.add_mutually_exclusive_group()
    many.add_argument("--group", metavar="CAUSE", help="all of one cause: its name such as g12, or its text")
    many.add_argument("--all", action="store_true", help="everything that was refused")

    dismiss = _add(commands, "dismiss", "nobody will bring it to Acme: end it, with your reason", calls.dismiss)
    dismiss.add_argument("name", metavar="DOCUMENT|PROBLEM|GROUP", help="an order number, or such as p7 or g12")

    edit = _add(commands, "edit", "correct a document and send it, with an audit entry", calls.edit)
    edit.add_argument("name", metavar="DOCUMENT", help="its external reference, such as an order number")
    edit.add_argument("--file", metavar="FILE", help="its new content as JSON; - for standard input")

    answer = _add(commands, "answer", "say whether an unknown document has arrived", calls.answer)
    answer.add_argument("name", metavar="DOCUMENT", help="its external reference, such as an order number")
    answer.add_argument("said", choices=["arrived", "send-again"], help="what you have seen in Acme")

    again = _add(
        commands, "read-again", "read former files with the present mapping, send what differs", calls.read_again
    )
    again.add_argument("flow", metavar="FLOW", help="the flow's id")
    again.add_argument("--from", dest="begin", metavar="WHEN", required=True, help="files noticed since, as 2026-11-01")
    again.add_argument("--to", dest="end", metavar="WHEN", help="files noticed before; without it until now")
    again.add_argument("--dry-run", action="store_true", help="only tell what would be sent")

    ask = _add(commands, "ask-again", "have a source asked again from a time on, by the next run", calls.ask_again)
    ask.add_argument("flow", metavar="FLOW", help="the flow's id")
    since = ask.add_mutually_exclusive_group(required=True)
    since.add_argument("--from", dest="begin", metavar="WHEN", help="what it has had since, as 2026-11-01")
    since.add_argument("--keys", nargs=2, metavar=("FIRST", "LAST"), help="rows by a key that grows, both included")
    since.add_argument("--undo", action="store_true", help="go on from where it was before")
    ask.add_argument("--to", dest="end", metavar="WHEN", help="what it has had until then; without it until now")
    ask.add_argument("--dry-run", action="store_true", help="only tell what that means")

    for one in (retry, dismiss, edit, answer):
        one.add_argument(
            "--reason", metavar="TEXT", default="", required=one in (dismiss, edit), help="why, for the trail"
        )
        one.add_argument("--resource", help="only this kind, such as orders")


def _add_config(commands: Commands) -> None:
    config = commands.add_parser("config", help="the settings file")
    actions = config.add_subparsers(title="actions", metavar="ACTION", required=True)
    validate = _add(
        actions, "validate", "check the settings: every problem at once, with its place", calls.config_validate
    )
    validate.add_argument("file", nargs="?", help="another file than the installation's own")
    install = _add(actions, "install", "check a settings file and make it the installation's own", calls.config_install)
    install.add_argument("file", help="the settings file")
    _add(actions, "history", "former versions of the settings", calls.config_history)
    back = _add(actions, "rollback", "go back to a former version", calls.config_rollback)
    back.add_argument("number", nargs="?", type=int, help="which; the newest without it")


def _add_secret(commands: Commands) -> None:
    secret = commands.add_parser("secret", help="passwords and keys, kept in the system's keyring")
    actions = secret.add_subparsers(title="actions", metavar="ACTION", required=True)
    put = _add(actions, "set", "keep a secret; it is asked for, or read from standard input", calls.secret_set)
    put.add_argument("name", metavar="NAME", help="such as acme/api_key")
    _add(actions, "list", "names of the secrets that are kept", calls.secret_list)
    delete = _add(actions, "delete", "forget a secret", calls.secret_delete)
    delete.add_argument("name", metavar="NAME")


def _add_ledger(commands: Commands) -> None:
    ledger = commands.add_parser("ledger", help="the ledger: copy, restore, move to this machine")
    actions = ledger.add_subparsers(title="actions", metavar="ACTION", required=True)
    backup = _add(actions, "backup", "write a consistent copy", calls.ledger_backup)
    backup.add_argument("file", help="the copy; it must not exist yet")
    restore = _add(
        actions, "restore", "go back to a copy; Acme is read before anything is sent again", calls.ledger_restore
    )
    restore.add_argument("file", nargs="?", help="the copy; the newest good one without it")
    _add(
        actions,
        "move-here",
        "this data folder was copied: it works on this machine from now on",
        calls.ledger_move_here,
    )


def of_tray(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """The same parser."""
    parser.description = "The icon in the tray, and windows, beside the engine, which is started if none runs."
    parser.add_argument("--data", metavar="DIR", help=DATA)
    parser.add_argument("--hidden", action="store_true", help="only the icon, as at sign-in")
    parser.set_defaults(command=calls.tray)
    return parser


def _add(
    commands: Commands,
    name: str,
    text: str,
    command: Command,
    *,
    data: bool = True,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    if data:
        parser.add_argument("--data", metavar="DIR", help=DATA)
        parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(command=command)
    return parser
