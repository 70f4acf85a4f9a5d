"""What is given: the year's notice and its parser, the roster, and how they are loaded."""
