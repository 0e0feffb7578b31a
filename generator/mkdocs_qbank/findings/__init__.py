"""What is wrong or could be better, as values, and how they are printed."""
