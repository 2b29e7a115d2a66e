"""Forms (自评表): what a form writes inside its cells beside the name of it."""
