//go:build !race

package main_test

// raceFlag builds the program as the tests are built, so that the compiler's
// work is shared.
const raceFlag = "-race=false"
