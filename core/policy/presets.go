package policy

import "slices"

// Preset is a ready policy that follows a published text. Where the text is silent
// on first passwords they are changed at the first sign-in.
type Preset struct {
	// Name is what commands and files call it, Title what a list shows.
	Name, Title string
	// Plain says in one sentence what it asks of people, for whoever chooses one and
	// has not read the source.
	Plain Text
	// About says in a sentence or two what is special, and what had to be chosen
	// where the source gives no number.
	About Text
	// Source is the text the numbers come from.
	Source string
	make   func() Policy
}

// Policy returns the preset's policy, a new value each time.
func (p Preset) Policy() Policy { return p.make() }

// presetTable is never changed. The first is the policy of a new site.
var presetTable = []Preset{
	{
		"nist", "NIST SP 800-63B-4",
		say("Long passwords of 15 characters or more, whatever they are made of, but no common or leaked ones. They do not run out."),
		say("Long passwords without rules on their characters, none that is common or has leaked, and none that expires."),
		"NIST SP 800-63B-4, 3.1.1.2 and 3.2.2", Default,
	},
	{
		"web-host", "Web host",
		say("8 characters or more, with upper-case and lower-case letters, digits and special characters. Easy, common and leaked ones are refused."),
		say("Upper-case and lower-case letters, digits and special characters, no dictionary words and no common or leaked passwords. " +
			"The text names no numbers: 8 characters, one of each kind, and 5 wrong passwords before a lock of 15 minutes are chosen here."),
		"Reference text 000, “Password & Security”: requirements for strong passwords", webHostPreset,
	},
	{
		"data-room", "Data room",
		say("Upper-case and lower-case letters, digits and special characters, and a new password every 30 days. After 3 wrong ones an administrator has to unlock."),
		say("What the text calls a strong policy: every kind of character, a change every 30 days, 3 wrong passwords until " +
			"an administrator unlocks. It names no length and does not count the security question as part of it."),
		"Reference text 002, “Password Complexity”", dataRoomPreset,
	},
	{
		"te", "TE",
		say("8 to 20 characters, of two kinds among letters, digits and special characters, and a new password every 90 days."),
		say("8 to 20 characters of two kinds, and 15 minutes after each 5 wrong passwords. An expired password signs in " +
			"once. The text allows 1 to 1024 days; 90 are chosen here."),
		"Reference text 003, “Password Policy”", tePreset,
	},
	{
		"formflow", "FormFlow",
		say("8 characters or more, with upper-case letters, digits and special characters. Locks grow from a minute to a day."),
		say("Minimum counts for each kind, and locks that grow from a minute to a day. The text leaves the " +
			"counts open: 8 characters and one of each kind are chosen here."),
		"Reference text 004, “Password requirements”", formflowPreset,
	},
	{
		"active-directory", "Active Directory",
		say("As in a Windows domain: 7 characters or more, three kinds, a new one every 42 days."),
		say("The domain's default policy: 7 characters of three kinds, 42 days, 24 former passwords. The default has " +
			"no lockout; 10 wrong passwords and 10 minutes of the security baseline stand here."),
		"Microsoft: Default Domain Policy; lockout from the Windows security baseline", activeDirectoryPreset,
	},
	{
		"freeipa", "FreeIPA",
		say("As on a FreeIPA server: 8 characters or more, and a new password every 90 days."),
		say("The global policy of a new server: 8 characters, 90 days, and 10 minutes after 6 wrong passwords."),
		"FreeIPA: global_policy of a new installation", freeIPAPreset,
	},
	{
		"keycloak", "Keycloak",
		say("As in Keycloak: any password is accepted, even a short one. Only many wrong ones lock."),
		say("Brute force detection as it stands when switched on, with the linear strategy: from the 30th wrong password " +
			"a minute more each time, up to 15. A new realm asks nothing of passwords."),
		"Keycloak Server Administration Guide: brute force attacks", keycloakPreset,
	},
	{
		"pci-dss-4", "PCI DSS 4.0.1",
		say("What payment card rules ask: 12 characters or more, a new one every 90 days."),
		say("The least that cardholder systems must ask where the password is the only factor: 12 characters, " +
			"letters and digits, 90 days, 30 minutes after 10 wrong passwords."),
		"PCI DSS 4.0.1: 8.2.6, 8.2.8, 8.3.4 to 8.3.7, 8.3.9", pciPreset,
	},
}

// Presets returns every preset, the default first.
func Presets() []Preset { return slices.Clone(presetTable) }

// PresetNamed returns a preset's policy, and false for an unknown name.
func PresetNamed(name string) (Policy, bool) {
	for _, p := range presetTable {
		if p.Name == name {
			return p.make(), true
		}
	}
	return Policy{}, false
}

// everyFew locks at the n-th failure, and again after each n more.
func everyFew(n int, schedule ...Duration) Lockout {
	return Lockout{
		Enabled: true, FirstLockAt: &n, FailuresPerNextLock: new(n), Durations: &Schedule{Durations: schedule},
	}
}

func webHostPreset() Policy {
	return Policy{
		Complexity: Complexity{
			MinLength: new(8), MinUpper: new(1), MinLower: new(1), MinDigits: new(1), MinSpecial: new(1),
			MinStrength: new(WeakScore), ForbidUsername: true, ForbidPersonal: true, Breached: BreachedRefuse,
		},
		Change:  Change{ChangeOnFirstSignIn: true},
		Lockout: everyFew(5, Duration{15, Minutes}),
	}
}

func dataRoomPreset() Policy {
	return Policy{
		Complexity: Complexity{
			MinUpper: new(1), MinLower: new(1), MinDigits: new(1), MinSpecial: new(1), ForbidUsername: true,
		},
		Change:     Change{ChangesPerDay: new(3), HistoryDepth: new(3), ChangeOnFirstSignIn: true},
		Expiration: Expiration{MaxAgeDays: new(30), InactivityDays: new(90)},
		Lockout:    Lockout{Enabled: true, FirstLockAt: new(3), Durations: &Schedule{UntilAdmin: true}},
	}
}

// teSpecials are the 30 special characters of 003. The space that its list
// shows is left out, as its text forbids it.
const teSpecials = "~`!@#$%^&*()+=_-{}[]\":;'?/<>,."

// teComplexity is the whole of 003's "Strength".
func teComplexity() Complexity {
	return Complexity{
		MinLength: new(8), MaxLength: new(20), Alphabet: AlphabetASCII, SpecialSet: new(teSpecials),
		ForbiddenChars: " ", MinKinds: &Kinds{K: 2, Of: []Kind{KindLetter, KindDigit, KindSpecial}},
	}
}

func tePreset() Policy {
	return Policy{
		Complexity: teComplexity(),
		Change:     Change{ChangeOnFirstSignIn: true, Recheck: RecheckAlways},
		Expiration: Expiration{
			MaxAgeDays: new(90), WarnDays: new(5), AfterExpiry: AfterGrace, GraceSignIns: new(1),
		},
		Lockout: everyFew(5, Duration{15, Minutes}),
	}
}

// formflowSpecials are the 27 special characters of 004.
const formflowSpecials = "!@#$%^&*()-_=+\\|[]{};:/?.><"

func formflowPreset() Policy {
	return Policy{
		Complexity: Complexity{
			MinLength: new(8), MinLetters: new(1), MinUpper: new(1), MinDigits: new(1), MinSpecial: new(1),
			MinOther: new(1), Alphabet: AlphabetASCII, SpecialSet: new(formflowSpecials),
		},
		Change: Change{ChangeOnFirstSignIn: true, Recheck: RecheckOncePerRevision, RecheckScope: ScopeWeak},
		Lockout: Lockout{
			Enabled: true, FirstLockAt: new(4), FailuresPerNextLock: new(1),
			Durations: &Schedule{Durations: []Duration{
				{1, Minutes},
				{5, Minutes},
				{10, Minutes},
				{30, Minutes},
				{1, Hours},
				{2, Hours},
				{6, Hours},
				{12, Hours},
				{1, Days},
			}},
		},
	}
}

// adSpecials are the characters that Active Directory's complexity filter
// counts as not alphanumeric.
const adSpecials = "~!@#$%^&*_-+=`|\\(){}[]:;\"'<>,.?/"

// adComplexity is "Password must meet complexity requirements".
func adComplexity() Complexity {
	return Complexity{
		SpecialSet:     new(adSpecials),
		MinKinds:       &Kinds{K: 3, Of: []Kind{KindUpper, KindLower, KindDigit, KindSpecial}},
		ForbidUsername: true, ForbidPersonal: true,
	}
}

func activeDirectoryPreset() Policy {
	p := Policy{
		Complexity: adComplexity(),
		Change:     Change{MinAge: &Duration{1, Days}, HistoryDepth: new(24), ChangeOnFirstSignIn: true},
		Expiration: Expiration{MaxAgeDays: new(42)},
		Lockout:    everyFew(10, Duration{10, Minutes}),
	}
	p.Complexity.MinLength = new(7)
	p.Lockout.ResetAfter = &Duration{10, Minutes}
	return p
}

func freeIPAPreset() Policy {
	p := Policy{
		Complexity: Complexity{MinLength: new(8)},
		Change:     Change{MinAge: &Duration{1, Hours}, ChangeOnFirstSignIn: true},
		Expiration: Expiration{MaxAgeDays: new(90)},
		Lockout:    everyFew(6, Duration{10, Minutes}),
	}
	p.Lockout.ResetAfter = &Duration{1, Minutes}
	return p
}

func keycloakPreset() Policy {
	linear := make([]Duration, 15)
	for i := range linear {
		linear[i] = Duration{i + 1, Minutes}
	}
	return Policy{
		Change: Change{ChangeOnFirstSignIn: true},
		Lockout: Lockout{
			Enabled: true, FirstLockAt: new(30), FailuresPerNextLock: new(1),
			Durations: &Schedule{Durations: linear}, ResetAfter: &Duration{12, Hours},
		},
	}
}

func pciPreset() Policy {
	return Policy{
		Complexity: Complexity{MinLength: new(12), MinLetters: new(1), MinDigits: new(1)},
		Change:     Change{HistoryDepth: new(4), ChangeOnFirstSignIn: true},
		Expiration: Expiration{MaxAgeDays: new(90), InactivityDays: new(90)},
		Lockout:    everyFew(10, Duration{30, Minutes}),
		SignIn:     SignIn{IdleMinutes: new(15)},
	}
}
