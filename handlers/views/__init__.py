"""How facts become words: templates, keyboards, and the wording of each notice."""
