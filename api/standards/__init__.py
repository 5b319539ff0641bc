"""What is served in the formats of other fields: of law, of the web of data, of libraries and of catalogues."""
