package core

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// What is usual for an account decides what is marked: from which devices and places
// it is used, and at which hours. A first sign-in tells what is usual, and is not
// marked for it.

const (
	// keptHabits is how many devices and places are remembered: those that were used
	// last.
	keptHabits = 50
	// enoughSignIns and enoughDays are how much is known before an hour can be odd.
	enoughSignIns = 20
	enoughDays    = 10
	// nearHours is how far from a usual hour another one is still usual.
	nearHours = 2
	// markFailures is after how many failures in a row a success is told, and
	// markNames how many names within manyNamesWithin are a spray.
	markFailures    = 3
	markNames       = 5
	manyNamesWithin = time.Hour
	// looksBack is how many of the newest lines are looked at for that.
	looksBack = 500
)

// habits are what is usual for an account.
type habits struct {
	// Devices and Places are the newest last.
	Devices []string `json:"devices,omitempty"`
	Places  []string `json:"places,omitempty"`
	// Hours count the sign-ins of each hour of the site's day.
	Hours [24]int `json:"hours"`
	// Days counts different days, the last of which was LastDay.
	Days    int    `json:"days"`
	LastDay string `json:"last_day"`
}

// deviceKey is a computer among the habits.
func deviceKey(d Device) string { return strings.ToLower(d.Host) + "/" + d.System }

// placeKey is the place of a sign-in among the habits: its name, else the network that
// its address is in.
func placeKey(line HistoryLine) string {
	if line.Place != "" {
		return "place/" + line.Place
	}
	addr, err := netip.ParseAddr(line.Device.Address)
	if err != nil {
		return ""
	}
	bits := 24
	if addr.Is6() {
		bits = 64
	}
	near, err := addr.Prefix(bits)
	if err != nil {
		return ""
	}
	return near.String()
}

// use puts one to the end of a list, and tells whether it was there.
func use(list []string, one string) ([]string, bool) {
	at := slices.Index(list, one)
	if at >= 0 {
		list = slices.Delete(list, at, at+1)
	}
	list = append(list, one)
	return list[max(0, len(list)-keptHabits):], at >= 0
}

// learn takes a sign-in into the habits, and gives the marks of what was not usual.
func (h *habits) learn(line HistoryLine, zone *time.Location) Marks {
	var marks Marks
	first := len(h.Devices) == 0
	var known bool
	if h.Devices, known = use(h.Devices, deviceKey(line.Device)); !known && !first {
		marks = append(marks, MarkNewDevice)
	}
	if place := placeKey(line); place != "" {
		none := len(h.Places) == 0
		if h.Places, known = use(h.Places, place); !known && !none {
			marks = append(marks, MarkNewPlace)
		}
	}
	local := line.At.In(zone)
	if h.odd(local.Hour()) {
		marks = append(marks, MarkOddHour)
	}
	h.Hours[local.Hour()]++
	if day := local.Format(time.DateOnly); day != h.LastDay {
		h.Days, h.LastDay = h.Days+1, day
	}
	return marks
}

// odd tells whether an hour of the day is far from all hours of so far.
func (h *habits) odd(hour int) bool {
	all := 0
	for _, n := range h.Hours {
		all += n
	}
	if all < enoughSignIns || h.Days < enoughDays {
		return false
	}
	for by := -nearHours; by <= nearHours; by++ {
		if h.Hours[(hour+by+24)%24] > 0 {
			return false
		}
	}
	return true
}

// marksOf says what is suspicious in a line that is about to be written.
func (s *Site) marksOf(tx Tx, line HistoryLine) (Marks, error) {
	switch {
	case line.Reason == reasonCloned:
		return Marks{MarkCloned}, nil
	case line.Outcome.Bad():
		return s.sprayMarks(tx, line)
	case line.Outcome != OutcomeSignedIn && line.Outcome != OutcomeLetIn || line.AccountID == 0:
		return nil, nil
	}
	marks, err := s.unusual(tx, line)
	if err != nil {
		return nil, err
	}
	failures, err := tx.FailuresSinceSuccess(line.AccountID, looksBack)
	if err != nil {
		return nil, fmt.Errorf("count failures: %w", err)
	}
	if failures >= markFailures {
		marks = append(marks, MarkAfterFailures)
	}
	// A method is all that was proved, with "and" between.
	steps := strings.Split(line.Method, " and ")
	if slices.Contains(steps, methodRecovery) {
		marks = append(marks, MarkRecoveryCode)
	}
	if slices.Contains(steps, methodEmergency) {
		marks = append(marks, MarkBreakGlass)
	}
	if held, err := s.clockHeld(tx); err != nil || !held {
		return marks, err
	}
	return append(marks, MarkClock), nil
}

// unusual learns from a sign-in, and gives what was not usual in it.
func (s *Site) unusual(tx Tx, line HistoryLine) (Marks, error) {
	stored, err := tx.Habits(line.AccountID)
	if err != nil {
		return nil, fmt.Errorf("read habits: %w", err)
	}
	var known habits
	if stored != "" {
		if err := json.Unmarshal([]byte(stored), &known); err != nil {
			known = habits{} // they decide nothing but what is told
		}
	}
	marks := known.learn(line, s.zone)
	text, err := json.Marshal(known)
	if err != nil {
		return nil, fmt.Errorf("write habits: %w", err)
	}
	if err := tx.PutHabits(line.AccountID, string(text)); err != nil {
		return nil, fmt.Errorf("store habits: %w", err)
	}
	return marks, nil
}

// sprayMarks marks a failure when those of one source were for many names.
func (s *Site) sprayMarks(tx Tx, line HistoryLine) (Marks, error) {
	if line.Device.Address == "" && line.Device.Host == "" {
		return nil, nil
	}
	names, err := tx.NamesTried(line.Device, line.At.Add(-manyNamesWithin), looksBack)
	if err != nil {
		return nil, fmt.Errorf("count names that were tried: %w", err)
	}
	if names < markNames {
		return nil, nil
	}
	return Marks{MarkManyNames}, nil
}

// clockHeld tells whether the computer's clock is not believed now.
func (s *Site) clockHeld(tx Tx) (bool, error) {
	record, _, err := tx.Clock()
	if err != nil {
		return false, fmt.Errorf("read the site's clock: %w", err)
	}
	return record.Shift != 0, nil
}
