package policy

import (
	"slices"
	"strconv"
	"strings"
)

// keycloakTerm is one condition of the password policy with a number.
type keycloakTerm struct {
	name, field string
	blank       int // what Keycloak takes when the number is missing
	at          func(p *Policy) **int
}

// keycloakTermTable is never changed. Its order is that of export.
var keycloakTermTable = []keycloakTerm{
	{"length", "min_length", 8, func(p *Policy) **int { return &p.Complexity.MinLength }},
	{"maxLength", "max_length", 64, func(p *Policy) **int { return &p.Complexity.MaxLength }},
	{"upperCase", "min_upper", 1, func(p *Policy) **int { return &p.Complexity.MinUpper }},
	{"lowerCase", "min_lower", 1, func(p *Policy) **int { return &p.Complexity.MinLower }},
	{"digits", "min_digits", 1, func(p *Policy) **int { return &p.Complexity.MinDigits }},
	{"specialChars", "min_special", 1, func(p *Policy) **int { return &p.Complexity.MinSpecial }},
	{"passwordHistory", "history_depth", 3, func(p *Policy) **int { return &p.Change.HistoryDepth }},
	{"forceExpiredPasswordChange", "max_age_days", 365, func(p *Policy) **int { return &p.Expiration.MaxAgeDays }},
	{kcAuthAge, "fresh_seconds", 300, func(p *Policy) **int { return &p.Change.FreshSeconds }},
}

const (
	kcAuthAge  = "maxAuthAge"
	kcUsername = "notContainsUsername"
)

// keycloakOther are the conditions that no field of a policy holds.
var keycloakOther = []string{
	"notUsername", "notEmail", "regexPattern", "passwordBlacklist", "passwordAge", "hashAlgorithm", "hashIterations",
	"recoveryCodesWarningThreshold",
}

// keycloakTerms reads the password policy.
func (s *sheet) keycloakTerms() Policy {
	var p Policy
	if s.blank(kcPolicy) {
		return p
	}
	seen := map[string]bool{}
	for term := range strings.SplitSeq(s.text(kcPolicy), " and ") {
		name, value, _ := strings.Cut(strings.TrimSpace(term), "(")
		value = strings.TrimSpace(strings.TrimSuffix(value, ")"))
		at := slices.IndexFunc(keycloakTermTable, func(t keycloakTerm) bool { return t.name == name })
		switch {
		case seen[name]:
			s.fault(kcPolicy, say("“{{.Name}}” is named twice. Keep one of them", "Name", short(name)))
		case at >= 0:
			s.keycloakNumber(&p, keycloakTermTable[at], value)
		case name == kcUsername:
			p.Complexity.ForbidUsername = true
		case slices.Contains(keycloakOther, name):
			s.lose(kcPolicy, say("“{{.Name}}” is not kept: no field says it", "Name", name))
		default:
			s.fault(kcPolicy, say("“{{.Name}}” is no condition of a password policy", "Name", short(name)))
		}
		seen[name] = true
		if len(s.faults) >= maxFaults {
			break
		}
	}
	s.meant[kcPolicy] = strings.Join(keycloakText(p), " and ")
	return p
}

func (s *sheet) keycloakNumber(p *Policy, term keycloakTerm, value string) {
	n, most := term.blank, boundOf(term.field)
	var err error
	if value != "" && value != "undefined" {
		n, err = strconv.Atoi(value)
	}
	if err != nil || n < 0 || n > most {
		s.fault(kcPolicy, say("“{{.Name}}” takes a whole number from {{.Min}} to {{.Max}}",
			"Name", term.name, "Min", 0, "Max", most))
		return
	}
	*term.at(p) = orNone(n)
	if term.name == kcAuthAge && n > 0 {
		p.Change.RequireCurrent = CurrentUnlessFresh
	}
}

// keycloakText writes the password policy, term by term.
func keycloakText(p Policy) []string {
	var terms []string
	for _, term := range keycloakTermTable {
		if term.name == kcAuthAge && p.Change.RequireCurrent != CurrentUnlessFresh {
			continue
		}
		if n := *term.at(&p); n != nil {
			terms = append(terms, term.name+"("+strconv.Itoa(*n)+")")
		}
	}
	if p.Complexity.ForbidUsername {
		terms = append(terms, kcUsername+"(undefined)")
	}
	return terms
}
