"""What the words of a printed rule say."""
