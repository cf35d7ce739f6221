package core

import (
	"context"
	"crypto/hmac"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"gatehouse/core/seal"
)

// Anchor is a line of the log as it is known elsewhere: on paper, in an export, in
// the system's keyring. The chain alone does not tell when its newest lines are cut
// off, or when an old copy of the store is put back; a line that is known elsewhere
// and is missing does.
type Anchor struct {
	// Site is the ID of the site.
	Site string
	// Line is the number of the line, Link its MAC and At its time, zero when it was
	// not told.
	Line int64
	Link [seal.MACSize]byte
	At   time.Time
}

// anchorForm begins the text of an anchor.
const anchorForm = "gatehouse-anchor-1"

// String is the text that ParseAnchor reads: form, site, line, link and the time in
// milliseconds, with colons between them.
func (a Anchor) String() string {
	return fmt.Sprintf("%s:%s:%d:%s:%d", anchorForm, a.Site, a.Line, a.Hex(), unixMilli(a.At))
}

// Hex is the link as it is written.
func (a Anchor) Hex() string { return hex.EncodeToString(a.Link[:]) }

// Short is the beginning of the link in groups, for people who compare two of them:
// 80 bits, which nobody finds a second log for.
func (a Anchor) Short() string {
	text := a.Hex()[:20]
	var groups []string
	for len(text) > 0 {
		groups, text = append(groups, text[:4]), text[4:]
	}
	return strings.Join(groups, " ")
}

// Zero tells whether there is no anchor.
func (a Anchor) Zero() bool { return a.Line == 0 }

// errAnchor: a text is no anchor.
var errAnchor = errors.New("core: this is no anchor")

// ParseAnchor reads the text of an anchor. The error is of CodeInput.
func ParseAnchor(text string) (Anchor, error) {
	a, err := parseAnchor(strings.TrimSpace(text))
	if err != nil {
		return Anchor{}, &Error{Code: CodeInput, Field: FieldAnchor, Cause: err, Text: say("This is no anchor. It begins with gatehouse-anchor-1 and stands in the last line of an export.")}
	}
	return a, nil
}

// parseAnchor is ParseAnchor with the error as it comes.
func parseAnchor(text string) (Anchor, error) {
	parts := strings.Split(text, ":")
	if len(parts) != 5 || parts[0] != anchorForm || parts[1] == "" {
		return Anchor{}, errAnchor
	}
	a := Anchor{Site: parts[1]}
	var milli int64
	var err error
	if a.Line, err = strconv.ParseInt(parts[2], 10, 64); err != nil || a.Line < 1 {
		return Anchor{}, errAnchor
	}
	link, err := hex.DecodeString(parts[3])
	if err != nil || len(link) != seal.MACSize {
		return Anchor{}, errAnchor
	}
	if milli, err = strconv.ParseInt(parts[4], 10, 64); err != nil {
		return Anchor{}, errAnchor
	}
	copy(a.Link[:], link)
	if milli != 0 {
		a.At = time.UnixMilli(milli).UTC()
	}
	return a, nil
}

// AnchorFinding is what comes of comparing an anchor with the log.
type AnchorFinding string

// The findings.
const (
	// AnchorHolds: the line is in the log, and has this link.
	AnchorHolds AnchorFinding = "holds"
	// AnchorPurged: the line was purged, so that it cannot be compared any more.
	AnchorPurged AnchorFinding = "purged"
	// AnchorOtherSite: it is the anchor of another site.
	AnchorOtherSite AnchorFinding = "other_site"
	// AnchorCut: the log ends before the line. It was cut off, or an old copy of the
	// store was put back.
	AnchorCut AnchorFinding = "cut"
	// AnchorDiffers: the line has another link. An old copy of the store was put back
	// and has gone on, or the log was written anew.
	AnchorDiffers AnchorFinding = "differs"
	// AnchorUnreadable: what the keyring has is no anchor.
	AnchorUnreadable AnchorFinding = "unreadable"
)

// Sound tells whether nothing speaks against the log.
func (f AnchorFinding) Sound() bool { return f == "" || f == AnchorHolds || f == AnchorPurged }

// Head gives the anchor of the newest line. It asks for no session: a link is no
// secret, and says nothing of the lines.
func (s *Site) Head(ctx context.Context) (Anchor, error) {
	var head Anchor
	err := s.store.View(ctx, func(tx Tx) error {
		var err error
		head, err = s.head(tx)
		return err
	})
	return head, s.plain(ctx, err)
}

// head is Head within a transaction.
func (s *Site) head(tx Tx) (Anchor, error) {
	seq, mac, err := tx.LastEvent()
	if err != nil {
		return Anchor{}, fmt.Errorf("read the end of the log: %w", err)
	}
	_, at, err := tx.Clock()
	if err != nil {
		return Anchor{}, fmt.Errorf("read the end of the log: %w", err)
	}
	return Anchor{Site: s.settings.ID, Line: seq, Link: link(mac), At: at}, nil
}

// CheckAnchor compares an anchor that was kept elsewhere with the log. It says nothing
// of the lines in between: VerifyLog does.
func (s *Site) CheckAnchor(ctx context.Context, a Anchor) (AnchorFinding, error) {
	var found AnchorFinding
	err := s.store.View(ctx, func(tx Tx) error {
		var err error
		found, err = s.compareAnchor(tx, a)
		return err
	})
	return found, s.plain(ctx, err)
}

// compareAnchor is CheckAnchor within a transaction.
func (s *Site) compareAnchor(tx Tx, a Anchor) (AnchorFinding, error) {
	if a.Site != s.settings.ID {
		return AnchorOtherSite, nil
	}
	newest, err := tx.LastPurge()
	if err != nil {
		return "", fmt.Errorf("read the summaries of the log: %w", err)
	}
	if a.Line <= newest.Last {
		if a.Line == newest.Last && !hmac.Equal(newest.LastMAC, a.Link[:]) {
			return AnchorDiffers, nil
		}
		return AnchorPurged, nil
	}
	lines, err := tx.Events(a.Line, 1)
	switch {
	case err != nil:
		return "", fmt.Errorf("read the log: %w", err)
	case len(lines) == 0:
		return AnchorCut, nil
	case lines[0].Seq != a.Line || !hmac.Equal(lines[0].MAC, a.Link[:]):
		return AnchorDiffers, nil
	}
	return AnchorHolds, nil
}
