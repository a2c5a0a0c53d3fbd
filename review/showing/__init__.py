"""What the screen shows of a question: values in, values out; no request, no page, no clock."""
