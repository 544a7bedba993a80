"""Who may ask what. A method that does not stand here does not exist for anybody."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from desktop_sync.core.callers import Role

_LOOK = (
    "arrivals", "document", "erasable", "held", "history", "notices", "plan", "problems", "schedule", "settings",
    "settings_history", "snapshot", "suggest_arrivals", "trail", "volume",
    "find_file", "history_blocks", "plan_rows", "resolved",
    "payload", "record",
    "fires", "mapping_forms", "resource",
    "forms", "settings_version",
    "export_file", "export_files", "export_open", "exports",
)  # fmt: skip
_STEER = (
    "answer", "approve", "ask_again", "cancel", "check", "dismiss", "dry_run", "edit", "execute", "pause", "read_again",
    "resume", "retry", "run",
    "test_mail", "there",
    "edit_faults",
    "answer_export", "deliver_again", "issue_again",
)  # fmt: skip
_CHANGE = (
    "bundle", "bundle_file", "bundle_piece", "put_bundle_away",
    "account", "backup", "delete_secret", "erase", "list_secrets", "put_secret", "reload", "roll_back", "save_settings",
    "stop",
    "trust",
    "check_draft", "check_settings", "export_settings", "import_settings", "read_export", "tables", "draft_tables",
    "preview_export",
    "propose_mapping", "sample", "samples", "try_mapping",  # a draft may name any file of the engine's account
)  # fmt: skip

ROLES: Mapping[str, Role] = MappingProxyType(
    {name: role for role, names in ((Role.LOOK, _LOOK), (Role.STEER, _STEER), (Role.CHANGE, _CHANGE)) for name in names}
)
