"""Every Vietnamese word that figures, charts and rules print."""
