"""Which function serves which command, and what it is given of the arguments. A command's libraries load with it."""

from __future__ import annotations

import argparse

from desktop_sync.core.errors import SettingsError


def tray(options: argparse.Namespace) -> int:
    from desktop_sync.commands import tray

    return tray.tray(options.data, hidden=options.hidden)


def run(options: argparse.Namespace) -> int:
    from desktop_sync.commands import run

    return run.run(
        options.data,
        options.flow,
        wait=not options.no_wait,
        as_json=options.json,
        first_run=options.first_run,
        approve=options.approve,
    )


def preview(options: argparse.Namespace) -> int:
    from desktop_sync.commands.exports import preview

    return preview(options.data, options.export, options.out, options.most, as_json=options.json)


def exports(options: argparse.Namespace) -> int:
    from desktop_sync.commands.exports import Wish, exports

    wish = Wish(
        options.limit, options.period, options.file, options.out, options.issue_again, options.arrived,
        options.send_again, options.deliver_again,
    )  # fmt: skip
    return exports(options.data, options.export, wish, as_json=options.json)


def dry_run(options: argparse.Namespace) -> int:
    from desktop_sync.commands import dry_run

    if options.execute is not None:
        return dry_run.execute(options.data, options.flow, options.execute, limit=options.limit, as_json=options.json)
    if options.show is not None:
        return dry_run.show(options.data, options.flow, options.show, limit=options.limit, as_json=options.json)
    wait = not options.no_wait
    return dry_run.dry_run(options.data, options.flow, wait=wait, limit=options.limit, as_json=options.json)


def problems(options: argparse.Namespace) -> int:
    from desktop_sync.commands import problems

    return problems.problems(options.data, options.name, limit=options.limit, as_json=options.json)


def history(options: argparse.Namespace) -> int:
    from desktop_sync.commands import history
    from desktop_sync.ledger.history import Wish

    begin, end = history.seconds(options.begin, "--from"), history.seconds(options.end, "--to")
    limit = min(max(options.limit, 1), 10_000)
    wish = Wish(options.text, options.flow, options.state, begin, end, limit, options.before)
    return history.history(options.data, wish, options.show or [], as_json=options.json)


def retry(options: argparse.Namespace) -> int:
    from desktop_sync.commands import retry

    given = [name for name in (options.name, options.group, "*" if options.all else None) if name]
    return retry.retry(options.data, given, options.resource, options.reason, as_json=options.json)


def dismiss(options: argparse.Namespace) -> int:
    from desktop_sync.commands import dismiss

    return dismiss.dismiss(options.data, options.name, options.resource, options.reason, as_json=options.json)


def edit(options: argparse.Namespace) -> int:
    from desktop_sync.commands import edit

    return edit.edit(
        options.data, options.name, options.resource, options.reason, file=options.file, as_json=options.json
    )


def answer(options: argparse.Namespace) -> int:
    from desktop_sync.commands import answer

    return answer.answer(
        options.data, options.name, options.resource, options.reason, arrived=options.said == "arrived",
        as_json=options.json,
    )  # fmt: skip


def read_again(options: argparse.Namespace) -> int:
    from desktop_sync.commands.read_again import read_again

    only_look = options.dry_run
    return read_again(options.data, options.flow, options.begin, options.end, only_look=only_look, as_json=options.json)


def ask_again(options: argparse.Namespace) -> int:
    from desktop_sync.commands.ask_again import ask_again

    span, only_look = (options.begin, options.end), options.dry_run
    return ask_again(options.data, options.flow, span, options.keys, only_look=only_look, as_json=options.json)


def approve(options: argparse.Namespace) -> int:
    from desktop_sync.commands import approve

    return approve.approve(options.data, options.flow, as_json=options.json)


def status(options: argparse.Namespace) -> int:
    from desktop_sync.commands import status

    return status.status(options.data, as_json=options.json)


def schedule(options: argparse.Namespace) -> int:
    from desktop_sync.commands import schedule

    return schedule.schedule(options.data, options.flow, as_json=options.json)


def arrivals(options: argparse.Namespace) -> int:
    from desktop_sync.commands import arrivals

    return arrivals.arrivals(options.data, options.flow, suggest=options.suggest, as_json=options.json)


def trail(options: argparse.Namespace) -> int:
    from desktop_sync.commands import trail

    return trail.trail(options.data, options.document, options.resource, as_json=options.json)


def bundle(options: argparse.Namespace) -> int:
    from desktop_sync.commands import bundle

    return bundle.bundle(
        options.data, preview=options.preview, out=options.out, offline=options.offline, as_json=options.json
    )


def check(options: argparse.Namespace) -> int:
    from desktop_sync.commands import check

    return check.check(options.data, options.connection, as_json=options.json)


def tables(options: argparse.Namespace) -> int:
    from desktop_sync.commands import tables

    return tables.tables(options.data, options.connection, options.table, as_json=options.json)


def trust(options: argparse.Namespace) -> int:
    from desktop_sync.commands import trust

    return trust.trust(options.data, options.place, options.fingerprint, as_json=options.json)


def notices(options: argparse.Namespace) -> int:
    from desktop_sync.commands import notices

    if options.test:
        return notices.test(options.data, as_json=options.json)
    return notices.notices(options.data, options.limit, as_json=options.json)


def account(options: argparse.Namespace) -> int:
    from desktop_sync.commands import check

    return check.account(options.data, options.connection, options.answer, as_json=options.json)


def config_validate(options: argparse.Namespace) -> int:
    from desktop_sync.commands import config

    return config.validate(options.data, options.file, as_json=options.json)


def config_install(options: argparse.Namespace) -> int:
    from desktop_sync.commands import config

    return config.install(options.data, options.file, as_json=options.json)


def pause(options: argparse.Namespace) -> int:
    from desktop_sync.commands import pause

    until_tomorrow = options.until_tomorrow
    return pause.pause(options.data, options.flow, options.long, until_tomorrow=until_tomorrow, as_json=options.json)


def resume(options: argparse.Namespace) -> int:
    from desktop_sync.commands import pause

    return pause.resume(options.data, options.flow, as_json=options.json)


def cancel(options: argparse.Namespace) -> int:
    from desktop_sync.commands import cancel

    return cancel.cancel(options.data, options.flow, as_json=options.json)


def engine(options: argparse.Namespace) -> int:
    if options.account and options.what != "install":
        raise SettingsError("--account belongs to: desktop-sync engine install")
    if options.what is not None:
        from desktop_sync.commands import at_boot

        return at_boot.do(options.what, options.data, options.account, as_json=options.json)
    from desktop_sync.commands import engine

    return engine.run(options.data, as_json=options.json)


def prepare(options: argparse.Namespace) -> int:
    from desktop_sync.commands import prepare
    from desktop_sync.windows.pipe_rights import ADMINISTRATORS, OPERATORS, VIEWERS

    if options.undo:
        return prepare.undo()
    members = {VIEWERS: options.viewers, OPERATORS: options.operators, ADMINISTRATORS: options.administrators}
    return prepare.prepare(options.engine, members, as_json=options.json)


def stop(options: argparse.Namespace) -> int:
    from desktop_sync.commands import stop

    return stop.stop(options.data, desks=options.desks, as_json=options.json)


def reload(options: argparse.Namespace) -> int:
    from desktop_sync.commands import config

    return config.reload(options.data, as_json=options.json)


def config_history(options: argparse.Namespace) -> int:
    from desktop_sync.commands import config

    return config.history(options.data, as_json=options.json)


def config_rollback(options: argparse.Namespace) -> int:
    from desktop_sync.commands import config

    return config.rollback(options.data, options.number, as_json=options.json)


def secret_set(options: argparse.Namespace) -> int:
    from desktop_sync.commands import secret

    return secret.put(options.data, options.name, as_json=options.json)


def secret_list(options: argparse.Namespace) -> int:
    from desktop_sync.commands import secret

    return secret.names(options.data, as_json=options.json)


def secret_delete(options: argparse.Namespace) -> int:
    from desktop_sync.commands import secret

    return secret.delete(options.data, options.name, as_json=options.json)


def ledger_backup(options: argparse.Namespace) -> int:
    from desktop_sync.commands import ledger

    return ledger.backup(options.data, options.file, as_json=options.json)


def ledger_restore(options: argparse.Namespace) -> int:
    from desktop_sync.commands import ledger

    return ledger.restore(options.data, options.file, as_json=options.json)


def erase(options: argparse.Namespace) -> int:
    from desktop_sync.commands.erase import How, erase

    how = How(options.reason, options.dry_run, options.yes, options.keep_payloads, options.remove_copies)
    return erase(options.data, options.reference, options.resource, how, as_json=options.json)


def restore(options: argparse.Namespace) -> int:
    from desktop_sync.commands import ledger

    if options.list:
        return ledger.copies(options.data, as_json=options.json)
    return ledger.restore(options.data, options.file, as_json=options.json)


def ledger_move_here(options: argparse.Namespace) -> int:
    from desktop_sync.commands import ledger

    return ledger.move_here(options.data, as_json=options.json)


def demo(options: argparse.Namespace) -> int:
    from desktop_sync.commands import demo

    return demo.demo(keep=options.keep, full=options.full, main=options.main)
