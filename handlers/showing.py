"""A card shown once more: by /mine, or from below another card in one message."""

from __future__ import annotations

from handlers.context import Desk
from handlers.views.cards import card_keyboard, card_text
from storage.ledger.cards import Card
from storage.shown_cards import note_shown


async def show(desk: Desk, member_id: int, asked: Card) -> None:
    """Answer with a card; a reply to the message is an answer in the card's round."""
    sent = await desk.answer(card_text(asked, desk.now), card_keyboard(asked))
    await desk.office.db.write(
        note_shown,
        member_id,
        asked.round_id,
        chat_id=sent.chat_id,
        message_id=sent.message_id,
        at=desk.now,
    )
