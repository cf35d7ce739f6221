package secretclip

// sameUnits tells whether two texts in UTF-16 are the same as far as their first
// zero, which ends a text on the clipboard of Windows: the memory it lies in may be
// longer. A text without one is none.
func sameUnits(a, b []uint16) bool {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return false
		}
		if a[i] == 0 {
			return true
		}
	}
	return false
}
