"""Every table, by subject. Importing this package fills `SQLModel.metadata`."""

from sqlmodel import SQLModel

from storage.tables.calendar import CalendarDay
from storage.tables.journal import Event, Kept
from storage.tables.mail import Incoming, Notice
from storage.tables.people import Invite, Member, Post
from storage.tables.plan import Assignment, Plan, Section, Target, Task, Unit
from storage.tables.rounds import Chase, CheckIn, Remark, Report, Round

metadata = SQLModel.metadata

__all__ = [
    "Assignment",
    "CalendarDay",
    "Chase",
    "CheckIn",
    "Event",
    "Incoming",
    "Invite",
    "Kept",
    "Member",
    "Notice",
    "Plan",
    "Post",
    "Remark",
    "Report",
    "Round",
    "Section",
    "Target",
    "Task",
    "Unit",
    "metadata",
]
