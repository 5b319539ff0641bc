"""Writes what the Python client knows of the API from its OpenAPI document; `make clients` runs it."""
