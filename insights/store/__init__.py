"""What is kept: truth files, events and queue, snapshots with their overlay. The only home of DuckDB and SQLite."""
