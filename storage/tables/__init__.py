"""Every table, by subject. Importing this package fills `SQLModel.metadata`."""

from sqlmodel import SQLModel

from storage.tables.calendar import CalendarDay
from storage.tables.journal import Event, Kept
from storage.tables.mail import Incoming, Notice
from storage.tables.people import (
    Absence,
    Acknowledgement,
    Dialogue,
    Exemption,
    Invite,
    Member,
    Post,
)
from storage.tables.plan import (
    Assignment,
    CadenceChange,
    Milestone,
    Plan,
    Progress,
    Proposal,
    Section,
    Target,
    Task,
    Unit,
)
from storage.tables.rounds import Approval, Chase, CheckIn, Remark, Report, Round, Slip

metadata = SQLModel.metadata

__all__ = [
    "Absence",
    "Acknowledgement",
    "Approval",
    "Assignment",
    "CadenceChange",
    "CalendarDay",
    "Chase",
    "CheckIn",
    "Dialogue",
    "Event",
    "Exemption",
    "Incoming",
    "Invite",
    "Kept",
    "Member",
    "Milestone",
    "Notice",
    "Plan",
    "Post",
    "Progress",
    "Proposal",
    "Remark",
    "Report",
    "Round",
    "Section",
    "Slip",
    "Target",
    "Task",
    "Unit",
    "metadata",
]
