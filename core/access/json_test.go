package access_test

import (
	"errors"
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"gatehouse/core/access"
)

func TestJSON(t *testing.T) {
	list := rules(t, `deny from 10.0.0.0/8, place:"Work <shop>" hours mon,tue 22:00-06:00 note "At \"night\""`, "allow hours sat", "deny")
	const want = `[{"action":"deny","from":["10.0.0.0/8","place:Work <shop>"],"hours":{"days":["mon","tue"],"from":"22:00","to":"06:00"},` +
		`"note":"At \"night\""},{"action":"allow","hours":{"days":["sat"]}},{"action":"deny"}]`
	if got, err := list.JSON(); err != nil || string(got) != want {
		t.Errorf("%s, %v; want %s", got, err, want)
	}
	for text, want := range map[string]access.Rules{
		"[]":  nil,
		want:  list,
		"[ ]": nil,
		` [ { "note" : "x", "hours":{"to":"24:00","from":"08:00"},"from":["::ffff:10.0.0.1"] , "action":"allow" } ] `: rules(t, `allow from 10.0.0.1 hours 08:00-00:00 note "x"`),
		`[{"action":"deny","hours":{"days":["mon-wed","fri"]}}]`:                                                      rules(t, "deny hours mon-wed,fri"),
	} {
		if got, err := access.ParseJSON([]byte(text)); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s gives %+v, %v; want %+v", text, got, err, want)
		}
	}
	if got, err := access.Rules(nil).JSON(); err != nil || string(got) != "[]" {
		t.Errorf("no rules: %s, %v", got, err)
	}
}

func TestParseJSONRefuses(t *testing.T) {
	tests := []struct {
		text   string
		reason access.Reason
	}{
		{"", access.ReasonNotJSON},
		{"[", access.ReasonNotJSON},
		{"[]x", access.ReasonNotJSON},
		{"[][]", access.ReasonNotJSON},
		{"\ufeff[]", access.ReasonNotJSON},
		{"[\"\xff\"]", access.ReasonNotText},
		{"null", access.ReasonType},
		{"{}", access.ReasonType},
		{"1", access.ReasonType},
		{"[null]", access.ReasonType},
		{"[[]]", access.ReasonType},
		{`["deny"]`, access.ReasonType},
		{`[{}]`, access.ReasonAction},
		{`[{"action":"Deny"}]`, access.ReasonAction},
		{`[{"action":null}]`, access.ReasonType},
		{`[{"action":true}]`, access.ReasonType},
		{`[{"Action":"deny"}]`, access.ReasonName},
		{`[{"action":"deny","more":1}]`, access.ReasonName},
		{`[{"action":"deny","` + strings.Repeat("\\u202e", 50) + `":1}]`, access.ReasonName},
		{`[{"action":"deny","action":"allow"}]`, access.ReasonNameTwice},
		{`[{"action":"deny","\u0061ction":"allow"}]`, access.ReasonNameTwice},
		{`[{"action":"deny","from":null}]`, access.ReasonType},
		{`[{"action":"deny","from":"desk"}]`, access.ReasonType},
		{`[{"action":"deny","from":[]}]`, access.ReasonNoSource},
		{`[{"action":"deny","from":[1]}]`, access.ReasonType},
		{`[{"action":"deny","from":[["desk"]]}]`, access.ReasonType},
		{`[{"action":"deny","from":["nowhere"]}]`, access.ReasonSource},
		{`[{"action":"deny","from":["010.0.0.1"]}]`, access.ReasonSource},
		{`[{"action":"deny","from":["place:\ud800"]}]`, access.ReasonSource},
		{`[{"action":"deny","from":["desk","desk"]}]`, access.ReasonSourceTwice},
		{`[{"action":"deny","hours":null}]`, access.ReasonType},
		{`[{"action":"deny","hours":{}}]`, access.ReasonHours},
		{`[{"action":"deny","hours":{"days":[]}}]`, access.ReasonHours},
		{`[{"action":"deny","hours":{"from":"08:00"}}]`, access.ReasonHours},
		{`[{"action":"deny","hours":{"days":["mon"],"to":"08:00"}}]`, access.ReasonHours},
		{`[{"action":"deny","hours":{"from":8,"to":9}}]`, access.ReasonType},
		{`[{"action":"deny","hours":{"from":"8:00","to":"09:00"}}]`, access.ReasonTime},
		{`[{"action":"deny","hours":{"days":"mon"}}]`, access.ReasonType},
		{`[{"action":"deny","hours":{"days":["monday"]}}]`, access.ReasonDays},
		{`[{"action":"deny","hours":{"days":["mon","mon"]}}]`, access.ReasonDayTwice},
		{`[{"action":"deny","hours":{"days":["mon"],"days":["tue"]}}]`, access.ReasonNameTwice},
		{`[{"action":"deny","hours":{"zone":"UTC"}}]`, access.ReasonName},
		{`[{"action":"deny","note":""}]`, access.ReasonNote},
		{`[{"action":"deny","note":"a\nb"}]`, access.ReasonNote},
		{`[{"action":"deny","note":{}}]`, access.ReasonType},
		{"[" + strings.Repeat(`{"action":"deny"},`, access.MaxRules) + `{"action":"deny"}]`, access.ReasonManyRules},
		{strings.Repeat(" ", access.MaxBytes) + "[]", access.ReasonLarge},
		{strings.Repeat("[", 30_000) + strings.Repeat("]", 30_000), access.ReasonNotJSON},
	}
	for _, test := range tests {
		if got, err := access.ParseJSON([]byte(test.text)); reasonOf(t, err) != test.reason {
			t.Errorf("%.80q gives %v, %v; want %q", test.text, got, err, test.reason)
		}
	}
	_, err := access.ParseJSON([]byte(`[{"action":"deny"},{"action":"deny","from":["x"]}]`))
	if refused, ok := errors.AsType[*access.Error](err); !ok || refused.Rule != 2 {
		t.Errorf("%v does not name rule 2", err)
	}
}

// TestCheckRefuses is about values that a program made.
func TestCheckRefuses(t *testing.T) {
	from := func(sources ...access.Source) access.Rules { return access.Rules{{From: sources}} }
	hours := func(h access.Hours) access.Rules { return access.Rules{{Hours: &h}} }
	long := make(access.Rules, access.MaxRules)
	for i := range long {
		for k := range 60 {
			long[i].From = append(long[i].From, access.FromPlace(fmt.Sprintf("Place %d", k)))
		}
	}
	tests := []struct {
		name   string
		rules  access.Rules
		reason access.Reason
	}{
		{"empty source", from(access.Source{}), access.ReasonSource},
		{"two in one", from(access.Source{Desk: true, Place: "A"}), access.ReasonSource},
		{"range and place", from(access.Source{Place: "A", Range: netip.MustParsePrefix("10.0.0.0/8")}), access.ReasonSource},
		{"host bits", from(access.FromRange(netip.MustParsePrefix("10.0.0.1/8"))), access.ReasonSource},
		{"mapped", from(access.FromRange(netip.MustParsePrefix("::ffff:10.0.0.1/128"))), access.ReasonSource},
		{"no kind", from(access.FromKind("near")), access.ReasonSource},
		{"name decomposed", from(access.FromPlace("e\u0301")), access.ReasonSource},
		{"name hidden", from(access.FromPlace("a\nb")), access.ReasonSource},
		{"twice", from(access.FromPlace("A"), access.FromPlace("a")), access.ReasonSourceTwice},
		{"days", hours(access.Hours{Days: 128}), access.ReasonHours},
		{"before", hours(access.Hours{From: -1}), access.ReasonHours},
		{"after", hours(access.Hours{To: 1440}), access.ReasonHours},
		{"note", access.Rules{{Note: "a\nb"}}, access.ReasonNote},
		{"many", make(access.Rules, access.MaxRules+1), access.ReasonManyRules},
		{"long", long, access.ReasonLarge},
	}
	for _, test := range tests {
		if err := test.rules.Check(); reasonOf(t, err) != test.reason {
			t.Errorf("%s: %v, want %q", test.name, err, test.reason)
		}
	}
	if err := access.Rules(nil).Check(); err != nil {
		t.Error(err)
	}
}

// FuzzParseJSON: what is read is written in a form that is read as the same.
func FuzzParseJSON(f *testing.F) {
	for _, text := range []string{
		"[]", `[{"action":"deny"}]`, `[{"action":"allow","from":["10.0.0.0/8","place:A","desk","private"],"note":"x"}]`,
		`[{"action":"deny","hours":{"days":["mon","sat"],"from":"22:00","to":"06:00"}}]`, `[{"action":"deny","action":"allow"}]`, `[null]`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := access.ParseJSON(data)
		if reasonOf(t, err) == "" {
			checkWritten(t, list)
		}
	})
}
