package policy

import (
	"strconv"
	"strings"

	"pgregory.net/rapid"
)

// The spaces of the dialects: random settings in canonical form. A setting
// behind a switch that is off is blank or 0 there.

func drawNumber(t *rapid.T, label string, low, high int) string {
	return strconv.Itoa(rapid.OneOf(rapid.IntRange(low, min(high, low+2)), rapid.IntRange(low, high)).Draw(t, label))
}

func drawSwitch(t *rapid.T, label string) string {
	return rapid.SampledFrom([]string{"On", "Off"}).Draw(t, label)
}

func drawSchedule(t *rapid.T, label string) string {
	return Schedule{Durations: rapid.SliceOfN(formDuration(), 1, 9).Draw(t, label)}.String()
}

func dataRoomSpace(t *rapid.T) map[string]string {
	cells := map[string]string{}
	for label, most := range map[string]int{
		"Minimum Length": 1024, "Maximum Length": 1024,
		"Number of times a day a user can change their password":                            1000,
		"Number of previous passwords users cannot reuse":                                   50,
		"Number of consecutive failed login attempts before user account is locked":         100,
		"Number of days before a user's password auto-expires and forces a password change": 3650,
		"Number of inactivity days before a user account is locked":                         3650,
	} {
		cells[label] = drawNumber(t, label, 0, most)
	}
	for _, label := range []string{
		"Require Upper Case Letter", "Lower Case Letter Required", "Number Required", "Special Character Required",
		"Password Can Contain Username", "Require a Security Question",
	} {
		cells[label] = drawSwitch(t, label)
	}
	return cells
}

func teSpace(t *rapid.T) map[string]string {
	cells := map[string]string{
		"password strength": drawSwitch(t, "strength"), "password expiration": drawSwitch(t, "expiration"),
		"login after expiration": drawSwitch(t, "grace"), "password retry constraints": drawSwitch(t, "retry"),
		"validity period of passwords": drawNumber(t, "days", 1, 1024),
	}
	if cells["password expiration"] == "Off" {
		cells["login after expiration"], cells["validity period of passwords"] = "Off", "0"
	}
	return cells
}

func formflowSpace(t *rapid.T) map[string]string {
	cells := map[string]string{
		ffEnabled: drawSwitch(t, ffEnabled), ffValidity: drawNumber(t, ffValidity, 0, 3650),
		ffHistory: drawNumber(t, ffHistory, 0, 50), ffLimit: drawNumber(t, ffLimit, 0, 99),
		ffDurations: drawSchedule(t, ffDurations), ffNewUsers: drawSwitch(t, ffNewUsers),
		ffByMail: drawSwitch(t, ffByMail), ffForce: drawSwitch(t, ffForce), ffLock: drawSwitch(t, ffLock),
		ffBanned: strings.Join(rapid.SliceOfN(rapid.StringMatching(`[a-z "\\]{1,5}`), 0, 5).Draw(t, ffBanned), ","),
	}
	for _, label := range []string{ffLength, ffLetters, ffUpper, ffDigits, ffSpecial, ffOther} {
		cells[label] = "0"
		if cells[ffEnabled] == "On" {
			cells[label] = drawNumber(t, label, 0, 1024)
		}
	}
	return cells
}

func webHostSpace(t *rapid.T) map[string]string {
	cells := map[string]string{"Minimum length": drawNumber(t, "length", 0, 1024), "Lockout duration": ""}
	for _, label := range []string{
		"Mix of upper and lowercase letters", "Numbers and special characters", "No common dictionary words",
		"Enter current password for verification", "Avoid personal information in passwords", "Automatic account lockout",
	} {
		cells[label] = drawSwitch(t, label)
	}
	if cells["Automatic account lockout"] == "On" {
		cells["Lockout duration"] = drawSchedule(t, "duration")
	}
	return cells
}

func nistSpace(t *rapid.T) map[string]string {
	cells := map[string]string{
		"Minimum length (password alone)":               drawNumber(t, "alone", 0, 1024),
		"Minimum length (with two-step verification)":   drawNumber(t, "second", 0, 1024),
		"Maximum length":                                drawNumber(t, "longest", 0, 1024),
		"Account name is not in the password":           drawSwitch(t, "username"),
		"Name and mail address are not in the password": drawSwitch(t, "personal"),
		"Breached passwords":                            rapid.SampledFrom([]string{"off", "audit", "refuse"}).Draw(t, "breached"),
		"Differs from the current password":             drawSwitch(t, "current"),
		"Failed attempts before the first lock":         drawNumber(t, "failures", 0, 100),
		"Failed attempts before each next lock":         drawNumber(t, "next", 1, 100),
		"Lock times":                                    drawSchedule(t, "times"),
	}
	if cells["Failed attempts before the first lock"] == "0" {
		cells["Failed attempts before each next lock"], cells["Lock times"] = "", ""
	}
	cells[sourceFailures], cells[sourceWindow], cells[sourceBlock] = "0", "", ""
	if rapid.Bool().Draw(t, "sources are stopped") {
		cells[sourceFailures] = drawNumber(t, sourceFailures, MinSourceFailures, MaxSourceFailures)
		cells[sourceWindow] = drawNumber(t, sourceWindow, 1, MaxSourceMinutes)
		cells[sourceBlock] = drawNumber(t, sourceBlock, 1, MaxSourceMinutes)
	}
	return cells
}

// drawMinutes draws seconds of whole minutes.
func drawMinutes(t *rapid.T, label string) int64 {
	return 60 * int64(rapid.OneOf(rapid.IntRange(0, 90), rapid.IntRange(0, 3650*24*60)).Draw(t, label))
}

func directorySpace(t *rapid.T) map[string]string {
	cells := map[string]string{
		adRank: "", adReversible: "FALSE", adComplex: strings.ToUpper(strconv.FormatBool(rapid.Bool().Draw(t, "complex"))),
		adLength: drawNumber(t, adLength, 0, 255), adHistory: drawNumber(t, adHistory, 0, 24),
		adMinAge: directorySpan(drawMinutes(t, adMinAge)), adMaxAge: drawNumber(t, adMaxAge, 0, 3650) + ":00:00:00",
		adThreshold: drawNumber(t, adThreshold, 0, 100),
		adWindow:    directorySpan(drawMinutes(t, adWindow)), adDuration: directorySpan(drawMinutes(t, adDuration)),
	}
	if cells[adThreshold] == "0" {
		cells[adWindow], cells[adDuration] = directorySpan(0), directorySpan(0)
	}
	return cells
}

func ipaSpace(t *rapid.T) map[string]string {
	cells := map[string]string{
		ipaMaxLife: drawNumber(t, ipaMaxLife, 0, 3650), ipaMinLife: drawNumber(t, ipaMinLife, 0, 1000),
		ipaHistory: drawNumber(t, ipaHistory, 0, 50), ipaClasses: drawNumber(t, ipaClasses, 0, 4),
		ipaLength: drawNumber(t, ipaLength, 0, 1024), ipaFailures: drawNumber(t, ipaFailures, 0, 100),
		ipaInterval: strconv.FormatInt(drawMinutes(t, ipaInterval), 10),
		ipaLock:     strconv.FormatInt(drawMinutes(t, ipaLock), 10),
		ipaRepeat:   drawNumber(t, ipaRepeat, 0, 9), ipaSequence: drawNumber(t, ipaSequence, 0, 9),
		ipaUserCheck: strings.ToUpper(strconv.FormatBool(rapid.Bool().Draw(t, "check"))),
		ipaGrace:     drawNumber(t, ipaGrace, -1, 100),
	}
	if cells[ipaFailures] == "0" {
		cells[ipaInterval], cells[ipaLock] = "0", "0"
	}
	return cells
}

// realmSpace draws waits whose longest one is reached, since a longer one has no
// effect.
func realmSpace(t *rapid.T) map[string]string {
	cells := map[string]string{
		kcPolicy: drawTerms(t), kcByMail: strconv.FormatBool(rapid.Bool().Draw(t, "mail")),
		kcProtected: "false", kcPermanent: "false", kcTemporary: "0", kcStrategy: "", kcFailures: "", kcIncrement: "",
		kcLongest: "", kcReset: "",
	}
	if rapid.Bool().Draw(t, "off") {
		return cells
	}
	failures := rapid.IntRange(2, 90).Draw(t, "failures")
	cells[kcProtected], cells[kcFailures] = "true", strconv.Itoa(failures)
	cells[kcReset] = strconv.FormatInt(drawMinutes(t, "reset"), 10)
	mode := rapid.SampledFrom([]string{"temporary", "permanent", "mixed"}).Draw(t, "mode")
	if mode != "temporary" {
		cells[kcPermanent] = "true"
	}
	if mode == "permanent" {
		return cells
	}
	increment := 60 * rapid.IntRange(1, 30).Draw(t, "increment")
	steps := 1 + rapid.IntRange(0, 10).Draw(t, "steps")
	cells[kcStrategy] = kcLinear
	if limit := 100 / failures; rapid.Bool().Draw(t, "multiple") && limit > 1 && mode == "temporary" {
		cells[kcStrategy], steps = kcMultiple, 2+rapid.IntRange(0, limit-2).Draw(t, "multiples")
	}
	if mode == "mixed" {
		cells[kcTemporary] = strconv.Itoa(steps)
	}
	cells[kcIncrement], cells[kcLongest] = strconv.Itoa(increment), strconv.Itoa(increment*steps)
	return cells
}

func drawTerms(t *rapid.T) string {
	var terms []string
	for _, term := range keycloakTermTable {
		if rapid.Bool().Draw(t, term.name) {
			terms = append(terms, term.name+"("+drawNumber(t, term.name, 1, 50)+")")
		}
	}
	if rapid.Bool().Draw(t, kcUsername) {
		terms = append(terms, kcUsername+"(undefined)")
	}
	return strings.Join(terms, " and ")
}

func pciSpace(t *rapid.T) map[string]string {
	cells := map[string]string{
		"8.3.6 Minimum length":                           drawNumber(t, "length", 0, 1024),
		"8.3.6 Numeric and alphabetic characters":        drawSwitch(t, "mixed"),
		"8.3.7 Previous passwords that cannot be reused": drawNumber(t, "history", 0, 50),
		"8.3.9 Days before a password is changed":        drawNumber(t, "age", 0, 3650),
		"8.3.4 Attempts before the user ID is locked":    drawNumber(t, "attempts", 0, 100),
		"8.3.4 Minutes of lockout":                       drawNumber(t, "minutes", 0, 5000),
		"8.3.5 First password is changed at first use":   drawSwitch(t, "first"),
		"8.2.6 Days of inactivity":                       drawNumber(t, "inactive", 0, 3650),
		"8.2.8 Minutes of idle session":                  drawNumber(t, "idle", 0, 1440),
	}
	if cells["8.3.4 Attempts before the user ID is locked"] == "0" {
		cells["8.3.4 Minutes of lockout"] = "0"
	}
	return cells
}
