"""The frozen records in the middle: what readers make and writers print."""
