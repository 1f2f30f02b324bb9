"""What the finance reviewer sees: register, workbook, differences."""
