"""stub"""
from typing import Any
from aicore_tray.sandbox import openai_shapes
from aicore_tray.sandbox.endpoint import Endpoint, InferenceCall, Reply, Whole
def _a(call: InferenceCall) -> Reply:
    return Whole({})
CREATE = Endpoint(answer=_a, failure=openai_shapes.failure, stream_failure=lambda s: [])
LIFECYCLE = CREATE
