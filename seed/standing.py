"""Where a treaty or an organization stands, told by its dates; a status that says otherwise is refused."""

from models.dates import days
from models.organization import OrganizationStatus
from models.treaty import OVER, TreatyStatus

GOING = (TreatyStatus.IN_FORCE, TreatyStatus.SUSPENDED)
BEFORE = (None, TreatyStatus.NEGOTIATING, TreatyStatus.SIGNED)


def of_treaty(status: TreatyStatus | None, in_force: str | None, terminated: str | None) -> TreatyStatus | None:
    """Give the status that the dates tell, or the given one where they leave a choice; None is not known.

    Raises ValueError where the two contradict each other, or the dates themselves.
    """
    allowed = OVER if terminated else GOING if in_force else BEFORE
    if status is None or status in allowed:
        return status or allowed[0]
    if status in BEFORE:
        raise ValueError(
            f"status: it is {status}, yet has a day of entry into force or of its end; leave the status out"
        )
    if terminated:
        raise ValueError(
            f"status: it is {status}, yet `terminated` is {terminated}; leave the status out, or that date"
        )
    known = "`terminated`" if status in OVER else "`in_force`"
    raise ValueError(
        f"status: it is {status}, without {known}; leave the status out, or give that date as far as it is known: "
        "2015-01-01, ../2015 (no later) or 2013-11-11/2015"
    )


def of_organization(
    status: OrganizationStatus | None, founded: str | None, dissolved: str | None
) -> OrganizationStatus | None:
    """Give the status that the dates tell, or the given one where they leave a choice; None is not known.

    Raises ValueError where the two contradict each other, or the dates themselves.
    """
    in_order("founded", founded, "dissolved", dissolved)
    if dissolved:
        told: OrganizationStatus | None = OrganizationStatus.DISSOLVED
    else:
        told = OrganizationStatus.ACTIVE if founded else None
    if status is None or status == told:
        return told
    if dissolved or status == OrganizationStatus.DISSOLVED:
        raise ValueError(f"status: {status} and `dissolved` contradict each other; one goes with the other")
    return status


def in_order(first: str, begin: str | None, second: str, end: str | None) -> None:
    """Refuse what certainly ends before it begins, or comes into force before it is signed.

    Raises ValueError that names both fields.
    """
    if begin and end and days(end).latest < days(begin).earliest:
        raise ValueError(
            f"{second}: {end} is before `{first}`, {begin}; where sources differ, cite one with its `value`"
        )
