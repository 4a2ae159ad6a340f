"""What is worth a person's look: doubted values, columns and tables, most worth first."""
