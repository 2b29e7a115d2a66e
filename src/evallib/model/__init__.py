"""The words (词汇): table schemas, units and periods, money."""
