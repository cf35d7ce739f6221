package policy

import "slices"

// Sentence is one thing a policy says, in an administrator's words.
type Sentence struct {
	// Group and Fields are the names in the published model of what it is about.
	Group  string
	Fields []string
	Text   Text
}

// Describe says the whole policy in plain sentences, in the order of the
// published model. A field that does not act is not spoken of: a schedule while
// the lockout is off, a notice without an expiration.
func Describe(p Policy) []Sentence {
	return slices.Concat(
		sayComplexity(p.Complexity), sayChange(p), sayExpiration(p.Expiration),
		sayLockout(p.Lockout), sayRecovery(p.Recovery), saySignIn(p.SignIn),
	)
}

// sentences collects what is said of one group.
type sentences struct {
	group string
	all   []Sentence
}

func (s *sentences) add(text Text, fields ...string) {
	s.all = append(s.all, Sentence{Group: s.group, Fields: fields, Text: text})
}

func sayChange(p Policy) []Sentence {
	c, s := p.Change, &sentences{group: GroupChange}
	if c.ChangesPerDay != nil {
		s.add(changesText(*c.ChangesPerDay), "changes_per_day")
	}
	if c.MinAge != nil {
		s.add(say("After a change a person waits {{.Time}} before the next one of their own.", "Time", durationText(*c.MinAge)), "min_age")
	}
	if c.HistoryDepth != nil {
		s.add(reuseText(*c.HistoryDepth), "history_depth")
	}
	if c.DiffersFromCurrent {
		s.add(say("A new password is not the current one."), "differs_from_current")
	}
	switch c.RequireCurrent {
	case CurrentNever:
		s.add(say("Changing a password does not ask for the current one."), "require_current")
	case CurrentUnlessFresh:
		s.add(say("Changing a password asks for the current one, unless the person signed in less than {{.Time}} ago.",
			"Time", secondsText(orZero(c.FreshSeconds))), "require_current", "fresh_seconds")
	default:
		s.add(say("Changing a password asks for the current one."), "require_current")
	}
	first := say("The first password of a new user stays until they change it, though whoever added the account has seen it.")
	if c.ChangeOnFirstSignIn {
		first = say("New users choose a password of their own at the first sign-in.")
	}
	s.add(first, "change_on_first_sign_in")
	s.recheck(p)
	return s.all
}

func changesText(n int) Text {
	if n == 1 {
		return say("A person changes their password at most once in 24 hours.")
	}
	return say("A person changes their password at most {{.N}} times in 24 hours.", "N", n)
}

func reuseText(n int) Text {
	if n == 1 {
		return say("The password before the current one cannot be used again.")
	}
	return say("The {{.N}} passwords before the current one cannot be used again.", "N", n)
}

// recheck says whose password is judged again, or that nothing makes anybody
// change one.
func (s *sentences) recheck(p Policy) {
	c := p.Change
	on := c.Recheck == RecheckOncePerRevision || c.Recheck == RecheckAlways
	if !on {
		if p.Expiration.MaxAgeDays == nil && !c.ChangeOnFirstSignIn {
			s.add(say("Nobody is made to change a password."), "recheck")
		}
		return
	}
	once := c.Recheck == RecheckOncePerRevision
	var text Text
	switch {
	case c.RecheckScope == ScopeAll && once:
		text = say("At the first sign-in after these settings are saved, everybody chooses a new password.")
	case c.RecheckScope == ScopeAll:
		text = say("At each sign-in, everybody chooses a new password.")
	case c.RecheckScope == ScopeWeak && once:
		text = say("At the first sign-in after these settings are saved, people whose password is weak or breaks a rule choose a new one.")
	case c.RecheckScope == ScopeWeak:
		text = say("At each sign-in, people whose password is weak or breaks a rule choose a new one.")
	case once:
		text = say("At the first sign-in after these settings are saved, people whose password breaks a rule choose a new one.")
	default:
		text = say("At each sign-in, people whose password breaks a rule choose a new one.")
	}
	s.add(text, "recheck", "recheck_scope")
}

func sayExpiration(e Expiration) []Sentence {
	s := &sentences{group: GroupExpiration}
	if e.MaxAgeDays == nil {
		s.add(say("Passwords do not run out."), "max_age_days")
	} else {
		s.add(say("Passwords run out after {{.Days}}.", "Days", daysText(*e.MaxAgeDays)), "max_age_days")
		if e.WarnDays != nil {
			s.add(say("People are told of it from {{.Days}} before.", "Days", daysText(*e.WarnDays)), "warn_days")
		}
		s.afterExpiry(e)
	}
	if e.InactivityDays != nil {
		s.add(say("An account that is not used for {{.Days}} locks at the end of the last day.",
			"Days", daysText(*e.InactivityDays)), "inactivity_days")
	}
	return s.all
}

func (s *sentences) afterExpiry(e Expiration) {
	switch e.AfterExpiry {
	case AfterBlocked:
		s.add(say("An expired password does not sign in. A root account resets it."), "after_expiry")
	case AfterGrace:
		times := atLeastOne(e.GraceSignIns)
		text := say("An expired password signs in {{.N}} times more, only to change it. After that a root account resets it.", "N", times)
		if times == 1 {
			text = say("An expired password signs in once more, only to change it. After that a root account resets it.")
		}
		s.add(text, "after_expiry", "grace_sign_ins")
	default:
		s.add(say("An expired password still signs in, but only to change it."), "after_expiry")
	}
}

func sayRecovery(r Recovery) []Sentence {
	s := &sentences{group: GroupRecovery}
	if !r.RecoveryByMail {
		s.add(say("A lost password is reset by an administrator."), "recovery_by_mail")
		return s.all
	}
	s.add(say("Who lost their password gets a code by mail and chooses a new one. The code lasts {{.Time}}.",
		"Time", minutesOrMost(r.RecoveryCodeMinutes)), "recovery_by_mail", "recovery_code_minutes")
	return s.all
}
