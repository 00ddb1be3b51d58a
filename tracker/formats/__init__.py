"""How languages write days and numbers on pages; Django finds these by their names."""
