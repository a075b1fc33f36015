"""One module a model family: its paths, its dialect, how a body is fitted to it, what its errors mean."""

from collections.abc import Mapping

from aicore_tray.aicore.families.azure import Azure
from aicore_tray.aicore.families.claude import Claude
from aicore_tray.aicore.families.cohere import Cohere
from aicore_tray.aicore.families.converse import Converse
from aicore_tray.aicore.families.embeddings import Embeddings
from aicore_tray.aicore.families.family import FamilyMaker
from aicore_tray.aicore.families.gemini import Gemini
from aicore_tray.aicore.families.openai_like import OpenAiLike
from aicore_tray.aicore.families.orchestration import Orchestration

# A new family is one module and one row here; its executables and prefixes stand in resources/models.toml.
FAMILIES: Mapping[str, FamilyMaker] = {
    "azure": Azure,
    "claude": Claude,
    "cohere": Cohere,
    "converse": Converse,
    "embeddings": Embeddings,
    "gemini": Gemini,
    "openai_like": OpenAiLike,
    "orchestration": Orchestration,
}
