package password

import "bytes"

// CommonPasswords is how many passwords the built-in list has.
const CommonPasswords = 30_000

// Contains tells whether a password, given in NFC as UTF-8, is one of the most
// common ones when capitals make no difference: the ranked list of passwords that
// the estimate uses as well. It never fails, and makes of a Zxcvbn a list of
// passwords that must not be used any more (NIST SP 800-63B-4, 3.1.1.2).
func (z *Zxcvbn) Contains(nfc []byte) (bool, error) {
	lower := bytes.ToLower(nfc)
	defer clear(lower)
	return z.estimator.IsPassword(lower), nil
}
