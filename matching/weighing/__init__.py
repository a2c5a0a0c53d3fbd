"""What each agreement is worth: the rates, how they are estimated, and the sum of the evidence."""
