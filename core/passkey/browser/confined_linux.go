package browser

import (
	"context"
	"os/exec"
	"strings"
	"time"
)

// settingsTime bounds the question for the default browser.
const settingsTime = 2 * time.Second

// confined tells whether the person's default browser is a snap, which may read files of
// the home folder alone, and none that is hidden. Snaps name their desktop entries
// snap_application.desktop. Where nobody can tell it is taken not to be one. Flatpaks are
// handed single files by their portal.
func confined(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, settingsTime)
	defer cancel()
	out, err := exec.CommandContext(ctx, "xdg-settings", "get", "default-web-browser").Output()
	if err != nil {
		return false
	}
	snap, application, found := strings.Cut(strings.TrimSpace(string(out)), "_")
	return found && snap != "" && strings.HasSuffix(application, ".desktop")
}
