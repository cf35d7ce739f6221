package gui

import (
	"context"
	"testing"

	"gatehouse/core"
	"gatehouse/core/seal"
)

// pictured makes a set-up whose pictures are the same everywhere.
func pictured(keyring seal.Keyring) func(p *Program) {
	return func(p *Program) {
		p.OpenStore = func(context.Context, string) (core.Store, error) {
			return nil, &core.Error{Code: core.CodeStoreAbsent}
		}
		p.DataDir = "/var/lib/gatehouse"
		p.Keyring = func() seal.Keyring { return keyring }
	}
}

func TestSetUpLooks(t *testing.T) {
	inSetUp(t, pictured(newMemoryKeyring()), func(h *hand, w *wizard) {
		h.tap("Next")
		h.golden("wizard-site-problems", wideWindow)
		h.fillSite()
		h.golden("wizard-site", wideWindow)
		h.golden("wizard-site-900x600", leastWindow)
		h.tap("Next")
		h.tap("Next")
		h.golden("wizard-key", wideWindow)
		h.choosePhrase(w.key.form)
		h.golden("wizard-key-passphrase-900x600", leastWindow)
		h.chooseKey(w.key.form, seal.KindKeyFile)
		h.golden("wizard-key-file", wideWindow)
		h.tap("Next")
		w.paper.show("4TQK-9MWD-H7XN-2RPC-LW83-VKJF-9DYB-TM4X", "7KQ2-MZ4X-0CWD-9RTV")
		h.tap("Copy")
		h.golden("wizard-paper", wideWindow)
		h.tap("Clear now")
		h.tap("Next")
		h.golden("wizard-paper-900x600", leastWindow)
		h.tap("I have saved the key and the code")
		h.tap("Next")
		h.golden("wizard-finish", wideWindow)
		h.golden("wizard-finish-900x600", leastWindow)
		h.tap("Leave set-up")
		h.golden("wizard-leave", wideWindow)
	})
}
