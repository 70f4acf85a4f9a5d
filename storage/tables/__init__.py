"""Every table, by subject. Importing this package fills `SQLModel.metadata`."""

from sqlmodel import SQLModel

from storage.tables.calendar import CalendarDay
from storage.tables.journal import Event, Kept
from storage.tables.mail import Incoming, Notice
from storage.tables.people import Invite, Member, Post
from storage.tables.plan import Assignment, Plan, Section, Target, Task, Unit
from storage.tables.rounds import Chase, CheckIn, Remark, Report, Round

metadata = SQLModel.metadata
metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

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
