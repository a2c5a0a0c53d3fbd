"""The verification station's side of the warehouse: the queue, who holds a question, and what was answered."""
