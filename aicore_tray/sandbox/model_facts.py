"""What each model of the sandbox may do: limits, reasoning controls, prices. Rows, no rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

EFFORTS_5 = ("minimal", "low", "medium", "high")
EFFORTS_55 = ("none", "low", "medium", "high", "xhigh")
LEVELS_3 = ("minimal", "low", "medium", "high")
Price = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFacts:
    """One model. A field that makes no sense for its family keeps its empty default.

    Attributes:
        vendor_name: the name that the model's own answers carry.
        output: largest number of answer tokens.
        thinking: Claude's accepted `thinking.type` values beside `disabled`.
        efforts: accepted effort values (OpenAI's reasoning effort, Claude's `output_config.effort`).
        sampling: `free`; `exclusive` (temperature or top_p); `fixed` (neither may be changed).
        effort_with_tools: whether chat completions takes tools together with an effort.
        budget: Gemini's range of `thinkingBudget`, Cohere's of `token_budget`; zero outside the range needs
            `can_stop_thinking`.
        method: the only sub-path of a Google embedding model.
        cache_minimum: shortest cacheable prompt prefix in tokens.
        older: versions before the present one; they are deprecated and end with `retires`.
        retires: the day on which SAP ends it, or only its older versions where it has such.
        replacements: what SAP suggests in its place.
        native: whether it can be deployed by itself; others are there through orchestration alone.
        streams: whether orchestration streams it.
    """

    name: str
    executable: str
    vendor_name: str
    version: str
    provider: str
    title: str
    context: int = 0
    output: int = 0
    images: bool = True
    prices: tuple[Price, ...] = ()
    thinking: frozenset[str] = frozenset()
    efforts: tuple[str, ...] = ()
    sampling: str = "free"
    prefill: bool = True
    long_context: bool = False
    structured_output: bool = False
    omits_thinking: bool = False
    effort_with_tools: bool = True
    budget: tuple[int, int] | None = None
    can_stop_thinking: bool = False
    levels: tuple[str, ...] = ()
    dimensions: int = 0
    method: str = ""
    cache_minimum: int = 1024
    older: tuple[str, ...] = ()
    retires: str = ""
    replacements: tuple[str, ...] = ()
    native: bool = True
    streams: bool = True

    @property
    def versions(self) -> frozenset[str]:
        """What a configuration may call its versions."""
        return frozenset({"latest", self.version, *self.older})

    @property
    def reasons(self) -> bool:
        """Whether the model can think at all."""
        return bool(self.thinking or self.efforts or self.budget or self.levels)


def _claude(name: str, vendor_name: str, **more: object) -> ModelFacts:
    title = "Claude " + " ".join(part.capitalize() for part in name.removeprefix("anthropic--claude-").split("-"))
    base = ModelFacts(
        name=name, executable="aws-bedrock", vendor_name=vendor_name, version="1", provider="Anthropic",
        title=title, context=200_000, output=64_000, sampling="exclusive", thinking=frozenset({"enabled"}),
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


def _openai(name: str, version: str, **more: object) -> ModelFacts:
    base = ModelFacts(
        name=name, executable="azure-openai", vendor_name=f"{name}-{version}", version=version, provider="OpenAI",
        title=name.upper().replace("GPT", "GPT"), context=400_000, output=128_000,
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


def _gemini(name: str, **more: object) -> ModelFacts:
    base = ModelFacts(
        name=name, executable="gcp-vertexai", vendor_name=name, version="001", provider="Google",
        title=name.replace("-", " ").title(), context=1_048_576, output=65_535,
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


def _nova(tier: str, **more: object) -> ModelFacts:
    base = ModelFacts(
        name=f"amazon--nova-{tier}", executable="aws-bedrock", vendor_name=f"amazon.nova-{tier}-v1:0", version="1",
        provider="Amazon", title=f"Nova {tier.capitalize()}", context=300_000, output=8_192, cache_minimum=1_000,
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


def _hosted(name: str, executable: str, provider: str, **more: object) -> ModelFacts:
    title = name.rpartition("--")[2].replace("-", " ").title()
    base = ModelFacts(
        name=name, executable=executable, vendor_name=name, version="latest", provider=provider, title=title,
        context=128_000, output=128_000,
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


def _embedding(name: str, dimensions: int, price: str) -> ModelFacts:
    return ModelFacts(
        name=name, executable="azure-openai", vendor_name=name, version="1", provider="OpenAI",
        title=name.replace("-", " ").title(), images=False, prices=(("inputCost", price),), dimensions=dimensions,
    )  # fmt: skip


def _only_orchestrated(name: str, provider: str, executable: str, **more: object) -> ModelFacts:
    base = ModelFacts(
        name=name, executable=executable, vendor_name=name, version="1", provider=provider,
        title=name.replace("-", " ").title(), native=False,
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


def _prices(read: str, written: str, cache_read: str = "", cache_written: str = "") -> tuple[Price, ...]:
    rows = (
        ("inputCost", read),
        ("outputCost", written),
        ("cacheReadInputCost", cache_read),
        ("cacheCreationInputCost", cache_written),
    )
    return tuple(row for row in rows if row[1])


_ADAPTIVE = frozenset({"enabled", "adaptive"})
_ROWS = (
    _claude("anthropic--claude-4-sonnet", "claude-sonnet-4-20250514", long_context=True, sampling="free",
            retires="2026-10-14", replacements=("anthropic--claude-4.6-sonnet",),
            prices=_prices("0.00236", "0.01101", "0.00025", "0.00295")),
    _claude("anthropic--claude-4.5-sonnet", "claude-sonnet-4-5-20250929", long_context=True,
            prices=_prices("0.00236", "0.01101", "0.00025", "0.00295")),
    _claude("anthropic--claude-4.5-haiku", "claude-haiku-4-5-20251001", cache_minimum=4096,
            prices=_prices("0.00079", "0.00367", "0.00008", "0.00099")),
    _claude("anthropic--claude-4.5-opus", "claude-opus-4-5-20251101", cache_minimum=4096,
            prices=_prices("0.00393", "0.01835", "0.0004", "0.00492")),
    _claude("anthropic--claude-4.6-sonnet", "claude-sonnet-4-6", context=1_000_000, thinking=_ADAPTIVE,
            efforts=("low", "medium", "high", "max"), prefill=False, structured_output=True,
            prices=_prices("0.00236", "0.01101", "0.00025", "0.00295")),
    _claude("anthropic--claude-4.6-opus", "claude-opus-4-6", context=1_000_000, output=128_000,
            thinking=_ADAPTIVE, efforts=("low", "medium", "high", "max"), prefill=False, structured_output=True,
            cache_minimum=4096),
    _claude("anthropic--claude-4.7-opus", "claude-opus-4-7", context=1_000_000, output=128_000, sampling="fixed",
            thinking=frozenset({"adaptive"}), efforts=("low", "medium", "high", "xhigh", "max"), prefill=False,
            structured_output=True, omits_thinking=True, cache_minimum=4096),
    _claude("anthropic--claude-4.8-opus", "claude-opus-4-8", context=1_000_000, output=128_000, sampling="fixed",
            thinking=frozenset({"adaptive"}), efforts=("low", "medium", "high", "xhigh", "max"), prefill=False,
            structured_output=True, omits_thinking=True, cache_minimum=4096),
    _openai("gpt-5.5", "2026-04-24", context=1_050_000, efforts=EFFORTS_55, sampling="fixed",
            effort_with_tools=False),
    _openai("gpt-5.4", "2026-03-05", context=1_050_000, efforts=EFFORTS_55, sampling="fixed",
            effort_with_tools=False),
    _openai("gpt-5.2", "2025-12-11", efforts=("none", *EFFORTS_5), sampling="fixed"),
    _openai("gpt-5.3-codex", "2026-02-24", efforts=EFFORTS_55, sampling="fixed", effort_with_tools=False),
    _openai("gpt-5", "2025-08-07", efforts=EFFORTS_5, sampling="fixed",
            prices=_prices("0.00109", "0.00743", "0.00013")),
    _openai("gpt-5-mini", "2025-08-07", efforts=EFFORTS_5, sampling="fixed",
            prices=_prices("0.00023", "0.0015", "0.00003")),
    _openai("gpt-4.1", "2025-04-14", context=1_047_576, output=32_768, prices=_prices("0.00161", "0.00591", "0.00041")),
    _openai("gpt-4.1-mini", "2025-04-14", context=1_047_576, output=32_768, prices=_prices("0.00034", "0.0012")),
    _openai("gpt-4o", "2024-11-20", context=128_000, output=16_384, prices=_prices("0.00201", "0.00738", "0.00101"),
            older=("2024-08-06",), retires="2027-01-15", replacements=("gpt-5.4", "gpt-4.1")),
    _openai("o3", "2025-04-16", context=200_000, output=100_000, efforts=("low", "medium", "high"), sampling="fixed"),
    _nova("premier", context=1_000_000, output=32_000),
    _nova("pro", prices=_prices("0.00065", "0.0026", "0.00017")),
    _nova("lite", version="2", vendor_name="amazon.nova-2-lite-v1:0", context=1_000_000, output=64_000,
          efforts=("low", "medium", "high")),
    _nova("micro", context=128_000, images=False),
    _hosted("mistralai--mistral-small", "aicore-mistralai", "Mistral AI", version="2603", efforts=("none", "high"),
            prices=_prices("0.00009", "0.00028")),
    _hosted("mistralai--mistral-medium-instruct", "aicore-mistralai", "Mistral AI", version="2505"),
    _hosted("sonar", "perplexity-ai", "Perplexity", version="perplexity-us", output=8_192),
    _hosted("sonar-pro", "perplexity-ai", "Perplexity", version="perplexity-us", context=200_000, output=8_192,
            prices=_prices("0.00236", "0.01101")),
    _hosted("cohere--command-a-reasoning", "aicore-cohere", "Cohere", version="2508", images=False, context=256_000,
            output=32_000, budget=(1, 32_000), can_stop_thinking=True, prices=_prices("0.00236", "0.00944")),
    _embedding("text-embedding-3-small", 1536, "0.00002"),
    _embedding("text-embedding-3-large", 3072, "0.00009"),
    _hosted("amazon--titan-embed-text", "aws-bedrock", "Amazon", version="2", images=False, context=0, output=0,
            vendor_name="amazon.titan-embed-text-v2:0", dimensions=1024, prices=(("inputCost", "0.00002"),)),
    _hosted("nvidia--llama-3.2-nv-embedqa-1b", "aicore-nvidia", "NVIDIA", version="2", images=False, context=0,
            output=0, dimensions=2048),
    _gemini("gemini-embedding", images=False, context=0, output=0, dimensions=3072, method="predict"),
    _gemini("gemini-embedding-2", images=False, context=0, output=0, dimensions=3072, method="embedContent"),
    _gemini("gemini-2.5-pro", budget=(128, 32_768), prices=_prices("0.00096", "0.00731", "0.0001")),
    _gemini("gemini-2.5-flash", budget=(0, 24_576), can_stop_thinking=True, prices=_prices("0.00025", "0.00183")),
    _gemini("gemini-2.5-flash-lite", budget=(512, 24_576), can_stop_thinking=True, prices=_prices("0.00008", "0.0003")),
    _gemini("gemini-3.5-flash", levels=LEVELS_3, budget=(0, 32_768), can_stop_thinking=True),
    _gemini("gemini-3.1-flash-lite", levels=LEVELS_3, budget=(0, 32_768), can_stop_thinking=True),
    _only_orchestrated("sap-abap-1", "SAP", "aicore-sap", context=32_768, output=4_096, images=False),
    _only_orchestrated("qwen3.7-plus", "Alibaba", "aicore-opensource", context=262_144, output=65_536),
    _only_orchestrated("qwen3.7-max", "Alibaba", "aicore-opensource", context=262_144, output=65_536, streams=False),
)  # fmt: skip

KNOWN: Mapping[str, ModelFacts] = MappingProxyType({row.name: row for row in _ROWS})

# A name that SAP adds tomorrow behaves like its family's most ordinary member.
_LIKE = (
    ("anthropic--", "anthropic--claude-4.6-sonnet"),
    ("amazon--nova-", "amazon--nova-pro"),
    ("amazon--titan-embed", "amazon--titan-embed-text"),
    ("nvidia--", "nvidia--llama-3.2-nv-embedqa-1b"),
    ("gemini-embedding", "gemini-embedding"),
    ("mistralai--", "mistralai--mistral-medium-instruct"),
    ("sonar", "sonar"),
    ("cohere--", "cohere--command-a-reasoning"),
    ("text-embedding", "text-embedding-3-small"),
    ("gpt-4", "gpt-4o"),
    ("gpt-", "gpt-5"),
    ("o1", "o3"),
    ("o3", "o3"),
    ("o4", "o3"),
    ("gemini-2", "gemini-2.5-flash"),
    ("gemini-", "gemini-3.5-flash"),
)


def facts_of(model: str) -> ModelFacts | None:
    """Return a model's row; an unknown name gets the row of its relatives, or None for a foreign family."""
    if model in KNOWN:
        return KNOWN[model]
    for prefix, relative in _LIKE:
        if model.startswith(prefix):
            return replace(KNOWN[relative], name=model, vendor_name=model, title=model, prices=())
    return None
