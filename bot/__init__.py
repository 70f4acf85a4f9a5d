"""The process: settings, command line, wiring, intake, delivery, sandbox."""
