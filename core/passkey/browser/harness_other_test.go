//go:build !linux

package browser

// stolenLink is of use where the account of a peer is known.
const stolenLink = "GATEHOUSE_TEST_STOLEN_LINK"

func openStolen(string) int { return 2 }
