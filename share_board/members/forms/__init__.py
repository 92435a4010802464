"""What people fill in: signing in, people, organisations."""
