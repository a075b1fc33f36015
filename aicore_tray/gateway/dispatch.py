"""Which deployments one call tries, one after the other, and when: order, quotas, short waits in place of 429s."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Iterator, Sequence

from aicore_tray.aicore.deployment import Deployment
from aicore_tray.dialects.errors import ApiError, ErrorKind
from aicore_tray.gateway.balancing import Balancer, BalancingRules
from aicore_tray.gateway.call import Call
from aicore_tray.gateway.detail import Why
from aicore_tray.gateway.quota import Quotas

_MAX_ATTEMPTS = 4
# After these a deployment rests and the next one is tried.
RESTING = (ErrorKind.RATE_LIMIT, ErrorKind.OVERLOADED, ErrorKind.TIMEOUT, ErrorKind.UPSTREAM)
# With these the upstream says that it wants fewer requests.
THROTTLED = (ErrorKind.RATE_LIMIT, ErrorKind.OVERLOADED)


class Dispatcher:
    """Lets calls to deployments, in the order and at the pace that suits both sides.

    Attributes:
        patience: seconds for which a call may wait in all.
    """

    def __init__(self, balancer: Balancer, quotas: Quotas, *, patience: float) -> None:
        self._balancer = balancer
        self._quotas = quotas
        self.patience = patience

    def apply(self, rules: BalancingRules, *, patience: float) -> None:
        """Take other rules, for calls that come."""
        self._balancer.rules, self.patience = rules, patience

    async def attempts(self, call: Call, deployments: Sequence[Deployment]) -> AsyncIterator[Deployment]:
        """Yield the deployments to try; whoever asks for the next one has failed with the last."""
        chosen = deployments
        if len(deployments) > 1:
            choice = self._balancer.choose(deployments, call.affinity())
            chosen = _chosen(choice.order)
            call.chosen(chosen[0], choice.why, len(deployments), choice.resting)
        elif deployments:
            rest = self._balancer.resting(deployments[0])
            call.chosen(deployments[0], Why.ONLY, 1, [(deployments[0], rest)] if rest else ())
        tried = 0
        while tried < _MAX_ATTEMPTS:
            for deployment in _elsewhere_first(chosen, call):
                try:
                    await self._admit(call, deployment)
                except ApiError as error:
                    call.passed_over(deployment, error)
                    continue
                tried += 1
                yield deployment
            if not self._worth_waiting(call, chosen):
                break

    async def _admit(self, call: Call, deployment: Deployment) -> None:
        """Wait until a deployment may be asked.

        Raises:
            ApiError: that would take longer than the call may wait.
        """
        bucket = self._quotas.of(deployment)
        if self._balancer.is_well(deployment) and bucket.took(call.key.name):
            call.granted += 1
            return
        if held := self._balancer.held(deployment):
            if held > self.patience - call.waited:
                raise ApiError(
                    ErrorKind.RATE_LIMIT,
                    "SAP AI Core wants fewer requests to this model for a moment",
                    retry_after=held,
                )
            await asyncio.sleep(held)
            call.wait(held, deployment)
        call.wait(await self._balancer.taken_again(deployment, self.patience - call.waited), deployment)
        call.wait(await bucket.take(call.key.name, self.patience - call.waited), deployment)
        call.granted += 1

    def sending(self, call: Call, deployment: Deployment, requests: int) -> None:
        """Count what goes to a deployment; what a call takes beyond the one request that it was let in for, too."""
        call.sent += requests
        while call.granted < call.sent:
            self._quotas.of(deployment).count(call.key.name)
            call.granted += 1

    def _worth_waiting(self, call: Call, chosen: Sequence[Deployment]) -> bool:
        """Whether one that wants fewer requests takes this one soon."""
        return min(self._holds(chosen), default=math.inf) <= self.patience - call.waited

    def _holds(self, deployments: Sequence[Deployment]) -> list[float]:
        return [held for deployment in deployments if (held := self._balancer.held(deployment))]

    def told(self, call: Call, failure: ApiError | None, deployments: Sequence[Deployment]) -> ApiError:
        """Return what a client is told when nobody answered its request.

        Where fewer requests are wanted, it is to come back when the first deployment takes some again.

        Args:
            failure: of the deployment that was asked last, None where none was.
        """
        error = failure or call.refusal
        if error is None:
            return ApiError(ErrorKind.NOT_FOUND, f"No deployment of '{call.asked.model}' is running")
        if error.kind in THROTTLED:
            rests = self._holds(deployments)
            if call.refusal is not None and call.refusal.retry_after is not None:
                rests.append(call.refusal.retry_after)
            error.retry_after = min(rests, default=error.retry_after)
        return error

    def failed(self, call: Call, deployment: Deployment, error: ApiError, *, account: bool) -> float:
        """Draw the consequences of a failure for those that come; return the seconds for which the deployment rests.

        Args:
            account: nothing of the account can be reached.
        """
        if error.kind is ErrorKind.RATE_LIMIT:
            self._quotas.of(deployment).refused()
        if account:
            call.down.add(deployment.account)
        throttled = error.kind in THROTTLED
        rest = self._balancer.failed(deployment, error.retry_after, throttled=throttled, account=account)
        call.rests(rest, told=error.retry_after is not None)
        if throttled and error.retry_after is None:
            error.retry_after = rest
        return rest


def _chosen(ordered: Sequence[Deployment]) -> list[Deployment]:
    """Return the deployments that are tried; orchestration is always among them, as the last resort."""
    first, rest = ordered[:_MAX_ATTEMPTS], ordered[_MAX_ATTEMPTS:]
    accounts = {deployment.account for deployment in first}
    elsewhere = [deployment for deployment in rest if deployment.account not in accounts][:1]
    if any(deployment.through_orchestration for deployment in (*first, *elsewhere)):
        return [*first, *elsewhere]
    return [*first, *elsewhere, *[deployment for deployment in rest if deployment.through_orchestration][:1]]


def _elsewhere_first(chosen: Sequence[Deployment], call: Call) -> Iterator[Deployment]:
    """Yield deployments in their order, but those of an account that turns out to be down after all others."""
    left = list(chosen)
    while left:
        deployment = next((each for each in left if each.account not in call.down), left[0])
        left.remove(deployment)
        yield deployment
