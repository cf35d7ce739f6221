package core

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"gatehouse/core/password"
	"gatehouse/core/seal"
)

// sessionLife is how long a session lives at most, where the policy does not say.
const sessionLife = 12 * time.Hour

// Config holds what a site takes from outside. The zero value is right for a
// program; tests set what they need.
type Config struct {
	// Rand is the source of all secrets; nil is crypto/rand.
	Rand io.Reader
	// Log takes technical detail; nil discards it.
	Log *slog.Logger
	// Hasher computes password hashes; nil makes one from the site's settings.
	Hasher *password.Hasher
	// PassphraseCost is the cost of the hash of a passphrase; zero is
	// seal.DefaultCost.
	PassphraseCost seal.Cost
}

// withDefaults fills what is not set.
func (c Config) withDefaults() Config {
	if c.Rand == nil {
		c.Rand = rand.Reader
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.PassphraseCost == (seal.Cost{}) {
		c.PassphraseCost = seal.DefaultCost()
	}
	return c
}

// Site is an open site. Its methods are the use cases; they may be called from
// any goroutine.
type Site struct {
	// store gives the site's time to every transaction.
	store    Store
	settings SiteRecord
	zone     *time.Location
	keys     *keys
	hasher   *password.Hasher
	// cfg has no field that is not set, but Hasher.
	cfg Config
	// estimator is shared by all judges, and has the built-in list of common passwords.
	estimator *estimator
	// leaks is the site's list of leaked passwords.
	leaks openList
	// rulings keeps the policies that were read; reading is held while a long one is.
	rulings rulings
	reading sync.Mutex
	reporter
	turns turns
	// clock is what the program knows of time.
	clock clockMemory
	// documents are those of the site that were read.
	documents keptDocuments
	// anchors is the anchor of the log in the system's keyring.
	anchors anchorKeeper
	// forgetting ends what is kept of wrong passwords.
	forgetting alarm
	// sweeping is when old names are forgotten.
	sweeping pace
	// noting is when the use of a window is noted that nothing limits.
	noting pace
}

// Name is the site's name.
func (s *Site) Name() string { return s.settings.Name }

// ID is random, never changes, and is no secret.
func (s *Site) ID() string { return s.settings.ID }

// Zone is the site's time zone.
func (s *Site) Zone() *time.Location { return s.zone }

// Close closes the store, when what runs in it has ended, and wipes the keys.
func (s *Site) Close() error {
	defer s.keys.wipe()
	s.forgetting.stop()
	s.closeAnchor()
	return errors.Join(s.leaks.close(), s.store.Close())
}

// CheckStore reads the whole store; its error says what is not sound.
func (s *Site) CheckStore(ctx context.Context) error {
	return s.plain(ctx, s.store.Check(ctx))
}

// StoreInfo tells where the store is.
func (s *Site) StoreInfo(ctx context.Context) (StoreInfo, error) {
	info, err := s.store.Info(ctx)
	return info, s.plain(ctx, err)
}

// act runs a use case that changes something: find the caller, check the
// right, do the work, all in one transaction. A refusal for want of a right is
// recorded in a transaction of its own.
func (s *Site) act(ctx context.Context, token Token, right Right, do func(Tx, caller) error) error {
	var c caller
	err := s.store.Update(ctx, func(tx Tx) error {
		var err error
		if c, err = s.enter(tx, token); err != nil {
			return err
		}
		if err := c.may(right); err != nil {
			return err
		}
		return do(tx, c)
	})
	s.recordRefusal(ctx, err, c, right)
	return s.plain(ctx, err)
}

// look runs a use case that only reads.
func (s *Site) look(ctx context.Context, token Token, right Right, do func(Tx, caller) error) error {
	var c caller
	err := s.store.View(ctx, func(tx Tx) error {
		var err error
		if c, err = s.enterLooking(tx, token); err != nil {
			return err
		}
		if err := c.may(right); err != nil {
			return err
		}
		return do(tx, c)
	})
	s.recordRefusal(ctx, err, c, right)
	if err == nil && c.idle > 0 {
		err = s.noteUse(ctx, c)
	}
	return s.plain(ctx, err)
}

// recordRefusal writes down a refusal that somebody should know of.
func (s *Site) recordRefusal(ctx context.Context, err error, c caller, right Right) {
	switch {
	case errors.Is(err, errAltered):
		s.recordAltered(ctx, c)
	case errors.Is(err, errShut):
		s.endShut(ctx, c)
	case ErrorCode(err) == CodeForbidden && c.account.ID != 0:
		s.recordDenied(ctx, c, right)
	}
}

// enterLooking finds the caller of a full, open and unlocked session.
func (s *Site) enterLooking(tx Tx, token Token) (caller, error) {
	c, err := s.findCaller(tx, token)
	if errors.Is(err, errAltered) || errors.Is(err, errShut) {
		return c, err
	}
	if err != nil {
		return caller{}, err
	}
	if err := s.refuseLocked(tx, &c); err != nil {
		return caller{}, err
	}
	return c, nil
}

// enter is enterLooking, and notes that the session is in use.
func (s *Site) enter(tx Tx, token Token) (caller, error) {
	c, err := s.enterLooking(tx, token)
	if err != nil {
		return c, err
	}
	return c, touch(tx, c)
}

// touch writes the time of use, at most once in a step.
func touch(tx Tx, c caller) error {
	if tx.Now().Sub(c.session.LastActiveAt) < c.useStep() {
		return nil
	}
	if err := tx.TouchSession(c.session.ID, tx.Now()); err != nil {
		return fmt.Errorf("note the use of a session: %w", err)
	}
	return nil
}

// recordDenied writes that somebody reached for more than they may. The act is
// refused already, so a failure here is for the log alone.
func (s *Site) recordDenied(ctx context.Context, c caller, right Right) {
	err := s.store.Update(ctx, func(tx Tx) error {
		_, err := s.record(tx, c.did(EventForbidden, Account{}), detail{"right": string(right)})
		return err
	})
	if err != nil {
		s.log.ErrorContext(ctx, "a refusal could not be recorded", "cause", err.Error())
	}
}

// isNotFound tells whether err is ErrNotFound.
func isNotFound(err error) bool { return errors.Is(err, ErrNotFound) }
