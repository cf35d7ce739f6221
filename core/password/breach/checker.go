package breach

import "errors"

// Checker knows passwords that must not be used any more. A [List] is one, and
// so is any other list of common or leaked passwords.
type Checker interface {
	// Contains tells whether the password is on the list. It is given in NFC, as
	// UTF-8, and is not kept. With an error the answer is not known.
	Contains(password []byte) (bool, error)
}

// Any is several lists as one; nil ones count as empty. The zero value has no
// passwords.
type Any []Checker

// Contains tells whether one of the lists has the password. An error of one
// list counts only when no other has it: what is known to have leaked has
// leaked.
func (a Any) Contains(password []byte) (bool, error) {
	var failed []error
	for _, list := range a {
		if list == nil {
			continue
		}
		found, err := list.Contains(password)
		if err == nil && found {
			return true, nil
		}
		if err != nil {
			failed = append(failed, err)
		}
	}
	return false, errors.Join(failed...)
}
