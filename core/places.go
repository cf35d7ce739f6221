package core

// placeOf is the name of the place that a device's address belongs to, "" for none.
func (s *Site) placeOf(Tx, Device) (string, error) { return "", nil }
