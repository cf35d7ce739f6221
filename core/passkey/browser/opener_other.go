//go:build !unix && !windows

package browser

import "context"

// open knows no opener here.
func open(context.Context, string) error { return ErrNoBrowser }
