package policy

// sayLockout says what wrong passwords do, to an account and to where they come
// from.
func sayLockout(l Lockout) []Sentence {
	s := &sentences{group: GroupLockout}
	if l.Enabled {
		s.locks(l)
	} else {
		s.add(say("Only {{.Most}} wrong passwords in a row lock an account, until an administrator unlocks it.", "Most", MaxConsecutiveFailures), "enabled")
	}
	s.source(l)
	return s.all
}

// source says what stops a computer or address.
func (s *sentences) source(l Lockout) {
	limit, on := l.Source()
	if !on {
		return
	}
	s.add(say("After {{.Most}} wrong tries within {{.Time}}, whatever names were tried, a computer or address cannot try for {{.Block}}.",
		"Most", limit.Failures, "Time", timeText(limit.Window), "Block", timeText(limit.Block)),
		"source_failures", "source_window_minutes", "source_block_minutes")
	s.add(say("For computers and addresses the site's own policy alone decides."), "source_failures")
}

// locks says what locks an account.
func (s *sentences) locks(l Lockout) {
	switch {
	case l.Durations == nil || !l.Durations.UntilAdmin && len(l.Durations.Durations) == 0:
		// Lint asks for a length; until there is one, nothing certain can be said of it.
		s.add(lockedText(atLeastOne(l.FirstLockAt)), "enabled", "first_lock_at")
	case l.Durations.UntilAdmin:
		s.add(lockedForGoodText(atLeastOne(l.FirstLockAt)), "enabled", "first_lock_at", "durations")
	case len(l.Durations.Durations) == 1 && l.WhenExhausted != ExhaustedUntilAdmin:
		s.add(againText(atLeastOne(l.FirstLockAt), atLeastOne(l.FailuresPerNextLock), durationText(l.Durations.Durations[0])),
			"enabled", "first_lock_at", "durations", "failures_per_next_lock", "when_exhausted")
	default:
		s.add(lockedText(atLeastOne(l.FirstLockAt)), "enabled", "first_lock_at")
		s.add(nextLockText(atLeastOne(l.FailuresPerNextLock)), "failures_per_next_lock")
		s.schedule(l)
	}
	if l.ResetAfter != nil {
		s.add(say("After {{.Time}} without a wrong password the count begins anew.", "Time", durationText(*l.ResetAfter)), "reset_after")
	}
	s.add(say("The {{.Most}}th wrong password in a row locks the account until an administrator unlocks it.", "Most", MaxConsecutiveFailures), "enabled")
}

func lockedText(first int) Text {
	if first == 1 {
		return say("After 1 wrong password the account is locked.")
	}
	return say("After {{.First}} wrong passwords in a row the account is locked.", "First", first)
}

func lockedForGoodText(first int) Text {
	if first == 1 {
		return say("After 1 wrong password the account is locked until an administrator unlocks it.")
	}
	return say("After {{.First}} wrong passwords in a row the account is locked until an administrator unlocks it.", "First", first)
}

// againText says a lock of one length that comes again and again.
func againText(first, next int, length Text) Text {
	switch {
	case first == 1 && next == 1:
		return say("After each wrong password the account is locked for {{.Time}}.", "Time", length)
	case first == 1:
		return say("After 1 wrong password the account is locked for {{.Time}}, and again after each {{.Next}} more.", "Time", length, "Next", next)
	case next == 1:
		return say("After {{.First}} wrong passwords in a row the account is locked for {{.Time}}, and again after each one more.", "First", first, "Time", length)
	}
	return say("After {{.First}} wrong passwords in a row the account is locked for {{.Time}}, and again after each {{.Next}} more.",
		"First", first, "Time", length, "Next", next)
}

func nextLockText(n int) Text {
	if n == 1 {
		return say("Each further wrong password locks it again.")
	}
	return say("Each {{.Next}} further wrong passwords lock it again.", "Next", n)
}

// schedule says the lengths of locks that differ.
func (s *sentences) schedule(l Lockout) {
	lengths := scheduleText(l.Durations)
	text := say("The locks last, one after the other: {{.Times}}.", "Times", lengths)
	if l.IndexBase == IndexRawFailure {
		text = say("How long depends on the number of wrong passwords, from the first on: {{.Times}}.", "Times", lengths)
	}
	s.add(text, "durations", "index_base")
	last := say("After these, each lock lasts as long as the last of them.")
	if l.WhenExhausted == ExhaustedUntilAdmin {
		last = say("After these, a lock lasts until an administrator ends it.")
	}
	s.add(last, "when_exhausted")
}
