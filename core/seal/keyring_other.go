//go:build !linux && !darwin && !windows

package seal

// keyringReachable refuses: keyrings of this system were never tried.
func keyringReachable() error { return ErrKeyringAbsent }

func keyringClass(error) error { return ErrKeyringFault }
