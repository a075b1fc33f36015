"""Images and documents that clients send as addresses: fetched here, since few models behind SAP AI Core can.

Safely: https alone, to public addresses alone (a client's text may come from a web page), of limited size and kind.
"""

from __future__ import annotations

import asyncio
import base64
import ipaddress
import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import aiohttp
import msgspec
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from aicore_tray.aicore.transport import Transport
from aicore_tray.dialects.conversation import Json
from aicore_tray.dialects.errors import ApiError, invalid

MAX_BYTES = 20 * 1024 * 1024
MAX_FILES = 20
SECONDS = 30.0
_REDIRECTS = 3
_AT_ONCE = 4
_KINDS = {
    "image/png": b"\x89PNG",
    "image/jpeg": b"\xff\xd8\xff",
    "image/gif": b"GIF8",
    "image/webp": b"RIFF",
    "application/pdf": b"%PDF",
}
# What a body has to hold before it is looked through.
_MARKS = re.compile(rb'"(?:image_url|file_url|fileUri|url)"\s*:\s*(?:"|\{)')
# What tools are called with and described by is theirs.
_OPAQUE = frozenset({"arguments", "args", "input_schema", "parameters", "parametersJsonSchema", "schema", "response"})
# Names that can mean a machine inside alone.
_INSIDE = (".local", ".localhost", ".internal", ".lan", ".home", ".corp", ".intranet")


@dataclass(frozen=True, slots=True)
class _Place:
    """An address in a body.

    Attributes:
        path: where it stands, for errors.
        put: puts what was found in its place, as media type and base64.
    """

    url: str
    path: str
    put: Callable[[str, str], None]


class Media:
    """Puts what addresses lead to into bodies."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def inlined(self, raw: bytes) -> bytes:
        """Return a body with its images and documents in place of their addresses.

        Raises:
            ApiError: one cannot be fetched, or must not be; the field and the host are named.
        """
        if _MARKS.search(raw) is None:
            return raw
        try:
            body = msgspec.json.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return raw  # whoever reads it next says what is wrong
        places = list(_places(body, ""))
        if not places:
            return raw
        if len(places) > MAX_FILES:
            raise invalid(f"{len(places)} files are to be fetched; {MAX_FILES} are the most in one request")
        limit = asyncio.Semaphore(_AT_ONCE)
        fetched = await asyncio.gather(*(self._fetch(place, limit) for place in places), return_exceptions=True)
        for place, found in zip(places, fetched, strict=True):
            if isinstance(found, BaseException):
                raise found
            place.put(*found)
        return msgspec.json.encode(body)

    async def _fetch(self, place: _Place, limit: asyncio.Semaphore) -> tuple[str, str]:
        url = place.url
        async with limit:
            try:
                async with asyncio.timeout(SECONDS):
                    for _ in range(_REDIRECTS + 1):
                        _check(url, place.path)
                        data = await self._get(url, place.path)
                        if isinstance(data, bytes):
                            return _kind(data, url, place.path), base64.b64encode(data).decode()
                        url = urljoin(url, data)
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                reason = "it took too long" if isinstance(error, TimeoutError) else type(error).__name__
                raise _refusal(place.path, url, f"could not be fetched ({reason})") from error
        raise _refusal(place.path, url, "leads from one address to another too often")

    async def _get(self, url: str, path: str) -> bytes | str:
        """Return what an address holds, or the address to which it leads."""
        way = await self._transport.way(url)
        # A proxy looks names up itself, and is the company's own border.
        resolver = None if way.proxy else _PublicResolver()
        async with (
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(resolver=resolver, force_close=True)) as session,
            session.get(
                url,
                ssl=way.context,
                proxy=way.proxy,
                proxy_headers=way.headers,
                allow_redirects=False,
                headers={"Accept": ", ".join(_KINDS)},
            ) as response,
        ):
            if response.status in (301, 302, 303, 307, 308) and (to := response.headers.get("Location")):
                return to
            if response.status != 200:
                raise _refusal(path, url, f"answered with status {response.status}")
            data = bytearray()
            async for piece in response.content.iter_any():
                data += piece
                if len(data) > MAX_BYTES:
                    raise _refusal(path, url, f"is larger than {MAX_BYTES // 1024 // 1024} MB")
            return bytes(data)


class _PublicResolver(AbstractResolver):
    """Looks names up and refuses those that lead inside; what it returns is what is connected to."""

    def __init__(self) -> None:
        self._resolver = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        if not all(is_public(each["host"]) for each in found):
            raise OSError(f"{host} is an address inside")
        return found

    async def close(self) -> None:
        await self._resolver.close()


def is_public(address: str) -> bool:
    """Whether an IP address is one of the internet's."""
    try:
        read = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = read.ipv4_mapped if isinstance(read, ipaddress.IPv6Address) else None
    return (mapped or read).is_global


def _check(url: str, path: str) -> None:
    """Refuse an address that must not be fetched.

    Raises:
        ApiError: it is not https, or leads inside.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".").lower()
    if parts.scheme != "https" or not host or "@" in parts.netloc:
        raise _refusal(path, url, "is no https address")
    literal = re.fullmatch(r"[0-9.]+|[0-9a-f:.%]*:[0-9a-f:.%]*", host) is not None
    inside = not is_public(host) if literal else "." not in host or host.endswith(_INSIDE)
    if inside:
        raise _refusal(path, url, "lies inside this network; send the file itself")


def _kind(data: bytes, url: str, path: str) -> str:
    """Return the media type of a file by its first bytes: what servers say of them is often wrong."""
    for kind, begins in _KINDS.items():
        if data.startswith(begins):
            return kind
    raise _refusal(path, url, "is neither a PNG, JPEG, GIF or WebP picture nor a PDF")


def _refusal(path: str, url: str, why: str) -> ApiError:
    # The rest of an address may be a secret.
    return invalid(f"{path}: the file at {urlsplit(url).hostname or 'this address'} {why}", param=path)


def _places(value: object, path: str) -> Iterator[_Place]:
    """Yield the addresses of images and documents in a body of any dialect."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _places(item, f"{path}.{number}".lstrip("."))
        return
    if not isinstance(value, dict):
        return
    found = _place(value, path)
    if found is not None:
        yield found
        return
    for key, item in value.items():
        # A call's input is an object, a conversation's a list.
        if key not in _OPAQUE and not (key == "input" and isinstance(item, dict)):
            yield from _places(item, f"{path}.{key}".lstrip("."))


def _place(block: Json, path: str) -> _Place | None:
    kind = block.get("type")
    source, image, file = block.get("source"), block.get("image_url"), block.get("fileData")

    def put_uri(holder: Json, key: str) -> Callable[[str, str], None]:
        return lambda media_type, data: holder.update({key: f"data:{media_type};base64,{data}"})

    def put_file(media_type: str, data: str) -> None:
        del block["file_url"]
        block.setdefault("filename", "document.pdf")
        block["file_data"] = f"data:{media_type};base64,{data}"

    def put_part(media_type: str, data: str) -> None:
        del block["fileData"]
        block["inlineData"] = {"mimeType": media_type, "data": data}

    def put_source(media_type: str, data: str) -> None:
        block["source"] = {"type": "base64", "media_type": media_type, "data": data}

    if kind in ("image_url", "input_image") and isinstance(image, dict) and _is_address(image.get("url")):
        return _Place(image["url"], f"{path}.image_url.url", put_uri(image, "url"))
    if kind in ("image_url", "input_image") and _is_address(image):
        return _Place(str(image), f"{path}.image_url", put_uri(block, "image_url"))
    if kind == "input_file" and _is_address(block.get("file_url")):
        return _Place(block["file_url"], f"{path}.file_url", put_file)
    if kind in ("image", "document") and isinstance(source, dict) and _is_address(source.get("url")):
        return _Place(source["url"], f"{path}.source.url", put_source)
    if isinstance(file, dict) and _is_address(file.get("fileUri")):
        return _Place(file["fileUri"], f"{path}.fileData.fileUri", put_part)
    return None


def _is_address(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("https://", "http://"))
