"""Which deadlines are there, and how is one counted? Table, calendar and count, without a database."""
