// Package command is the command line: the same use cases as the window, for
// people at a terminal and for scripts. No rule of a site lives here. It reads
// arguments and secrets, calls core, and prints what came of it.
//
//	gatehouse [--data DIR] [--key-file FILE] [--passkey-provider NAME] [--json] COMMAND
//
// # Standard input
//
// Secrets come on standard input only, a line each, in this order; a command
// takes the lines that it needs and leaves the rest:
//
//	every command    the site's passphrase, where the site's key is kept by one
//	init             the new passphrase (with --passphrase), the root password
//	recover          the recovery key, the new passphrase (with --passphrase)
//	signin, --as     the password of the account, then its code, where one is asked
//	                 for and --code has none, then the answer to its security
//	                 question, where its policy asks for that
//	signin --passkey nothing, without --user
//	password change  the current password, the new one
//	policy check, breached check
//	                 the password, to the end of the input
//	place set, access set, access try
//	                 after the lines of the sign-in the places or rules, to the end of
//	                 the input, where neither --file nor an argument has them
//	key change-…     the password of the account, the new passphrase
//	question set     the new answer
//	question recover, twostep recover, passkey recover
//	                 the recovery key
//
// One line end, LF or CRLF, is cut off; everything else belongs to the secret,
// spaces included. A line of more than 8 KiB is refused. At a terminal the
// command asks instead, without showing what is typed, and twice for what is
// new.
//
// # Output
//
// Standard output has the answer, standard error one plain sentence for each
// thing that is in the way, with the flag it is about. With --json standard
// output has one object and standard error nothing, but for a command that waits
// for a passkey: in both forms it says there what to do, with the link of the page
// where there is one, which is a secret until it was opened. "ok" tells whether the
// command did what it was asked; then follow the fields of the answer, which
// are the json names of the types in this package, or those of failure. Names
// and meanings of these fields stay; new ones may come. Times are RFC 3339 in
// UTC, null for never. What cannot be seen, such as a control character, never
// reaches the terminal: it is shown as its number, in JSON as an escape. The
// answer of policy show is a policy file as it stands, with --json too.
//
// The exit status is 0 done, 1 refused by a rule, 2 wrong use, 3 not allowed,
// 4 store or system fault.
//
// The command line speaks English alone: scripts read it.
//
// # Sessions
//
// A command signs in, acts and signs out again. An account that has to set a new
// password, a passkey, an app or a security question first can do that and nothing
// else; one whose
// security question is asked and whose input ends after the password does nothing. Nothing keeps its token, so
// that a session never outlives the command that needed it.
//
// # Threats
//
// Other people of the computer who list processes, read shell histories or
// logs; a name in the store, or a path, made to move the cursor or to forge a
// line; input made to take memory or time.
package command
