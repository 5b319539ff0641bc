"""Importers: each format a module with one pure function, from raw bytes to outcomes, and a source record."""
