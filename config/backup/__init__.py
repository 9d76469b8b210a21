"""How is an installation kept safe, and brought back? Backups, each one folder (docs/runbook.md)."""
