"""Commands of `duban` beside running, importing and inviting; one module a subject."""
