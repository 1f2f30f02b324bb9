"""The finance reviewer's desk: register, workbook, differences, new prices, a new case."""
