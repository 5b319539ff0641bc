"""Which term of schema.org a field is: one table for each kind of record.

A field that is not here has no term: it goes out as an `additionalProperty` under its own name.
"""

from collections.abc import Mapping

TYPES = {
    "treaty": "Legislation",
    "article": "Legislation",
    "article_heading": "Legislation",
    "participation": "Action",
    "forum": "Event",
    "forum_participant": "Person",
    "statement": "Claim",
    "trade_metric": "Observation",
    "organization": "Organization",
    "membership": "OrganizationRole",
    "country": "Country",
    "indicator": "StatisticalVariable",
    "product": "CategoryCode",
    "source": "CreativeWork",
    "citation": "Role",
    "conflict": "Claim",
}
"""What a record is; a `Thing` where nothing fits."""

TYPES_BY_KIND = {
    ("statement", "quotation"): "Quotation",
    ("country", "territory"): "AdministrativeArea",
    ("country", "group"): "Place",
    ("source", "article"): "Article",
    ("source", "dataset"): "Dataset",
}
"""What a record of some `kind` is more exactly: a paraphrase is no quotation, a group of countries no country."""

BROADER = {"country": "Place", "statement": "CreativeWork"}
"""What a record is that only its id is known of."""

WORKS = {"treaty", "article", "article_heading", "statement", "source", "conflict"}
"""Records that are works: they have citations; of anything else a source is the `subjectOf`."""

NAMES = {"name": "name", "name_ru": "name", "gist": "description"}

TERMS: Mapping[str, Mapping[str, str]] = {
    "treaty": {
        "title": "name",
        "title_ru": "name",
        "short_title": "alternateName",
        "kind": "legislationType",
        "signed": "legislationDate",
        "place": "locationCreated",
        "gist": "abstract",
        "subjects": "keywords",
        "parties": "acts",
        "articles": "hasPart",
    },
    "article": {
        "treaty": "isPartOf",
        "ordinal": "position",
        "heading": "name",
        "gist": "abstract",
        "text": "text",
        "language": "inLanguage",
        "subjects": "keywords",
    },
    "article_heading": {"ordinal": "position", "heading": "name", "gist": "abstract"},
    "participation": {"treaty": "object", "party": "agent", "action": "name", "date": "startTime"},
    "forum": NAMES
    | {
        "organization": "organizer",
        "start": "startDate",
        "end": "endDate",
        "outcomes": "workFeatured",
    },
    "forum_participant": {"party": "affiliation", "person": "name", "role": "jobTitle"},
    "statement": {
        "speaker": "creator",
        "on_behalf_of": "sourceOrganization",
        "date": "dateCreated",
        "forum": "recordedAt",
        "topic": "headline",
        "gist": "abstract",
        "text": "text",
        "about": "about",
    },
    "trade_metric": {
        "indicator": "variableMeasured",
        "reporter": "observationAbout",
        "period": "observationDate",
        "unit": "unitText",
        "qualifier": "measurementQualifier",
    },
    "organization": NAMES
    | {
        "acronym": "alternateName",
        "founded": "foundingDate",
        "dissolved": "dissolutionDate",
        "headquarters": "location",
        "members": "member",
    },
    "membership": {
        "organization": "memberOf",
        "country": "member",
        "status": "roleName",
        "start": "startDate",
        "end": "endDate",
    },
    "country": NAMES | {"memberships": "memberOf"},
    "indicator": {"name": "name", "definition": "description"},
    "product": {"id": "codeValue", "name": "name"},
    "source": {
        "title": "name",
        "publisher": "publisher",
        "author": "author",
        "published": "datePublished",
        "url": "url",
        "language": "inLanguage",
        "licence": "license",
    },
    "citation": {"field": "roleName", "source": "citation", "note": "description"},
    "conflict": {"fact": "name"},
}

RELATIONS = {
    "based_on": "isBasedOn",
    "supersedes": "legislationChanges",
    "amends": "legislationChanges",
    "refers_to": "mentions",
}
"""Relations of treaties that have a term, beside their own name: to change an act is to amend or to replace it."""

FORCE = {"in_force": "InForce", "terminated": "NotInForce", "superseded": "NotInForce"}
"""What schema.org says of the force of a treaty, where its status settles that."""

NAMED = {"publisher": "Organization", "author": "Thing", "creator": "Thing", "locationCreated": "Place"} | {
    "location": "Place",
    "license": "CreativeWork",
}
"""Terms whose value is a thing that has only a name here, and what it is: a speaker may be an office, not a person."""

CODES = {"id": "ISO 3166-1 alpha-3", "iso2": "ISO 3166-1 alpha-2", "m49": "UN M49"}
"""Codes of countries, by the field that holds them."""

PERIODS = {"annual": "P1Y", "quarterly": "P3M", "monthly": "P1M"}
"""How long an observation lasts (ISO 8601), by its frequency."""

BOUNDS = {"more_than": "minValue", "at_least": "minValue", "less_than": "maxValue", "at_most": "maxValue"}
"""What a number is that its source hedges: a bound, not the value."""

ENGLISH = {"title", "short_title", "name", "gist", "definition", "topic", "fact"}
"""Fields that are English, or our own words."""

BESIDE = {"title": "name", "name": "name", "speaker": "creditText", "url": "url", "gist": "abstract"}
"""What the fields beside an id tell of the record that it names."""
