"""What all records have in common."""

from typing import TypeVar

from msgspec import Struct

T = TypeVar("T")


class Model(Struct, omit_defaults=True, dict=True):
    """A part of an answer. Absent values are None, and so is what `include` did not ask for.

    What the server says beyond the fields that are known here is passed over, so that it may learn more.
    """

    @property
    def etag(self) -> str | None:
        """The version that was read, to be sent as `if_match` with a change; None but for a whole answer."""
        return self.__dict__.get("etag")


def versioned(answer: T, etag: str | None) -> T:
    """Note the version of an answer that was read; give the answer."""
    if isinstance(answer, Model):
        answer.__dict__["etag"] = etag
    return answer
