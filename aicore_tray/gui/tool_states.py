"""How a tool is doing, in a pill and in a sentence."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from aicore_tray.connect.conflicts import ENVIRONMENT, Conflict
from aicore_tray.connect.detection import Found
from aicore_tray.connect.standing import Standing, Status
from aicore_tray.connect.tool import Tool
from aicore_tray.gui.numbers import duration, moment
from aicore_tray.gui.snapshots import ToolView
from aicore_tray.gui.wording import told

LAUNCH = "launch"
APPLY = "apply"
"""The ways to set a tool up beside its recipes."""


def tr(text: str) -> str:
    return QCoreApplication.translate("Tools", text)


def tr_recipe(text: str) -> str:
    """Return a text of a tool's recipe, which lies outside the windows."""
    return QCoreApplication.translate("Recipe", text) if text else ""


def pill_of(
    tool: Tool, view: ToolView, found: Found | None, status: Status | None = None, *, looked: bool
) -> tuple[str, str]:
    """Return kind and words of a tool's pill."""
    if view.failed:
        return "warn", tr("Got an error")
    if view.waiting:
        return "busy", tr("Waiting for it")
    if view.answered is not None:
        return "ok", tr("Answered {when}").format(when=moment(view.answered))
    if status is not None and status.standing in (Standing.OURS, Standing.STALE, Standing.ELSEWHERE):
        kind, words, _ = standing_of(status)
        return ("off" if kind == "ok" else kind), words
    if not looked and tool.kind != "code":
        return "busy", tr("Looking")
    if found is None and tool.kind != "code":
        return "off", tr("Not found")
    return "off", tr("Not set up")


def standing_of(status: Status) -> tuple[str, str, str]:
    """Return the kind of a pill, its words and a sentence on how a tool's files stand."""
    match status.standing:
        case Standing.OURS:
            since = tr("It was written {when}.").format(when=moment(status.since)) if status.since else ""
            return "ok", tr("Set up"), since
        case Standing.STALE:
            text = tr("It was set up for another address or model. Apply brings it up to date.")
            return "warn", tr("Out of date"), text
        case Standing.ELSEWHERE:
            text = tr("It goes to {address} now. Undo brings that back.").format(address=status.address or "?")
            return "info", tr("Goes elsewhere"), text
        case Standing.CLOSED:
            return "warn", tr("Cannot be written"), told(status.why) if status.why is not None else ""
        case Standing.NONE:
            return "off", tr("Not set up"), ""


def in_the_way(tool: Tool, conflict: Conflict) -> str:
    """Return a sentence on a variable that stands in a tool's way."""
    name = f"{conflict.variable}={conflict.value}" if conflict.value else conflict.variable
    if conflict.source == ENVIRONMENT:
        text = tr("{name} is set in the environment. {tool} may go by that.")
    elif conflict.line:
        text = tr("{name} is set in {file}, line {line}. {tool} may go by that.")
    else:
        text = tr("{name} is set in {file}. {tool} may go by that.")
    return text.format(name=name, file=conflict.source, line=conflict.line, tool=tool.name)


def caption_of(tool: Tool, found: Found | None) -> str:
    """Return the line under a tool's name: its version, or where it is."""
    if found is not None and found.place:
        return tr("in {editor}").format(editor=found.place)
    if found is not None and found.version:
        return found.version
    kinds = {
        "terminal": tr("in the terminal"),
        "editor": tr("in the editor"),
        "app": tr("app"),
        "code": tr("for programs"),
    }
    return kinds[tool.kind]


def sentence_of(tool: Tool, view: ToolView) -> tuple[str, str]:
    """Return the kind of pill and a sentence on what a tool does; both "" while there is nothing to say."""
    if view.failed:
        words = tr("{tool} called and got an error. {what}")
        return "warn", words.format(tool=tool.name, what=_way_out(view.failed))
    if view.waiting:
        return "busy", tr("Waiting for the first request from {tool}…").format(tool=tool.name)
    if view.answered is None:
        return "", ""
    if view.first_token is None:
        return "ok", tr("{tool} was answered by {model}.").format(tool=tool.name, model=view.model)
    return "ok", tr("{tool} was answered after {time}, by {model}.").format(
        tool=tool.name, time=duration(view.first_token), model=view.model
    )


def _way_out(failed: str) -> str:
    """Return what people can do about an error that their tool got."""
    words = {
        "authentication": tr("Its API key is not known here. Copy its setup again."),
        "not_found": tr("It asked for a model that is not served here. Choose one above and set it up again."),
        "permission": tr("Its API key may not use that model. Choose another model, or another key."),
        "rate_limit": tr("The model is at its limit. It works again in a moment."),
        "overloaded": tr("The model is overloaded. It works again in a moment."),
        "context_length": tr("Its conversation is too long for the model."),
        "timeout": tr("The model did not answer in time."),
        "upstream": tr("SAP AI Core answered with an error. The dashboard tells which."),
    }
    return words.get(failed) or tr("The proxy could not use its request. The log tells more.")
