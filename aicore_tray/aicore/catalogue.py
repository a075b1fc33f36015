"""The catalogue of model facts: data under resources/, looked up by model name, overridable by the user's settings."""

from __future__ import annotations

import fnmatch
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import msgspec

from aicore_tray.errors import ConfigurationError
from aicore_tray.system.paths import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFacts:
    """What is known of one model; resources/models.toml explains each value.

    Attributes:
        name: SAP's model name.
        family: the family's name, "" for a model that no family serves yet.
    """

    name: str
    family: str = ""
    vendor: str = ""
    kind: str = "chat"
    context: int = 0
    max_output: int = 0
    vision: bool = False
    thinking: str = "none"
    thinking_range: tuple[int, int] = (0, 0)
    efforts: tuple[str, ...] = ()
    sampling: str = "any"
    apis: tuple[str, ...] = ()
    tools_with_effort: bool = True
    output_config: bool = False
    thinking_off: bool = False
    forced_thinking: bool = False
    signatures: bool = False
    documents: bool = True
    cache_points: bool = False
    dimensions: tuple[int, ...] = ()
    tools: bool = True
    json_output: bool = True
    turns: str = "any"
    call_id_length: int = 0
    extra_fields: tuple[str, ...] = ()
    dropped_fields: tuple[str, ...] = ()
    cached_apart: bool = False
    orchestration_refuses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyFacts:
    """What is known of one family.

    Attributes:
        betas: the beta flags that its models accept.
        not_served: prefixes of its executables' models that it cannot ask.
        every_model: its executable serves the models of all families, whose own rows then hold.
        params: vendor, or `*` -> the parameters that its models take.
    """

    name: str
    executables: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    not_served: tuple[str, ...] = ()
    betas: frozenset[str] = frozenset()
    renamed_betas: Mapping[str, str] = field(default_factory=dict)
    api_version: str = ""
    every_model: bool = False
    params: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_VALUES = {item.name for item in fields(ModelFacts)} - {"name"}


class Catalogue:
    """Looks up model facts; the most exact row wins and missing values come from its family's `*` row."""

    def __init__(
        self, families: Mapping[str, FamilyFacts], rows: list[dict[str, Any]], overrides: list[dict[str, Any]]
    ) -> None:
        self.families = families
        self._defaults = {row["family"]: row for row in rows if row["name"] == "*"}
        self._rows = [row for row in rows if row["name"] != "*"]
        self._overrides = overrides
        self._known: dict[tuple[str, str], ModelFacts] = {}

    @classmethod
    def load(cls, overrides: Mapping[str, Mapping[str, Any]] | None = None, file: Path | None = None) -> Catalogue:
        """Read the shipped catalogue and lay the user's rows over it.

        Args:
            overrides: model name or pattern -> values, from the `models` table of the settings.
            file: another catalogue file than the shipped one.

        Raises:
            ConfigurationError: an override names a value that does not exist.
        """
        text = (file or resources() / "models.toml").read_text(encoding="utf-8")
        data = tomllib.loads(text)
        families = {name: _family(name, values) for name, values in data["families"].items()}
        rows: list[dict[str, Any]] = data["model"]
        problems = []
        for name, values in (overrides or {}).items():
            problems += [f'settings: models."{name}".{key} is not a model fact' for key in values.keys() - _VALUES]
        if problems:
            raise ConfigurationError(problems)
        return cls(families, rows, [{"name": name, **values} for name, values in (overrides or {}).items()])

    def family_of(self, model: str, executable: str = "") -> str:
        """Return the family of a model by its executable and name prefix; "" where none serves it."""
        for family in self.families.values():
            if family.every_model and executable in family.executables:
                return family.name
        for family in self.families.values():
            if model.startswith(family.prefixes) and (not executable or executable in family.executables):
                return family.name
        # A name that a person gave by hand says nothing; one with SAP's `vendor--` is another family's.
        named_by_hand = executable and "--" not in model
        found = (
            family.name
            for family in self.families.values()
            if executable in family.executables and not model.startswith(family.not_served)
        )
        return next(found, "") if named_by_hand else ""

    def facts(self, model: str, executable: str = "") -> ModelFacts:
        """Return what is known of a model; one that no row names has its family's defaults."""
        key = (model, executable)
        if key not in self._known:
            self._known[key] = self._look_up(model, executable)
        return self._known[key]

    def _look_up(self, model: str, executable: str) -> ModelFacts:
        family = self.family_of(model, executable)
        through = family in self.families and self.families[family].every_model
        own = self.family_of(model) if through else family
        values: dict[str, Any] = dict(self._defaults.get(own or family, {}))
        for row in (*_matching(self._rows, model)[-1:], *_matching(self._overrides, model)):
            values |= row
        if through or not values.get("family"):
            values["family"] = family
        return msgspec.convert(values | {"name": model}, ModelFacts)


def _matching(rows: list[dict[str, Any]], model: str) -> list[dict[str, Any]]:
    """Return the rows whose name or pattern fits, the most exact one last."""
    found = [row for row in rows if fnmatch.fnmatchcase(model, row["name"])]
    return sorted(found, key=lambda row: len(row["name"].replace("*", "")) + ("*" not in row["name"]))


def _family(name: str, values: Mapping[str, Any]) -> FamilyFacts:
    return FamilyFacts(
        name=name,
        executables=tuple(values.get("executables", ())),
        prefixes=tuple(values.get("prefixes", ())),
        not_served=tuple(values.get("not_served", ())),
        betas=frozenset(values.get("betas", ())),
        renamed_betas=values.get("renamed_betas", {}),
        api_version=values.get("api_version", ""),
        every_model=values.get("every_model", False),
        params={vendor: tuple(names) for vendor, names in values.get("params", {}).items()},
    )
