"""`duban settings [NAME [VALUE]]`: the numbers of the plan, shown or changed."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from bot.commands.console import database, fail, process_clock, say
from bot.settings import read_settings
from rules.refusals import BadSetting, SettingsClash, UnknownSetting
from rules.settings import PlanSettings, Setting, setting_named, shown
from storage.rounds import current_plan
from storage.settings import SettingChange, change_setting, reset_setting


def show_or_change(
    name: Annotated[str, typer.Argument(help="The setting, like month_due_day.")] = "",
    value: Annotated[str, typer.Argument(help="Its new value, like 26, 17:30, on.")] = "",
    default: Annotated[bool, typer.Option("--default", help="Back to the default.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the values as JSON.")] = False,
) -> None:
    """Show the numbers of the plan, or change one; rounds that are open keep theirs."""
    if default and (value or not name):
        fail("--default takes the name of a setting and no value.")
    process = read_settings()
    with database(process) as db:
        plan = db.read_now(current_plan)
        if plan is None:
            fail("No notice is loaded yet: duban import FILE.")
        try:
            wanted = (setting_named(name),) if name else tuple(Setting)
            values = plan.settings
            if value or default:
                at = process_clock(process, db).now()
                change = (
                    db.write_now(reset_setting, plan.id, name, at=at)
                    if default
                    else db.write_now(change_setting, plan.id, name, value, at=at)
                )
                _tell(change)
                values = change.after
        except UnknownSetting as unknown:
            near = f" Near: {', '.join(unknown.near)}." if unknown.near else ""
            fail(f"No setting is called «{unknown.name}».{near}")
        except BadSetting as bad:
            fail(f"{bad.setting.value} cannot be «{bad.text}»: {bad.expects.label}.")
        except SettingsClash as clash:
            fail(f"That does not go together with the other settings: {clash.why.label}.")
    _print(values, wanted, as_json=as_json)


def _print(values: PlanSettings, wanted: tuple[Setting, ...], *, as_json: bool) -> None:
    """Print one line a setting: name, value, default where it differs, Chinese name."""
    usual = PlanSettings()
    if as_json:
        told = {one.value: shown(values, one) for one in wanted}
        typer.echo(json.dumps(told, indent=2))
        return
    for one in wanted:
        value, default = shown(values, one), shown(usual, one)
        differs = f"(default {default})" if value != default else ""
        typer.echo(f"{one.value:22} {value:10} {differs:20} {one.label}")


def _tell(change: SettingChange) -> None:
    before, after = shown(change.before, change.setting), shown(change.after, change.setting)
    if change.is_empty:
        say(f"{change.setting.value} is {after} already; nothing changes.")
    else:
        waits = " Rounds that are open keep theirs." if change.waits else ""
        say(f"{change.setting.value}: {before} -> {after}.{waits}")
