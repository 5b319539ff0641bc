"""The whole of the data as catalogues describe it: a Data Package of the exports, and a catalogue after DCAT 3."""

from typing import Any

import sqlalchemy as sa

from api.export import fields_of
from api.files import MEDIA_TYPES, Format
from api.parquet import formats
from api.resource import Resource
from api.routes import RESOURCES
from api.routes.sources import sources
from api.standards.addresses import address
from api.standards.reading import BY_NAME, committed
from api.standards.services import SERVICES
from seed.package import DESCRIPTION, LICENCE, NAME, PROFILE, schema

TITLE = "Entente: regional integration, cited"
KEYWORDS = ("regional integration", "treaties", "trade", "international organizations")
FILES = {form: type_.partition(";")[0] for form, type_ in MEDIA_TYPES.items()}
"""The media type of each form of an export, without its parameters."""


def export_of(resource: Resource, form: Format) -> str:
    """Give the path of a resource's export."""
    return f"/v1/{resource.path}/export?format={form}"


def package(connection: sa.Connection, revision: int) -> dict[str, Any]:
    """Describe the exports in CSV as a Data Package: it leads to the data, where one on disk would hold it."""
    rows = connection.execute(sa.select(sources.table.c.title, sources.table.c.url).order_by(sources.table.c.id))
    return {
        "$schema": PROFILE,
        "name": NAME,
        "title": TITLE,
        "description": f"{DESCRIPTION.rpartition(', ')[0]}, named in `sources`.",
        "version": str(revision),
        "created": f"{committed(connection, revision):%Y-%m-%dT%H:%M:%SZ}",
        "keywords": [*KEYWORDS],
        "licenses": [LICENCE],
        "sources": [
            {"title": title, **({"path": url} if url and url.startswith(("http://", "https://")) else {})}
            for title, url in rows
        ],
        "resources": [_described(resource) for resource in RESOURCES],
    }


def _described(resource: Resource) -> dict[str, Any]:
    """Describe the export of a resource. A path without a host is relative to that of the package."""
    return {
        "name": resource.path,
        "type": "table",
        "path": address(export_of(resource, Format.CSV)).removeprefix("/v1/"),
        "description": resource.words,
        "format": "csv",
        "mediatype": FILES[Format.CSV],
        "encoding": "utf-8",
        "dialect": {"header": True, "delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
        "schema": {"fields": _fields(resource), "missingValues": [""], "primaryKey": ["id"], **_keys(resource)},
    }


def _fields(resource: Resource) -> list[dict[str, Any]]:
    """Describe the fields of an export: the columns of its table, names beside them, and lists in JSON."""
    own = {field["name"]: field for field in schema(resource.table)["fields"]}
    found = []
    for name in fields_of(resource):
        type_ = "array" if name in resource.lists or name in resource.cited else "string"
        words = resource.read.model_fields[name].description
        found.append(own.get(name) or {"name": name, "type": type_, "description": words})
    return found


def _keys(resource: Resource) -> dict[str, Any]:
    """Give the keys to records of other exports."""
    keys = [
        {"fields": key["fields"], "reference": {**key["reference"], **_named(key["reference"])}}
        for key in schema(resource.table).get("foreignKeys", ())
    ]
    return {"foreignKeys": keys} if keys else {}


def _named(reference: dict[str, Any]) -> dict[str, str]:
    return {"resource": BY_NAME[reference["resource"]].path} if "resource" in reference else {}


PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
IANA = "https://www.iana.org/assignments/media-types/"


def dcat(connection: sa.Connection, revision: int) -> dict[str, Any]:
    """Describe the data as a catalogue: a dataset for each resource, its exports, and the services that give it."""
    moment = {"@value": f"{committed(connection, revision):%Y-%m-%dT%H:%M:%SZ}", "@type": "xsd:dateTime"}
    same = {
        "dct:license": {"@id": LICENCE["path"]},
        "dct:publisher": {"@id": address("/#publisher"), "@type": "foaf:Agent", "foaf:name": "Entente"},
        "dct:modified": moment,
        "dcat:version": str(revision),
    }
    return {
        "@context": PREFIXES,
        "@id": address("/v1/dcat"),
        "@type": "dcat:Catalog",
        "dct:title": _english(TITLE),
        "dct:description": _english(f"{DESCRIPTION.rpartition(', ')[0]}, named in its record."),
        "dcat:keyword": [_english(word) for word in KEYWORDS],
        **same,
        "dcat:dataset": [_dataset(resource) | same for resource in RESOURCES],
        "dcat:service": [_service(service, same["dct:license"]) for service in SERVICES],
    }


def _english(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "en"}


def _dataset(resource: Resource) -> dict[str, Any]:
    return {
        "@id": address(f"/v1/{resource.path}"),
        "@type": "dcat:Dataset",
        "dct:identifier": resource.path,
        "dct:title": _english(resource.path.replace("-", " ").capitalize()),
        "dct:description": _english(resource.words),
        "dcat:distribution": [_distribution(resource, form, FILES[form]) for form in formats()],
    }


def _distribution(resource: Resource, form: Format, media_type: str) -> dict[str, Any]:
    file = {"@id": address(export_of(resource, form))}
    return {
        "@type": "dcat:Distribution",
        "dct:title": _english(f"{resource.path.replace('-', ' ').capitalize()} as {str(form).upper()}"),
        "dcat:accessURL": file,
        "dcat:downloadURL": file,
        "dcat:mediaType": {"@id": IANA + media_type},
        "dct:license": {"@id": LICENCE["path"]},
    }


def _service(service: Any, licence: Any) -> dict[str, Any]:
    served = [resource for resource in RESOURCES if not service.serves or resource.path in service.serves]
    return {
        "@id": address(service.path),
        "@type": "dcat:DataService",
        "dct:title": _english(service.title),
        "dct:license": licence,
        "dct:conformsTo": {"@id": service.standard},
        "dcat:endpointURL": {"@id": address(service.path)},
        "dcat:endpointDescription": {"@id": address(service.described)},
        "dcat:servesDataset": [{"@id": address(f"/v1/{resource.path}")} for resource in served],
    }
