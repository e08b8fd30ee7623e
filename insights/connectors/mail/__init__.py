"""Mailboxes over IMAP: a connection to one, its answers, and how its mails come thread by thread."""
