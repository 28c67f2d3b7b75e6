"""What people see and type: screens, prompts, tables."""
