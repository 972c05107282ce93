"""Real tables on a page: what is uploaded, the process that reads it, and what the team makes of the findings."""
