"""Trade metrics as SDMX 3.0 has it: data and structure by SDMX REST 2, for clients that know nothing else of us."""
