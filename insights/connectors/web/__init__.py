"""Pages of public web sites."""
