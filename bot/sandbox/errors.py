"""How the Bot API says no.

Every refusal is an HTTP status with the same number in the body and Telegram's own sentence, which
libraries match on: the sentences here are copied from answers of the real server.
"""


class ApiError(Exception):
    """An answer with `"ok": false`."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


def bad_request(reason: str) -> ApiError:
    """400: the request is wrong, and sending it again will not help."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """403: the person or the group does not let the bot in."""
    return ApiError(403, f"Forbidden: {reason}")


def unauthorized() -> ApiError:
    """401: a token of the right shape that belongs to nobody."""
    return ApiError(401, "Unauthorized")


def not_found() -> ApiError:
    """404: no such method, or a token that cannot be one."""
    return ApiError(404, "Not Found")


def conflict() -> ApiError:
    """409: a newer getUpdates has taken the queue over."""
    return ApiError(
        409,
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
    )


def too_large() -> ApiError:
    """413: the upload is above what the server takes."""
    return ApiError(413, "Request Entity Too Large")
