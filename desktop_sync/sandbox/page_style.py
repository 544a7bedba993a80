"""How the sandbox's page looks: one small style sheet, light and dark by the reader's system."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1f; --soft: #5c5f66; --line: #d9dbe0; --ground: #f6f7f9; --card: #ffffff;
  --accent: #1f5fbf; --good: #0f6b2f; --warn: #8a5300; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e9ec; --soft: #a4a8b0; --line: #3a3d44; --ground: #17181b;
  --card: #202226; --accent: #8ab4f8; --good: #6ccb5f; --warn: #f2c14e; --bad: #ff99a4; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 14px/1.45 system-ui, "Segoe UI", sans-serif; }
a { color: var(--accent); text-decoration: none; } a:hover { text-decoration: underline; }
header { background: var(--card); border-bottom: 1px solid var(--line); }
header > div, main { max-width: 1120px; margin: 0 auto; padding: 0 24px; }
header > div { display: flex; align-items: center; gap: 24px; flex-wrap: wrap; min-height: 56px;
  padding-top: 8px; padding-bottom: 8px; }
header b { font-size: 16px; } header small { color: var(--soft); }
nav { display: flex; gap: 4px; } nav a { padding: 6px 12px; border-radius: 6px; color: var(--ink); }
nav a[aria-current] { background: var(--accent); color: var(--card); font-weight: 600; }
form { margin-left: auto; display: flex; gap: 8px; }
input, button { font: inherit; padding: 6px 12px; border: 1px solid var(--line); border-radius: 6px;
  background: var(--ground); color: var(--ink); }
input { width: 260px; max-width: 60vw; } button { cursor: pointer; }
main { padding-top: 24px; padding-bottom: 48px; }
h1 { font-size: 20px; margin: 0 0 4px; } h2 { font-size: 14px; margin: 24px 0 8px; }
.note { color: var(--soft); margin: 0 0 16px; }
.wrap { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 8px 12px; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
th { color: var(--soft); font-weight: 600; font-size: 12px; white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.soft { color: var(--soft); } .when { white-space: nowrap; }
code { font: 12px/1.4 ui-monospace, Consolas, "DejaVu Sans Mono", monospace; }
.badge { border: 1px solid currentColor; border-radius: 10px; padding: 0 8px; font-size: 12px; white-space: nowrap; }
.good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(260px, 1fr)); gap: 12px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px; }
.card h2 { margin: 0 0 8px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.pages { display: flex; gap: 16px; justify-content: flex-end; padding: 12px 0; }
pre { overflow-x: auto; padding: 12px 16px; margin: 0; } summary { cursor: pointer; padding: 8px 16px; }
.empty { padding: 48px 24px; text-align: center; color: var(--soft); }
"""
