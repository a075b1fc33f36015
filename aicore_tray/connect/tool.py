"""What a tool's module says of it: how it is recognised, which model it gets, and the recipes that point it at us."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from aicore_tray.connect.computer import Computer
from aicore_tray.connect.models import Offer, best
from aicore_tray.connect.setup import Setup
from aicore_tray.connect.shells import Shell

Api = Literal["messages", "responses", "chat", "gemini"]
Kind = Literal["terminal", "editor", "app", "code"]
LOOPBACK = "127.0.0.1,localhost"
HIDDEN = "••••••••"
SMALL = ("haiku", "mini", "flash", "nano", "lite", "small")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a recipe is filled in with.

    Attributes:
        origin: the proxy's address without a path, such as `http://127.0.0.1:3001`.
        key: the API key, or what stands for it where it is only shown.
        model: the model that the tool begins with, under the name that the tool knows best.
        offers: everything that can be asked for, for tools that take more than one model.
        tiers: Anthropic's tiers (opus, sonnet, haiku) that the user gave a model, and that model's name.
        around_proxy: a company's proxy is set here, which must not be asked for this computer's own address.
        authority: the PEM file that clients have to trust where the proxy serves HTTPS; "" otherwise.
    """

    origin: str
    key: str
    model: str
    offers: tuple[Offer, ...] = ()
    tiers: Mapping[str, str] = field(default_factory=dict)
    around_proxy: bool = False
    authority: str = ""

    @property
    def openai_url(self) -> str:
        """The address as clients of OpenAI's API want it."""
        return f"{self.origin}/v1"

    @property
    def context(self) -> int:
        """The context window of the model in tokens, 0 where nobody tells."""
        return next((offer.context for offer in self.offers if self.model in (offer.name, offer.id)), 0)

    def tier(self, name: str) -> str:
        """Return the model that stands for one of Anthropic's tiers: the user's, else the newest; "" without any."""
        if chosen := self.tiers.get(name):
            return next((offer.id for offer in self.offers if chosen in (offer.name, offer.id)), chosen)
        found = best(tuple(offer for offer in self.offers if name in offer.name), (f"*{name}*",))
        return found.id if found is not None else ""

    @property
    def small(self) -> str:
        """The model for titles and summaries: a small and fast one, where there is one."""
        fitting = tuple(offer for offer in self.offers if any(word in offer.name for word in SMALL))
        found = best(fitting, tuple(f"*{word}*" for word in SMALL))
        return self.tier("haiku") or (found.id if found is not None else self.model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A text that is pasted as a whole.

    Attributes:
        title: where it goes, a sentence of ours.
        text: what is pasted.
        file: the file that it belongs in, "" for one that is typed into a terminal or a program.
        language: `shell`, `toml`, `json`, `yaml`, `dotenv`, `python`, `javascript`; what the text is written in.
    """

    title: str
    text: str
    file: str = ""
    language: str = "shell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One field of a tool's own settings, copied one by one.

    Attributes:
        label: what the tool calls the field.
        value: what is entered; "" where the label says what to choose.
        secret: the value holds the API key.
    """

    label: str
    value: str
    secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One way to set a tool up.

    Attributes:
        key: names it among the tool's recipes.
        title: a word or two for choosing it.
        steps: sentences that say what to do, in order.
        snippets: what to paste, in order.
        entries: what to enter in the tool's own settings, in order.
    """

    key: str
    title: str
    steps: tuple[str, ...] = ()
    snippets: tuple[Snippet, ...] = ()
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A program with what it needs; nothing of it lies in a file.

    Attributes:
        arguments: the program's name and its arguments.
        variables: variables for its environment.
        without: variables that must not be in it.
    """

    arguments: tuple[str, ...]
    variables: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()


class Recipes(Protocol):
    """Makes the recipes of a tool."""

    def __call__(self, target: Target, shell: Shell) -> tuple[Recipe, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A tool that can talk to the proxy.

    Attributes:
        id: names it in files and on the command line.
        name: as its makers write it; its API key is called so, too.
        tile: two letters for its tile.
        kind: `terminal`, `editor` (an extension), `app` or `code`.
        agents: how its user agents begin, in lower case.
        recipes: makes its recipes, the recommended one first.
        prefers: patterns of the models that suit it best, the best first.
        command: makes the command that starts it with environment only; None where that does not work.
        programs: names of its program, for those that are started by name.
        windowed: its program opens a window, also where it is asked for its version.
        extensions: identifiers of its extension in editors.
        apps: names of its application as installers write it.
        setup: says what Apply writes; None where the tool keeps its settings where nobody else can write, or in a form
            that cannot be changed a value at a time.
        api: the API that it speaks to us, in which its settings are tested.
        reads: variables of the environment that decide for it where requests go, with which key and to which model; one
            that is set elsewhere is in our way. `_` at the end stands for every variable that begins so.
        install: how it is installed, for people who do not have it.
        warning: a sentence that has to be read first: why the obvious way does not work.
    """

    id: str
    name: str
    tile: str
    kind: Kind
    agents: tuple[str, ...]
    recipes: Recipes
    prefers: tuple[str, ...] = ()
    command: Callable[[Target], Command] | None = None
    programs: tuple[str, ...] = ()
    windowed: bool = False
    extensions: tuple[str, ...] = ()
    apps: tuple[str, ...] = ()
    setup: Callable[[Target, Computer], Setup] | None = None
    api: Api = "chat"
    reads: tuple[str, ...] = ()
    install: str = ""
    warning: str = ""

    def suggest(self, offers: tuple[Offer, ...]) -> str:
        """Return the id of the model that suits the tool best; "" where there is none."""
        found = best(offers, self.prefers)
        return found.id if found is not None else ""

    def is_client(self, agent: str) -> bool:
        """Tell whether a user agent is this tool's."""
        return agent.lower().startswith(self.agents) if self.agents else False


def surroundings(target: Target, *, node: bool = False) -> dict[str, str]:
    """Return variables for the trust that HTTPS with a certificate of ours needs.

    Args:
        node: the program runs on Node.js, which has a variable of its own.
    """
    if not target.authority:
        return {}
    return {"NODE_EXTRA_CA_CERTS" if node else "SSL_CERT_FILE": target.authority}
