"""Every law is held by the same examples on every machine, without a clock."""

import tests.strategies  # noqa: F401 - loads the profile
