package browser

import (
	"context"
	"fmt"
	"path/filepath"
)

// OpenInBrowser starts the person's browser with a file. It returns as soon as the
// system's opener is done, or when ctx ends: some openers stay as long as the browser,
// which goes on in any case. No shell reads the path, and it is absolute, so that it is
// no option either.
//
// Browsers that come as a snap or a Flatpak may start all the same and not be allowed to
// read the file: they see neither the system's /tmp nor hidden folders of the person.
// That cannot be noticed here, so the link is to be offered as well (passkey.Linked).
//
// It returns ErrNoBrowser when there is no opener or it says that it has failed, and the
// error of ctx.
func OpenInBrowser(ctx context.Context, path string) error {
	if !filepath.IsAbs(path) {
		return fmt.Errorf("%w: the path is not absolute", ErrNoBrowser)
	}
	return open(ctx, path)
}
