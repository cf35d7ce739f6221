// Package zxcvbn estimates how many guesses a password withstands. It does what
// zxcvbn 4.4.2 does, whose method is published: Daniel Lowe Wheeler, "zxcvbn:
// Low-Budget Password Strength Estimation", USENIX Security 2016. The ranked
// lists of words are those of that release; see data/README.md.
//
// # Terms
//
// The reference is the npm package zxcvbn 4.4.2. A text is cut into parts. A part
// is a [Match], something that an attacker would try as one: a word of a list,
// perhaps reversed or with look-alikes for letters ("p4ssword"), neighbouring
// keys, a repeat, a sequence, a year, a date; what nothing is recognised in is
// brute force, ten guesses a character. User inputs are words that belong to the
// person or the site. Lengths and places are in UTF-16 units.
//
// # Method
//
// First all matches are found, overlapping ones too, each with its guesses; the
// unit of a repeat is estimated like a text of its own. Then the cheapest way to
// cut the text is searched: l parts cost l! times the product of their guesses,
// plus 10,000^(l-1) for the texts of fewer parts.
//
// # Differences from the reference
//
//   - The reference has no bound, and its time grows faster than the square of
//     the length and with the number of tables of look-alikes. Here the first
//     [MaxUnits] units are looked at, and what follows counts for nothing; of the
//     user inputs the first [MaxInputs] are.
//   - Look-alikes are read word by word rather than by a table at a time, without a
//     bound on the tables, as what the tables read can be told from the word; see
//     leet.go.
//   - "constructor" and "__proto__" are properties of every JavaScript object. The
//     reference finds them in every list, with a rank that is no number.
//   - Where "İ" made the lower-case form longer, the reference counts look-alikes
//     a unit beside the word; here they are counted in it.
//   - Parts of equal cost may be told in another order.
//   - The current year is given by the caller instead of the clock.
//
// The tests compare both on thousands of texts made by testdata/vectors.js.
//
// # Threats
//
// A text made to take long: the number of steps is bounded, and a fuzz test
// holds the bound. Texts that stay in memory: what was used for an estimate is
// cleared before it is used again, except for what the caller keeps.
//
// The package imports nothing of the project and keeps nothing that can change
// outside of an [Estimator], which is safe for concurrent use.
package zxcvbn
