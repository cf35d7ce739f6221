// Package username decides what an account's name, full name and mail address
// may be, and when two of them are the same.
//
// # Terms
//
// A name is what a person types to sign in. Typed is that text in Unicode
// normalisation form C (NFC), for display. The key is what it is stored and
// looked up under: the profile UsernameCaseMapped of RFC 8265 (full-width
// letters made narrow, upper case made lower, NFC), with the final sigma of
// Greek written as any other sigma so that "ΟΔΟΣ" and "οδος" are one name. The
// skeleton is the key reduced to how it looks (UTS 39, confusables): two
// accounts of a site may share neither key nor skeleton. A full name is free
// text for display. A mail address is optional and compared by its folded key.
//
// # Invariants
//
// Normalise, then validate, then look up, and from there on use the stored
// account and its stored address, never the text that was typed
// (CVE-2019-19844: a look-up by one folding and a message to the typed form
// hand an account to a stranger). Parse of a key gives the same key. A name
// and its NFC form are both taken or both refused. No name contains '@', so no
// name is ever another account's address. What Visible returns, and what an
// error says, contains no control, direction or zero-width character.
//
// A name is 1 to 64 code points of letters, marks, decimal digits and
// . - _ + ' and has a letter or digit. It follows UTS 39 "highly restrictive":
// one script, or Latin with Han and the scripts of Japanese, or with Bopomofo,
// or with Hangul. Characters of no script of their own (marks, ASCII digits,
// punctuation) go with any; digits are of one numbering system.
//
// # What looks alike
//
// The skeleton is that of UTS 39 with these differences, all of them because
// keys are lower case and names are shorter than prose:
//
//   - m is not rn. The mapping would make "mama" and "marna" one name and
//     refuse too many honest ones.
//   - The result is case-folded, so that 0, O and o are one; ß is ss.
//   - The dot that "İ" leaves behind on an i (U+0307) is dropped, as on
//     screen it falls on the dot that is already there.
//
// The digit 1 is the letter l, so "m1ke" is "mlke". The small i is not l,
// hence a capital I shown in a typed form ("Ian") is not compared with an l
// ("lan"): Neil and Nell shall both have accounts.
//
// A name without a Latin letter whose skeleton is wholly ASCII is refused even
// if no other account has it, such as "аса" in Cyrillic: nobody could tell
// which keyboard to type it on. Scripts written from right to left are exempt:
// single letters of theirs resemble l or o, running words do not.
//
// # Threats
//
// An account made to be taken for another's, by letters of other scripts, by
// case and width variants, by invisible characters, by direction overrides
// that reorder a line of the window or the log, by hundreds of stacked marks
// that paint over the lines around. Text that is not UTF-8. Very long text:
// anything over a byte limit is refused before any work is done on it.
package username
