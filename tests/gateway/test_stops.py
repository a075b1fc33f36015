"""Stop sequences that are cut here, where the model takes none."""

from __future__ import annotations

import openai
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aicore_tray.dialects.answer import (
    Answer,
    AnswerBuilder,
    Event,
    Finished,
    FinishReason,
    Started,
    TextDelta,
    Usage,
    UsageReported,
)
from aicore_tray.dialects.conversation import Text
from aicore_tray.gateway.stops import StopCutter, cut
from tests.gateway.proxy import KEY, Proxy


@given(
    pieces=st.lists(st.text("abX\n", max_size=6), max_size=8), stops=st.lists(st.text("abX\n", min_size=1), max_size=3)
)
def test_however_a_stream_is_cut_it_ends_where_the_whole_one_does(pieces: list[str], stops: list[str]) -> None:
    told: list[Event] = [Started(id="a", model="m"), *(TextDelta(piece) for piece in pieces)]
    told += [UsageReported(Usage(input=3, output=5)), Finished(reason=FinishReason.STOP)]
    builder, cutter = AnswerBuilder(), StopCutter(stops)
    for event in told:
        for seen in cutter.feed([event]):
            builder.feed(seen)
    streamed = builder.answer()
    whole = cut(Answer(parts=(Text(text="".join(pieces)),)), tuple(stops))
    text = "".join(part.text for part in whole.parts if isinstance(part, Text))
    assert "".join(part.text for part in streamed.parts if isinstance(part, Text)) == text
    assert (streamed.finish, streamed.usage.output) == (whole.finish, 5)
    assert all(stop not in text for stop in stops)


@pytest.mark.parametrize("stream", [False, True])
async def test_a_reasoning_model_stops(proxy: Proxy, stream: bool) -> None:
    async with openai.AsyncOpenAI(base_url=f"{proxy.url}/v1", api_key=KEY, max_retries=0) as sdk:
        body = {"model": "gpt-5", "messages": [{"role": "user", "content": "Reply with exactly: one two three"}]}
        answer = await sdk.chat.completions.create(**body, stop="two", stream=stream)  # type: ignore[call-overload]
        if stream:
            chunks = [chunk async for chunk in answer]
            said = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
            finish = [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1]
        else:
            said, finish = answer.choices[0].message.content, answer.choices[0].finish_reason
    assert (said.strip(), finish) == ("one", "stop")
    assert "stop" not in proxy.upstream_bodies()[-1]
    assert proxy.engine.meter.recent[-1].complete
    assert proxy.engine.meter.recent[-1].usage.output
