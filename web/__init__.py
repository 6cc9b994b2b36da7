"""Plain HTTP around the dashboard: headers, health, the closed doors."""
