"""Serves the data over HTTP; imports models, never seed."""
