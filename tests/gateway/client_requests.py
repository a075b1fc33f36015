"""Requests as Claude Code and Codex send them, written anew from what these clients were seen to do."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

CLAUDE_CODE_HEADERS = {
    "User-Agent": "claude-cli/2.1.329 (external, sdk-cli)",
    "anthropic-version": "2023-06-01",
    "anthropic-beta": (
        "claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27,"
        "per-turn-control-2026-07-01,thinking-token-count-2026-05-13,advanced-tool-use-2025-11-20,effort-2025-11-24"
    ),
    "x-app": "cli",
    "x-claude-code-session-id": "6f1c2d9e-0000-4000-8000-000000000001",
}
BASH: Json = {
    "name": "Bash",
    "description": "Executes a command in the user's shell and returns what it prints.",
    "input_schema": {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "command": {"description": "The command", "type": "string"},
            "timeout": {"description": "Milliseconds", "type": "number"},
            "run_in_background": {"type": "boolean"},
        },
        "required": ["command"],
        "additionalProperties": False,
    },
}
READ: Json = {
    "name": "Read",
    "description": "Reads a file.",
    "input_schema": {
        "type": "object",
        "properties": {"file_path": {"type": "string"}, "limit": {"type": "integer", "exclusiveMinimum": 0}},
        "required": ["file_path"],
        "additionalProperties": False,
    },
}
DEFERRED: Json = {
    "name": "WebFetch",
    "description": "Fetches a page.",
    "defer_loading": True,
    "input_schema": {"type": "object", "properties": {"url": {"type": "string", "format": "uri"}}, "required": ["url"]},
}


def reminder(text: str) -> Json:
    return {"type": "text", "text": f"<system-reminder>\n{text}\n</system-reminder>"}


def claude_code(model: str, *turns: Json, known: bool = True, **changes: Any) -> Json:
    """Return a main-loop request; `known` says whether the client knows the model's name.

    The client marks the end of its last message as a cache breakpoint, beside the two of the system prompt.
    """
    marked = {} if turns else {"cache_control": {"type": "ephemeral"}}
    messages: list[Json] = [
        {
            "role": "user",
            "content": [
                reminder("The working directory is /home/user/project."),
                reminder("Today's date is 2026-01-01."),
                {
                    "type": "text",
                    "text": "Run the command `echo fig-$((6*7))`.",
                    "cache_control": {"type": "ephemeral"},
                },
            ],
        },
        *turns,
    ]
    body: Json = {
        "model": model,
        "max_tokens": 32000,
        "system": [
            {"type": "text", "text": "x-anthropic-billing-header: cc_version=2.1.329.f01; cc_entrypoint=sdk-cli;"},
            {"type": "text", "text": "You are an agent.", "cache_control": {"type": "ephemeral", "scope": "org"}},
            {"type": "text", "text": "Work carefully. " * 200, "cache_control": {"type": "ephemeral"}},
        ],
        "messages": messages,
        "tools": [BASH, READ, DEFERRED],
        "metadata": {"user_id": '{"device_id":"00","session_id":"6f1c2d9e"}'},
        "thinking": {"type": "enabled", "budget_tokens": 31999, "display": "omitted"},
        "context_management": {"edits": [{"type": "clear_thinking_20251015", "keep": "all"}]},
        "stream": True,
    }
    if not known:
        late = {"role": "system", "content": [{"type": "text", "text": "# Environment\nLinux"} | marked]}
        messages.insert(1, late | {"output_config": {"effort": "high"}})
        body |= {"thinking": {"type": "adaptive", "display": "omitted"}, "output_config": {"effort": "high"}}
    return body | changes


CODEX_HEADERS = {
    "User-Agent": "codex_exec/0.169.0 (Linux; x86_64)",
    "originator": "codex_exec",
    "session-id": "6f1c2d9e-0000-4000-8000-000000000002",
    "Accept": "text/event-stream",
}
EXEC: Json = {
    "type": "function",
    "name": "exec_command",
    "description": "Runs a command and returns its output.",
    "strict": False,
    "parameters": {
        "type": "object",
        "properties": {
            "cmd": {"type": "string", "description": "Shell command."},
            "yield_time_ms": {"type": "number"},
            "prefix_rule": {"type": "array", "items": {"type": "string"}},
        },
        "required": ["cmd"],
        "additionalProperties": False,
    },
}
NAMESPACE: Json = {
    "type": "namespace",
    "name": "multi_agent_v1",
    "description": "Sub-agents.",
    "tools": [
        {
            "type": "function",
            "name": "close_agent",
            "description": "Closes an agent.",
            "strict": False,
            "parameters": {
                "type": "object",
                "properties": {"target": {"type": "string"}},
                "required": ["target"],
                "additionalProperties": False,
            },
        }
    ],
}
APPLY_PATCH: Json = {
    "type": "custom",
    "name": "apply_patch",
    "description": "Edits files by a patch.",
    "format": {"type": "grammar", "syntax": "lark", "definition": 'start: "*** Begin Patch" LF /.+/ "*** End Patch"'},
}
TOOL_SEARCH: Json = {
    "type": "tool_search",
    "execution": "client",
    "description": "Finds tools.",
    "parameters": {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]},
}
WEB_SEARCH: Json = {"type": "web_search", "external_web_access": True}


def message(role: str, text: str) -> Json:
    return {
        "type": "message",
        "id": "msg_00000000-0000-4000-8000-000000000005",
        "role": role,
        "content": [{"type": "input_text", "text": text}],
    }


def codex(model: str, *items: Json, words: str = "Run the command `echo fig-$((6*7))`.", **changes: Any) -> Json:
    """Return a turn's request as Codex sends it to a provider of its own."""
    return {
        "model": model,
        "stream": True,
        "input": [
            message("developer", "You are a coding agent."),
            message("developer", "<permissions instructions>\nNo sandbox.\n</permissions instructions>"),
            message("user", "<environment_context>\n  <cwd>/home/user/project</cwd>\n</environment_context>"),
            message("user", words),
            *items,
        ],
        "tools": [EXEC, NAMESPACE, WEB_SEARCH],
        "tool_choice": "auto",
        "parallel_tool_calls": True,
        "reasoning": {"effort": "medium", "summary": "auto"},
        "store": False,
        "include": ["reasoning.encrypted_content"],
        "prompt_cache_key": "6f1c2d9e-0000-4000-8000-000000000002",
        "text": {"verbosity": "low"},
        "client_metadata": {"x-codex-installation-id": "00", "turn_id": "1"},
    } | changes
