"""Days and periods that cannot be: dates, the order of events, months left out, the terms of a contract."""
