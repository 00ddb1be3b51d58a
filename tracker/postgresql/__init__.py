"""The database backend that settings name: Django's PostgreSQL, embedded or served."""
