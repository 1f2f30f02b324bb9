"""The business case as a Word document, onto our own base document or the author's."""
