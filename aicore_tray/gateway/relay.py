"""One request's life: find the model, choose a deployment, send, look at the first events, relay, account.

Nothing is retried once a byte has gone to the client; until then a deployment that fails hands over to the next.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import cast

import aiohttp
import msgspec
from aiohttp import web

from aicore_tray.aicore.catalogue import ModelFacts
from aicore_tray.aicore.deployment import Deployment
from aicore_tray.aicore.families.family import ClientRequest, Family, Plan
from aicore_tray.config.key_store import LocalKey
from aicore_tray.dialects.answer import events_of
from aicore_tray.dialects.conversation import Json
from aicore_tray.dialects.dialect import SharedDialect
from aicore_tray.dialects.errors import ApiError, ErrorKind, invalid, says_unsupported
from aicore_tray.dialects.event_stream import CONTENT_TYPE, EventStreamParser
from aicore_tray.dialects.sse import SseParser
from aicore_tray.gateway.alarm import Alarm
from aicore_tray.gateway.answers import answered, read_answer, read_whole
from aicore_tray.gateway.balancing import Balancer
from aicore_tray.gateway.bodies import Bodies
from aicore_tray.gateway.call import Call
from aicore_tray.gateway.counting import Counting
from aicore_tray.gateway.dispatch import RESTING, THROTTLED, Dispatcher
from aicore_tray.gateway.echo import unechoed
from aicore_tray.gateway.fan_out import ask_each
from aicore_tray.gateway.flow import Source, tell
from aicore_tray.gateway.journal import Journal, finish_in
from aicore_tray.gateway.pipes import ForwardPipe, Pipe, TranslatePipe, unreadable, unwrap_structured
from aicore_tray.gateway.recall import Recall
from aicore_tray.gateway.rectifier import Rectifier, refuses_reasoning
from aicore_tray.gateway.routing import Router, ServedModel
from aicore_tray.gateway.stops import cut
from aicore_tray.gateway.upstream import UnreachableError, Upstream
from aicore_tray.system.logs import tell_request
from aicore_tray.usage.meter import Meter, Running
from aicore_tray.usage.record import ABORTED

_log = logging.getLogger(__name__)

PEEK_SECONDS = 10.0
"""How long the first content is waited for before the answer's head goes out."""
KEEP_ALIVE_SECONDS = 15.0
# An upstream that told its last event closes at once; a client must not wait for one that does not.
_CLOSING_SECONDS = 1.0
# So many fields are left out for one request, one 400 after the other.
_MAX_REFUSALS = 8
# A model that the orchestration service of one account does not have is asked of others first for so long.
_UNSUPPORTED_SECONDS = 600.0
_STREAM_HEADERS = {
    "Cache-Control": "no-cache",
    "X-Accel-Buffering": "no",
}


class Relay:
    """Serves calls of every dialect by every family."""

    def __init__(
        self,
        router: Router,
        balancer: Balancer,
        dispatcher: Dispatcher,
        families: Mapping[str, Family],
        upstream: Upstream,
        recall: Recall,
        rectifier: Rectifier,
        counting: Counting,
        meter: Meter,
        look_again: Callable[[], Awaitable[bool]],
        admit: Callable[[LocalKey], Awaitable[None]],
        bodies: Bodies,
        journal: Journal,
    ) -> None:
        self._router = router
        self._balancer = balancer
        self._dispatcher = dispatcher
        self._families = families
        self._upstream = upstream
        self._recall = recall
        self._rectifier = rectifier
        self._counting = counting
        self._meter = meter
        self._look_again = look_again
        self._admit = admit
        self._bodies = bodies
        self._journal = journal

    async def serve(self, web_request: web.BaseRequest, call: Call) -> web.StreamResponse:
        """Answer a call and enter it into the books, however it ends.

        Raises:
            ApiError: nothing has gone to the client yet, and this is what it is to be told.
        """
        call.running = self._meter.began(
            Running(
                id=call.id,
                started=call.started,
                key=call.key.name,
                client=call.client,
                api=call.api,
                asked=call.asked.model,
            )
        )
        call.detail = self._journal.begin(
            call.id,
            web_request.method,
            web_request.path,
            web_request.query if web_request.query_string else {},
            web_request.headers.items(),
            call.key.shown,
            call.request.raw,
        )
        status = ABORTED
        self._bodies.tell("A client asked", call.request.raw)
        try:
            response = await self._serve(web_request, call)
            if isinstance(response, web.Response):
                body = cast(bytes, response.body)
                self._bodies.tell("It was answered", body)
                self._journal.answered(call.detail, body)
                if call.request.kind == "chat":
                    call.detail.finish = finish_in(body)
            status = response.status
            if call.complete and call.facts is not None:
                self._counting.learn(call.request, call.facts, call.usage)
        except ApiError as error:
            status, call.error = error.status, error.kind
            call.detail.said = _for_log(error, call)
            raise
        except (ConnectionResetError, asyncio.CancelledError):
            # The client went away. Codex does so as soon as it has read the last event; that is no abort.
            if call.complete:
                status = 200
                if call.deployment is not None:
                    call.tried(call.deployment, str(status))
            else:
                call.error = "aborted"
            raise
        except Exception:
            status, call.error = 500, "internal"
            raise
        finally:
            record = call.record(status, *self._meter.cost(call.model, status, call.usage))
            self._meter.ended(record, call.running)
            usage = record.usage
            tell_request(
                _log,
                f"{record.dialect} {record.asked} -> {record.model or 'nothing'}: {status}, "
                f"{usage.prompt} + {usage.output} tokens, {record.duration:.2f} s",
            )
        return response

    async def _serve(self, web_request: web.BaseRequest, call: Call) -> web.StreamResponse:
        await self._admit(call.key)
        model = await self._find(call.asked.model, call.key)
        failure: ApiError | None = None
        attempts = self._dispatcher.attempts(call, model.deployments)
        while (deployment := await attempts.next()) is not None:
            call.begin(deployment.model or model.name, deployment)
            try:
                with self._balancer.using(deployment, model.deployments):
                    response = await self._attempt(web_request, call, model, deployment)
            except ApiError as error:
                if call.committed:
                    raise
                failure = await self._failed(call, deployment, error, before=failure)
            else:
                if call.error in RESTING:  # in mid-stream, where nobody else can take over any more
                    self._balancer.failed(deployment, None, throttled=call.error in THROTTLED)
                else:
                    self._balancer.succeeded(deployment)
                call.tried(deployment, call.error or str(response.status))
                return response
        raise self._dispatcher.told(call, failure, model.deployments)

    async def _find(self, name: str, key: LocalKey) -> ServedModel:
        while True:
            try:
                return self._router.find(name, key)
            except ApiError as error:
                if error.kind is not ErrorKind.NOT_FOUND or not await self._look_again():
                    raise

    async def _failed(
        self, call: Call, deployment: Deployment, error: ApiError, *, before: ApiError | None
    ) -> ApiError:
        """Draw the consequences of a deployment's failure; return what the client is told if no other one succeeds.

        Args:
            before: what another deployment failed of.

        Raises:
            ApiError: no other deployment would do better.
        """
        if deployment.through_orchestration and says_unsupported(error.message):
            self._balancer.failed(deployment, _UNSUPPORTED_SECONDS)
            call.tried(deployment, "not served here")
            # That a stand-in cannot help says nothing of the model's own deployment.
            return before or ApiError(
                ErrorKind.NOT_FOUND,
                f"SAP AI Core's orchestration service does not serve the model '{call.model}', and the model has "
                f"no running deployment of its own. SAP says: {error.message}",
                param="model",
            )
        call.tried(deployment, f"{error.status} {error.kind}")
        if error.kind is ErrorKind.NOT_FOUND:
            await self._look_again()
            return error
        if error.kind not in RESTING:
            raise before if before is not None and deployment.through_orchestration else error
        rest = self._dispatcher.failed(call, deployment, error, account=isinstance(error, UnreachableError))
        said = _for_log(error, call)
        _log.warning("Deployment %s rests for %.0f s: %s (%s)", deployment.id, rest, error.kind, said)
        return error

    async def _attempt(
        self, web_request: web.BaseRequest, call: Call, model: ServedModel, deployment: Deployment
    ) -> web.StreamResponse:
        facts = call.facts = self._router.facts(model, deployment)
        if facts.kind != call.request.kind:
            raise invalid(f"'{model.name}' is no {call.request.kind} model", param="model")
        family, request = self._families[facts.family], call.request
        plan = self._planned(family, request, facts, deployment)
        refusals = 0
        while True:
            try:
                return await self._send(web_request, call, deployment, plan)
            except ApiError as error:
                if error.kind is ErrorKind.CONTEXT_LENGTH and facts.context and facts.kind == "chat":
                    estimate = self._counting.count(call.request.conversation, facts)
                    error.prompt_and_limit = (max(estimate, facts.context + 1), facts.context)
                refusals += 1
                if error.kind is not ErrorKind.INVALID or call.committed or refusals > _MAX_REFUSALS:
                    raise
                # A 400 tells of one thing at a time.
                streams = plan.unstreamed is not None and not plan.whole
                if streams and self._rectifier.learn_unstreamed(deployment.place, error.message):
                    plan = self._planned(family, request, facts, deployment)
                elif not self._learn(deployment, error, plan):
                    if request.forgetful or not refuses_reasoning(error.message):
                        raise
                    said = _for_log(error, call)
                    _log.warning("An upstream refused earlier reasoning (%s); the turn goes on without it", said)
                    request = request.without_reasoning()
                    plan = self._planned(family, request, facts, deployment)

    def _planned(self, family: Family, request: ClientRequest, facts: ModelFacts, deployment: Deployment) -> Plan:
        """Return how a request goes to a deployment, as far as is known of what that refuses."""
        plan = family.plan(request, facts)
        if plan.unstreamed is not None and not self._rectifier.streams(deployment.place):
            plan = plan.unstreamed()
        for body in (plan.body, *plan.others):
            self._rectifier.apply(deployment.place, body)
        return plan

    def _learn(self, deployment: Deployment, error: ApiError, plan: Plan) -> bool:
        """Drop what a refusal names from all bodies; return whether a second try makes sense."""
        bodies = (plan.body, *plan.others)
        return True in [self._rectifier.learn(deployment.place, error.message, body) for body in bodies]

    async def _send(
        self, web_request: web.BaseRequest, call: Call, deployment: Deployment, plan: Plan
    ) -> web.StreamResponse:
        self._dispatcher.sending(call, deployment, requests=1 + len(plan.others))
        if self._bodies.on:
            for body in (plan.body, *plan.others):
                self._bodies.tell("SAP is asked", msgspec.json.encode(body))
        if plan.join is not None:
            return await self._joined(call, deployment, plan, plan.join)
        async with self._upstream.send(deployment, plan) as response:
            if call.stream and not plan.whole:
                return await self._stream(web_request, call, plan, response)
            return await self._whole(call, plan, response)

    async def _joined(
        self, call: Call, deployment: Deployment, plan: Plan, join: Callable[[Sequence[Json]], Json]
    ) -> web.Response:
        """Ask once for each body, and answer with what all answers make together."""

        async def ask(body: Json) -> Json:
            async with self._upstream.send(deployment, msgspec.structs.replace(plan, body=body)) as response:
                return answered(await read_whole(response))

        answers = await ask_each(ask, (plan.body, *plan.others))
        try:
            body = join(answers)
        except (AttributeError, TypeError, KeyError, ValueError) as error:
            raise unreadable() from error
        call.usage = read_answer(plan, body).usage
        call.content_came()
        call.complete = True
        return web.Response(body=msgspec.json.encode(body), content_type="application/json")

    async def _whole(self, call: Call, plan: Plan, response: aiohttp.ClientResponse) -> web.Response:
        raw = await read_whole(response)
        dialect = call.request.dialect
        if plan.forward and plan.mend is None and not plan.envelope and not call.stream:
            return self._forwarded(call, cast(SharedDialect, dialect), raw)
        try:
            body = answered(raw)
            if plan.envelope:
                body = body[plan.envelope]
                raw = msgspec.json.encode(body)
        except (msgspec.MsgspecError, AttributeError, TypeError, KeyError) as error:
            raise unreadable() from error
        answer = read_answer(plan, body)
        call.usage = answer.usage
        call.content_came()
        if plan.structured_tool:
            answer = unwrap_structured(answer, plan.structured_tool)
        if plan.stops:
            answer = cut(answer, plan.stops)
        if plan.forward:
            body = plan.mend()(body) if plan.mend is not None else body
            raw = cast(SharedDialect, dialect).forwarded(msgspec.json.encode(body), body)
        else:
            self._recall.remember(answer)
        call.complete = True
        if call.stream:  # of a model that does not
            writer = dialect.stream_writer(call.asked)
            told = b"".join([writer.feed(event) for event in events_of(answer)])
            return web.Response(body=told, headers={"Content-Type": dialect.STREAM_TYPE, **_STREAM_HEADERS})
        if not plan.forward:
            raw = msgspec.json.encode(dialect.write_answer(answer, call.asked))
        return web.Response(body=raw, content_type="application/json")

    def _forwarded(self, call: Call, dialect: SharedDialect, raw: bytes) -> web.Response:
        """Pass on an answer in the dialect in which it came; what is read of it are its counts alone."""
        try:
            body = answered(raw)
            call.usage = dialect.usage_of(body)
            raw = dialect.forwarded(raw, body)
        except (msgspec.MsgspecError, AttributeError, TypeError, KeyError, ValueError) as error:
            raise unreadable() from error
        call.content_came()
        call.complete = True
        return web.Response(body=raw, content_type="application/json")

    async def _stream(
        self, web_request: web.BaseRequest, call: Call, plan: Plan, response: aiohttp.ClientResponse
    ) -> web.StreamResponse:
        dialect = call.request.dialect
        pipe: Pipe
        if plan.forward:
            # What is forwarded is in a dialect that both sides speak.
            pipe = ForwardPipe(plan, cast(SharedDialect, dialect), call.asked, SseParser())
        else:
            parser = EventStreamParser() if response.content_type == CONTENT_TYPE else SseParser()
            pipe = TranslatePipe(plan, dialect, call.asked, parser)
        alarm = Alarm()
        source = Source(response.content, alarm, pipe.piece)
        last = before = b""
        try:
            head = await self._peek(call, pipe, source)
            kind = {"Content-Type": dialect.STREAM_TYPE}
            out = web.StreamResponse(headers={**kind, **_STREAM_HEADERS, **call.headers})
            await out.prepare(web_request)
            call.committed = True
            if call.deployment is not None:
                self._balancer.begins_to_answer(call.deployment)
            if head:
                last = head
                self._told(call, head)
                await tell(out, head, alarm)
            while not source.ended and not pipe.finished and pipe.error is None:
                chunk = await source.read(KEEP_ALIVE_SECONDS)
                if chunk is None:
                    data = dialect.keep_alive()
                else:
                    data = pipe.feed(chunk) if chunk else pipe.end()
                    if call.first_token is None and pipe.content:
                        call.content_came()
                if data:
                    last, before = data, last
                    self._told(call, data)
                    await tell(out, data, alarm)
            await out.write_eof()
            # A connection that was read to its end can serve the next request.
            while not source.ended and pipe.error is None and await source.read(_CLOSING_SECONDS) is not None:
                pass
        finally:
            alarm.close()
            call.usage = pipe.usage
            call.complete = pipe.finished and pipe.error is None
            if pipe.error is not None:
                call.error = pipe.error.kind
                call.detail.said = _for_log(pipe.error, call)
            if call.complete:
                call.detail.finish = finish_in(last) or finish_in(before)
            # Also for a client that hangs up on the last event: its next request needs what it could not carry.
            if isinstance(pipe, TranslatePipe) and call.complete:
                self._recall.remember(pipe.answer())
        return out

    def _told(self, call: Call, data: bytes) -> None:
        self._bodies.tell("It is answered", data)
        self._journal.answered(call.detail, data)

    async def _peek(self, call: Call, pipe: Pipe, source: Source) -> bytes:
        """Read up to the first content, so that a failure before it becomes an HTTP status or another try.

        Raises:
            ApiError: the stream failed before any content.
        """
        head = b""
        deadline = time.monotonic() + PEEK_SECONDS
        while not pipe.content and pipe.error is None and not source.ended:
            chunk = await source.read(deadline - time.monotonic())
            if chunk is None:
                break
            head += pipe.feed(chunk) if chunk else pipe.end()
        if pipe.content:
            call.content_came()
        elif pipe.error is not None:
            raise pipe.error
        return head


def _for_log(error: ApiError, call: Call) -> str:
    return unechoed(error.message, call.request.repeats, call.asked.model, call.model)
