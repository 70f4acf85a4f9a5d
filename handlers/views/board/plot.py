"""Where a figure stands on the sheet: days from left to right, values from bottom to top."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from handlers.views.board.axis import Axis
from handlers.views.board.canvas import Place
from handlers.views.board.facts import Points, YearBoard
from handlers.views.board.frame import Frame


@dataclass(frozen=True)
class Plot:
    """A frame of days with an axis of values."""

    frame: Frame
    axis: Axis

    def at(self, day: date, value: Decimal) -> Place:
        """Return where `value` on `day` stands."""
        share = float((value - self.axis.low) / (self.axis.high - self.axis.low))
        return self.frame.x(day), self.frame.bottom - (self.frame.bottom - self.frame.top) * share

    def places(self, points: Points) -> list[Place]:
        """Return where `points` stand."""
        return [self.at(day, value) for day, value in points]

    def level(self, value: Decimal) -> tuple[Place, Place]:
        """Return the ends of a line at `value` all over the year."""
        end = self.at(self.frame.last, value)
        return (self.frame.left, end[1]), end

    def projection(self, board: YearBoard) -> tuple[Place, Place] | None:
        """Return the way from the last total to the projection, as far as the chart shows it."""
        if not board.actual or board.projection is None:
            return None
        (x0, y0), (x1, y1) = self.places((board.actual[-1], (board.last, board.projection)))
        edge = min(max(y1, self.frame.top), self.frame.bottom)
        end = (x1, y1) if edge == y1 else (x0 + (x1 - x0) * (edge - y0) / (y1 - y0), edge)
        return (x0, y0), end
