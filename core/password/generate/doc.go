// Package generate makes passwords and passphrases that always comply with a
// policy.
//
// A generator is made of a policy and of [Options]. It knows the set of all
// passwords with these options that meet the policy's rules on characters: the
// lengths, the numbers and kinds of characters, the forbidden ones, the longest
// run and the longest sequence. Package policy counts that set exactly
// ([policy.Space], [policy.PhraseSpace]); a generator draws a uniform number below
// the count and gives the password of that number. So each password of the set is
// as likely as any other, and the entropy is the logarithm of the count, not an
// estimate.
//
// What depends on who the password is for (names, banned and leaked passwords,
// the strength estimate) is judged by whoever draws, who draws again when it is
// refused. What is left is still uniform, over a set that is a little smaller.
//
// Three things are not counted. The limit on sequences, where that would take too
// long, and where words touch without a separator, is left to the judge
// ([Generator.Unjudged]). And minimums of dozens of characters, of several classes
// at once, in long passwords have too many cases: there policy.Recipe draws what
// complies, the entropy is a lower bound, and [Generator.Exact] says so.
//
// An option that cannot stand beside the policy is an [*Error] with the rule and
// the option; it is found by counting, before anything is drawn.
//
// Randomness is crypto/rand, or a reader in tests; numbers below the count are
// drawn without bias. Without randomness there is no password.
//
// The package is safe for concurrent use, but for one [Generator], which counts as
// it draws. It imports nothing of the project but package policy.
package generate
