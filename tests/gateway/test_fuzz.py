"""Every route is sent what is nearly right and what is quite wrong: no failure of ours, no hang, errors in their shape.

`python -m tests.bench.fuzz` does so for as long as one likes, with other requests each time.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from tests.gateway.fuzzing import (
    BODIES,
    Request,
    Target,
    below_http,
    conversations,
    judge,
    judge_bytes,
    surfaces,
    target,
    written,
)
from tests.gateway.proxy import ADMIN_KEY, KEY

quick = settings(
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    with target(tmp_path_factory.mktemp("fuzzed")) as running:
        yield running


def test_what_is_spoiled_was_right_before(fuzzed: Target) -> None:
    for path, body in BODIES:
        key = ADMIN_KEY if path.startswith("/admin") else KEY
        request = Request(method="POST", path=path, headers=(f"x-api-key: {key}".encode(),), body=written(body))
        answer = fuzzed.send(request.wire())
        assert answer is not None
        assert answer.status in (200, 201), (path, answer.body)


@settings(quick, max_examples=600)
@given(request=conversations())
def test_bodies(fuzzed: Target, request: Request) -> None:
    judge(fuzzed, request)


@settings(quick, max_examples=400)
@given(request=surfaces())
def test_methods_paths_and_headers(fuzzed: Target, request: Request) -> None:
    judge(fuzzed, request)


@settings(quick, max_examples=300)
@given(wire=below_http)
def test_what_is_no_http(fuzzed: Target, wire: bytes) -> None:
    judge_bytes(fuzzed, wire)
