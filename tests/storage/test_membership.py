"""Invitations are used once and in time; units and people are many to many."""

from __future__ import annotations

import pytest

from rules.facts import Duty
from rules.refusals import InviteExpired, InviteUnknown, InviteUsed, UnknownUnit
from storage import members
from storage.ledger.roster import speakers
from storage.members import Actor
from storage.tables import Invite, Member, Post
from tests.office import Office, clock

ISSUED, EXPIRES = "2024-02-01 09:00", "2024-02-08 09:00"
LI_MING, WANG_FANG, CHEN = 5210000117, 812345678, 2410338512
UNIT = "市城管执法局"


def invite(
    office: Office, token: str, unit: str | None = UNIT, duty: Duty | None = Duty.LIAISON
) -> str | None:
    return office.write(
        members.issue_invite, token, unit, duty, at=clock(ISSUED), expires_at=clock(EXPIRES)
    )


def accept(office: Office, token: str, user_id: int, at: str = "2024-02-01 10:00"):
    return office.write(members.accept, token, user_id, f"用户{user_id}", at=clock(at))


def units_of(office: Office, user_id: int) -> list[tuple[str, Duty]]:
    return [(post.unit, post.duty) for post in office.read(members.actor, user_id).posts]


def speaking_for(office: Office, *units: str) -> set[int]:
    unit_ids = frozenset(office.read(members.find_unit, unit)[0] for unit in units)
    return set(office.read(speakers, unit_ids, clock("2024-02-01 09:00").date()))


def test_a_person_nobody_invited_is_a_stranger(office: Office):
    assert office.read(members.actor, LI_MING) == Actor(LI_MING)


def test_an_invitation_binds_who_accepts_it(office: Office):
    assert invite(office, "t") == UNIT
    accepted = accept(office, "t", LI_MING)
    assert (accepted.unit, accepted.duty) == (UNIT, Duty.LIAISON)
    assert units_of(office, LI_MING) == [(UNIT, Duty.LIAISON)]


def test_looking_at_an_invitation_does_not_use_it(office: Office):
    invite(office, "t")
    for _ in range(2):
        offered = office.write(members.invitation, "t", at=clock("2024-02-01 10:00"))
        assert (offered.unit, offered.duty, offered.expires_at) == (
            UNIT,
            Duty.LIAISON,
            clock(EXPIRES),
        )
    assert office.count(Member) == 0


@pytest.mark.parametrize("second", [LI_MING, WANG_FANG])
def test_an_invitation_is_good_for_one_person_once(office: Office, second: int):
    invite(office, "t")
    accept(office, "t", LI_MING)
    with pytest.raises(InviteUsed):
        accept(office, "t", second)
    assert office.count(Post) == 1


def test_of_two_who_accept_at_once_only_one_is_bound(office: Office):
    invite(office, "t")
    work = [
        office.database._transactions.write(
            lambda session, user=user: members.accept(
                session, "t", user, "甲", at=clock("2024-02-01 10:00")
            )
        )
        for user in range(1, 5)
    ]
    faults = [type(future.exception()) for future in work]
    assert faults.count(type(None)) == 1
    assert faults.count(InviteUsed) == 3
    assert office.count(Post) == 1


@pytest.mark.parametrize(
    ("at", "is_good"),
    [("2024-02-08 08:59", True), (EXPIRES, False), ("2024-02-09 09:00", False)],
)
def test_an_invitation_is_good_until_it_expires(office: Office, at: str, is_good: bool):
    invite(office, "t")
    if is_good:
        assert accept(office, "t", LI_MING, at).unit == UNIT
    else:
        with pytest.raises(InviteExpired) as refused:
            accept(office, "t", LI_MING, at)
        assert refused.value.expired_at == clock(EXPIRES)
        assert office.count(Member) == 0


def test_a_token_nobody_issued_is_refused(office: Office):
    invite(office, "t")
    with pytest.raises(InviteUnknown):
        accept(office, "T", LI_MING)


def test_the_record_does_not_hold_the_token(office: Office):
    invite(office, "a-secret-token")
    (row,) = office.rows(Invite)
    assert "a-secret-token" not in str(row.model_dump())


def test_an_invitation_to_a_unit_nobody_knows_offers_near_names(office: Office):
    with pytest.raises(UnknownUnit) as refused:
        invite(office, "t", "城管")
    assert refused.value.near == (UNIT,)
    assert office.count(Invite) == 0


def test_an_invitation_without_a_unit_makes_a_supervisor(office: Office):
    assert invite(office, "t", None, None) is None
    accept(office, "t", LI_MING)
    actor = office.read(members.actor, LI_MING)
    assert actor.supervisor
    assert actor.posts == ()


def test_a_unit_has_several_liaisons(office: Office):
    first = office.bind(LI_MING, "李明", UNIT)
    second = office.bind(WANG_FANG, "王芳", UNIT)
    assert speaking_for(office, UNIT) == {first, second}


def test_a_person_speaks_for_several_units(office: Office):
    office.bind(LI_MING, "李明", UNIT)
    office.bind(LI_MING, "李明", "市城发集团")
    assert units_of(office, LI_MING) == [(UNIT, Duty.LIAISON), ("市城发集团", Duty.LIAISON)]
    assert office.count(Member) == 1
    assert len(office.read(members.actor, LI_MING).unit_ids) == 2


def test_a_person_may_be_liaison_and_head_of_one_unit(office: Office):
    office.bind(LI_MING, "李明", UNIT)
    office.bind(LI_MING, "李明", UNIT, Duty.HEAD)
    assert units_of(office, LI_MING) == [(UNIT, Duty.LIAISON), (UNIT, Duty.HEAD)]
    assert len(office.read(members.actor, LI_MING).unit_ids) == 1


def test_the_head_answers_only_where_there_is_no_liaison(office: Office):
    head = office.bind(CHEN, "陈局长", UNIT, Duty.HEAD)
    assert speaking_for(office, UNIT) == {head}
    liaison = office.bind(LI_MING, "李明", UNIT)
    assert speaking_for(office, UNIT) == {liaison}


def test_who_blocked_us_is_not_spoken_to_until_they_can_be_reached(office: Office):
    liaison = office.bind(LI_MING, "李明", UNIT)
    office.write(members.reachable, LI_MING, clock("2024-02-01 10:00"))
    assert speaking_for(office, UNIT) == set()
    office.write(members.reachable, LI_MING, None)
    assert speaking_for(office, UNIT) == {liaison}


def test_the_head_stands_in_for_a_liaison_who_blocked_us(office: Office):
    head = office.bind(CHEN, "陈局长", UNIT, Duty.HEAD)
    office.bind(LI_MING, "李明", UNIT)
    office.write(members.reachable, LI_MING, clock("2024-02-01 10:00"))
    assert speaking_for(office, UNIT) == {head}


def test_who_leaves_gives_up_every_post_and_role_and_keeps_their_row(office: Office):
    office.bind(LI_MING, "李明", UNIT)
    office.bind(LI_MING, "李明", "市城发集团")
    office.write(members.grant_supervisor, LI_MING, "李明", at=clock(ISSUED))
    left = office.write(members.leave, LI_MING, at=clock("2024-02-01 17:00"))
    assert set(left) == {UNIT, "市城发集团"}
    actor = office.read(members.actor, LI_MING)
    assert (actor.posts, actor.supervisor) == ((), False)
    assert office.count(Post) == 2


def test_a_stranger_leaves_nothing(office: Office):
    assert office.write(members.leave, LI_MING, at=clock(ISSUED)) == ()


def test_who_left_comes_back_by_a_new_invitation(office: Office):
    member_id = office.bind(LI_MING, "李明", UNIT)
    office.write(members.leave, LI_MING, at=clock("2024-02-01 17:00"))
    assert office.bind(LI_MING, "李明", UNIT, at="2024-02-02 09:00") == member_id
    assert units_of(office, LI_MING) == [(UNIT, Duty.LIAISON)]
    assert speaking_for(office, UNIT) == {member_id}


def test_a_changed_name_is_followed_and_the_user_id_stays(office: Office):
    office.bind(LI_MING, "李明", UNIT)
    office.bind(LI_MING, "李明(新号)", "市城发集团")
    assert [member.name for member in office.rows(Member)] == ["李明(新号)"]
