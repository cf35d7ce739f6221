package core

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"gatehouse/core/network"
	"gatehouse/core/policy"
)

// sourceBlock is why a guess is refused though its account is not locked.
type sourceBlock struct {
	key   string
	until time.Time
}

// countSource counts a guess as a failure of where it comes from, before it is made,
// and finds whether that may try at all. The limits are those of the site's default
// policy: a source is of no account.
func (s *Site) countSource(tx Tx, g *guess) error {
	held, err := s.rulingBy(tx, Holding{Policy: DefaultPolicy})
	if err != nil {
		return err
	}
	limit, ok := held.Lockout.Source()
	if !ok {
		return nil
	}
	allowed, err := s.allowedSources(tx)
	if err != nil {
		return err
	}
	for _, key := range sourcesOf(g.device) {
		if allowed.has(key) {
			continue
		}
		if err := s.countOneSource(tx, g, key, limit); err != nil {
			return err
		}
	}
	return nil
}

// countOneSource counts for one of the sources. While it is blocked nothing is counted:
// whoever goes on trying does not make it longer.
func (s *Site) countOneSource(tx Tx, g *guess, key string, limit policy.SourceLimit) error {
	count, err := tx.Source(key)
	if err != nil {
		return fmt.Errorf("read the count of a source: %w", err)
	}
	now := tx.Now()
	if count.blocked(now) {
		// A clock that was wrong, or a longer time of former rules, blocks for no longer
		// than the rules say.
		until := count.BlockedUntil
		if whole := now.Add(limit.Block); until.After(whole) {
			until = whole
		}
		if g.blocked == nil || until.After(g.blocked.until) {
			g.blocked = &sourceBlock{key: key, until: until}
		}
		return nil
	}
	if g.repeat {
		return nil
	}
	ended := !count.BlockedUntil.IsZero()
	if age := now.Sub(count.Since); ended || count.Failures == 0 || age < 0 || age >= limit.Window {
		count = SourceRecord{Key: key, Since: now}
	}
	count.Failures++
	count.LastAt = now
	if count.Failures >= limit.Failures {
		count.BlockedAt, count.BlockedUntil = now, now.Add(limit.Block)
		g.blocking = append(g.blocking, key)
	}
	if err := tx.PutSource(count); err != nil {
		return fmt.Errorf("count a failure of a source: %w", err)
	}
	g.sources = append(g.sources, count)
	return nil
}

// forgiveSource takes back what a guess that was right has counted for its source.
func forgiveSource(tx Tx, g guess) error {
	for _, counted := range g.sources {
		count, err := tx.Source(counted.Key)
		if err != nil {
			return fmt.Errorf("read the count of a source: %w", err)
		}
		if count.Failures == 0 || !count.Since.Equal(counted.Since) {
			continue // it began anew meanwhile
		}
		count.Failures--
		if slices.Contains(g.blocking, counted.Key) && count.BlockedAt.Equal(counted.BlockedAt) {
			count.BlockedAt, count.BlockedUntil = time.Time{}, time.Time{}
		}
		if err := tx.PutSource(count); err != nil {
			return fmt.Errorf("take a failure of a source back: %w", err)
		}
	}
	return nil
}

// stopped tells whether a guess cannot be right because of where it comes from. A root
// account can: whoever tries its password is stopped by its lock, and somebody has to
// be able to end the rest.
func (g guess) stopped() bool { return g.blocked != nil && g.account.Role != RoleRoot }

// refused tells whether a guess cannot be right, whatever was given: its account is
// locked, or it is stopped.
func (g guess) refused() bool { return g.lock != nil || g.stopped() }

// errSource is the refusal of a guess by where it comes from.
func (g guess) errSource() *Error {
	lock := &Lock{Until: g.blocked.until}
	if strings.HasPrefix(g.blocked.key, sourceAddress) {
		return &Error{Code: CodeLocked, Lock: lock, Text: say("Too many wrong tries came from this address. Wait, or ask an administrator to let it try again.")}
	}
	return &Error{Code: CodeLocked, Lock: lock, Text: say("Too many wrong tries came from this computer. Wait, or ask an administrator to let it try again.")}
}

// recordBlocking writes that sources may try no more.
func (s *Site) recordBlocking(tx Tx, g guess) error {
	for _, key := range g.blocking {
		seq, err := s.record(tx, Event{Kind: EventSourceBlocked, Device: g.device}, detail{"source": key})
		if err != nil {
			return err
		}
		if err := s.notifyAdministrators(tx, NoticeSourceBlocked, seq); err != nil {
			return err
		}
	}
	return nil
}

// sourcesKept is how long the count of a source is kept, unless it is blocked: longer
// than any window.
const sourcesKept = 48 * time.Hour

// sweepSources forgets old counts.
func sweepSources(tx Tx) error {
	if err := tx.SweepSources(tx.Now().Add(-sourcesKept), sweepLimit); err != nil {
		return fmt.Errorf("forget old sources: %w", err)
	}
	return nil
}

// BlockedSource is an address or a computer that may not try passwords now.
type BlockedSource struct {
	Key string
	// Address or Computer is what it is, the other one is "". An IPv6 address stands
	// for its network.
	Address, Computer string
	// Place is the name of the address's place, "" for none.
	Place    string
	Failures int
	// Names is how many different names were tried from there within an hour.
	Names        int
	Since, Until time.Time
	// Allowed: it is on the list of those that are never blocked since.
	Allowed bool
}

// sourcesShown is how many blocked sources are listed.
const sourcesShown = 200

// BlockedSources lists what may not try passwords now, the newest first.
func (s *Site) BlockedSources(ctx context.Context, token Token) ([]BlockedSource, error) {
	var all []BlockedSource
	err := s.look(ctx, token, RightHistory, func(tx Tx, _ caller) error {
		found, err := tx.BlockedSources(sourcesShown)
		if err != nil {
			return fmt.Errorf("list blocked sources: %w", err)
		}
		allowed, err := s.allowedSources(tx)
		if err != nil {
			return err
		}
		for _, one := range found {
			seen, err := s.viewSource(tx, one, allowed)
			if err != nil {
				return err
			}
			all = append(all, seen)
		}
		return nil
	})
	return all, err
}

// viewSource is a blocked source as administrators see it.
func (s *Site) viewSource(tx Tx, r SourceRecord, allowed AllowedSources) (BlockedSource, error) {
	seen := BlockedSource{Key: r.Key, Failures: r.Failures, Since: r.BlockedAt, Until: r.BlockedUntil, Allowed: allowed.has(r.Key)}
	d := Device{}
	if host, ok := strings.CutPrefix(r.Key, sourceDevice); ok {
		seen.Computer, d.Host = host, host
	} else {
		seen.Address = strings.TrimPrefix(r.Key, sourceAddress)
		d.Address = strings.TrimSuffix(seen.Address, fmt.Sprintf("/%d", sharedBits))
	}
	var err error
	if seen.Place, err = s.placeOf(tx, d); err != nil {
		return BlockedSource{}, err
	}
	seen.Names, err = tx.NamesTried(d, r.BlockedAt.Add(-manyNamesWithin), looksBack)
	if err != nil {
		return BlockedSource{}, fmt.Errorf("count names that were tried: %w", err)
	}
	return seen, nil
}

// UnblockSource lets a source try again, and begins its count anew. The reason is kept
// in the log.
func (s *Site) UnblockSource(ctx context.Context, token Token, key, reason string) error {
	var f form
	why := f.line(FieldReason, reason, maxReason, false)
	if err := f.problems.orNil(); err != nil {
		return err
	}
	return s.act(ctx, token, RightSources, func(tx Tx, c caller) error {
		count, err := tx.Source(key)
		if err != nil {
			return fmt.Errorf("read the count of a source: %w", err)
		}
		if !count.blocked(tx.Now()) {
			return &Error{Code: CodeNotFound, Text: say("This is not blocked any more.")}
		}
		if err := tx.DeleteSource(key); err != nil {
			return fmt.Errorf("forget the count of a source: %w", err)
		}
		_, err = s.record(tx, c.did(EventSourceUnblocked, Account{}), detail{"source": key, "reason": why})
		return err
	})
}

// AllowedSources are addresses and computers that are never blocked: a terminal server,
// the computer of the reception.
type AllowedSources struct {
	// Ranges are addresses and ranges of them, in their canonical form.
	Ranges []string `json:"ranges,omitempty"`
	// Computers are names of computers.
	Computers []string `json:"computers,omitempty"`
}

// documentSources is the name of the document, and maxAllowed bounds each list.
const (
	documentSources = "allowed sources"
	maxAllowed      = 200
)

// has tells whether a source is never blocked.
func (a AllowedSources) has(key string) bool {
	if host, ok := strings.CutPrefix(key, sourceDevice); ok {
		return slices.ContainsFunc(a.Computers, func(one string) bool { return strings.ToLower(one) == host })
	}
	text := strings.TrimPrefix(key, sourceAddress)
	from, err := netip.ParsePrefix(text)
	if err != nil {
		addr, err := netip.ParseAddr(text)
		if err != nil {
			return false
		}
		from = netip.PrefixFrom(addr, addr.BitLen())
	}
	return slices.ContainsFunc(a.Ranges, func(one string) bool {
		within, err := network.ParseRange(one)
		return err == nil && within.Bits() <= from.Bits() && within.Contains(from.Addr())
	})
}

// allowedSources is the list that holds. One that was altered allows nobody.
func (s *Site) allowedSources(tx Tx) (AllowedSources, error) {
	var a AllowedSources
	if err := s.soundDocument(tx, documentSources, &a); err != nil {
		return AllowedSources{}, err
	}
	return a, nil
}

// AllowedSourcesNow gives the list of what is never blocked.
func (s *Site) AllowedSourcesNow(ctx context.Context, token Token) (AllowedSources, error) {
	var a AllowedSources
	err := s.look(ctx, token, RightHistory, func(tx Tx, _ caller) error {
		var err error
		a, err = s.allowedSources(tx)
		return err
	})
	return a, err
}

// The fields of AllowedSources in errors.
const (
	FieldRanges    = "ranges"
	FieldComputers = "computers"
)

// SetAllowedSources replaces the list of what is never blocked.
func (s *Site) SetAllowedSources(ctx context.Context, token Token, a AllowedSources) error {
	var f form
	read := AllowedSources{}
	for _, text := range a.Ranges {
		within, err := network.ParseRange(strings.TrimSpace(text))
		if err != nil {
			f.note(problem(FieldRanges, networkText(err, text)))
			continue
		}
		read.Ranges = append(read.Ranges, network.FormatRange(within))
	}
	for _, name := range a.Computers {
		if name = f.line(FieldComputers, name, longestHost, true); name != "" {
			read.Computers = append(read.Computers, name)
		}
	}
	if len(read.Ranges) > maxAllowed || len(read.Computers) > maxAllowed {
		f.note(problem(FieldRanges, say("Name at most {{.Max}}.", "Max", maxAllowed)))
	}
	if err := f.problems.orNil(); err != nil {
		return err
	}
	return s.act(ctx, token, RightSources, func(tx Tx, c caller) error {
		var was AllowedSources
		record, err := s.replaced(tx, documentSources, &was)
		if err != nil {
			return err
		}
		return s.putDocument(tx, c, record, read, EventSourcesAllowed, detail{
			"ranges.was": strings.Join(was.Ranges, " "), "ranges": strings.Join(read.Ranges, " "),
			"computers.was": strings.Join(was.Computers, ", "), "computers": strings.Join(read.Computers, ", "),
		})
	})
}
