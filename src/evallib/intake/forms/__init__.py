"""Forms (自评表): self-evaluation forms of any layout, by the concepts of their labels and headers."""
