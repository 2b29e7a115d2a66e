"""Lists apart from what they make up (隔开的分项): sentences and paragraphs behind their total."""
