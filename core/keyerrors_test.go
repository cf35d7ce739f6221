package core

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"gatehouse/core/seal"
)

// A key file that this account may not read is named, with what to do.
func TestUnreadableKeyFileIsNamed(t *testing.T) {
	slot := KeySlot{Kind: string(seal.KindKeyFile), Hint: "/disk/site.key"}
	e := keyError(slot, fmt.Errorf("seal: key file: %w", &fs.PathError{Op: "open", Path: slot.Hint, Err: fs.ErrPermission}))
	if e.Code != CodeKey || e.Field != FieldKeyFile || !strings.Contains(e.Error(), "may not read the key file /disk/site.key") {
		t.Errorf("%+v: %s", e, e)
	}
}
