"""What people read of each trouble: what happened in their terms, the way out, and the one button that takes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QLocale

from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.language import translated_message
from aicore_tray.gui.snapshots import Kind, Trouble


class Action(StrEnum):
    """What a trouble's button does; `actions.py` does it."""

    NONE = ""
    UNLOCK = "unlock"
    KEEP_IN_FILE = "keep in file"
    NEW_VAULT = "new vault"
    USE_PORT = "use port"
    USE_OTHER = "use other"
    START = "start"
    SHOW_SETTINGS_FILE = "show settings file"
    SET_PROXY = "set proxy"
    ADD_CA = "add certificate"
    CHECK_AGAIN = "check again"
    REPLACE_KEY = "replace key"
    CHOOSE_GROUP = "choose group"
    OPEN_ACCOUNT = "open account"
    ADD_ACCOUNT = "add account"
    DISMISS = "dismiss"
    SET_BUDGET = "set budget"


# The proxy cannot do its work at all while one of these stands; the others leave part of it working.
SERIOUS = frozenset({Kind.PORT_TAKEN, Kind.PORT_OURS, Kind.PORT_RESERVED, Kind.PORT_FORBIDDEN, Kind.CANNOT_START})
# Not worth the tray's "!": nothing is broken.
MILD = frozenset({Kind.NO_ACCOUNT, Kind.CERTIFICATE_ENDS, Kind.BUDGET_NEAR, Kind.WARNING})


@dataclass(frozen=True, slots=True)
class Said:
    """A trouble in words.

    Attributes:
        level: `error`, `warn` or `info`.
        fact: what happened, a whole sentence.
        what: what to do about it; may be "".
        button: the words on the button; "" for none.
        short: for one line in a menu.
    """

    level: str
    fact: str
    what: str = ""
    button: str = ""
    action: Action = Action.NONE
    short: str = ""


def tr(text: str, *, count: int = -1) -> str:
    return QCoreApplication.translate("Trouble", text, None, count)


def said(trouble: Trouble) -> Said:  # noqa: C901 - one sentence a kind, as a table that has values in it
    """Return a trouble in words."""
    subject, detail, hint = trouble.subject, sentence(trouble.detail), sentence(trouble.hint)
    use_port = tr("Use {port}").format(port=trouble.other_port) if trouble.other_port else ""
    match trouble.kind:
        case Kind.KEYRING_LOCKED:
            return Said(
                "warn",
                tr("Your keyring is locked, so the service keys cannot be read."),
                tr("Accounts whose key lies in a file go on working."),
                tr("Unlock"),
                Action.UNLOCK,
                tr("Keyring locked: unlock…"),
            )
        case Kind.KEYRING_ABSENT:
            return Said(
                "warn",
                tr("This computer has no keyring that could keep your service keys."),
                tr("They can be kept in a file that only you may read. Whoever gets at your files gets at the keys."),
                tr("Keep them in a file"),
                Action.KEEP_IN_FILE,
                tr("No keyring: choose where keys are kept…"),
            )
        case Kind.VAULT_DAMAGED:
            return Said(
                "error",
                tr("The stored service keys do not open with the key in your keyring."),
                tr("Start with an empty store and bring your service keys again; the old file is kept beside it."),
                tr("Start a new store"),
                Action.NEW_VAULT,
                tr("Stored keys cannot be opened: fix…"),
            )
        case Kind.PORT_TAKEN:
            who = subject or tr("another program")
            return Said(
                "error",
                tr("Port {port} is taken by {who}.").format(port=trouble.port, who=who),
                tr("End that program and start again, or move."),
                use_port,
                Action.USE_PORT,
                tr("Port {port} is taken: fix…").format(port=trouble.port),
            )
        case Kind.PORT_OURS:
            return Said(
                "warn",
                tr('AI Core Tray already runs on this port, started in a terminal as "aicore-tray serve".'),
                tr("It serves your tools as well as this one would."),
                tr("Use that one"),
                Action.USE_OTHER,
                tr("Already running in a terminal…"),
            )
        case Kind.PORT_RESERVED:
            return Said(
                "error",
                tr("Windows keeps port {port} for itself (Hyper-V).").format(port=trouble.port),
                tr("It may change after a restart."),
                use_port,
                Action.USE_PORT,
                tr("Port {port} is reserved: fix…").format(port=trouble.port),
            )
        case Kind.PORT_FORBIDDEN:
            return Said(
                "error",
                tr("Your account may not use port {port}.").format(port=trouble.port),
                tr("Ports from 1024 on are free for everybody."),
                use_port,
                Action.USE_PORT,
                tr("Port {port} is not allowed: fix…").format(port=trouble.port),
            )
        case Kind.CANNOT_START:
            return Said("error", detail, hint, tr("Try again"), Action.START, tr("Cannot start: show why…"))
        case Kind.SETTINGS_WRONG:
            return Said(
                "warn",
                tr("A setting in the settings file is wrong and its default is used."),
                detail,
                tr("Show the file"),
                Action.SHOW_SETTINGS_FILE,
                tr("A setting is wrong: show…"),
            )
        case Kind.PROXY_PASSWORD:
            return Said(
                "error",
                tr("Your company's proxy wants a name and a password."),
                tr("Enter them once; the password is kept in your keyring."),
                tr("Set proxy…"),
                Action.SET_PROXY,
                tr("The company's proxy wants a password…"),
            )
        case Kind.PROXY_WINDOWS:
            return Said(
                "error",
                tr("Your company's proxy wants a Windows sign-in, which this app cannot do."),
                tr("Run Px or cntlm and enter http://127.0.0.1:3128."),
                tr("Set proxy…"),
                Action.SET_PROXY,
                tr("The company's proxy refuses us: fix…"),
            )
        case Kind.OFFLINE:
            return Said(
                "warn",
                tr("SAP AI Core cannot be reached from this computer."),
                tr("Check the network or the VPN. Requests are tried all the same, and it looks again by itself."),
                tr("Check again"),
                Action.CHECK_AGAIN,
                tr("SAP AI Core cannot be reached…"),
            )
        case Kind.UNTRUSTED:
            return Said(
                "error",
                tr(
                    "Your company's network opens encrypted connections, "
                    "and this computer does not trust its certificate."
                ),
                tr("Your IT has the root certificate as a .pem or .crt file; add it once."),
                tr("Add certificate…"),
                Action.ADD_CA,
                tr("A certificate is not trusted: fix…"),
            )
        case Kind.KEY_REFUSED:
            return Said(
                "error",
                tr("SAP AI Core refused the key of {account}.").format(account=subject),
                tr("It may have been deleted or rotated."),
                tr("Replace key…"),
                Action.REPLACE_KEY,
                tr("Key of {account} refused: fix…").format(account=subject),
            )
        case Kind.KEY_UNREADABLE:
            return Said(
                "error",
                tr("The service key of {account} cannot be read.").format(account=subject),
                detail,
                tr("Replace key…"),
                Action.REPLACE_KEY,
                tr("Key of {account} cannot be read: fix…").format(account=subject),
            )
        case Kind.NO_GROUP:
            return Said(
                "error",
                tr("A resource group of {account} cannot be used.").format(account=subject),
                detail,
                tr("Choose another"),
                Action.CHOOSE_GROUP,
                tr("Resource group of {account}: fix…").format(account=subject),
            )
        case Kind.NO_DEPLOYMENT:
            group = ", ".join(trouble.others)
            fact = tr("Nothing is deployed in resource group {group} of {account}.")
            return Said(
                "warn",
                fact.format(group=group, account=subject),
                tr("Choose another resource group, or deploy a model in SAP AI Launchpad."),
                tr("Choose another"),
                Action.CHOOSE_GROUP,
                tr("No deployment in {account}: fix…").format(account=subject),
            )
        case Kind.CERTIFICATE_ENDS:
            days = QLocale().toString(trouble.days)
            return Said(
                "warn",
                tr("The certificate of {account} ends in {days} days.").format(account=subject, days=days),
                tr("Create a new binding in BTP cockpit, then replace the key here; models and settings stay."),
                tr("Replace key…"),
                Action.REPLACE_KEY,
                tr("Certificate of {account} ends soon…").format(account=subject),
            )
        case Kind.BUDGET_SPENT:
            return Said(
                "error",
                tr("This month's budget is used up."),
                tr("Tools are refused until the next month begins, or the budget is raised."),
                tr("Change budget…"),
                Action.SET_BUDGET,
                tr("The month's budget is used up…"),
            )
        case Kind.BUDGET_NEAR:
            percent = QLocale().toString(trouble.percent)
            return Said(
                "warn",
                tr("{percent} % of this month's budget are used.").format(percent=percent),
                tr("When all of it is, tools are refused until the next month begins."),
                tr("Change budget…"),
                Action.SET_BUDGET,
                tr("{percent} % of the month's budget used…").format(percent=percent),
            )
        case Kind.WARNING:
            return Said("warn", detail, hint, tr("Dismiss"), Action.DISMISS, tr("Something to know: show…"))
        case Kind.NO_ACCOUNT:
            return Said(
                "info",
                tr("No service key yet."),
                tr("Drop the key of your SAP AI Core instance on this window."),
                tr("Add service key…"),
                Action.ADD_ACCOUNT,
                tr("No service key yet: add one…"),
            )
        case Kind.ACCOUNT:
            return Said(
                "error",
                tr("{account} does not answer as it should.").format(account=subject),
                " ".join(part for part in (detail, hint) if part),
                tr("Show the account"),
                Action.OPEN_ACCOUNT,
                tr("{account}: show what is wrong…").format(account=subject),
            )


def said_at_door(trouble: Trouble) -> str:
    """Return why the proxy cannot start, in the few words that the door has room for."""
    port = trouble.port
    match trouble.kind:
        case Kind.PORT_TAKEN:
            return tr("port {port} taken").format(port=port)
        case Kind.PORT_OURS:
            return tr("runs in a terminal")
        case Kind.PORT_RESERVED:
            return tr("port {port} reserved").format(port=port)
        case Kind.PORT_FORBIDDEN:
            return tr("port {port} not allowed").format(port=port)
    return said(trouble).fact


def said_of_file(error: AicoreTrayError) -> tuple[str, str]:
    """Return why something that was brought cannot be used: the fact, and what to do."""
    text = error.user_message.partition("\n")[0]
    place, colon, rest = text.partition(": ")
    if colon and (place == "stdin" or "/" in place or "\\" in place):
        text = rest
    fact, stop, what = text.partition(". ")
    # What is missing of it tells nothing to somebody who brought something else.
    none = tr(", not a service key of SAP AI Core")
    named, core, _ = sentence(fact if stop else text).partition(none)
    ways = " ".join(translated_message(part) for part in (what, error.hint) if part)
    return f"{named}{core}." if core else named, ways.replace("}..", "}.")


def told(error: AicoreTrayError) -> str:
    """Return an error in whole sentences: what is the matter, and what to do."""
    return f"{sentence(error.user_message)} {sentence(error.hint)}".strip()


def refusal(error: AicoreTrayError, setting: str) -> str:
    """Return why a setting cannot have a value, without the place where the setting stands."""
    problem = error.user_message.rpartition(f"{setting}: ")[2]
    return sentence(problem[:1].upper() + problem[1:])


def sentence(text: str) -> str:
    """Return a message of the engine as a whole sentence, in the language that is spoken."""
    text = translated_message(text)
    return f"{text}." if text and not text.endswith((".", "!", "?", "…")) else text


def tr_page(text: str) -> str:
    """Return the name of a page."""
    return QCoreApplication.translate("Page", text)


def tr_setting(text: str) -> str:
    """Return a text of a setting's declaration, which lies outside the windows."""
    return QCoreApplication.translate("Setting", text) if text else ""
