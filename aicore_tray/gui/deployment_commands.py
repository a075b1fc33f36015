"""What a person does to deployments through the windows; each begins a job, which goes on by itself."""

from __future__ import annotations

from aicore_tray.aicore.deploying import LATEST, Job, Work
from aicore_tray.aicore.deployment import Deployment
from aicore_tray.aicore.landscape import OfferedModel
from aicore_tray.aicore.quota_wishes import QuotaWish
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.session import Session
from aicore_tray.gui.snapshots import ModelView


class DeploymentCommands:
    """Begins jobs of the engine's `Deploying`; every method raises AicoreTrayError where one cannot begin."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def deploy(self, account: str, group: str, model: str, version: str = LATEST) -> Job:
        """Deploy a model of the catalogue; "" for the orchestration service."""
        return self._session.engine.deploying.deploy(account, group, self._model(model) if model else None, version)

    async def start(self, view: ModelView) -> Job:
        """Start a stopped deployment."""
        return self._session.engine.deploying.start(self._deployment(view))

    async def stop(self, view: ModelView) -> Job:
        """Stop a deployment."""
        return self._session.engine.deploying.stop(self._deployment(view))

    async def delete(self, view: ModelView) -> Job:
        """Delete a deployment, after it was stopped."""
        return self._session.engine.deploying.delete(self._deployment(view))

    async def upgrade(self, view: ModelView) -> Job:
        """Put the newest version in a deployment's place."""
        deploying = self._session.engine.deploying
        return deploying.upgrade(self._deployment(view), self._model(view.model), view.newer or LATEST)

    async def again(self, job: Job) -> Job:
        """Begin a deployment that failed once more; its failure is forgotten."""
        if job.work is not Work.DEPLOY:
            raise AicoreTrayError("Only a new deployment can be tried again", hint="Choose it in the table.")
        begun = await self.deploy(job.account, job.group, job.model, job.version or LATEST)
        self.forget(job)
        return begun

    def forget(self, job: Job) -> None:
        """Show a job that is over no more."""
        self._session.engine.deploying.forget(job.number)

    async def wish_quota(self, view: ModelView, limit: int, reason: str) -> str:
        """Ask SAP for more requests a minute; return the id of the request."""
        wish = QuotaWish(model=view.model, executable=view.executable, limit=limit, reason=reason)
        return await self._session.engine.ai_api(view.account).wish_quota(view.group, wish)

    async def quota_wishes(self, view: ModelView) -> tuple[QuotaWish, ...]:
        """Return what was asked for a model, the latest first."""
        wishes = await self._session.engine.ai_api(view.account).quota_wishes()
        return tuple(wish for wish in wishes if wish.model == view.model)

    def _model(self, name: str) -> OfferedModel:
        for model in self._session.engine.landscape.offered:
            if model.name == name:
                return model
        raise AicoreTrayError(f"SAP AI Core offers no model '{name}' any more")

    def _deployment(self, view: ModelView) -> Deployment:
        for each in self._session.engine.discovery.deployments:
            if (each.account, each.id) == (view.account, view.id):
                return each
        raise AicoreTrayError(f"There is no deployment {view.id} any more", hint="Look again with Refresh.")
