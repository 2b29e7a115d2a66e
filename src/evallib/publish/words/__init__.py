"""Words (文字): the only place where figures become text."""
