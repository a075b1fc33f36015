"""Which deployments one call tries, one after the other, and when: order, quotas, short waits in place of 429s."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterator, Sequence

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

    def attempts(self, call: Call, deployments: Sequence[Deployment]) -> Attempts:
        """Return the deployments to try, chosen for a call."""
        chosen = deployments
        if len(deployments) > 1:
            choice = self._balancer.choose(deployments, call.affinity())
            chosen = _chosen(choice.order)
            call.chosen(chosen[0], choice.why, len(deployments), choice.resting)
        elif deployments:
            rest = self._balancer.resting(deployments[0])
            call.chosen(deployments[0], Why.ONLY, 1, [(deployments[0], rest)] if rest else ())
        return Attempts(self, call, chosen)

    async def admit(self, call: Call, deployment: Deployment) -> None:
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

    def worth_waiting(self, call: Call, chosen: Sequence[Deployment]) -> bool:
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


class Attempts:
    """The deployments that one call tries, one after the other.

    No asynchronous generator: one that is left before its end takes a task of its own to be closed, with each request.
    """

    __slots__ = ("_call", "_chosen", "_dispatcher", "_left", "_tried")

    def __init__(self, dispatcher: Dispatcher, call: Call, chosen: Sequence[Deployment]) -> None:
        self._dispatcher, self._call, self._chosen = dispatcher, call, chosen
        self._left = _elsewhere_first(chosen, call)
        self._tried = 0

    async def next(self) -> Deployment | None:
        """Return the next deployment, None after the last one; whoever asks has failed with the one before."""
        while True:
            for deployment in self._left:
                try:
                    await self._dispatcher.admit(self._call, deployment)
                except ApiError as error:
                    self._call.passed_over(deployment, error)
                    continue
                self._tried += 1
                return deployment
            if self._tried >= _MAX_ATTEMPTS or not self._dispatcher.worth_waiting(self._call, self._chosen):
                return None
            self._left = _elsewhere_first(self._chosen, self._call)


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
        up = [each for each in left if each.account not in call.down] if call.down else left
        deployment = (up or left)[0]
        left.remove(deployment)
        yield deployment
