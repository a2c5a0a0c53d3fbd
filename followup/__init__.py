"""What people do next: letters to citizens, worklists for outreach, requests to put a register right, and matching
again when a register has changed."""
