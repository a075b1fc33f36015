"""What a dialect cannot express of the neutral conversation and answer: the one table of losses.

The tests of the dialects read it: what is not listed here comes back from every dialect as it went in. A dialect that
learns to express something loses its row.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum, auto

from aicore_tray.dialects import chat_completions, cohere, converse, gemini, messages, orchestration, responses
from aicore_tray.dialects.conversation import Origin


class Feature(StrEnum):
    """A feature of a request and, in the words behind it, what becomes of it."""

    # The request as a whole
    MODEL = auto()  # dropped: it stands in the path
    STREAM = auto()  # dropped: it stands in the path
    STREAM_USAGE_ALWAYS = auto()  # counts are told whether they were asked for or not
    STREAM_USAGE_NEVER = auto()  # counts are not asked for
    STREAM_USAGE_UNSTREAMED = auto()  # counts are asked for in streams alone: whole answers have them anyway
    USER = auto()  # dropped
    CACHE_KEY = auto()  # dropped
    CACHE_HINTS = auto()  # dropped: the vendor caches by itself
    CACHE_HINTS_IN_RESULTS = auto()  # dropped: a breakpoint stands behind the whole result
    CALL_CACHE_HINTS = auto()  # dropped: calls carry none
    # Turns and their texts
    TURN_BOUNDARIES = auto()  # neighbouring turns of one speaker become one, tool results first; empty texts go
    BLANK_TEXTS = auto()  # dropped, but for those of results
    SYSTEM_TEXTS = auto()  # joined by blank lines
    SYSTEM_TURNS = auto()  # moved from mid-conversation to the end of the system prompt
    LEADING_SYSTEM_TURNS = auto()  # part of the system prompt where no turn comes before them
    ASSISTANT_TEXTS = auto()  # joined by blank lines
    ASSISTANT_ORDER = auto()  # reasoning comes before texts, and these before calls
    # Media
    IMAGE_DETAIL = auto()  # dropped
    IMAGE_DETAIL_UNSET = auto()  # becomes "auto"
    IMAGE_URL_TYPE = auto()  # dropped: the address alone is told
    IMAGE_URL_TYPE_UNSET = auto()  # guessed from the address
    IMAGE_URLS = auto()  # refused with a 400
    DOCUMENTS = auto()  # refused with a 400, themselves and their addresses
    DOCUMENT_URLS = auto()  # refused with a 400
    DOCUMENT_NAMES = auto()  # dropped
    DOCUMENT_NAMES_UNSET = auto()  # become "document.pdf"
    # Reasoning of earlier turns
    THINKING = auto()  # dropped; the gateway's recall brings back what belongs to calls
    THINKING_SIGNED = auto()  # dropped: a proof is for the models of the vendor that gave it
    THINKING_REDACTED = auto()  # dropped
    THINKING_ALONE = auto()  # dropped where nothing was said or called after it
    THINKING_NOT_ANTHROPIC = auto()  # dropped: Claude takes its own signed thinking alone
    THINKING_NOT_OPENAI = auto()  # dropped: GPT takes its own encrypted reasoning alone
    THINKING_NOT_AMAZON = auto()  # dropped: Nova takes its own signed thinking alone
    CALL_SIGNATURES = auto()  # dropped: Gemini's alone
    # Tools, calls, results
    NAMESPACES = auto()  # folded into flat names
    CUSTOM_TOOLS = auto()  # become functions with one string argument
    TOOL_SCHEMAS = auto()  # become objects without unions at their top
    TOOL_DESCRIPTIONS_UNSET = auto()  # become the tool's name
    STRICT = auto()  # dropped
    STRICT_UNFIT = auto()  # false where the schema breaks OpenAI's rules of strict mode
    STRICT_UNSET = auto()  # becomes false
    TOOL_CHOICE_AUTO = auto()  # dropped: nothing said leaves the choice to the model
    TOOL_CHOICE_NAMED = auto()  # some tool must be called, and the named one is offered alone
    TOOL_CHOICE_NONE = auto()  # left to the family, which offers no tools then
    PARALLEL_TOOLS = auto()  # dropped
    PARALLEL_TOOLS_IN_CHOICE = auto()  # only "no parallel calls" can be said, and only beside a choice
    CALL_IDS = auto()  # made anew: calls and results are paired by name and order
    CALL_ID_SHAPES = auto()  # hashed where they are longer or of other characters than every vendor takes
    RAW_ARGUMENTS = auto()  # arguments that are no JSON object become {"arguments": text}
    RESULT_TEXTS = auto()  # joined by line ends
    RESULT_MEDIA = auto()  # moved behind the results
    RESULT_ERRORS = auto()  # the flag is dropped: the text says what went wrong
    # How hard to think
    REASONING_BUDGET = auto()  # becomes the nearest effort
    REASONING_EFFORT = auto()  # becomes a budget
    REASONING_EFFORT_BESIDE_BUDGET = auto()  # dropped
    REASONING_UNMEASURED = auto()  # dropped where neither effort nor budget, summary or carry is asked
    REASONING_SUMMARY_STYLE = auto()  # "auto" or hidden
    REASONING_SUMMARY = auto()  # always "auto"
    REASONING_SUMMARY_ALWAYS = auto()  # what may be shown always comes back
    REASONING_CARRY_ALWAYS = auto()  # signatures always come back
    REASONING_CARRY_NEVER = auto()  # signatures never come back
    # Output and sampling
    OUTPUT = auto()  # left to the family, which lets a forced tool or words ask for the form
    OUTPUT_NAMES = auto()  # name, description and strictness of the JSON schema are dropped
    OUTPUT_STRICT_ALWAYS = auto()  # a schema is always followed strictly
    OUTPUT_NAMES_UNSET = auto()  # become "answer"
    OUTPUT_SCHEMA_KEYWORDS = auto()  # reduced to Google's subset of JSON schema
    TOP_K = auto()  # dropped
    STOP = auto()  # dropped
    SEED = auto()  # dropped
    PENALTIES = auto()  # dropped
    VERBOSITY = auto()  # dropped


class AnswerFeature(StrEnum):
    """A feature of an answer and what becomes of it."""

    ID = auto()  # replaced where it has another dialect's prefix
    BLOCK_BOUNDARIES = auto()  # neighbouring texts become one; empty parts go
    ORDER = auto()  # thinking, then text, then calls: one of each
    THINKING_IDS = auto()  # dropped, or made anew, but for OpenAI's encrypted reasoning
    THINKING_BOUNDARIES = auto()  # neighbouring thoughts become one
    THINKING_SIGNATURES = auto()  # dropped; the gateway's recall keeps what belongs to calls
    STOP_SEQUENCE = auto()  # told as a normal end
    REFUSAL = auto()  # told as a normal end
    REFUSAL_AS_FILTER = auto()  # told as a content filter's cut
    SILENT_REFUSAL = auto()  # one without words is told as a content filter's cut
    CONTENT_FILTER = auto()  # told as a refusal
    CACHE_WRITES = auto()  # counted as fresh input
    ARGUMENTS = auto()  # written anew as JSON; those that are no object become {"arguments": text}


def _orchestration(*further: Feature) -> frozenset[Feature]:
    return _EVERYWHERE | {
        Feature.STREAM_USAGE_UNSTREAMED,
        Feature.USER,
        Feature.CACHE_KEY,
        Feature.BLANK_TEXTS,
        Feature.LEADING_SYSTEM_TURNS,
        Feature.ASSISTANT_ORDER,
        Feature.IMAGE_DETAIL,
        Feature.IMAGE_URL_TYPE,
        Feature.DOCUMENT_URLS,
        Feature.STRICT_UNFIT,
        Feature.RAW_ARGUMENTS,
        Feature.RESULT_TEXTS,
        Feature.RESULT_MEDIA,
        Feature.RESULT_ERRORS,
        Feature.REASONING_BUDGET,
        Feature.REASONING_UNMEASURED,
        Feature.REASONING_SUMMARY,
        Feature.REASONING_CARRY_NEVER,
        Feature.OUTPUT_NAMES_UNSET,
        Feature.VERBOSITY,
        *further,
    }


_EVERYWHERE = frozenset(
    {
        Feature.TURN_BOUNDARIES,
        Feature.NAMESPACES,
        Feature.CUSTOM_TOOLS,
        Feature.TOOL_SCHEMAS,
    }
)

REQUEST_LOSSES: Mapping[str, frozenset[Feature]] = {
    messages.NAME: _EVERYWHERE
    | {
        Feature.STREAM_USAGE_ALWAYS,
        Feature.CACHE_KEY,
        Feature.SYSTEM_TURNS,
        Feature.IMAGE_DETAIL,
        Feature.IMAGE_URL_TYPE,
        Feature.THINKING_NOT_ANTHROPIC,
        Feature.CALL_SIGNATURES,
        Feature.PARALLEL_TOOLS_IN_CHOICE,
        Feature.CALL_ID_SHAPES,
        Feature.RAW_ARGUMENTS,
        Feature.REASONING_SUMMARY_STYLE,
        Feature.REASONING_CARRY_ALWAYS,
        Feature.OUTPUT_NAMES,
        Feature.OUTPUT_STRICT_ALWAYS,
        Feature.SEED,
        Feature.PENALTIES,
        Feature.VERBOSITY,
    },
    chat_completions.NAME: _EVERYWHERE
    | {
        Feature.STREAM_USAGE_UNSTREAMED,
        Feature.CACHE_HINTS,
        Feature.LEADING_SYSTEM_TURNS,
        Feature.ASSISTANT_TEXTS,
        Feature.ASSISTANT_ORDER,
        Feature.IMAGE_URL_TYPE,
        Feature.DOCUMENT_URLS,
        Feature.DOCUMENT_NAMES_UNSET,
        Feature.THINKING,
        Feature.CALL_SIGNATURES,
        Feature.STRICT_UNFIT,
        Feature.CALL_ID_SHAPES,
        Feature.RESULT_TEXTS,
        Feature.RESULT_MEDIA,
        Feature.RESULT_ERRORS,
        Feature.REASONING_BUDGET,
        Feature.REASONING_UNMEASURED,
        Feature.REASONING_SUMMARY,
        Feature.REASONING_CARRY_NEVER,
        Feature.OUTPUT_NAMES_UNSET,
        Feature.TOP_K,
    },
    responses.NAME: _EVERYWHERE
    | {
        Feature.STREAM_USAGE_ALWAYS,
        Feature.CACHE_HINTS,
        Feature.SYSTEM_TEXTS,
        Feature.LEADING_SYSTEM_TURNS,
        Feature.IMAGE_DETAIL_UNSET,
        Feature.IMAGE_URL_TYPE,
        Feature.DOCUMENT_NAMES_UNSET,
        Feature.THINKING_NOT_OPENAI,
        Feature.CALL_SIGNATURES,
        Feature.STRICT_UNFIT,
        Feature.STRICT_UNSET,
        Feature.CALL_ID_SHAPES,
        Feature.RESULT_ERRORS,
        Feature.REASONING_BUDGET,
        Feature.REASONING_UNMEASURED,
        Feature.OUTPUT_NAMES_UNSET,
        Feature.TOP_K,
        Feature.STOP,
        Feature.SEED,
        Feature.PENALTIES,
    },
    gemini.NAME: _EVERYWHERE
    | {
        Feature.MODEL,
        Feature.STREAM,
        Feature.STREAM_USAGE_NEVER,
        Feature.USER,
        Feature.CACHE_KEY,
        Feature.CACHE_HINTS,
        Feature.SYSTEM_TURNS,
        Feature.IMAGE_DETAIL,
        Feature.IMAGE_URL_TYPE_UNSET,
        Feature.DOCUMENT_NAMES,
        Feature.THINKING,
        Feature.TOOL_DESCRIPTIONS_UNSET,
        Feature.STRICT,
        Feature.PARALLEL_TOOLS,
        Feature.CALL_IDS,
        Feature.RAW_ARGUMENTS,
        Feature.RESULT_TEXTS,
        Feature.RESULT_MEDIA,
        Feature.REASONING_EFFORT_BESIDE_BUDGET,
        Feature.REASONING_SUMMARY_STYLE,
        Feature.REASONING_CARRY_NEVER,
        Feature.OUTPUT_NAMES,
        Feature.OUTPUT_SCHEMA_KEYWORDS,
        Feature.VERBOSITY,
    },
    converse.NAME: _EVERYWHERE
    | {
        Feature.MODEL,
        Feature.STREAM,
        Feature.STREAM_USAGE_NEVER,
        Feature.USER,
        Feature.CACHE_KEY,
        Feature.CACHE_HINTS_IN_RESULTS,
        Feature.SYSTEM_TURNS,
        Feature.IMAGE_DETAIL,
        Feature.IMAGE_URLS,
        Feature.DOCUMENT_URLS,
        Feature.DOCUMENT_NAMES,
        Feature.THINKING_NOT_AMAZON,
        Feature.CALL_SIGNATURES,
        Feature.STRICT,
        Feature.TOOL_CHOICE_NONE,
        Feature.PARALLEL_TOOLS,
        Feature.CALL_ID_SHAPES,
        Feature.RAW_ARGUMENTS,
        Feature.REASONING_BUDGET,
        Feature.REASONING_SUMMARY_ALWAYS,
        Feature.REASONING_CARRY_ALWAYS,
        Feature.OUTPUT,
        Feature.SEED,
        Feature.PENALTIES,
        Feature.VERBOSITY,
    },
    cohere.NAME: _EVERYWHERE
    | {
        Feature.STREAM_USAGE_NEVER,
        Feature.USER,
        Feature.CACHE_KEY,
        Feature.CACHE_HINTS,
        Feature.LEADING_SYSTEM_TURNS,
        Feature.ASSISTANT_TEXTS,
        Feature.ASSISTANT_ORDER,
        Feature.IMAGE_URL_TYPE,
        Feature.DOCUMENTS,
        Feature.THINKING_SIGNED,
        Feature.THINKING_ALONE,
        Feature.CALL_SIGNATURES,
        Feature.STRICT,
        Feature.TOOL_CHOICE_AUTO,
        Feature.TOOL_CHOICE_NAMED,
        Feature.PARALLEL_TOOLS,
        Feature.CALL_ID_SHAPES,
        Feature.RESULT_TEXTS,
        Feature.RESULT_MEDIA,
        Feature.RESULT_ERRORS,
        Feature.REASONING_EFFORT,
        Feature.REASONING_SUMMARY_ALWAYS,
        Feature.REASONING_CARRY_NEVER,
        Feature.OUTPUT_NAMES,
        Feature.VERBOSITY,
    },
    orchestration.NAME: _orchestration(
        Feature.CACHE_HINTS, Feature.THINKING, Feature.CALL_SIGNATURES, Feature.CALL_ID_SHAPES
    ),
    f"{orchestration.NAME}_{Origin.OPENAI}": _orchestration(
        Feature.CACHE_HINTS, Feature.THINKING, Feature.CALL_SIGNATURES, Feature.CALL_ID_SHAPES
    ),
    f"{orchestration.NAME}_{Origin.AMAZON}": _orchestration(
        Feature.CACHE_HINTS, Feature.THINKING, Feature.CALL_SIGNATURES, Feature.CALL_ID_SHAPES
    ),
    f"{orchestration.NAME}_{Origin.ANTHROPIC}": _orchestration(
        Feature.CALL_CACHE_HINTS,
        Feature.THINKING_NOT_ANTHROPIC,
        Feature.THINKING_REDACTED,
        Feature.THINKING_ALONE,
        Feature.CALL_SIGNATURES,
        Feature.CALL_ID_SHAPES,
    ),
    f"{orchestration.NAME}_{Origin.GEMINI}": _orchestration(Feature.CACHE_HINTS, Feature.THINKING, Feature.CALL_IDS),
}
"""Of a request that is written for an upstream of the dialect."""

ANSWER_LOSSES: Mapping[str, frozenset[AnswerFeature]] = {
    messages.NAME: frozenset(
        {
            AnswerFeature.ID,
            AnswerFeature.BLOCK_BOUNDARIES,
            AnswerFeature.THINKING_IDS,
            AnswerFeature.CONTENT_FILTER,
        }
    ),
    chat_completions.NAME: frozenset(
        {
            AnswerFeature.ID,
            AnswerFeature.BLOCK_BOUNDARIES,
            AnswerFeature.ORDER,
            AnswerFeature.THINKING_IDS,
            AnswerFeature.THINKING_SIGNATURES,
            AnswerFeature.STOP_SEQUENCE,
            AnswerFeature.SILENT_REFUSAL,
        }
    ),
    responses.NAME: frozenset(
        {
            AnswerFeature.ID,
            AnswerFeature.BLOCK_BOUNDARIES,
            AnswerFeature.THINKING_IDS,
            AnswerFeature.STOP_SEQUENCE,
            AnswerFeature.REFUSAL,
        }
    ),
    gemini.NAME: frozenset(
        {
            AnswerFeature.ID,
            AnswerFeature.BLOCK_BOUNDARIES,
            AnswerFeature.THINKING_IDS,
            AnswerFeature.STOP_SEQUENCE,
            AnswerFeature.REFUSAL,
            AnswerFeature.CACHE_WRITES,
            AnswerFeature.ARGUMENTS,
        }
    ),
}
"""Of a whole answer that is written for a client of the dialect."""

_STREAMED_ALONE: Mapping[str, frozenset[AnswerFeature]] = {
    chat_completions.NAME: frozenset({AnswerFeature.REFUSAL_AS_FILTER}),
    # A packed signature follows its text, which a client sends back and which is dropped beside it.
    gemini.NAME: frozenset({AnswerFeature.THINKING_SIGNATURES, AnswerFeature.THINKING_BOUNDARIES}),
}
STREAM_LOSSES: Mapping[str, frozenset[AnswerFeature]] = {
    name: lost | _STREAMED_ALONE.get(name, frozenset()) for name, lost in ANSWER_LOSSES.items()
}
"""Of the same answer as a stream."""
