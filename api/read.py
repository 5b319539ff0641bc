"""What a record looks like on paper: the published schema, made of its declaration."""

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field, create_model

from api.languages import MISSING, UNTRANSLATED

if TYPE_CHECKING:
    from api.record import Record


class Read(BaseModel):
    """A record as it is answered. Every field is there, absent values as null; includes are there when asked for."""


def without_default(schema: dict[str, Any]) -> None:
    """Take the default out of the schema of what is there only when asked for."""
    # What was not asked for is not there; an empty list would say that there is none.
    schema.pop("default", None)


def asked_for(words: str) -> Any:
    """Give the field of what is there only when asked for."""
    return Field(default=None, description=words, json_schema_extra=without_default)


def schema_of(record: "Record") -> type[BaseModel]:
    """Give the published schema of a record, made of the columns' own types and words."""
    own = record.fields.items()
    fields: dict[str, Any] = {name: (info.annotation, Field(description=info.description)) for name, info in own}
    for name in record.beside:
        key, _, wanted = name.rpartition("_")
        always = not any(part.nullable for pair in record.referred(name) for part in pair)
        fields[name] = (str if always else str | None, Field(description=f"The `{wanted}` of `{key}`."))
    for name, found in record.lists.items():
        fields[name] = (list[found.type], Field(description=found.words))  # type: ignore[name-defined]
    if record.translated:
        fields[UNTRANSLATED] = (list[str], asked_for(MISSING))
    for name, include in record.all_includes.items():
        words = f"With `include={name}`: {include.words}"
        fields[name] = (list[include.of.read], asked_for(words))  # type: ignore[name-defined]
    title = "".join(part.title() for part in record.name.split("_"))
    about = next((base.__doc__ for base in record.model.__mro__ if base.__name__.endswith("Base")), None)
    return create_model(title, __base__=Read, __doc__=about, **fields)
