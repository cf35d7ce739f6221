// Package policy holds the rules an account's password and sign-in follow, and
// the arithmetic that applies them.
//
// A [Policy] is a plain value. Its fields carry the names of the published
// model (min_length, forbid_username, first_lock_at …), and a [Rule] names the
// field it judges by the same name. A limit is either absent or a real value;
// no number stands for "no limit".
//
// A [Checker] is a policy made ready to judge: it is built once, which with a
// long list of banned passwords takes a moment, and then judges passwords for
// accounts from several goroutines at once. It always answers every rule, in a
// fixed order, so that a window can paint a checklist and a refusal can name
// all that is missing. What only others can know (whether the password is the
// current one, a former one or a leaked one, and how strong it is) is told to
// it in the [Subject], or left as [OnSave]; a verdict with such a rule is not
// final, and whoever saves must ask [Verdict] whether it is. [Check] builds a
// Checker for one password.
//
// Banned passwords are found by hash, never by going through the list. For the
// fuzzy match the index also has each entry without one of its characters:
// texts within one edit of each other have such a shortened form in common. The
// hashes have a random point of evaluation, so that no list can be made that
// slows the look-up down; each candidate is compared in full, so that a verdict
// never depends on a hash.
//
// A [Space] is the set of all passwords of one length, and a [PhraseSpace] that of
// all passphrases of one shape, that meet the rules on characters. Both are counted
// exactly, by following what a beginning still owes to the rules, and number what
// they count; a uniform number draws a uniform password. [NewRecipe] finds out
// whether any password of any length can comply, which is what Lint asks, and draws
// what has too many cases to be counted.
//
// [Lockout.Fail] counts a wrong password and tells the lock that it causes,
// [Lockout.Now] the lock in force; [LockAfter] is the schedule alone. [Timeline]
// and [Simulate] run them over tries that nobody made. A lock in force is data:
// a policy that is changed meanwhile neither ends nor shortens it.
//
// [LockedFrom], [Expires] and [WarnsFrom] count in dates of a time zone, each
// from its first instant ([StartOfDate]). [NextChange] counts in exact hours.
//
// User-visible sentences are [Text]: an English template, which is also the key
// of its translation, and its values.
//
// Invariants: the package is pure (no clock, no file, no network, no state) and
// imports nothing of the project. A verdict never contains a part of the
// password: it counts characters, and names an account's own name found in it as
// the account has it.
// Lengths are code points of the NFC form. Text that cannot be a password
// (empty, blank, not UTF-8, beyond 4 KiB) is refused before any rule, and before
// any work whose cost grows with it.
package policy
