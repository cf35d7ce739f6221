// Package policy holds the rules an account's password and sign-in follow, and
// the arithmetic that applies them.
//
// A [Policy] is a plain value. Its fields carry the names of the published
// model (min_length, forbid_username, first_lock_at …), and a [Rule] names the
// field it judges by the same name. A limit is either absent or a real value;
// no number stands for "no limit".
//
// [Check] judges one password for one account and always answers every rule, in
// a fixed order, so that a window can paint a checklist and a refusal can name
// all that is missing. What only the store can know, whether the password is
// the current one, is told to Check by its caller or left as [OnSave]; a
// verdict with such a rule is not final, and whoever saves must ask [Verdict]
// whether it is.
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
// password, except for its length and for a name of the account found in it.
// Lengths are code points of the NFC form. Text that cannot be a password
// (empty, blank, not UTF-8, beyond 4 KiB) is refused before any rule, and before
// any work whose cost grows with it.
package policy
