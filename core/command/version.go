package command

import "runtime"

// versionCommand tells the version.
type versionCommand struct{}

// versions is the answer of version.
type versions struct {
	Version string `json:"version"`
	Go      string `json:"go"`
	System  string `json:"system"`
}

// Run is called by kong.
func (*versionCommand) Run(c *console) error {
	v := versions{Version: c.Version, Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH}
	return c.show(v, name+" "+v.Version+" ("+v.Go+", "+v.System+")")
}
