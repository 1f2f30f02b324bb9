"""The finance workbook: the model at central values as live formulas, one module per step."""
