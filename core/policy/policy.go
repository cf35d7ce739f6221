package policy

import (
	"fmt"
	"time"
)

// Bounds of what a policy may say. They keep a typing mistake from making a
// site that nobody can enter, and durations from overflowing.
const (
	// MaxLengthLimit is the largest number of code points that a length or a count
	// of characters may name: no longer password can exist.
	MaxLengthLimit = 1024
	// MaxConsecutiveFailures is the number of consecutive wrong passwords after
	// which an account stays closed whatever its policy says (NIST SP 800-63B-4,
	// 3.2.2).
	MaxConsecutiveFailures = 100
	// MaxLockDuration is the longest single lock, and the longest of every other
	// duration.
	MaxLockDuration = MaxDays * 24 * time.Hour
	// MaxDays bounds every number of days: ten years.
	MaxDays = 3650
	// MaxHistory bounds history_depth. Each remembered password costs a hash when
	// a new one is compared with it.
	MaxHistory = 50
	// MaxChangesPerDay bounds changes_per_day.
	MaxChangesPerDay = 1000
	// MaxGraceSignIns bounds grace_sign_ins.
	MaxGraceSignIns = 100
	// MaxRecoveryMinutes bounds recovery_code_minutes (the published model: 10).
	MaxRecoveryMinutes = 10
	// MaxSessionHours and MaxIdleMinutes bound how long a session lives: 30 days,
	// and one day without use.
	MaxSessionHours = 720
	MaxIdleMinutes  = 1440
	// MaxSessions bounds max_sessions.
	MaxSessions = 100
	// MaxTwoStepGraceDays bounds two_step_grace_days: who has not set up the second
	// step within a year will not do so unasked.
	MaxTwoStepGraceDays = 365
	// MaxFreshSeconds bounds fresh_seconds: a day.
	MaxFreshSeconds = 86400
	// MaxBanned bounds the entries of a list of banned passwords, MaxBannedBytes
	// their bytes together.
	MaxBanned      = 2_000_000
	MaxBannedBytes = 64 << 20
	// maxDurations bounds a lock schedule; more locks than failures never act.
	maxDurations = MaxConsecutiveFailures
)

// Policy is what a site asks of an account. A limit that is nil is absent: no
// number stands for "no limit". The empty value of a choice is its first one in
// the list of its type.
type Policy struct {
	Complexity Complexity `json:"complexity"`
	Change     Change     `json:"change"`
	Expiration Expiration `json:"expiration"`
	Lockout    Lockout    `json:"lockout"`
	Recovery   Recovery   `json:"recovery"`
	SignIn     SignIn     `json:"sign_in"`
}

// Alphabet says what letters and digits are.
type Alphabet string

// The alphabets.
const (
	// AlphabetUnicode: L* are letters, Lu upper, Ll lower case, Nd digits.
	AlphabetUnicode Alphabet = "unicode"
	// AlphabetASCII: A–Z, a–z, 0–9.
	AlphabetASCII Alphabet = "ascii"
)

// Kind is a kind of characters that min_kinds counts.
type Kind string

// The kinds.
const (
	KindLetter  Kind = "letter"
	KindUpper   Kind = "upper"
	KindLower   Kind = "lower"
	KindDigit   Kind = "digit"
	KindSpecial Kind = "special"
)

// Kinds asks for K different kinds out of Of, each of which is named once.
type Kinds struct {
	K  int    `json:"k"`
	Of []Kind `json:"of"`
}

// Match says how a password is compared with the banned ones.
type Match string

// The ways to compare.
const (
	// MatchExact compares the NFC forms, case included.
	MatchExact Match = "exact"
	// MatchFolded compares the whole folded password.
	MatchFolded Match = "folded"
	// MatchFuzzy folds, reads 0 1 $ @ as o l s a, and refuses what is one edit
	// away or contains an entry of four or more code points.
	MatchFuzzy Match = "fuzzy"
)

// Breached says what the list of breached passwords is used for.
type Breached string

// The uses.
const (
	BreachedOff    Breached = "off"
	BreachedAudit  Breached = "audit"
	BreachedRefuse Breached = "refuse"
)

// Complexity says what a password must look like. Lengths and counts are code
// points of the NFC form.
type Complexity struct {
	MinLength *int `json:"min_length,omitempty"`
	MaxLength *int `json:"max_length,omitempty"`
	// MinLengthWithTwoStep takes the place of MinLength for an account whose
	// two-step verification is on.
	MinLengthWithTwoStep *int `json:"min_length_with_two_step,omitempty"`
	// MinLetters counts letters of either case, upper-case ones included.
	MinLetters *int `json:"min_letters,omitempty"`
	MinUpper   *int `json:"min_upper,omitempty"`
	MinLower   *int `json:"min_lower,omitempty"`
	MinDigits  *int `json:"min_digits,omitempty"`
	MinSpecial *int `json:"min_special,omitempty"`
	// MinOther counts what is neither A–Z, a–z nor 0–9, whatever the alphabet. One
	// character may count for several minimums.
	MinOther *int     `json:"min_other,omitempty"`
	Alphabet Alphabet `json:"alphabet,omitempty"`
	// SpecialSet is the literal set of special characters. Nil: all that is neither
	// letter nor digit, the space too.
	SpecialSet *string `json:"special_set,omitempty"`
	// ForbiddenChars is the literal set of characters that may not occur.
	ForbiddenChars string `json:"forbidden_chars,omitempty"`
	MinKinds       *Kinds `json:"min_kinds,omitempty"`
	// ForbidUsername refuses a password that contains the account name, when that
	// has three or more code points; ForbidPersonal one that contains a word of the
	// full name or the local part of the mail address.
	ForbidUsername bool     `json:"forbid_username,omitempty"`
	ForbidPersonal bool     `json:"forbid_personal,omitempty"`
	Banned         []string `json:"banned,omitempty"`
	BannedMatch    Match    `json:"banned_match,omitempty"`
	Breached       Breached `json:"breached,omitempty"`
	// MinStrength is the least score of the strength estimate, 0 to 4.
	MinStrength *int `json:"min_strength,omitempty"`
	// MaxRepeat is the longest run of one character, MaxSequence the longest along
	// the alphabet, the digits or a row of the keyboard, either way.
	MaxRepeat               *int `json:"max_repeat,omitempty"`
	MaxSequence             *int `json:"max_sequence,omitempty"`
	RequireSecurityQuestion bool `json:"require_security_question,omitempty"`
}

// RequireCurrent says when the current password is asked for in a change.
type RequireCurrent string

// The cases.
const (
	CurrentAlways RequireCurrent = "always"
	// CurrentUnlessFresh: not within FreshSeconds of the sign-in.
	CurrentUnlessFresh RequireCurrent = "unless_fresh"
	CurrentNever       RequireCurrent = "never"
)

// Recheck says when an existing password is judged again.
type Recheck string

// The times.
const (
	RecheckOff             Recheck = "off"
	RecheckOncePerRevision Recheck = "once_per_revision"
	RecheckAlways          Recheck = "always"
)

// RecheckScope says whose change a recheck demands.
type RecheckScope string

// The scopes.
const (
	// ScopeNoncompliant: whose password breaks a rule of the policy.
	ScopeNoncompliant RecheckScope = "noncompliant"
	// ScopeWeak: the same, or whose estimate is below WeakScore.
	ScopeWeak RecheckScope = "weak"
	// ScopeAll: everybody.
	ScopeAll RecheckScope = "all"
)

// WeakScore is the score of the strength estimate below which a password is
// called weak by ScopeWeak: 2 is what the meter calls fair.
const WeakScore = 2

// Change says what holds when a password is replaced.
type Change struct {
	// ChangesPerDay bounds own successful changes in any 24 hours. A change that
	// was demanded is exempt.
	ChangesPerDay *int `json:"changes_per_day,omitempty"`
	// MinAge is the wait between own changes.
	MinAge *Duration `json:"min_age,omitempty"`
	// HistoryDepth is how many former passwords cannot be used again, the current
	// one not counted.
	HistoryDepth       *int           `json:"history_depth,omitempty"`
	DiffersFromCurrent bool           `json:"differs_from_current,omitempty"`
	RequireCurrent     RequireCurrent `json:"require_current,omitempty"`
	// FreshSeconds is how long after a sign-in CurrentUnlessFresh does not ask.
	FreshSeconds *int `json:"fresh_seconds,omitempty"`
	// ChangeOnFirstSignIn acts on accounts that are added while it is on: "newly
	// registered users" (reference text 004). It is on in a policy file that does
	// not name it.
	ChangeOnFirstSignIn bool         `json:"change_on_first_sign_in"`
	Recheck             Recheck      `json:"recheck,omitempty"`
	RecheckScope        RecheckScope `json:"recheck_scope,omitempty"`
}

// AfterExpiry says what an expired password is good for.
type AfterExpiry string

// The cases.
const (
	// AfterForceChange: a sign-in that can only change it.
	AfterForceChange AfterExpiry = "force_change"
	// AfterGrace: the same, GraceSignIns times; then AfterBlocked.
	AfterGrace AfterExpiry = "grace"
	// AfterBlocked: nothing. A root account resets it.
	AfterBlocked AfterExpiry = "blocked"
)

// Expiration says when passwords and accounts run out. Days are days of the
// site's time zone.
type Expiration struct {
	MaxAgeDays  *int        `json:"max_age_days,omitempty"`
	WarnDays    *int        `json:"warn_days,omitempty"`
	AfterExpiry AfterExpiry `json:"after_expiry,omitempty"`
	// GraceSignIns is how often an expired password still signs in; nil is once.
	GraceSignIns   *int `json:"grace_sign_ins,omitempty"`
	InactivityDays *int `json:"inactivity_days,omitempty"`
}

// IndexBase says which place of the schedule a lock takes.
type IndexBase string

// The bases.
const (
	// IndexFirstLock: the n-th lock takes the n-th place.
	IndexFirstLock IndexBase = "first_lock"
	// IndexRawFailure: the n-th failure takes the n-th place.
	IndexRawFailure IndexBase = "raw_failure"
)

// WhenExhausted says what follows the last place of the schedule.
type WhenExhausted string

// The cases.
const (
	ExhaustedRepeatLast WhenExhausted = "repeat_last"
	ExhaustedUntilAdmin WhenExhausted = "until_admin"
)

// Lockout says when wrong passwords close an account, and when wrong tries stop
// the computer or address that they come from.
type Lockout struct {
	// Enabled: nothing below acts while it is off, but for the three fields of
	// [Lockout.Source].
	Enabled bool `json:"enabled"`
	// FirstLockAt is the consecutive failure that locks first; 1 or more.
	FirstLockAt *int `json:"first_lock_at,omitempty"`
	// Durations are the lengths of the locks, or until an administrator.
	Durations *Schedule `json:"durations,omitempty"`
	IndexBase IndexBase `json:"index_base,omitempty"`
	// FailuresPerNextLock is how many failures after a lock cause the next; nil is
	// one.
	FailuresPerNextLock *int          `json:"failures_per_next_lock,omitempty"`
	WhenExhausted       WhenExhausted `json:"when_exhausted,omitempty"`
	// ResetAfter is the quiet time after which the count begins anew.
	ResetAfter *Duration `json:"reset_after,omitempty"`
	// SourceFailures is how many wrong tries of one computer or address, whatever
	// names were tried, stop it; nil is off. It goes across accounts and is read from
	// the site's default policy only.
	SourceFailures *int `json:"source_failures,omitempty"`
	// SourceWindowMinutes is the time within which they count, SourceBlockMinutes how
	// long it cannot try; nil is DefaultSourceWindow and DefaultSourceBlock.
	SourceWindowMinutes *int `json:"source_window_minutes,omitempty"`
	SourceBlockMinutes  *int `json:"source_block_minutes,omitempty"`
}

// Recovery says how a lost password is replaced.
type Recovery struct {
	RecoveryByMail      bool `json:"recovery_by_mail,omitempty"`
	RecoveryCodeMinutes *int `json:"recovery_code_minutes,omitempty"`
}

// TwoStep says who needs a second step.
type TwoStep string

// The cases.
const (
	TwoStepOptional TwoStep = "optional"
	TwoStepRequired TwoStep = "required"
	// TwoStepByRole: the roles in TwoStepRoles need one.
	TwoStepByRole TwoStep = "by_role"
)

// Demanded tells whether anybody needs a second step.
func (t TwoStep) Demanded() bool { return t == TwoStepRequired || t == TwoStepByRole }

// SignIn says how one signs in and how long that lasts.
type SignIn struct {
	TwoStep TwoStep `json:"two_step,omitempty"`
	// TwoStepRoles are "root", "admin", "member".
	TwoStepRoles []string `json:"two_step_roles,omitempty"`
	// TwoStepGraceDays is how many days somebody may still sign in without a second
	// step after the first sign-in at which the policy asks for it, and without a
	// passkey that it demands. Nil is none: it is set up at once.
	TwoStepGraceDays *int `json:"two_step_grace_days,omitempty"`
	// TwoStepMethods are "totp", "passkey", "recovery_code"; none named are all.
	TwoStepMethods []string `json:"two_step_methods,omitempty"`
	Passkeys       Passkeys `json:"passkeys,omitempty"`
	// PasskeyRoles are "root", "admin", "member".
	PasskeyRoles []string `json:"passkey_roles,omitempty"`
	// PasskeyOnly: the password of an account no longer signs in once it has two
	// passkeys.
	PasskeyOnly bool `json:"passkey_only,omitempty"`
	// PasskeyKinds are PasskeyPhone, PasskeySecurityKey, PasskeyThisDevice; none
	// named are all. The kind is what the browser says of a passkey, and no proof.
	PasskeyKinds []string `json:"passkey_kinds,omitempty"`
	IdleMinutes  *int     `json:"idle_minutes,omitempty"`
	SessionHours *int     `json:"session_hours,omitempty"`
	// MaxSessions is how many windows an account may be signed in with at once; when
	// one more signs in, the one that was not used for the longest is signed out.
	// Sessions of single commands do not count. Nil is no limit.
	MaxSessions *int `json:"max_sessions,omitempty"`
}

// Default is the policy of a new site, the preset "nist". It follows NIST SP
// 800-63B-4, 3.1.1.2: fifteen characters where the password is the only factor,
// eight beside a second one, no composition rules, the account's own names
// refused. Five wrong passwords in a row close the account for fifteen minutes,
// and so do each five more. A hundred wrong tries of one computer or address
// within an hour stop it for fifteen minutes.
func Default() Policy {
	return Policy{
		Complexity: Complexity{
			MinLength: new(15), MinLengthWithTwoStep: new(8), ForbidUsername: true, ForbidPersonal: true,
			Breached: BreachedRefuse,
		},
		Change: Change{DiffersFromCurrent: true, ChangeOnFirstSignIn: true},
		Lockout: Lockout{
			Enabled: true, FirstLockAt: new(5), FailuresPerNextLock: new(5),
			Durations:      &Schedule{Durations: []Duration{{Count: 15, Unit: Minutes}}},
			SourceFailures: new(100), SourceWindowMinutes: new(60), SourceBlockMinutes: new(15),
		},
	}
}

// FieldError is a field of a policy that cannot stand.
type FieldError struct {
	// Field is the name of the field in the published model, with its group
	// ("complexity.min_length"), or of what stands where a field should.
	Field string
	// Text says what is wrong and what to do.
	Text Text
}

// Error implements error with the field and the English sentence.
func (e *FieldError) Error() string { return fmt.Sprintf("policy: %s: %s", e.Field, e.Text) }
