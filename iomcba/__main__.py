"""`python -m iomcba`."""

from iomcba.cli.main import main

main()
