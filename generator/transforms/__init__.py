"""Pure functions from bank to bank, from bank to items, from items to papers and decks."""
