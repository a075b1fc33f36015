"""Which model a name means, and which deployments over all accounts can serve it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from aicore_tray.aicore.catalogue import Catalogue, ModelFacts
from aicore_tray.aicore.deployment import Deployment
from aicore_tray.aicore.landscape import Landscape, OfferedModel
from aicore_tray.config.key_store import LocalKey
from aicore_tray.dialects.errors import ApiError, ErrorKind
from aicore_tray.gateway.aliases import NameRules
from aicore_tray.gateway.names import familiar_name, find, matches_any, near_matches, nearest_version


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedModel:
    """A model as it can be asked for.

    Attributes:
        name: what it is listed as: SAP's name, or the name that a configuration pinned.
        facts: what is known of the model behind it.
        deployments: running deployments of its own, newest first; then those of the orchestration service.
    """

    name: str
    facts: ModelFacts
    deployments: tuple[Deployment, ...]

    @property
    def through_orchestration(self) -> bool:
        """Whether it has no deployment of its own."""
        return all(deployment.through_orchestration for deployment in self.deployments)


@dataclass(slots=True)
class Router:
    """Finds models.

    Attributes:
        rules: what the user says of names.
        models: what is served, by name.
        aliases: the aliases without `*` that lead somewhere -> the model.
        orchestration: models that SAP's orchestration service offers are served through it, too.
    """

    catalogue: Catalogue
    served_families: frozenset[str]
    rules: NameRules = field(default_factory=NameRules)
    models: Mapping[str, ServedModel] = field(default_factory=dict)
    aliases: Mapping[str, ServedModel] = field(default_factory=dict)
    orchestration: bool = True
    _offered: Mapping[str, OfferedModel] = field(default_factory=dict)
    _facts: dict[tuple[str, str, bool], ModelFacts] = field(default_factory=dict)

    def apply(
        self, catalogue: Catalogue, rules: NameRules, landscape: Landscape, *, orchestration: bool = True
    ) -> None:
        """Take over other model facts and rules for names."""
        self.catalogue, self.rules, self.orchestration = catalogue, rules, orchestration
        self.update(landscape)

    def update(self, landscape: Landscape) -> None:
        """Take over a new landscape; running requests keep what they have."""
        self._offered = {model.name: model for model in landscape.offered}
        self._facts = {}
        by_name: dict[str, list[Deployment]] = {}
        for deployment in landscape.deployments:
            if deployment.model:
                by_name.setdefault(deployment.model, []).append(deployment)
        for name, through in self.through_orchestration(landscape).items():
            by_name[name] = [*by_name.get(name, ()), *through]
        for name, pinned in landscape.pinned.items():
            by_name[name] = list(pinned)
        models = {}
        for name, deployments in by_name.items():
            usable = tuple(deployment for deployment in deployments if self.is_usable(name, deployment))
            if usable and not self.rules.is_hidden(name, familiar_name(name)):
                models[name] = ServedModel(name=name, facts=self.facts_of(name, usable[0]), deployments=usable)
        self.models = models
        self.aliases = {
            alias: model
            for alias in self.rules.aliases
            if "*" not in alias and alias not in models and not self.rules.is_hidden(alias)
            if (model := self._resolve(alias)) is not None
        }

    def through_orchestration(self, landscape: Landscape) -> Mapping[str, list[Deployment]]:
        """Return the models that the orchestration service offers with its deployments, each as one of that model."""
        if not self.orchestration:
            return {}
        services = [deployment for deployment in landscape.deployments if deployment.through_orchestration]
        offered = [model.name for model in landscape.offered if model.orchestration and model.kind]
        return {name: [replace(service, model=name) for service in services] for name in offered} if services else {}

    def is_usable(self, name: str, deployment: Deployment) -> bool:
        """Whether we know how to speak to a deployment of a model."""
        return self.facts_of(name, deployment).family in self.served_families

    def doubts(self) -> list[str]:
        """Return a line for each rule that leads nowhere now; a deployment may still come."""
        lines = []
        for kind, rules in (("aliases", self.rules.aliases), ("tiers", self.rules.tiers)):
            for name, target in rules.items():
                if self._resolve(target, frozenset({name} if kind == "aliases" else ())) is None:
                    near = near_matches(target, self.models)
                    hint = f"; did you mean {' or '.join(near)}?" if near else ""
                    lines.append(f"{kind}.{name}: no running deployment has the model '{target}'{hint}")
                elif kind == "aliases" and name in self.models:
                    lines.append(f"aliases.{name}: is a deployed model's own name, which comes first")
        if self.rules.default and self._resolve(self.rules.default) is None:
            lines.append(f"default_model: no running deployment has the model '{self.rules.default}'")
        return lines

    def find(self, name: str, key: LocalKey | None = None) -> ServedModel:
        """Return the model that a client means.

        Args:
            key: whose models are the only ones; None for all.

        Raises:
            ApiError: no running deployment has it; near matches are named, another model is never taken. Or the key
                may not use it.
        """
        model = self._find(name, key)
        if key is not None and not self._permits(key, model):
            raise ApiError(
                ErrorKind.PERMISSION,
                f"The API key '{key.name}' may not use the model '{name}'; it may use {', '.join(key.models)}",
                param="model",
            )
        return model

    def visible(self, key: LocalKey) -> list[ServedModel]:
        """Return the models that a key may use."""
        return [model for model in self.models.values() if self._permits(key, model)]

    def listed(self, key: LocalKey | None = None) -> list[tuple[str, ServedModel]]:
        """Return every name to list: the aliases first, then the models, each before SAP's as Anthropic's clients say.

        Models with a deployment of their own come before those that are served through orchestration alone.

        Args:
            key: whose models are the only ones; None for all.
        """
        names = dict(sorted(self.aliases.items()))
        for model in sorted(self.models.values(), key=lambda model: (model.through_orchestration, model.name)):
            familiar = familiar_name(model.name)
            if familiar and self.rules.alias(familiar) is None:
                names.setdefault(familiar, model)
            names[model.name] = model
        return [(name, model) for name, model in names.items() if key is None or self._permits(key, model)]

    def _permits(self, key: LocalKey, model: ServedModel) -> bool:
        """Tell whether a key may use a model: by any name of it in the list, or by SAP's of all its deployments."""
        if not key.models:
            return True
        sap_names = [deployment.model for deployment in model.deployments]
        names = [model.name, familiar_name(model.name)]
        names += [alias for alias, meant in self.aliases.items() if meant is model]
        by_sap_name = all(name and matches_any(key.models, name) for name in sap_names)
        return by_sap_name or any(name and matches_any(key.models, name) for name in names)

    def _find(self, name: str, key: LocalKey | None) -> ServedModel:
        if (model := self._resolve(name)) is not None:
            return model
        if (alias := self.rules.alias(name)) is not None:
            target = self.rules.aliases[alias]
            raise ApiError(
                ErrorKind.NOT_FOUND,
                f"The alias '{alias}' leads to '{target}', and there is no running deployment of that model",
                param="model",
            )
        tier = self.rules.tier(name)
        if tier is not None and (model := self._resolve(tier)) is not None:
            return model
        if (model := self._pooled(name)) is not None:
            return model
        if self.rules.nearest and (known := nearest_version(name, self.models)) is not None:
            return self.models[known]
        if self.rules.default and (model := self._resolve(self.rules.default)) is not None:
            return model
        near = near_matches(name, [model.name for model in self.visible(key)] if key is not None else self.models)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        if not self.models:
            hint = " No running deployment has been found yet; `aicore-tray doctor` says why."
        raise ApiError(
            ErrorKind.NOT_FOUND, f"There is no running deployment of the model '{name}'.{hint}", param="model"
        )

    def _resolve(self, name: str, passed: frozenset[str] = frozenset()) -> ServedModel | None:
        """Return the model of a name that is served, or an alias, or another spelling of either.

        Args:
            passed: the aliases on the way here; each is taken once.
        """
        if name in self.models:
            return self.models[name]
        alias = self.rules.alias(name, passed)
        if alias is not None:
            model = self._resolve(self.rules.aliases[alias], passed | {alias})
            if model is not None or not passed:
                return model
        known = find(name, self.models)
        return None if known is None else self.models[known]

    def _pooled(self, name: str) -> ServedModel | None:
        ids = self.rules.pool(name)
        served = {
            deployment.id: deployment
            for model in self.models.values()
            for deployment in model.deployments
            if not deployment.through_orchestration
        }
        found = tuple(served[deployment_id] for deployment_id in ids if deployment_id in served)
        if not found:
            return None
        facts = self.facts_of(found[0].model, found[0])
        return ServedModel(name=found[0].model, facts=facts, deployments=found)

    def facts(self, model: ServedModel, deployment: Deployment) -> ModelFacts:
        """Return what is known of the model behind one deployment: under a pinned name they may differ."""
        return self.facts_of(model.name, deployment)

    def facts_of(self, name: str, deployment: Deployment) -> ModelFacts:
        """Return what is known of the model of this name at one deployment."""
        key = (deployment.model or name, deployment.executable, deployment.through_orchestration)
        if key not in self._facts:
            self._facts[key] = self._look_up(*key)
        return self._facts[key]

    def _look_up(self, name: str, executable: str, through_orchestration: bool) -> ModelFacts:
        facts = self.catalogue.facts(name, executable)
        offer = self._offered.get(facts.name)
        if offer is None or not through_orchestration:
            return facts
        # Of models that only the service serves the catalogue often knows more than we do.
        kind = "embedding" if offer.kind == "embedding" else facts.kind
        return replace(facts, kind=kind, context=facts.context or offer.context_length or 0)
