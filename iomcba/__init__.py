"""The business case of Integrated Offender Management: costs, benefits and net value by simulation."""

__version__ = "0.1.0"
