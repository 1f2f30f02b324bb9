"""The business case as a tagged PDF, typeset by typst."""
