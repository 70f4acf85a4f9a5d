import contextlib
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sandbox import cast
from bot.sandbox.deed_requests import DEEDS
from bot.sandbox.deeds import membership
from bot.sandbox.deeds.acting import DeedError
from bot.sandbox.errors import ApiError
from bot.sandbox.files import Upload
from bot.sandbox.methods import METHODS
from bot.sandbox.parameters import Parameters
from bot.sandbox.view import snapshot
from tests.sandbox_client import GROUP, LI_MING

ODD = st.one_of(
    st.sampled_from([None, "", "x", "0", "-1", "null", "[]", "{}", "[1]", "[[1]]", "true", "{"]),
    st.recursive(
        st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=3),
        lambda inner: st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                ["text", "url", "callback_data", "copy_text", "inline_keyboard", "type", "offset",
                 "length", "user", "id", "message_id", "command", "emoji", "media", "style"]
            ),
            inner,
            max_size=3,
        ),
        max_leaves=6,
    ).map(json.dumps),
)  # fmt: skip
NAMES = [
    "text", "parse_mode", "entities", "caption", "caption_entities", "reply_markup", "media",
    "reply_parameters", "reply_to_message_id", "photo", "document", "commands", "scope", "reaction",
    "message_id", "user_id", "file_id", "callback_query_id", "language_code", "url", "action",
    "person", "chat", "data", "row", "reply_to", "standing", "name", "emoji",
]  # fmt: skip
VALUES = st.sampled_from([None, "", "x", 0, 7, True, [], {}, ["x"], {"text": "x"}, {"text": 3}])
BUTTONS = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("text", "url", "callback_data", "copy_text", "style", "web_app"), VALUES
    ),
)
SHAPED = {
    "reply_markup": st.fixed_dictionaries(
        {},
        optional={
            "inline_keyboard": st.lists(st.lists(BUTTONS, max_size=2), max_size=2),
            "force_reply": VALUES,
            "input_field_placeholder": VALUES,
        },
    ),
    "entities": st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "type": st.sampled_from(["bold", "pre", "text_mention", "text_link", 3]),
                "offset": st.integers(-3, 9),
                "length": st.integers(-3, 9),
                "url": VALUES,
                "user": VALUES,
            },
        ),
        max_size=3,
    ),
    "reply_parameters": st.fixed_dictionaries({}, optional={"message_id": VALUES}),
}
OFTEN = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("method", METHODS)
@OFTEN
@given(values=st.dictionaries(st.sampled_from(NAMES), ODD, max_size=5), data=st.data())
def test_whatever_a_bot_sends_is_answered_or_refused(clock, method, values, data):
    world = cast.assemble(clock.now)
    said = membership.start(world, LI_MING)
    card = METHODS["sendmessage"](world, Parameters({"chat_id": LI_MING, "text": "卡"}))
    known = data.draw(st.sampled_from([said.id, card["message_id"]]))
    place = {"chat_id": data.draw(st.sampled_from([LI_MING, GROUP])), "message_id": known}
    try:
        answer = METHODS[method](
            world, Parameters(place | values, {"photo": Upload("a.txt", b"x")})
        )
    except ApiError as refusal:
        answer = refusal.description
    assert json.dumps(answer)


@pytest.mark.parametrize("field", SHAPED)
@settings(OFTEN, max_examples=300)
@given(data=st.data())
def test_no_nested_object_is_too_odd(clock, field, data):
    world = cast.assemble(clock.now)
    membership.start(world, LI_MING)
    asked = {"chat_id": LI_MING, "text": " 日报 x", field: data.draw(SHAPED[field])}
    with contextlib.suppress(ApiError):
        METHODS["sendmessage"](world, Parameters(asked))
    assert json.dumps(snapshot(world, 0))


@pytest.mark.parametrize("deed", DEEDS)
@OFTEN
@given(values=st.dictionaries(st.sampled_from(NAMES), ODD, max_size=5))
def test_whatever_a_page_asks_is_done_or_refused(clock, deed, values):
    world = cast.assemble(clock.now)
    said = membership.start(world, LI_MING)
    place = {"person": LI_MING, "chat": LI_MING, "message_id": said.id}
    try:
        answer = DEEDS[deed](world, Parameters(place | values, {"file0": Upload("a.txt", b"x")}))
    except (ApiError, DeedError) as refusal:
        answer = str(refusal)
    assert json.dumps(answer)
