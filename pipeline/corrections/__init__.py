"""What people corrected, kept over every run: the file, where each line finds its place, what it changes."""
