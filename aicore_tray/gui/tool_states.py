"""How a tool is doing, in a pill and in a sentence."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from aicore_tray.connect.detection import Found
from aicore_tray.connect.tool import Tool
from aicore_tray.gui.numbers import duration, moment
from aicore_tray.gui.snapshots import ToolView


def tr(text: str) -> str:
    return QCoreApplication.translate("Tools", text)


def tr_recipe(text: str) -> str:
    """Return a text of a tool's recipe, which lies outside the windows."""
    return QCoreApplication.translate("Recipe", text) if text else ""


def pill_of(tool: Tool, view: ToolView, found: Found | None, *, looked: bool) -> tuple[str, str]:
    """Return kind and words of a tool's pill."""
    if view.failed:
        return "warn", tr("Got an error")
    if view.waiting:
        return "busy", tr("Waiting for it")
    if view.answered is not None:
        return "ok", tr("Answered {when}").format(when=moment(view.answered))
    if not looked and tool.kind != "code":
        return "busy", tr("Looking")
    if found is None and tool.kind != "code":
        return "off", tr("Not found")
    return "off", tr("Not set up")


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
