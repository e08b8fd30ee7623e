"""What is kept: truth files, events and queue, snapshots with their overlay, the evidence query. The only home of DuckDB and SQLite."""
