"""What is remembered: tables, transactions, questions to the ledger, inbox and outbox."""
