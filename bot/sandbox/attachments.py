"""Making a photo, a document or a sticker of an upload, with Telegram's limits."""

import base64

from bot.sandbox.errors import bad_request, too_large
from bot.sandbox.files import FileShelf, Upload
from bot.sandbox.messages import Document, Photo, Sticker
from bot.sandbox.pictures import picture_size

LARGEST_PHOTO = 10 * 1024 * 1024
LARGEST_DOCUMENT = 50 * 1024 * 1024
_LONGEST_SIDES = 10_000
_STEEPEST_RATIO = 20
_THUMBNAILS = (90, 320, 800)
_LONGEST_KEPT = 1280
"""Pixels: Telegram scales every photo into these squares."""

_BLANK_WEBP = base64.b64decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")


def photo(shelf: FileShelf, upload: Upload) -> Photo:
    """Keep a picture in the sizes Telegram would make. 400 for what is no picture, 413 above 10 MB.

    The sizes differ in file id, width and height; the bytes are the original's in each.
    """
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > LARGEST_PHOTO:
        raise too_large()
    size = picture_size(upload.content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size
    if width + height > _LONGEST_SIDES or max(size) > _STEEPEST_RATIO * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    longest = max(size)
    boxes = [*(box for box in _THUMBNAILS if box < longest), min(longest, _LONGEST_KEPT)]
    return Photo(
        tuple(
            (shelf.keep(upload, "photos"), *_scaled(width, height, box / longest)) for box in boxes
        )
    )


def document(shelf: FileShelf, upload: Upload) -> Document:
    """Keep a file. 400 for an empty one, 413 above 50 MB."""
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > LARGEST_DOCUMENT:
        raise too_large()
    return Document(shelf.keep(upload, "documents"))


def sticker(shelf: FileShelf, emoji: str) -> Sticker:
    """Make the sticker that stands for an emoji."""
    return Sticker(shelf.keep(Upload("sticker.webp", _BLANK_WEBP), "stickers"), emoji)


def _scaled(width: int, height: int, scale: float) -> tuple[int, int]:
    return max(1, round(width * scale)), max(1, round(height * scale))
