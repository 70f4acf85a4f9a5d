"""The file a bot sends: a part of the request, or one that was sent before."""

from bot.sandbox import attachments
from bot.sandbox.errors import bad_request
from bot.sandbox.files import Upload
from bot.sandbox.messages import Attachment
from bot.sandbox.parameters import Parameters
from bot.sandbox.world import World

_ATTACHED = "attach://"


def read_media(world: World, request: Parameters, kind: str, source: object = None) -> Attachment:
    """Read a `photo` or a `document`.

    The source is what the field of that name holds, unless it is given (InputMedia nests it): an
    upload in that part, `attach://<part>`, or a file_id. Addresses on the web are not fetched here.
    """
    named = request.text(kind) if source is None else str(source)
    if named is None:
        upload = request.files.get(kind)
        if upload is None:
            raise bad_request(f"there is no {kind} in the request")
    else:
        upload = _named(world, request, named)
    make = attachments.photo if kind == "photo" else attachments.document
    return make(world.files, upload)


def _named(world: World, request: Parameters, name: str) -> Upload:
    if name.startswith(_ATTACHED):
        upload = request.files.get(name.removeprefix(_ATTACHED))
        if upload is None:
            raise bad_request("there is no file in the request to attach")
        return upload
    if "://" in name:
        raise bad_request("failed to get HTTP URL content")
    known = world.files.by_id(name)
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return Upload(known.name, known.content)
