package policy

import "slices"

// The forms of NIST SP 800-63B-4, of the reference text 000 and of PCI DSS 4.
// None of the three is a settings form, so the labels are chosen after their
// sentences.

// nistForm asks for what SP 800-63B-4, 3.1.1.2 speaks of. Blank or 0 is no
// limit.
func nistForm() form {
	const (
		alone    = "Minimum length (password alone)"
		second   = "Minimum length (with two-step verification)"
		longest  = "Maximum length"
		username = "Account name is not in the password"
		personal = "Name and mail address are not in the password"
		breached = "Breached passwords"
		current  = "Differs from the current password"
		failures = "Failed attempts before the first lock"
		next     = "Failed attempts before each next lock"
		times    = "Lock times"
	)
	return form{
		labels: slices.Concat(
			[]string{alone, second, longest, username, personal, breached, current, failures, next, times}, sourceLabels),
		read: func(s *sheet) Policy {
			p := Policy{
				Complexity: Complexity{
					MinLength: s.limit(alone, "min_length"), MinLengthWithTwoStep: s.limit(second, "min_length_with_two_step"),
					MaxLength: s.limit(longest, "max_length"), ForbidUsername: s.flag(username, false),
					ForbidPersonal: s.flag(personal, false),
					Breached: Breached(s.choice(breached,
						string(BreachedOff), string(BreachedAudit), string(BreachedRefuse))),
				},
				Change:  Change{DiffersFromCurrent: s.flag(current, false)},
				Lockout: s.lockout(failures, next, times),
			}
			s.source(&p.Lockout)
			return p
		},
		write: func(s *sheet, p Policy) {
			c := p.Complexity
			s.putNumber(alone, c.MinLength)
			s.putNumber(second, c.MinLengthWithTwoStep)
			s.putNumber(longest, c.MaxLength)
			s.putFlag(username, c.ForbidUsername)
			s.putFlag(personal, c.ForbidPersonal)
			s.put(breached, string(BreachedOff))
			if c.Breached != "" {
				s.put(breached, string(c.Breached))
			}
			s.putFlag(current, p.Change.DiffersFromCurrent)
			s.putLockout(failures, next, times, p.Lockout)
			s.putSource(p.Lockout)
		},
	}
}

// lockout reads a lockout from its first failure, the failures between locks
// and its times. A blank or 0 first failure is no lockout; a blank or 0 number
// between locks is the first one again.
func (s *sheet) lockout(failures, next, times string) Lockout {
	first, between := s.limit(failures, "first_lock_at"), s.limit(next, "failures_per_next_lock")
	schedule := s.schedule(times)
	switch {
	case first == nil:
		return Lockout{}
	case schedule == nil && len(s.faults) == 0:
		s.fault(times, say("Name at least one lock time, such as 30M"))
	}
	if between == nil {
		between = new(*first)
		s.meant[next] = s.meant[failures]
	}
	return Lockout{Enabled: true, FirstLockAt: first, Durations: schedule, FailuresPerNextLock: between}
}

// putLockout is the other way; a lockout without times is applied with the
// fallback, and written so.
func (s *sheet) putLockout(failures, next, times string, l Lockout) {
	s.putNumber(failures, lockAt(l))
	s.put(next, "")
	s.put(times, "")
	if l.Enabled {
		s.putNumber(next, new(atLeastOne(l.FailuresPerNextLock)))
		s.put(times, lockTimes(l).String())
	}
}

// lockTimes are the times that are applied.
func lockTimes(l Lockout) Schedule {
	if l.Durations == nil {
		return Schedule{Durations: []Duration{inUnits(fallbackLock)}}
	}
	return *l.Durations
}

// webHostForm has the sentences of 000. A common dictionary word is what the strength
// estimate scores below "fair", and what is on the list of common passwords. The text names a lockout and its duration and
// no count: 5 is the preset's.
func webHostForm() form {
	const (
		shortest   = "Minimum length"
		letters    = "Mix of upper and lowercase letters"
		characters = "Numbers and special characters"
		words      = "No common dictionary words"
		current    = "Enter current password for verification"
		personal   = "Avoid personal information in passwords"
		lockout    = "Automatic account lockout"
		times      = "Lockout duration"
		failures   = 5
	)
	return form{
		labels: []string{shortest, letters, characters, words, current, personal, lockout, times},
		read: func(s *sheet) Policy {
			mixed, both, own := s.flag(letters, false), s.flag(characters, false), s.flag(personal, false)
			p := Policy{Complexity: Complexity{
				MinLength: s.limit(shortest, "min_length"), MinUpper: oneIf(mixed), MinLower: oneIf(mixed),
				MinDigits: oneIf(both), MinSpecial: oneIf(both), ForbidUsername: own, ForbidPersonal: own,
			}}
			if s.flag(words, false) {
				p.Complexity.MinStrength, p.Complexity.Breached = new(WeakScore), BreachedRefuse
			}
			if !s.flag(current, true) {
				p.Change.RequireCurrent = CurrentNever
			}
			schedule := s.schedule(times)
			if s.flag(lockout, false) {
				p.Lockout = everyFew(failures)
				p.Lockout.Durations = schedule
				if schedule == nil && len(s.faults) == 0 {
					s.fault(times, say("Name at least one lock time, such as 30M"))
				}
			}
			return p
		},
		write: func(s *sheet, p Policy) {
			c := p.Complexity
			s.putNumber(shortest, c.MinLength)
			s.putFlag(letters, isSet(c.MinUpper) || isSet(c.MinLower))
			s.putFlag(characters, isSet(c.MinDigits) || isSet(c.MinSpecial))
			s.putFlag(words, c.MinStrength != nil && *c.MinStrength > 0)
			s.putFlag(current, p.Change.RequireCurrent != CurrentNever)
			s.putFlag(personal, c.ForbidUsername || c.ForbidPersonal)
			s.putFlag(lockout, p.Lockout.Enabled)
			s.put(times, "")
			if p.Lockout.Enabled {
				s.put(times, lockTimes(p.Lockout).String())
			}
		},
	}
}

// pciForm has the numbers of the requirements. 0 minutes of lock are a lock
// until the user's identity is confirmed, here by an administrator.
func pciForm() form {
	const (
		shortest = "8.3.6 Minimum length"
		mixed    = "8.3.6 Numeric and alphabetic characters"
		history  = "8.3.7 Previous passwords that cannot be reused"
		age      = "8.3.9 Days before a password is changed"
		attempts = "8.3.4 Attempts before the user ID is locked"
		minutes  = "8.3.4 Minutes of lockout"
		first    = "8.3.5 First password is changed at first use"
		inactive = "8.2.6 Days of inactivity"
		idle     = "8.2.8 Minutes of idle session"
	)
	return form{
		labels: []string{shortest, mixed, history, age, attempts, minutes, first, inactive, idle},
		first:  true,
		read: func(s *sheet) Policy {
			letters := s.flag(mixed, false)
			p := Policy{
				Complexity: Complexity{
					MinLength: s.limit(shortest, "min_length"), MinLetters: oneIf(letters), MinDigits: oneIf(letters),
				},
				Change: Change{
					HistoryDepth: s.limit(history, "history_depth"), ChangeOnFirstSignIn: s.flag(first, false),
				},
				Expiration: Expiration{
					MaxAgeDays: s.limit(age, "max_age_days"), InactivityDays: s.limit(inactive, "inactivity_days"),
				},
				SignIn: SignIn{IdleMinutes: s.limit(idle, "idle_minutes")},
			}
			length := s.number(minutes, 0, maxSeconds/60, 0)
			if at := s.limit(attempts, "first_lock_at"); at != nil {
				p.Lockout = thresholdLock(*at, fromSeconds(length*60))
			}
			return p
		},
		write: func(s *sheet, p Policy) {
			c := p.Complexity
			s.putNumber(shortest, c.MinLength)
			s.putFlag(mixed, isSet(c.MinLetters) || isSet(c.MinDigits))
			s.putNumber(history, p.Change.HistoryDepth)
			s.putNumber(age, p.Expiration.MaxAgeDays)
			s.putNumber(attempts, lockAt(p.Lockout))
			length := secondsOf(thresholdLength(p.Lockout)) / 60
			s.putNumber(minutes, &length)
			s.putFlag(first, p.Change.ChangeOnFirstSignIn)
			s.putNumber(inactive, p.Expiration.InactivityDays)
			s.putNumber(idle, p.SignIn.IdleMinutes)
		},
	}
}

// thresholdLock locks for one length after every n failures, and until an
// administrator when the length is nil.
func thresholdLock(n int, length *Duration) Lockout {
	if length == nil {
		return Lockout{Enabled: true, FirstLockAt: &n, Durations: &Schedule{UntilAdmin: true}}
	}
	return everyFew(n, *length)
}

// thresholdLength is the one length that a system without a schedule can say:
// the first. Nil is until an administrator, and no lockout.
func thresholdLength(l Lockout) *Duration {
	times := lockTimes(l)
	if !l.Enabled || times.UntilAdmin || len(times.Durations) == 0 {
		return nil
	}
	return &times.Durations[0]
}
