"""The files people and the bot sent, kept in memory."""

import itertools
import mimetypes
import secrets
from dataclasses import dataclass
from pathlib import PurePosixPath

LARGEST_DOWNLOAD = 20 * 1024 * 1024
"""Bytes a bot may fetch with getFile."""


@dataclass(frozen=True)
class Upload:
    """A file as it came in over HTTP."""

    name: str
    content: bytes

    @property
    def mime_type(self) -> str:
        """The type its name suggests."""
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"


@dataclass(frozen=True)
class StoredFile:
    """A file with the names Telegram gives it: `path` is what getFile answers."""

    id: str
    unique_id: str
    path: str
    name: str
    mime_type: str
    content: bytes


class FileShelf:
    """Files by id and by path."""

    def __init__(self) -> None:
        self._numbers = itertools.count()
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def keep(self, upload: Upload, folder: str) -> StoredFile:
        """Store an upload under a folder such as `photos`; each call makes a new file id."""
        suffix = PurePosixPath(upload.name).suffix
        path = f"{folder}/file_{next(self._numbers)}{suffix}"
        stored = StoredFile(
            id=f"BQAC{secrets.token_urlsafe(36)}",
            unique_id=f"AgAD{secrets.token_urlsafe(9)}",
            path=path,
            name=upload.name,
            mime_type=upload.mime_type,
            content=upload.content,
        )
        self._by_id[stored.id] = self._by_path[path] = stored
        return stored

    def by_id(self, file_id: str) -> StoredFile | None:
        """Return the file a file_id names."""
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> StoredFile | None:
        """Return the file a file_path names."""
        return self._by_path.get(path)
