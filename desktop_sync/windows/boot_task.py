"""The task that starts the engine at boot, as the XML that Windows' Task Scheduler takes. Nothing is called here.

Every default that would end or delay the engine is named and set otherwise. The scheduler's own restart counts a start
that failed; a process that crashed has started well, so the trigger repeats itself, too, and finds nothing to do while
the engine works. Source: "Task Scheduler Schema" (learn.microsoft.com).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from desktop_sync.program import named, product

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
ENGINE = "Desktop Sync Engine"
TRIAL = "Desktop Sync Trial"
DELAY = "PT30S"  # after boot: the network and the keyring's service are there by then
AGAIN = "PT5M"  # how long the machine may be without its engine
PRIORITY = "5"  # as a program that a person started; the default, 7, is below that for processor and disk
_WHO = "engine"
Tree: TypeAlias = Mapping[str, "str | Tree"]


def engine_task(sid: str, command: str, arguments: str, folder: str) -> str:
    """``sid``: the engine's account; ``folder``: where it works."""
    again = {"Interval": AGAIN, "StopAtDurationEnd": "false"}
    boot: Tree = {"BootTrigger": {"Enabled": "true", "Repetition": again, "Delay": DELAY}}
    restart: Tree = {"RestartOnFailure": {"Interval": "PT1M", "Count": "10"}}
    about = "Runs the flows of Desktop Sync by their schedules, also when nobody is signed in"
    return _task(about, sid, _exec(command, arguments, folder), boot, {**_settings("PT0S"), **restart})


def trial_task(sid: str, command: str, arguments: str, folder: str) -> str:
    """Started once, by hand, the way the engine is: whether it can be."""
    about = "Tries whether the engine can start at boot"
    return _task(about, sid, _exec(command, arguments, folder), {}, _settings("PT5M"))


def account_of(xml: str) -> str:
    """The account of a task, as its definition has it: a SID, or a name; empty: none stands there."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    found = etree.fromstring(xml.encode("utf-16"), parser).find(f".//{{{NAMESPACE}}}UserId")
    return found.text or "" if found is not None else ""


def _exec(command: str, arguments: str, folder: str) -> Tree:
    return {"Exec": {"Command": command, "Arguments": arguments, "WorkingDirectory": folder}}


def _task(about: str, sid: str, action: Tree, triggers: Tree, settings: Tree) -> str:
    from lxml import etree

    made = etree.fromstring(f'<Task version="1.2" xmlns="{NAMESPACE}"/>')
    parts: Tree = {
        "RegistrationInfo": {"Author": product(), "Description": named(about)},
        "Triggers": triggers,
        "Principals": {"Principal": {"UserId": sid, "LogonType": "Password", "RunLevel": "LeastPrivilege"}},
        "Settings": settings,
        "Actions": action,
    }
    _put(made, parts)
    made[2][0].set("id", _WHO)
    made[4].set("Context", _WHO)
    return etree.tostring(made, encoding="unicode", pretty_print=True)


def _put(parent: _Element, tree: Tree) -> None:
    from lxml import etree

    for name, value in tree.items():
        one = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
        if isinstance(value, str):
            one.text = value
        else:
            _put(one, value)


def _settings(limit: str) -> Tree:
    return {
        "MultipleInstancesPolicy": "IgnoreNew",
        "DisallowStartIfOnBatteries": "false",
        "StopIfGoingOnBatteries": "false",
        "AllowHardTerminate": "true",
        "StartWhenAvailable": "true",
        "RunOnlyIfNetworkAvailable": "false",
        "IdleSettings": {"StopOnIdleEnd": "false", "RestartOnIdle": "false"},
        "AllowStartOnDemand": "true",
        "Enabled": "true",
        "Hidden": "false",
        "RunOnlyIfIdle": "false",
        "WakeToRun": "false",
        "ExecutionTimeLimit": limit,
        "Priority": PRIORITY,
    }
