"""The OpenAPI document as it was last reviewed; `make openapi` writes it anew."""

import json
from pathlib import Path

from api.main import app

SNAPSHOT = Path(__file__).parent / "openapi.json"


def rendered() -> str:
    """Give the document as text whose differences can be read."""
    return json.dumps(app.openapi(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SNAPSHOT.write_text(rendered())
