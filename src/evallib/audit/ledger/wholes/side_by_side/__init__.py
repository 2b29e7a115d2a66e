"""Several figures that the same items take apart, clause by clause or in a row (并列分项)."""
