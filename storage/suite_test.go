package storage

import (
	"testing"

	"gatehouse/core"
	"gatehouse/storage/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) core.Store { return opened(t, newSite(t), Options{}) })
}
