"""Rules told in plain Chinese, in words that the compiler itself reads back to the same points."""
