"""How a query is read: its words, what they may be, and what they ask for together."""
