"""Pages about money: the volunteer's own, the coordinator's, and what a programme agreed."""
