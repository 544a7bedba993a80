"""The command line. It reads the arguments and calls one command; a command's libraries load with the command."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from desktop_sync import __version__
from desktop_sync.core.errors import SettingsError, SyncError
from desktop_sync.program import product

Command = Callable[[argparse.Namespace], int]
DATA = "data folder (else DESKTOP_SYNC_DATA, else its usual place)"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. Exit codes: 0 all done, 2 bad settings, 3 something waits, 4 needs a person, 1 else."""
    given = list(sys.argv[1:] if arguments is None else arguments) or ["tray"]
    if given[:1] == ["sandbox"]:
        from desktop_sync.sandbox.server import main as sandbox

        return sandbox(given[1:])
    options = _options(given)
    command: Command = options.command
    try:
        return int(command(options))
    except SyncError as error:
        from desktop_sync.commands.console import exit_code, show_error

        show_error(error, as_json=getattr(options, "json", False))
        return int(exit_code(error))
    except KeyboardInterrupt:
        print("Stopped. What was under way is looked up at the next start.", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 1


def _options(given: Sequence[str]) -> argparse.Namespace:
    if given[0] == "tray":  # an icon in sight is worth more than the arguments of all the others
        return _tray_options(argparse.ArgumentParser(prog="desktop-sync tray")).parse_args(given[1:])
    return _parser().parse_args(given)


class _SelfTest(argparse.Action):
    """As ``--version``: needs no command."""

    def __call__(self, *_: object) -> None:
        from desktop_sync.commands.selftest import selftest

        sys.exit(selftest())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="desktop-sync",
        description="Brings orders and invoices of a legacy system to the Acme cloud: nothing lost, nothing twice.",
        epilog="Exit codes: 0 all done, 2 bad settings, 3 something waits, 4 needs a person, 1 anything else.",
    )
    parser.add_argument("--version", action="version", version=f"{product()} {__version__}")
    parser.add_argument("--selftest", action=_SelfTest, nargs=0, help="try whether all of it is here and works")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    _tray_options(commands.add_parser("tray", help="the icon in the tray, and windows; also without any command"))

    run = _add(commands, "run", "run a flow or an export once", _run)
    run.add_argument("flow", metavar="FLOW", help="the id of the flow or export")
    run.add_argument("--no-wait", action="store_true", help="do not wait for files that are still too young")
    run.add_argument(
        "--first-run", metavar="WHAT", default="", help="what is there already: all, from-now, or since a date"
    )
    run.add_argument("--approve", action="store_true", help="send what hold_above holds")

    _add_exports(commands)
    _add_repair(commands)
    _add_setup(commands)

    approve = _add(commands, "approve", "release what hold_above holds; the next run sends it", _approve)
    approve.add_argument("flow", metavar="FLOW", help="the flow's id")

    _add_house(commands)
    _add(commands, "status", "what is done, what waits, what needs somebody", _status)

    schedule = _add(commands, "schedule", "when flows run by themselves, in words, and the next five fires", _schedule)
    schedule.add_argument("flow", metavar="FLOW", nargs="?", help="only this flow")

    arrivals = _add(commands, "arrivals", "what is expected of flows, how it stands, and what came", _arrivals)
    arrivals.add_argument("flow", metavar="FLOW", nargs="?", help="only this flow")
    arrivals.add_argument("--suggest", action="store_true", help="propose what could be expected, from what has come")

    trail = _add(commands, "trail", "what became of one document, from file to answer", _trail)
    trail.add_argument("document", metavar="DOCUMENT", help="its external reference, such as an order number")
    trail.add_argument("--resource", help="only this kind, such as orders")

    check = _add(commands, "check", "test a connection, step by step", _check)
    check.add_argument("connection", metavar="CONNECTION", help="the connection's id")

    tables = _add(
        commands, "tables", "what a database has to choose from: tables; of one its columns and rows", _tables
    )
    tables.add_argument("connection", metavar="CONNECTION", help="the connection's id")
    tables.add_argument("table", metavar="TABLE", nargs="?", help="a table, such as dbo.Orders")

    trust = _add(commands, "trust", "approve the key of an SFTP server, after comparing its fingerprint", _trust)
    trust.add_argument("place", metavar="SERVER", help="host, or host:port where the port is not 22")
    trust.add_argument("fingerprint", metavar="FINGERPRINT", help="as check shows it: SHA256:...")

    notices = _add(commands, "notices", "mails about problems: what was told to whom, or a test mail", _notices)
    notices.add_argument("--test", action="store_true", help="send a test mail to everybody who would be told")
    notices.add_argument("--limit", type=int, default=20, metavar="N", help="show at most N (20)")

    account = _add(commands, "account", "answer the question whose account Acme is now", _account)
    account.add_argument("connection", metavar="CONNECTION", help="the id of the Acme connection")
    account.add_argument("answer", choices=["same", "another"], help="same account at a new address, or another one")

    _add_engine(commands)

    bundle = _add(commands, "bundle", "what support needs, as a .zip without secrets and data of persons", _bundle)
    bundle.add_argument(
        "--preview", metavar="NAME", nargs="?", const="", help="list what would leave; or print one of it"
    )
    bundle.add_argument("--out", metavar="FILE", help="the .zip; it must not exist yet")
    bundle.add_argument("--offline", action="store_true", help="do not ask the connections for their certificates")

    _add_config(commands)
    _add_secret(commands)
    _add_ledger(commands)
    _add_trying(commands)
    return parser


def _add_exports(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    preview = _add(commands, "preview", "how the report of an export looks; nothing is delivered", _preview)
    preview.add_argument("export", metavar="EXPORT", help="the export's id")
    preview.add_argument("--out", metavar="DIR", default=".", help="the folder to write it into (this one)")
    preview.add_argument("--most", type=int, default=10_000, metavar="N", help="at most N rows (10,000), up to 20,000")

    exports = _add(commands, "exports", "what an export has made and delivered, and its files", _exports)
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


def _add_trying(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    demo = _add(commands, "demo", "see it work, with a made-up legacy system and a sandbox", _demo, data=False)
    demo.add_argument("--full", action="store_true", help="also with servers: SFTP, MS SQL Server, an HTTP API")
    demo.add_argument("--keep", action="store_true", help="keep the sandbox running until Ctrl+C")
    commands.add_parser("sandbox", help="an Acme API on this machine, to try things out", add_help=False)


def _add_house(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    erase = _add(commands, "erase", "erase a person's data by the reference of a document", _erase)
    erase.add_argument("reference", metavar="REFERENCE", help="its external reference, such as an order number")
    erase.add_argument("--resource", help="only this kind, such as orders")
    erase.add_argument("--reason", metavar="TEXT", default="", help="why, for the audit")
    erase.add_argument("--dry-run", action="store_true", help="only show what would go and what would remain")
    erase.add_argument("--yes", action="store_true", help="do not ask")
    erase.add_argument(
        "--keep-payloads", action="store_true", help="leave the kept bytes of files with other documents"
    )
    erase.add_argument("--remove-copies", action="store_true", help="remove the copies of the ledger that name it, too")

    restore = _add(commands, "restore", "go back to a copy of the ledger; nothing is sent twice", _restore)
    restore.add_argument("file", metavar="FILE", nargs="?", help="the copy; the newest good one without it")
    restore.add_argument("--list", action="store_true", help="only show the copies that are there")


def _add_engine(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    pause = _add(commands, "pause", "flows do not run by themselves for a while; by hand they do", _pause)
    pause.add_argument("flow", metavar="FLOW", nargs="?", help="only this flow")
    how_long = pause.add_mutually_exclusive_group()
    how_long.add_argument("--for", dest="long", metavar="TIME", help="such as 30min, 1h or 2d; else until resumed")
    how_long.add_argument("--until-tomorrow", action="store_true", help="until midnight")

    resume = _add(commands, "resume", "flows run by themselves again", _resume)
    resume.add_argument("flow", metavar="FLOW", nargs="?", help="only this flow")

    cancel = _add(commands, "cancel", "end what an engine does for a flow; its next run goes on", _cancel)
    cancel.add_argument("flow", metavar="FLOW", help="the flow's id")

    engine = _add(commands, "engine", "work by the schedules until it is told to end (Ctrl+C)", _engine)
    at_boot = ["install", "remove", "state", "start", "prove"]
    told = "Windows: its start at boot; start is what a setup does at its end, prove what a trial does"
    engine.add_argument("what", nargs="?", choices=at_boot, help=told)
    engine.add_argument("--account", metavar="NAME", default="", help="of install: under which it works")
    stop = _add(commands, "stop", "the engine ends; what it has under way goes on at its next start", _stop)
    stop.add_argument("--desks", action="store_true", help="icons and windows that listen to it end, too")
    _add(commands, "reload", "a running engine reads the settings anew", _reload)


def _add_setup(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
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
    prepare.set_defaults(command=_prepare)


def _add_repair(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    dry_run = _add(commands, "dry-run", "what a run would do: nothing is sent, nothing is moved", _dry_run)
    dry_run.add_argument("flow", metavar="FLOW", help="the flow's id")
    dry_run.add_argument("--no-wait", action="store_true", help="do not wait for files that are still too young")
    dry_run.add_argument("--limit", type=int, default=200, metavar="N", help="show at most N rows (200)")
    which = dry_run.add_mutually_exclusive_group()
    which.add_argument("--execute", type=int, metavar="PLAN", help="send exactly what this plan has shown")
    which.add_argument("--show", type=int, metavar="PLAN", help="show a plan again")

    problems = _add(commands, "problems", "what is wrong, by cause: who can fix it, and how", _problems)
    problems.add_argument("name", metavar="FLOW|GROUP", nargs="?", help="only this flow; or one group, all of it")
    problems.add_argument("--limit", type=int, default=100, metavar="N", help="show at most N of a group (100)")

    history = _add(commands, "history", "runs, files, documents; searched by number, file, error", _history)
    history.add_argument("text", metavar="TEXT", nargs="?", default="", help="an order number, a file name, an error")
    kinds = ["runs", "files", "documents", "missed"]
    history.add_argument("--show", action="append", choices=kinds, help="runs; with TEXT files and documents")
    history.add_argument("--flow", help="only this flow")
    history.add_argument("--state", help="only this state or outcome, such as rejected")
    history.add_argument("--from", dest="begin", metavar="WHEN", help="since; such as 2026-11-01 or 2026-11-01T14:30")
    history.add_argument("--to", dest="end", metavar="WHEN", help="before")
    history.add_argument("--limit", type=int, default=50, metavar="N", help="at most N of each (50)")
    history.add_argument("--before", type=int, metavar="NUMBER", help="the next page: what is older than this number")

    retry = _add(commands, "retry", "let what was refused be sent again by the next run", _retry)
    retry.add_argument("name", metavar="DOCUMENT|PROBLEM", nargs="?", help="an order number, or such as p7 or g12")
    many = retry.add_mutually_exclusive_group()
    many.add_argument("--group", metavar="CAUSE", help="all of one cause: its name such as g12, or its text")
    many.add_argument("--all", action="store_true", help="everything that was refused")

    dismiss = _add(commands, "dismiss", "nobody will bring it to Acme: end it, with your reason", _dismiss)
    dismiss.add_argument("name", metavar="DOCUMENT|PROBLEM|GROUP", help="an order number, or such as p7 or g12")

    edit = _add(commands, "edit", "correct a document and send it, with an audit entry", _edit)
    edit.add_argument("name", metavar="DOCUMENT", help="its external reference, such as an order number")
    edit.add_argument("--file", metavar="FILE", help="its new content as JSON; - for standard input")

    answer = _add(commands, "answer", "say whether an unknown document has arrived", _answer)
    answer.add_argument("name", metavar="DOCUMENT", help="its external reference, such as an order number")
    answer.add_argument("said", choices=["arrived", "send-again"], help="what you have seen in Acme")

    again = _add(commands, "read-again", "read former files with the present mapping, send what differs", _read_again)
    again.add_argument("flow", metavar="FLOW", help="the flow's id")
    again.add_argument("--from", dest="begin", metavar="WHEN", required=True, help="files noticed since, as 2026-11-01")
    again.add_argument("--to", dest="end", metavar="WHEN", help="files noticed before; without it until now")
    again.add_argument("--dry-run", action="store_true", help="only tell what would be sent")

    ask = _add(commands, "ask-again", "have a source asked again from a time on, by the next run", _ask_again)
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


def _add_config(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    config = commands.add_parser("config", help="the settings file")
    actions = config.add_subparsers(title="actions", metavar="ACTION", required=True)
    validate = _add(actions, "validate", "check the settings: every problem at once, with its place", _config_validate)
    validate.add_argument("file", nargs="?", help="another file than the installation's own")
    install = _add(actions, "install", "check a settings file and make it the installation's own", _config_install)
    install.add_argument("file", help="the settings file")
    _add(actions, "history", "former versions of the settings", _config_history)
    back = _add(actions, "rollback", "go back to a former version", _config_rollback)
    back.add_argument("number", nargs="?", type=int, help="which; the newest without it")


def _add_secret(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    secret = commands.add_parser("secret", help="passwords and keys, kept in the system's keyring")
    actions = secret.add_subparsers(title="actions", metavar="ACTION", required=True)
    put = _add(actions, "set", "keep a secret; it is asked for, or read from standard input", _secret_set)
    put.add_argument("name", metavar="NAME", help="such as acme/api_key")
    _add(actions, "list", "names of the secrets that are kept", _secret_list)
    delete = _add(actions, "delete", "forget a secret", _secret_delete)
    delete.add_argument("name", metavar="NAME")


def _add_ledger(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    ledger = commands.add_parser("ledger", help="the ledger: copy, restore, move to this machine")
    actions = ledger.add_subparsers(title="actions", metavar="ACTION", required=True)
    backup = _add(actions, "backup", "write a consistent copy", _ledger_backup)
    backup.add_argument("file", help="the copy; it must not exist yet")
    restore = _add(actions, "restore", "go back to a copy; Acme is read before anything is sent again", _ledger_restore)
    restore.add_argument("file", nargs="?", help="the copy; the newest good one without it")
    _add(actions, "move-here", "this data folder was copied: it works on this machine from now on", _ledger_move_here)


def _tray_options(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.description = "The icon in the tray, and windows, beside the engine, which is started if none runs."
    parser.add_argument("--data", metavar="DIR", help=DATA)
    parser.add_argument("--hidden", action="store_true", help="only the icon, as at sign-in")
    parser.set_defaults(command=_tray)
    return parser


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
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


def _tray(options: argparse.Namespace) -> int:
    from desktop_sync.commands import tray

    return tray.tray(options.data, hidden=options.hidden)


def _run(options: argparse.Namespace) -> int:
    from desktop_sync.commands import run

    return run.run(
        options.data,
        options.flow,
        wait=not options.no_wait,
        as_json=options.json,
        first_run=options.first_run,
        approve=options.approve,
    )


def _preview(options: argparse.Namespace) -> int:
    from desktop_sync.commands.exports import preview

    return preview(options.data, options.export, options.out, options.most, as_json=options.json)


def _exports(options: argparse.Namespace) -> int:
    from desktop_sync.commands.exports import Wish, exports

    wish = Wish(
        options.limit, options.period, options.file, options.out, options.issue_again, options.arrived,
        options.send_again, options.deliver_again,
    )  # fmt: skip
    return exports(options.data, options.export, wish, as_json=options.json)


def _dry_run(options: argparse.Namespace) -> int:
    from desktop_sync.commands import dry_run

    if options.execute is not None:
        return dry_run.execute(options.data, options.flow, options.execute, limit=options.limit, as_json=options.json)
    if options.show is not None:
        return dry_run.show(options.data, options.flow, options.show, limit=options.limit, as_json=options.json)
    wait = not options.no_wait
    return dry_run.dry_run(options.data, options.flow, wait=wait, limit=options.limit, as_json=options.json)


def _problems(options: argparse.Namespace) -> int:
    from desktop_sync.commands import problems

    return problems.problems(options.data, options.name, limit=options.limit, as_json=options.json)


def _history(options: argparse.Namespace) -> int:
    from desktop_sync.commands import history
    from desktop_sync.ledger.history import Wish

    begin, end = history.seconds(options.begin, "--from"), history.seconds(options.end, "--to")
    limit = min(max(options.limit, 1), 10_000)
    wish = Wish(options.text, options.flow, options.state, begin, end, limit, options.before)
    return history.history(options.data, wish, options.show or [], as_json=options.json)


def _retry(options: argparse.Namespace) -> int:
    from desktop_sync.commands import retry

    given = [name for name in (options.name, options.group, "*" if options.all else None) if name]
    return retry.retry(options.data, given, options.resource, options.reason, as_json=options.json)


def _dismiss(options: argparse.Namespace) -> int:
    from desktop_sync.commands import dismiss

    return dismiss.dismiss(options.data, options.name, options.resource, options.reason, as_json=options.json)


def _edit(options: argparse.Namespace) -> int:
    from desktop_sync.commands import edit

    return edit.edit(
        options.data, options.name, options.resource, options.reason, file=options.file, as_json=options.json
    )


def _answer(options: argparse.Namespace) -> int:
    from desktop_sync.commands import answer

    return answer.answer(
        options.data, options.name, options.resource, options.reason, arrived=options.said == "arrived",
        as_json=options.json,
    )  # fmt: skip


def _read_again(options: argparse.Namespace) -> int:
    from desktop_sync.commands.read_again import read_again

    only_look = options.dry_run
    return read_again(options.data, options.flow, options.begin, options.end, only_look=only_look, as_json=options.json)


def _ask_again(options: argparse.Namespace) -> int:
    from desktop_sync.commands.ask_again import ask_again

    span, only_look = (options.begin, options.end), options.dry_run
    return ask_again(options.data, options.flow, span, options.keys, only_look=only_look, as_json=options.json)


def _approve(options: argparse.Namespace) -> int:
    from desktop_sync.commands import approve

    return approve.approve(options.data, options.flow, as_json=options.json)


def _status(options: argparse.Namespace) -> int:
    from desktop_sync.commands import status

    return status.status(options.data, as_json=options.json)


def _schedule(options: argparse.Namespace) -> int:
    from desktop_sync.commands import schedule

    return schedule.schedule(options.data, options.flow, as_json=options.json)


def _arrivals(options: argparse.Namespace) -> int:
    from desktop_sync.commands import arrivals

    return arrivals.arrivals(options.data, options.flow, suggest=options.suggest, as_json=options.json)


def _trail(options: argparse.Namespace) -> int:
    from desktop_sync.commands import trail

    return trail.trail(options.data, options.document, options.resource, as_json=options.json)


def _bundle(options: argparse.Namespace) -> int:
    from desktop_sync.commands import bundle

    return bundle.bundle(
        options.data, preview=options.preview, out=options.out, offline=options.offline, as_json=options.json
    )


def _check(options: argparse.Namespace) -> int:
    from desktop_sync.commands import check

    return check.check(options.data, options.connection, as_json=options.json)


def _tables(options: argparse.Namespace) -> int:
    from desktop_sync.commands import tables

    return tables.tables(options.data, options.connection, options.table, as_json=options.json)


def _trust(options: argparse.Namespace) -> int:
    from desktop_sync.commands import trust

    return trust.trust(options.data, options.place, options.fingerprint, as_json=options.json)


def _notices(options: argparse.Namespace) -> int:
    from desktop_sync.commands import notices

    if options.test:
        return notices.test(options.data, as_json=options.json)
    return notices.notices(options.data, options.limit, as_json=options.json)


def _account(options: argparse.Namespace) -> int:
    from desktop_sync.commands import check

    return check.account(options.data, options.connection, options.answer, as_json=options.json)


def _config_validate(options: argparse.Namespace) -> int:
    from desktop_sync.commands import config

    return config.validate(options.data, options.file, as_json=options.json)


def _config_install(options: argparse.Namespace) -> int:
    from desktop_sync.commands import config

    return config.install(options.data, options.file, as_json=options.json)


def _pause(options: argparse.Namespace) -> int:
    from desktop_sync.commands import pause

    until_tomorrow = options.until_tomorrow
    return pause.pause(options.data, options.flow, options.long, until_tomorrow=until_tomorrow, as_json=options.json)


def _resume(options: argparse.Namespace) -> int:
    from desktop_sync.commands import pause

    return pause.resume(options.data, options.flow, as_json=options.json)


def _cancel(options: argparse.Namespace) -> int:
    from desktop_sync.commands import cancel

    return cancel.cancel(options.data, options.flow, as_json=options.json)


def _engine(options: argparse.Namespace) -> int:
    if options.account and options.what != "install":
        raise SettingsError("--account belongs to: desktop-sync engine install")
    if options.what is not None:
        from desktop_sync.commands import at_boot

        return at_boot.do(options.what, options.data, options.account, as_json=options.json)
    from desktop_sync.commands import engine

    return engine.run(options.data, as_json=options.json)


def _prepare(options: argparse.Namespace) -> int:
    from desktop_sync.commands import prepare
    from desktop_sync.windows.pipe_rights import ADMINISTRATORS, OPERATORS, VIEWERS

    if options.undo:
        return prepare.undo()
    members = {VIEWERS: options.viewers, OPERATORS: options.operators, ADMINISTRATORS: options.administrators}
    return prepare.prepare(options.engine, members, as_json=options.json)


def _stop(options: argparse.Namespace) -> int:
    from desktop_sync.commands import stop

    return stop.stop(options.data, desks=options.desks, as_json=options.json)


def _reload(options: argparse.Namespace) -> int:
    from desktop_sync.commands import config

    return config.reload(options.data, as_json=options.json)


def _config_history(options: argparse.Namespace) -> int:
    from desktop_sync.commands import config

    return config.history(options.data, as_json=options.json)


def _config_rollback(options: argparse.Namespace) -> int:
    from desktop_sync.commands import config

    return config.rollback(options.data, options.number, as_json=options.json)


def _secret_set(options: argparse.Namespace) -> int:
    from desktop_sync.commands import secret

    return secret.put(options.data, options.name, as_json=options.json)


def _secret_list(options: argparse.Namespace) -> int:
    from desktop_sync.commands import secret

    return secret.names(options.data, as_json=options.json)


def _secret_delete(options: argparse.Namespace) -> int:
    from desktop_sync.commands import secret

    return secret.delete(options.data, options.name, as_json=options.json)


def _ledger_backup(options: argparse.Namespace) -> int:
    from desktop_sync.commands import ledger

    return ledger.backup(options.data, options.file, as_json=options.json)


def _ledger_restore(options: argparse.Namespace) -> int:
    from desktop_sync.commands import ledger

    return ledger.restore(options.data, options.file, as_json=options.json)


def _erase(options: argparse.Namespace) -> int:
    from desktop_sync.commands.erase import How, erase

    how = How(options.reason, options.dry_run, options.yes, options.keep_payloads, options.remove_copies)
    return erase(options.data, options.reference, options.resource, how, as_json=options.json)


def _restore(options: argparse.Namespace) -> int:
    from desktop_sync.commands import ledger

    if options.list:
        return ledger.copies(options.data, as_json=options.json)
    return ledger.restore(options.data, options.file, as_json=options.json)


def _ledger_move_here(options: argparse.Namespace) -> int:
    from desktop_sync.commands import ledger

    return ledger.move_here(options.data, as_json=options.json)


def _demo(options: argparse.Namespace) -> int:
    from desktop_sync.commands import demo

    return demo.demo(keep=options.keep, full=options.full, main=main)


if __name__ == "__main__":
    sys.exit(main())
