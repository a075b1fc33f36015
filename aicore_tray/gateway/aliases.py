"""What the user says of model names: aliases, tiers, hidden models, and pools of deployments."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from aicore_tray.config.configuration import Configuration
from aicore_tray.config.settings import EVERY_MODEL
from aicore_tray.gateway.names import bare_name, matches, matches_any


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRules:
    """The user's rules; settings.py tells what each means.

    Attributes:
        aliases: name or pattern -> model.
        tiers: a word in a name -> model.
        hidden: patterns of models that are neither listed nor served.
        pools: a word in a name, `*` for any -> deployment ids.
        nearest: a name whose version nobody deployed is served by the nearest version of the same family.
        default: the model for names that nothing else knows, "" for none.
    """

    aliases: Mapping[str, str] = field(default_factory=dict)
    tiers: Mapping[str, str] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    pools: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    nearest: bool = False
    default: str = ""

    def alias(self, name: str, without: Collection[str] = ()) -> str | None:
        """Return the alias that a name falls under: the one that spells out most of it; None where there is none.

        Args:
            without: aliases that do not count.
        """
        readings = (name, bare_name(name))
        shown = (alias for alias in self.aliases if alias not in without and not self.is_hidden(alias))
        found = [alias for alias in shown if any(matches(alias, reading) for reading in readings)]
        return max(found, key=lambda alias: (len(alias.replace("*", "")), "*" not in alias), default=None)

    def tier(self, name: str) -> str | None:
        """Return the model of the tier whose word a name holds."""
        return next((model for word, model in self.tiers.items() if word in name.lower()), None)

    def pool(self, name: str) -> tuple[str, ...]:
        """Return the deployments of the pool that a name falls under, the one for every model last."""
        words = sorted(self.pools, key=lambda word: word == EVERY_MODEL)
        return next((self.pools[word] for word in words if word == EVERY_MODEL or word in name.lower()), ())

    def is_hidden(self, *names: str) -> bool:
        """Tell whether one of a model's names is hidden."""
        return any(name and matches_any(self.hidden, name) for name in names)


def name_rules(configuration: Configuration) -> NameRules:
    """Return the rules that a configuration holds."""
    settings = configuration.settings
    return NameRules(
        aliases=settings.aliases,
        tiers=settings.tiers,
        hidden=settings.hidden_models,
        pools=configuration.pools,
        nearest=settings.nearest_version,
        default=settings.default_model,
    )
