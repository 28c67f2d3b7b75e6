"""The command line: arguments in, one call, its result out. Nothing else imports it."""
