"""A task's year as a small picture for a phone.

`facts` says what to draw and `picture` draws it: a `heading` over a `curve` (a figure on its way
to a goal) or over a `timeline` (milestones and reported statuses), both standing in a `frame` of
days. `canvas`, `lettering`, `signs`, `placing` and `amounts` are the pens.
"""

from __future__ import annotations

from handlers.views.board.facts import Milestone, YearBoard
from handlers.views.board.picture import year_picture

__all__ = ["Milestone", "YearBoard", "year_picture"]
