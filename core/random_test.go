package core_test

import "crypto/rand"

// randomness reads the system's source of secrets.
type randomness struct{}

func (randomness) Read(p []byte) (int, error) { return rand.Read(p) }
