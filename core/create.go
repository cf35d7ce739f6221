package core

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"gatehouse/core/password"
	"gatehouse/core/policy"
	"gatehouse/core/seal"
	"gatehouse/core/twostep"
)

// NewSite is the form of a first run. Its parts can be checked one by one while
// a person fills it; Create checks all of them again.
type NewSite struct {
	Name string
	// TimeZone is an IANA name.
	TimeZone string
	Root     NewRoot
	// Preset names the policy that the site begins with, "" for the default. The
	// password of the root account has to comply with it.
	Preset string
	// Reason is needed where the preset departs from the standard.
	Reason string
	Key    KeyChoice
	// RecoveryKey opens the site when the key is lost. It was drawn before, so
	// that it could be printed.
	RecoveryKey seal.RecoveryKey
	// EmergencyCode stands for the code of a lost phone, once, beside the password of a
	// root account. It was drawn before, too; the zero code is none.
	EmergencyCode twostep.RecoveryCode
}

// NewRoot is the form of the first account.
type NewRoot struct {
	Name, FullName, Mail string
	Password, Confirm    string
}

// CheckSite tells what is wrong with name, time zone and root account, whose
// password is judged by the preset.
func (n NewSite) CheckSite() error {
	_, err := n.read()
	return err
}

// CheckPolicy tells what is wrong with the preset and its reason.
func (n NewSite) CheckPolicy() error {
	_, err := n.readPolicy()
	return err
}

// readSite is what CheckSite and Create read from the form.
type readSite struct {
	name   string
	root   Account
	secret password.Password
	looked lookedUp
	start  startPolicy
}

// read reads site and root account, in the order of the form.
func (n NewSite) read() (readSite, error) {
	var f form
	r := readSite{name: f.line(FieldSiteName, n.Name, maxSiteName, true)}
	if _, err := LoadZone(n.TimeZone); err != nil {
		f.note(problem(FieldTimeZone, say("There is no such time zone. Choose one of the list, such as Europe/London.")))
	}
	name := f.name(n.Root.Name)
	full := f.fullName(n.Root.FullName)
	mail := f.mail(n.Root.Mail)
	r.root = accountOf(name, full, mail, RoleRoot)
	who := policy.Subject{Name: n.Root.Name, FullName: full, Mail: mail.Typed}
	judge := firstJudge(r.name, n.startRules())
	r.secret = f.newPassword(FieldPassword, n.Root.Password, judge, who)
	r.looked = judge.lookUpCommon(r.secret)
	f.confirm(FieldConfirm, n.Root.Password, n.Root.Confirm)
	return r, f.problems.orNil()
}

// LoadZone reads an IANA time zone. "" and "Local" are none: a site keeps its
// zone when it moves to another computer.
func LoadZone(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, errors.New("core: a time zone has a name")
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("load a time zone: %w", err)
	}
	return zone, nil
}

// CreateStore makes the store of a new site in a data folder: with all that
// fill put into it, or not at all.
type CreateStore func(ctx context.Context, dataDir string, fill func(Store) error) error

// Create makes a site in a data folder that has none. It does not open it. On
// an error nothing is kept: no store, no item of the keyring, no key file.
func Create(ctx context.Context, create CreateStore, dataDir string, n NewSite, cfg Config) error {
	cfg = cfg.withDefaults()
	return cfg.reporter().plain(ctx, createSite(ctx, create, dataDir, n, cfg))
}

// createSite is Create with the errors as they come.
func createSite(ctx context.Context, create CreateStore, dataDir string, n NewSite, cfg Config) error {
	read, problems := n.read()
	defer read.secret.Wipe()
	start, unfit := n.readPolicy()
	if err := gather(problems, unfit, n.Key.Check(dataDir)); err != nil {
		return err
	}
	read.start = start
	site, err := seal.NewKey(cfg.Rand)
	if err != nil {
		return fmt.Errorf("draw the site key: %w", err)
	}
	defer site.Wipe()
	var slot *seal.Slot
	err = create(ctx, dataDir, func(store Store) error {
		main, err := n.Key.slot(ctx, site, cfg)
		if err != nil {
			return err
		}
		slot = &main
		recovery, err := seal.NewRecoverySlot(n.RecoveryKey, site, cfg.Rand)
		if err != nil {
			return fmt.Errorf("wrap the site key for recovery: %w", err)
		}
		return fill(ctx, store, n, read, site, []seal.Slot{main, recovery}, cfg)
	})
	if err != nil && slot != nil {
		return errors.Join(err, n.Key.forget(ctx, *slot))
	}
	return err
}

// fill writes the site, its keys and the root account in one transaction.
func fill(ctx context.Context, store Store, n NewSite, read readSite, site seal.Key, slots []seal.Slot, cfg Config) error {
	k, wrapped, err := newKeys(site, cfg)
	if err != nil {
		return fmt.Errorf("make the site's keys: %w", err)
	}
	record, err := newRecord(read.name, n.TimeZone, cfg)
	if err != nil {
		return err
	}
	s, err := newSite(store, record, k, cfg)
	if err != nil {
		return err
	}
	defer s.keys.wipe()
	phc, err := s.hasher.Hash(ctx, read.secret)
	if err != nil {
		return fmt.Errorf("compute a password hash: %w", err)
	}
	emergency := EmergencyCodeRecord{}
	if n.EmergencyCode.Text() != "" {
		if emergency, err = s.hashEmergency(ctx, n.EmergencyCode); err != nil {
			return err
		}
	}
	return store.Update(ctx, func(tx Tx) error {
		record.CreatedAt = tx.Now()
		if err := putSite(tx, record, slots, wrapped); err != nil {
			return err
		}
		if err := s.insertRoot(tx, read, phc); err != nil || emergency.PHC == "" {
			return err
		}
		return s.putEmergency(tx, caller{}, emergency)
	})
}

// newRecord makes the site's own row.
func newRecord(name, zone string, cfg Config) (SiteRecord, error) {
	id := make([]byte, 16)
	if _, err := io.ReadFull(cfg.Rand, id); err != nil {
		return SiteRecord{}, fmt.Errorf("draw the site's number: %w", err)
	}
	cost := password.Floor()
	if cfg.Hasher != nil {
		cost = cfg.Hasher.Params()
	}
	return SiteRecord{
		ID: hex.EncodeToString(id), Name: name, TimeZone: zone,
		HashMemoryKiB: cost.MemoryKiB, HashTime: cost.Time, HashThreads: cost.Threads,
	}, nil
}

// putSite writes the site and its keys.
func putSite(tx Tx, record SiteRecord, slots []seal.Slot, wrapped []WrappedKey) error {
	if err := tx.PutSite(record); err != nil {
		return fmt.Errorf("store the site: %w", err)
	}
	for _, slot := range slots {
		row := stored(slot)
		row.CreatedAt = tx.Now()
		if err := tx.PutKeySlot(row); err != nil {
			return fmt.Errorf("store a key slot: %w", err)
		}
	}
	for i := range wrapped {
		wrapped[i].CreatedAt = tx.Now()
	}
	if err := tx.PutWrappedKeys(wrapped); err != nil {
		return fmt.Errorf("store the keys: %w", err)
	}
	return nil
}

// insertRoot writes the first account and the first line of the log.
func (s *Site) insertRoot(tx Tx, read readSite, phc string) error {
	root := read.root
	root.CreatedAt, root.UpdatedAt = tx.Now(), tx.Now()
	if err := tx.InsertAccount(&root); err != nil {
		return fmt.Errorf("store the root account: %w", err)
	}
	first := PasswordRecord{AccountID: root.ID, PHC: phc, SetAt: tx.Now(), SetBy: root.ID}
	if err := tx.PutPassword(first); err != nil {
		return fmt.Errorf("store a password hash: %w", err)
	}
	if err := s.vouch(tx, root.ID); err != nil {
		return err
	}
	_, err := s.record(tx, Event{
		Kind: EventSiteCreated, ActorID: root.ID, ActorName: root.Name, TargetID: root.ID, TargetName: root.Name,
	}, detail{"site": s.settings.Name, "time_zone": s.settings.TimeZone})
	if err != nil {
		return err
	}
	if err := s.ensurePolicy(tx, read.start); err != nil {
		return err
	}
	held, err := s.rulingOf(tx, root.ID)
	if err != nil {
		return err
	}
	if err := restamp(tx, root.ID, takenBy(held, read.looked), ReasonNone); err != nil {
		return err
	}
	return s.tellLeaked(tx, root, held, read.looked)
}

// newSite puts an open site together.
func newSite(store Store, record SiteRecord, k *keys, cfg Config) (*Site, error) {
	zone, err := LoadZone(record.TimeZone)
	if err != nil {
		return nil, &Error{Code: CodeFault, Cause: err, Text: say("The time zone {{.Zone}} of this site is not known on this computer. Install its time zone data.", "Zone", record.TimeZone)}
	}
	hasher := cfg.Hasher
	if hasher == nil {
		hasher, err = password.NewHasher(password.HasherConfig{
			Params: password.Params{MemoryKiB: record.HashMemoryKiB, Time: record.HashTime, Threads: record.HashThreads},
			Rand:   cfg.Rand,
		})
		if err != nil {
			return nil, fmt.Errorf("prepare the password hash: %w", err)
		}
	}
	s := &Site{
		settings: record, zone: zone, keys: k, hasher: hasher, cfg: cfg,
		estimator: newEstimator(), reporter: cfg.reporter(),
	}
	s.store = clockedStore{Store: store, site: s}
	return s, nil
}
