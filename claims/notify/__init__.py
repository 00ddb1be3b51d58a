"""Webhooks: events signed and posted to the programs that want them, each once."""
