"""What the Requests page is made of."""
