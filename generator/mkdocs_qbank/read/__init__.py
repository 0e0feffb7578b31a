"""From files to a typed Bank and the findings met on the way. Only this room opens content files."""
