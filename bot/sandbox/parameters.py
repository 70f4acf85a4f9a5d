"""The parameters of one Bot API call, whichever way they travelled.

Query string, form, multipart and JSON are all accepted; in the first three a nested object is a
string of JSON. <https://core.telegram.org/bots/api#making-requests>
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import UploadFile
from starlette.requests import Request

from bot.sandbox.errors import bad_request
from bot.sandbox.files import Upload

_TRUE = {"true", "yes", "1"}


@dataclass(frozen=True)
class Parameters:
    """Named values, and the files that came with them by the name of their part."""

    values: Mapping[str, object]
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        """Return a value as text; None if it is absent or empty."""
        value = self.values.get(name)
        return None if value is None or value == "" else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """Return a whole number; the default if it is absent or is none."""
        try:
            return int(self.text(name) or default)
        except ValueError:
            return default

    def number(self, name: str, default: float) -> float:
        """Return a number; the default if it is absent or is none."""
        try:
            return float(self.text(name) or default)
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """Return a boolean; absent is false."""
        return str(self.values.get(name)).lower() in _TRUE

    def structure(self, name: str) -> object:
        """Return a nested value, decoded if it came as a string; None if absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError as error:
            subject = name.replace("_", " ")
            raise bad_request(f"can't parse {subject} JSON object") from error


async def read_parameters(request: Request) -> Parameters:
    """Read the query string and the body of a call."""
    values: dict[str, object] = dict(request.query_params)
    files: dict[str, Upload] = {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        values |= await _json_body(request)
    elif kind in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        async with request.form() as form:
            for name, part in form.items():
                if isinstance(part, UploadFile):
                    files[name] = Upload(part.filename or name, await part.read())
                else:
                    values[name] = part
    return Parameters(values, files)


async def _json_body(request: Request) -> dict[str, object]:
    try:
        body = await request.json()
    except ValueError as error:
        raise bad_request("can't parse JSON object") from error
    if not isinstance(body, dict):
        raise bad_request("can't parse JSON object")
    return body
