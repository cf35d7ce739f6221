package core

import (
	"context"
	"fmt"
	"time"

	"gatehouse/core/seal"
)

// KeyPlace is one way to the site key.
type KeyPlace struct {
	Kind seal.Kind
	// Hint is the absolute path of a key file, "" for the other kinds.
	Hint      string
	CreatedAt time.Time
}

// KeyAge is one of the keys that the site key wraps, without the key.
type KeyAge struct {
	// Number is never given twice.
	Number  uint32
	Purpose seal.Purpose
	// Current is the one that is used for what is new; former ones only open.
	Current   bool
	CreatedAt time.Time
}

// KeyReport tells of a site's keys what is no secret.
type KeyReport struct {
	SiteName, TimeZone string
	// Places has the one of everyday use first, the recovery key last.
	Places []KeyPlace
	// Keys are in the order of their numbers.
	Keys []KeyAge
}

// ReportKeys reads from a store where its site's key is kept and when its keys
// were made. Like Knock it needs no key. Errors are those of the store.
func ReportKeys(ctx context.Context, store Store) (KeyReport, error) {
	door, err := Knock(ctx, store)
	if err != nil {
		return KeyReport{}, err
	}
	report := KeyReport{SiteName: door.SiteName, TimeZone: door.TimeZone}
	err = store.View(ctx, func(tx Tx) error {
		slots, err := tx.KeySlots()
		if err != nil {
			return fmt.Errorf("read the key slots: %w", err)
		}
		keys, err := tx.WrappedKeys()
		if err != nil {
			return fmt.Errorf("read the keys: %w", err)
		}
		report.Places, report.Keys = placesOf(slots), agesOf(keys)
		return nil
	})
	return report, err
}

// placesOf lists slots with that of the recovery key last.
func placesOf(slots []KeySlot) []KeyPlace {
	var places, recovery []KeyPlace
	for _, s := range slots {
		place := KeyPlace{Kind: seal.Kind(s.Kind), Hint: s.Hint, CreatedAt: s.CreatedAt}
		if place.Kind == seal.KindRecovery {
			recovery = append(recovery, place)
		} else {
			places = append(places, place)
		}
	}
	return append(places, recovery...)
}

// agesOf is what is told of wrapped keys.
func agesOf(keys []WrappedKey) []KeyAge {
	ages := make([]KeyAge, 0, len(keys))
	for _, k := range keys {
		ages = append(ages, KeyAge{Number: k.ID, Purpose: seal.Purpose(k.Purpose), Current: k.Current, CreatedAt: k.CreatedAt})
	}
	return ages
}
