"""Who may ask the reuse service, and what they have used up."""
