"""Claude Code Router: its list of providers, whose key comes from the environment; most people do without it here."""

from __future__ import annotations

from aicore_tray.connect.computer import Computer
from aicore_tray.connect.providers import KEY_VARIABLE, PROVIDER, listed
from aicore_tray.connect.setup import Change, Setup, Value
from aicore_tray.connect.shells import Shell
from aicore_tray.connect.tool import Recipe, Target, Tool, surroundings
from aicore_tray.connect.ways import settings_json, with_key_beside


def _values(target: Target) -> tuple[Value, ...]:
    """Return the values of its configuration, run with 2.0.0."""
    provider = {
        "name": PROVIDER,
        "api_base_url": f"{target.openai_url}/chat/completions",
        "api_key": f"${KEY_VARIABLE}",
        "models": [model.id for model in listed(target)],
    }
    routes = {"default": target.model, "background": target.small, "think": target.model, "longContext": target.model}
    return (
        Value(path=("Providers",), value=[provider], address=True),
        *(Value(path=("Router", route), value=f"{PROVIDER},{model}") for route, model in routes.items()),
    )


def _variables(target: Target) -> dict[str, str]:
    return {KEY_VARIABLE: target.key} | surroundings(target, node=True)


def _setup(target: Target, computer: Computer) -> Setup:
    file = computer.home / ".claude-code-router" / "config.json"
    return Setup(
        changes=(Change(file=file, format="json", values=_values(target)),),
        variables=_variables(target),
        start=("ccr", "code"),
        steps=("Where it runs already, start it again: ccr restart.",),
    )


def _recipes(target: Target, shell: Shell) -> tuple[Recipe, ...]:
    settings = settings_json("~/.claude-code-router/config.json", _values(target))
    return (
        with_key_beside(
            target,
            shell,
            _variables(target),
            (settings,),
            more=("Claude Code talks to this proxy without the router as well, from its own card.",),
        ),
    )


TOOL = Tool(
    id="claude-code-router",
    name="Claude Code Router",
    tile="CR",
    kind="terminal",
    agents=(),  # it says no more than that it runs on Node; its key tells it apart
    recipes=_recipes,
    prefers=("anthropic--*sonnet*", "gpt-5*", "*"),
    setup=_setup,
    reads=(KEY_VARIABLE,),
    programs=("ccr",),
    install="npm install -g @musistudio/claude-code-router",
)
