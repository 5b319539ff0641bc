"""Fills the database: curated data files, loader and command line; imports models, never api."""
