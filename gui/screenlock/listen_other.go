//go:build !linux && !windows && !darwin

package screenlock

import (
	"context"
	"errors"
)

// errNoWay is why nothing is heard here.
var errNoWay = errors.New("screenlock: this system has no known way to tell when its screen is locked")

func (w *Watcher) listen(context.Context, func(Reason)) error { return errNoWay }
