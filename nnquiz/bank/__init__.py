"""The bank: questions with their answers and rubrics, read from YAML."""
