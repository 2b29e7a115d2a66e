"""Messages (结论句): what a unit's figures say, told once; page, index and documents take their sentences from here.

`unit_messages.UnitMessages(figures)` is the surface: title, verdict, certainty, the three things that matter, and one
message for every section.
"""
