"""A deployment as the AI API describes it, cleaned of the API's two spellings and gaps."""

from __future__ import annotations

from dataclasses import dataclass

RUNNING = "RUNNING"
FOUNDATION_MODELS = "foundation-models"
ORCHESTRATION = "orchestration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """One deployment of one model (or of the orchestration service).

    Attributes:
        id: SAP's id, such as `d0123456789abcdef`.
        url: inference base URL without a trailing slash; "" while it is pending.
        account: the name of the account that found it.
        resource_group: sent as `AI-Resource-Group` with every call.
        model: SAP's model name, such as `anthropic--claude-4.5-sonnet`; "" for unknown ones, and for orchestration
            unless one model is meant that it is to serve.
        version: the model's version, often the literal `latest`.
        scenario: `foundation-models` or `orchestration`.
        executable: `azure-openai`, `aws-bedrock`, `gcp-vertexai`...; "" where the API left it out and neither the
            model catalogue nor the name tells.
        status: `RUNNING`, `PENDING`, `STOPPED`...
        created_at: ISO 8601 with Z, sorts as text.
        configuration_id: the configuration it was made from.
        status_detail: what SAP says of the status, a line, or "".
    """

    id: str
    url: str
    account: str
    resource_group: str
    model: str
    version: str = ""
    scenario: str = FOUNDATION_MODELS
    executable: str = ""
    status: str = RUNNING
    created_at: str = ""
    configuration_id: str = ""
    status_detail: str = ""

    @property
    def through_orchestration(self) -> bool:
        """Whether it is the orchestration service, which serves many models."""
        return self.scenario == ORCHESTRATION

    @property
    def place(self) -> str:
        """What rests after a failure, and what refusals are remembered of: in orchestration one model by itself."""
        return f"{self.url}#{self.model}" if self.through_orchestration else self.url
