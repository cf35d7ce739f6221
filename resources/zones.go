package resources

import (
	_ "embed"
	"strings"
)

//go:embed zones.txt
var zones string

// Zones lists the IANA names of the time zones that a person can choose from, in alphabetical order. There is no list in
// the standard library, and none in Windows.
func Zones() []string {
	var names []string
	for line := range strings.Lines(zones) {
		name := strings.TrimSpace(line)
		if name != "" && !strings.HasPrefix(name, "#") {
			names = append(names, name)
		}
	}
	return names
}
