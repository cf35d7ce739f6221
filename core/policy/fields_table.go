package policy

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// groupNames are the groups in the order of the JSON form.
var groupNames = []string{"complexity", "change", "expiration", "lockout", "recovery", "sign_in"}

// fieldTable has every field in the order of the JSON form. It is never
// changed.
var fieldTable = slices.Concat(
	complexityFields(), changeFields(), expirationFields(), lockoutFields(), recoveryFields(), signInFields(),
)

func complexityFields() []Field {
	length := func(name string, at func(*Complexity) **int) Field {
		return numberField("complexity", name, 1, MaxLengthLimit, func(p *Policy) **int { return at(&p.Complexity) })
	}
	flag := func(name string, at func(*Complexity) *bool) Field {
		return switchField("complexity", name, func(p *Policy) *bool { return at(&p.Complexity) })
	}
	return []Field{
		length("min_length", func(c *Complexity) **int { return &c.MinLength }),
		length("max_length", func(c *Complexity) **int { return &c.MaxLength }),
		length("min_length_with_two_step", func(c *Complexity) **int { return &c.MinLengthWithTwoStep }),
		length("min_letters", func(c *Complexity) **int { return &c.MinLetters }),
		length("min_upper", func(c *Complexity) **int { return &c.MinUpper }),
		length("min_lower", func(c *Complexity) **int { return &c.MinLower }),
		length("min_digits", func(c *Complexity) **int { return &c.MinDigits }),
		length("min_special", func(c *Complexity) **int { return &c.MinSpecial }),
		length("min_other", func(c *Complexity) **int { return &c.MinOther }),
		choiceField("complexity", "alphabet", func(p *Policy) *Alphabet { return &p.Complexity.Alphabet },
			AlphabetUnicode, AlphabetASCII),
		specialSetField(),
		forbiddenField(),
		kindsField(),
		flag("forbid_username", func(c *Complexity) *bool { return &c.ForbidUsername }),
		flag("forbid_personal", func(c *Complexity) *bool { return &c.ForbidPersonal }),
		listField("complexity", "banned", func(p *Policy) *[]string { return &p.Complexity.Banned }),
		choiceField("complexity", "banned_match", func(p *Policy) *Match { return &p.Complexity.BannedMatch },
			MatchExact, MatchFolded, MatchFuzzy),
		choiceField("complexity", "breached", func(p *Policy) *Breached { return &p.Complexity.Breached },
			BreachedOff, BreachedAudit, BreachedRefuse),
		numberField("complexity", "min_strength", 0, 4, func(p *Policy) **int { return &p.Complexity.MinStrength }),
		length("max_repeat", func(c *Complexity) **int { return &c.MaxRepeat }),
		length("max_sequence", func(c *Complexity) **int { return &c.MaxSequence }),
		flag("require_security_question", func(c *Complexity) *bool { return &c.RequireSecurityQuestion }),
	}
}

func changeFields() []Field {
	const g = "change"
	first := onField(g, "change_on_first_sign_in", func(p *Policy) *bool { return &p.Change.ChangeOnFirstSignIn })
	return []Field{
		numberField(g, "changes_per_day", 1, MaxChangesPerDay, func(p *Policy) **int { return &p.Change.ChangesPerDay }),
		durationField(g, "min_age", func(p *Policy) **Duration { return &p.Change.MinAge }),
		numberField(g, "history_depth", 1, MaxHistory, func(p *Policy) **int { return &p.Change.HistoryDepth }),
		switchField(g, "differs_from_current", func(p *Policy) *bool { return &p.Change.DiffersFromCurrent }),
		choiceField(g, "require_current", func(p *Policy) *RequireCurrent { return &p.Change.RequireCurrent },
			CurrentAlways, CurrentUnlessFresh, CurrentNever),
		numberField(g, "fresh_seconds", 1, MaxFreshSeconds, func(p *Policy) **int { return &p.Change.FreshSeconds }),
		first,
		choiceField(g, "recheck", func(p *Policy) *Recheck { return &p.Change.Recheck },
			RecheckOff, RecheckOncePerRevision, RecheckAlways),
		choiceField(g, "recheck_scope", func(p *Policy) *RecheckScope { return &p.Change.RecheckScope },
			ScopeNoncompliant, ScopeWeak, ScopeAll),
	}
}

func expirationFields() []Field {
	const g = "expiration"
	grace := numberField(g, "grace_sign_ins", 1, MaxGraceSignIns,
		func(p *Policy) **int { return &p.Expiration.GraceSignIns })
	grace.Default = 1
	return []Field{
		numberField(g, "max_age_days", 1, MaxDays, func(p *Policy) **int { return &p.Expiration.MaxAgeDays }),
		numberField(g, "warn_days", 1, MaxDays, func(p *Policy) **int { return &p.Expiration.WarnDays }),
		choiceField(g, "after_expiry", func(p *Policy) *AfterExpiry { return &p.Expiration.AfterExpiry },
			AfterForceChange, AfterGrace, AfterBlocked),
		grace,
		numberField(g, "inactivity_days", 1, MaxDays, func(p *Policy) **int { return &p.Expiration.InactivityDays }),
	}
}

func lockoutFields() []Field {
	const g = "lockout"
	next := numberField(g, "failures_per_next_lock", 1, MaxConsecutiveFailures,
		func(p *Policy) **int { return &p.Lockout.FailuresPerNextLock })
	next.Default = 1
	minutes := func(name string, absent int, at func(*Lockout) **int) Field {
		f := numberField(g, name, 1, MaxSourceMinutes, func(p *Policy) **int { return at(&p.Lockout) })
		f.Default = absent
		return f
	}
	return []Field{
		switchField(g, "enabled", func(p *Policy) *bool { return &p.Lockout.Enabled }),
		numberField(g, "first_lock_at", 1, MaxConsecutiveFailures,
			func(p *Policy) **int { return &p.Lockout.FirstLockAt }),
		scheduleField(g, "durations", func(p *Policy) **Schedule { return &p.Lockout.Durations }),
		choiceField(g, "index_base", func(p *Policy) *IndexBase { return &p.Lockout.IndexBase },
			IndexFirstLock, IndexRawFailure),
		next,
		choiceField(g, "when_exhausted", func(p *Policy) *WhenExhausted { return &p.Lockout.WhenExhausted },
			ExhaustedRepeatLast, ExhaustedUntilAdmin),
		durationField(g, "reset_after", func(p *Policy) **Duration { return &p.Lockout.ResetAfter }),
		numberField(g, "source_failures", MinSourceFailures, MaxSourceFailures,
			func(p *Policy) **int { return &p.Lockout.SourceFailures }),
		minutes("source_window_minutes", DefaultSourceWindow, func(l *Lockout) **int { return &l.SourceWindowMinutes }),
		minutes("source_block_minutes", DefaultSourceBlock, func(l *Lockout) **int { return &l.SourceBlockMinutes }),
	}
}

func recoveryFields() []Field {
	const g = "recovery"
	minutes := numberField(g, "recovery_code_minutes", 1, MaxRecoveryMinutes,
		func(p *Policy) **int { return &p.Recovery.RecoveryCodeMinutes })
	minutes.Default = MaxRecoveryMinutes
	return []Field{
		switchField(g, "recovery_by_mail", func(p *Policy) *bool { return &p.Recovery.RecoveryByMail }),
		minutes,
	}
}

func signInFields() []Field {
	const g = "sign_in"
	return []Field{
		choiceField(g, "two_step", func(p *Policy) *TwoStep { return &p.SignIn.TwoStep },
			TwoStepOptional, TwoStepRequired, TwoStepByRole),
		listField(g, "two_step_roles", func(p *Policy) *[]string { return &p.SignIn.TwoStepRoles },
			"root", "admin", "member"),
		numberField(g, "two_step_grace_days", 1, MaxTwoStepGraceDays,
			func(p *Policy) **int { return &p.SignIn.TwoStepGraceDays }),
		listField(g, "two_step_methods", func(p *Policy) *[]string { return &p.SignIn.TwoStepMethods },
			MethodTOTP, MethodPasskey, MethodRecoveryCode),
		choiceField(g, "passkeys", func(p *Policy) *Passkeys { return &p.SignIn.Passkeys },
			PasskeysOptional, PasskeysOff, PasskeysRequired, PasskeysByRole),
		listField(g, "passkey_roles", func(p *Policy) *[]string { return &p.SignIn.PasskeyRoles },
			"root", "admin", "member"),
		switchField(g, "passkey_only", func(p *Policy) *bool { return &p.SignIn.PasskeyOnly }),
		listField(g, "passkey_kinds", func(p *Policy) *[]string { return &p.SignIn.PasskeyKinds },
			PasskeyPhone, PasskeySecurityKey, PasskeyThisDevice),
		numberField(g, "idle_minutes", 1, MaxIdleMinutes, func(p *Policy) **int { return &p.SignIn.IdleMinutes }),
		numberField(g, "session_hours", 1, MaxSessionHours, func(p *Policy) **int { return &p.SignIn.SessionHours }),
		numberField(g, "max_sessions", 1, MaxSessions, func(p *Policy) **int { return &p.SignIn.MaxSessions }),
	}
}

// optionalField is a field behind a pointer, so that nil is its absence.
func optionalField[T any](f Field, at func(*Policy) **T) Field {
	f.get = func(p *Policy) any {
		if v := *at(p); v != nil {
			return *v
		}
		return nil
	}
	f.put = func(p *Policy, value any) {
		*at(p) = nil
		if v, ok := value.(T); ok {
			*at(p) = &v
		}
	}
	return f
}

func numberField(group, name string, low, high int, at func(*Policy) **int) Field {
	return optionalField(Field{Group: group, Name: name, Kind: FieldNumber, Min: low, Max: high}, at)
}

func durationField(group, name string, at func(*Policy) **Duration) Field {
	return optionalField(Field{Group: group, Name: name, Kind: FieldDuration}, at)
}

func scheduleField(group, name string, at func(*Policy) **Schedule) Field {
	return optionalField(Field{Group: group, Name: name, Kind: FieldSchedule}, at)
}

func kindsField() Field {
	f := Field{Group: "complexity", Name: "min_kinds", Kind: FieldKinds, Choices: []string{
		string(KindLetter), string(KindUpper), string(KindLower), string(KindDigit), string(KindSpecial),
	}}
	return optionalField(f, func(p *Policy) **Kinds { return &p.Complexity.MinKinds })
}

func switchField(group, name string, at func(*Policy) *bool) Field {
	return Field{
		Group: group, Name: name, Kind: FieldSwitch,
		get: func(p *Policy) any { return *at(p) },
		put: func(p *Policy, value any) { *at(p) = value == true },
	}
}

// onField is a switch that is on where a policy does not speak of it.
func onField(group, name string, at func(*Policy) *bool) Field {
	f := switchField(group, name, at)
	f.DefaultOn = true
	f.put = func(p *Policy, value any) { *at(p) = value != false }
	return f
}

// choiceField reads an empty choice as the first and writes the first as an
// empty one, so that one meaning has one form.
func choiceField[T ~string](group, name string, at func(*Policy) *T, choices ...T) Field {
	f := Field{Group: group, Name: name, Kind: FieldChoice}
	for _, c := range choices {
		f.Choices = append(f.Choices, string(c))
	}
	f.get = func(p *Policy) any {
		if *at(p) == "" {
			return string(choices[0])
		}
		return string(*at(p))
	}
	f.put = func(p *Policy, value any) {
		word, _ := value.(string)
		if word == string(choices[0]) {
			word = ""
		}
		*at(p) = T(word)
	}
	return f
}

func listField(group, name string, at func(*Policy) *[]string, words ...string) Field {
	return Field{
		Group: group, Name: name, Kind: FieldList, Choices: words,
		get: func(p *Policy) any {
			if len(*at(p)) == 0 {
				return nil
			}
			return *at(p)
		},
		put: func(p *Policy, value any) {
			*at(p) = nil
			if entries, _ := value.([]string); len(entries) > 0 {
				*at(p) = entries
			}
		},
	}
}

// specialSetField refuses A–Z, a–z and 0–9 in the set: they would be counted as
// two things.
func specialSetField() Field {
	f := optionalField(Field{Group: "complexity", Name: "special_set", Kind: FieldText, Min: 1, Max: MaxLengthLimit},
		func(p *Policy) **string { return &p.Complexity.SpecialSet })
	f.extra = func(value any) Text {
		set, _ := value.(string)
		if at := strings.IndexFunc(set, isPlainAlnum); at >= 0 {
			return say("“{{.Char}}” is a letter or a digit. Leave it out of the special characters",
				"Char", set[at:at+1])
		}
		return Text{}
	}
	return f
}

func isPlainAlnum(r rune) bool {
	return r < utf8.RuneSelf && (r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z')
}

func forbiddenField() Field {
	at := func(p *Policy) *string { return &p.Complexity.ForbiddenChars }
	return Field{
		Group: "complexity", Name: "forbidden_chars", Kind: FieldText, Max: MaxLengthLimit,
		get: func(p *Policy) any {
			if *at(p) == "" {
				return nil
			}
			return *at(p)
		},
		put: func(p *Policy, value any) { *at(p), _ = value.(string) },
	}
}
