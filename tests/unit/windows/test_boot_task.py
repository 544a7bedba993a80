"""The tasks' XML: as the schema of the Task Scheduler wants it, with no default left that would end the engine."""

from __future__ import annotations

import sys

import pytest
from lxml import etree

from desktop_sync.windows.boot_task import NAMESPACE, account_of, engine_task, trial_task

SID = "S-1-5-21-1-2-3-1001"
ACTION = (r"C:\Program Files\Acme & Söhne\desktop-sync.exe", r'engine --data "C:\Data <1>"', r"C:\Program Files")


def leaves(xml: str) -> dict[str, str | None]:
    """Path, without the namespace, and text of each element that holds no other."""
    root = etree.fromstring(xml)
    tree = root.getroottree()
    return {tree.getelementpath(one).replace(f"{{{NAMESPACE}}}", ""): one.text for one in root.iter() if not len(one)}


def names(xml: str, *way: str) -> list[str]:
    """Of the elements in the one that the way leads to, in their order."""
    one = etree.fromstring(xml)
    for name in way:
        found = one.find(f"{{{NAMESPACE}}}{name}")
        assert found is not None, name
        one = found
    return [str(child.tag).removeprefix(f"{{{NAMESPACE}}}") for child in one]


def test_a_task_tells_the_vendors_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert leaves(engine_task(SID, *ACTION))["RegistrationInfo/Author"] == "Desktop Sync"
    monkeypatch.setitem(sys._xoptions, "launcher", "Order Bridge")
    told = leaves(engine_task(SID, *ACTION))
    assert told["RegistrationInfo/Author"] == "Order Bridge"
    assert str(told["RegistrationInfo/Description"]).startswith("Runs the flows of Order Bridge by")


def test_nothing_of_the_schedulers_defaults_ends_or_delays_the_engine() -> None:
    found = leaves(engine_task(SID, *ACTION))
    settings = {path.removeprefix("Settings/"): value for path, value in found.items() if path.startswith("Settings/")}
    assert settings == {
        "MultipleInstancesPolicy": "IgnoreNew",
        "DisallowStartIfOnBatteries": "false",
        "StopIfGoingOnBatteries": "false",
        "AllowHardTerminate": "true",
        "StartWhenAvailable": "true",
        "RunOnlyIfNetworkAvailable": "false",
        "IdleSettings/StopOnIdleEnd": "false",
        "IdleSettings/RestartOnIdle": "false",
        "AllowStartOnDemand": "true",
        "Enabled": "true",
        "Hidden": "false",
        "RunOnlyIfIdle": "false",
        "WakeToRun": "false",
        "ExecutionTimeLimit": "PT0S",
        "Priority": "5",
        "RestartOnFailure/Interval": "PT1M",
        "RestartOnFailure/Count": "10",
    }


def test_it_is_started_half_a_minute_after_boot_and_again_when_it_has_ended() -> None:
    xml = engine_task(SID, *ACTION)
    found = leaves(xml)
    boot = "Triggers/BootTrigger"
    assert (found[f"{boot}/Delay"], found[f"{boot}/Repetition/Interval"]) == ("PT30S", "PT5M")
    # triggerBaseType and bootTriggerType are sequences: another order is refused
    assert names(xml, "Triggers", "BootTrigger") == ["Enabled", "Repetition", "Delay"]


def test_it_works_with_the_password_of_its_account_and_no_more_rights_than_that_has() -> None:
    xml = engine_task(SID, *ACTION)
    found = leaves(xml)
    who = "Principals/Principal"
    assert [found[f"{who}/{one}"] for one in ("UserId", "LogonType", "RunLevel")] == [SID, "Password", "LeastPrivilege"]
    root = etree.fromstring(xml)
    ids = root.xpath("//*[local-name()='Principal']/@id | //*[local-name()='Actions']/@Context")
    assert ids == ["engine", "engine"]
    assert root.get("version") == "1.2"
    assert account_of(xml) == SID


def test_what_is_started_survives_being_written_as_xml() -> None:
    found = leaves(engine_task(SID, *ACTION))
    told = tuple(found[f"Actions/Exec/{one}"] for one in ("Command", "Arguments", "WorkingDirectory"))
    assert told == ACTION


def test_a_trial_is_started_by_nobody_else_and_ends() -> None:
    found = leaves(trial_task(SID, *ACTION))
    assert found["Triggers"] is None
    assert found["Settings/ExecutionTimeLimit"] == "PT5M"
    assert not any("RestartOnFailure" in path for path in found)


@pytest.mark.parametrize("xml", [f'<Task xmlns="{NAMESPACE}"/>', f'<Task xmlns="{NAMESPACE}"><Principals/></Task>'])
def test_a_task_without_an_account_has_none(xml: str) -> None:
    assert account_of(xml) == ""
