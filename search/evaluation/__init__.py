"""How good the search is: judged queries, what is relevant to them, and the measures."""
