"""Charts of a business case, a module each: what is drawn, its words, and the table behind it.

Charts take plain points with their labels already in words. Colour never speaks alone: lines and
bars carry their names, and every chart goes with a description and a table.
"""

WIDE, NARROW = 832.0, 358.0  # pixels: a page, and a phone
ROOM_FOR_AMOUNT = 64.0  # pixels that a short amount of pounds takes
