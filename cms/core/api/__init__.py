"""What all parts of the API share: problems, parameters, pages of lists."""
