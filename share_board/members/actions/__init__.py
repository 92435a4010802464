"""The verbs of who, by subject: signing in, people, invitations, organisations. None of them commits."""
