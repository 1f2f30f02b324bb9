"""Business cases of Integrated Offender Management: costs, benefits, net value by simulation."""

__version__ = "0.1.0"
