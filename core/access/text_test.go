package access_test

import (
	"errors"
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"gatehouse/core/access"
	"gatehouse/core/network"
)

func TestParseRule(t *testing.T) {
	ten := access.FromRange(netip.MustParsePrefix("10.0.0.0/8"))
	workdays := access.DaysOf(time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday)
	tests := []struct {
		text, written string // written is "" where it is the text
		want          access.Rule
	}{
		{"deny", "", access.Rule{}},
		{"allow", "", access.Rule{Allow: true}},
		{
			"deny from 10.0.0.0/8 hours mon-fri 22:00-06:00", "",
			access.Rule{From: []access.Source{ten}, Hours: &access.Hours{Days: workdays, From: 22 * 60, To: 6 * 60}},
		},
		{"allow from place:Workshop", "", access.Rule{Allow: true, From: []access.Source{access.FromPlace("Workshop")}}},
		{
			`  deny   from  10.0.0.0/8,desk ,  place:"Work \"A\", \\ shop",private hours 08:00-17:30 note "a \"b\" c"  `,
			`deny from 10.0.0.0/8, desk, place:"Work \"A\", \\ shop", private hours 08:00-17:30 note "a \"b\" c"`,
			access.Rule{
				From:  []access.Source{ten, access.FromDesk(), access.FromPlace(`Work "A", \ shop`), access.FromKind(network.KindPrivate)},
				Hours: &access.Hours{From: 8 * 60, To: 17*60 + 30}, Note: `a "b" c`,
			},
		},
		{`deny from "place:Work shop"`, `deny from place:"Work shop"`, access.Rule{From: []access.Source{access.FromPlace("Work shop")}}},
		{"deny from 10.0.0.7/32, 2001:db8::1", "deny from 10.0.0.7, 2001:db8::1", access.Rule{From: []access.Source{
			access.FromRange(netip.MustParsePrefix("10.0.0.7/32")), access.FromRange(netip.MustParsePrefix("2001:db8::1/128")),
		}}},
		{"deny from ::ffff:10.0.0.0/104", "deny from 10.0.0.0/8", access.Rule{From: []access.Source{ten}}},
		{"deny hours mon", "", access.Rule{Hours: &access.Hours{Days: access.DaysOf(time.Monday)}}},
		{"deny hours mon 00:00-24:00", "deny hours mon", access.Rule{Hours: &access.Hours{Days: access.DaysOf(time.Monday)}}},
		{"deny hours mon 08:00-08:00", "", access.Rule{Hours: &access.Hours{Days: access.DaysOf(time.Monday), From: 480, To: 480}}},
		{"deny hours 00:00-00:00", "", access.Rule{Hours: &access.Hours{}}},
		{"deny hours 22:00-24:00", "deny hours 22:00-00:00", access.Rule{Hours: &access.Hours{From: 22 * 60}}},
		{"deny hours sat,sun 23:59-00:01", "", access.Rule{Hours: &access.Hours{Days: access.DaysOf(time.Saturday, time.Sunday), From: 1439, To: 1}}},
		{
			"deny hours sat-mon,wed", "deny hours mon,wed,sat,sun",
			access.Rule{Hours: &access.Hours{Days: access.DaysOf(time.Saturday, time.Sunday, time.Monday, time.Wednesday)}},
		},
		{"deny hours mon, tue ,wed", "deny hours mon-wed", access.Rule{Hours: &access.Hours{Days: access.DaysOf(time.Monday, time.Tuesday, time.Wednesday)}}},
		{"deny hours mon-sun", "", access.Rule{Hours: &access.Hours{Days: 127}}},
		{`deny note "x"`, "", access.Rule{Note: "x"}},
	}
	for _, test := range tests {
		got, err := access.ParseRule(test.text)
		if err != nil || !reflect.DeepEqual(got, test.want) {
			t.Errorf("%q gives %+v, %v; want %+v", test.text, got, err, test.want)
		}
		if want := max(test.written, ""); want == "" && got.String() != test.text || want != "" && got.String() != want {
			t.Errorf("%q is written %q", test.text, got)
		}
	}
}

func TestParseRuleRefuses(t *testing.T) {
	many := make([]string, access.MaxSources+1)
	for i := range many {
		many[i] = fmt.Sprintf("10.0.%d.%d", i/256, i%256)
	}
	tests := []struct {
		text   string
		reason access.Reason
	}{
		{"", access.ReasonAction},
		{"Deny", access.ReasonAction},
		{"permit", access.ReasonAction},
		{`"deny"`, access.ReasonAction},
		{",", access.ReasonAction},
		{"deny deny", access.ReasonWord},
		{"deny,", access.ReasonWord},
		{"deny 10.0.0.0/8", access.ReasonWord},
		{"deny hours mon from desk", access.ReasonWord},
		{"deny from desk from desk", access.ReasonWord},
		{"deny from desk private", access.ReasonWord},
		{"deny from", access.ReasonNoSource},
		{"deny from ,desk", access.ReasonNoSource},
		{"deny from desk,", access.ReasonWord},
		{"deny from desk,,private", access.ReasonWord},
		{"deny from hours", access.ReasonSource},
		{"deny from everywhere", access.ReasonSource},
		{`deny from "desk"`, access.ReasonSource},
		{`deny from ""`, access.ReasonSource},
		{"deny from 010.0.0.1", access.ReasonSource},
		{"deny from 10.0.0.1/8", access.ReasonSource},
		{"deny from place:", access.ReasonSource},
		{`deny from place:" x"`, access.ReasonSource},
		{"deny from place:a\u202eb", access.ReasonSource},
		{"deny from desk, desk", access.ReasonSourceTwice},
		{"deny from place:a, place:A", access.ReasonSourceTwice},
		{"deny from 10.0.0.0/8, ::ffff:10.0.0.0/104", access.ReasonSourceTwice},
		{"deny from " + strings.Join(many, ","), access.ReasonManySources},
		{"deny hours", access.ReasonHours},
		{`deny hours note "x"`, access.ReasonHours},
		{`deny hours "mon"`, access.ReasonHours},
		{"deny hours ,mon", access.ReasonHours},
		{`deny hours mon,"tue"`, access.ReasonDays},
		{"deny hours monday", access.ReasonDays},
		{"deny hours Mon", access.ReasonDays},
		{"deny hours mon-", access.ReasonDays},
		{"deny hours mon-mon", access.ReasonDays},
		{"deny hours mon-tue-wed", access.ReasonDays},
		{"deny hours mon,mon", access.ReasonDayTwice},
		{"deny hours mon-wed,tue", access.ReasonDayTwice},
		{"deny hours 8:00-17:00", access.ReasonTime},
		{"deny hours 08:00", access.ReasonTime},
		{"deny hours 08:00-17:60", access.ReasonTime},
		{"deny hours 08:00-24:01", access.ReasonTime},
		{"deny hours 24:00-08:00", access.ReasonTime},
		{"deny hours 08:00-29:00", access.ReasonTime},
		{"deny hours 08:00-1a:00", access.ReasonTime},
		{"deny hours 08:00-+9:00", access.ReasonTime},
		{"deny hours 08:00-17:00-18:00", access.ReasonTime},
		{"deny hours 08:00-17:00 mon", access.ReasonWord},
		{"deny note", access.ReasonNote},
		{"deny note x", access.ReasonNote},
		{`deny note ""`, access.ReasonNote},
		{`deny note " x"`, access.ReasonNote},
		{"deny note \"a\u202eb\"", access.ReasonNote},
		{"deny note \"\ufffd\"", access.ReasonNote},
		{`deny note "` + strings.Repeat("ä", 201) + `"`, access.ReasonNoteLong},
		{`deny note "x`, access.ReasonQuote},
		{`deny note "x\y"`, access.ReasonQuote},
		{`deny note "x\`, access.ReasonQuote},
		{`deny note "x"y`, access.ReasonQuote},
		{`deny note x"y"`, access.ReasonQuote},
		{"deny\tfrom desk", access.ReasonNotText},
		{"deny\nallow", access.ReasonNotText},
		{"deny \x00", access.ReasonNotText},
		{"deny \xff", access.ReasonNotText},
		{strings.Repeat("x", access.MaxBytes+1), access.ReasonLarge},
	}
	for _, test := range tests {
		if got, err := access.ParseRule(test.text); reasonOf(t, err) != test.reason {
			t.Errorf("%.80q gives %v, %v; want %q", test.text, got, err, test.reason)
		}
	}
	_, err := access.ParseRule("deny from 10.0.0.1/8")
	if problem, ok := errors.AsType[*network.Problem](err); !ok || !strings.Contains(err.Error(), "10.0.0.0/8") {
		t.Errorf("%v does not lead to the range that is meant, but to %v", err, problem)
	}
}

func TestParseList(t *testing.T) {
	got, err := access.Parse("\nallow from desk\r\n\n   \ndeny\n")
	want := access.Rules{rule(t, "allow from desk"), rule(t, "deny")}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
	if got, err := access.Parse(" \n"); err != nil || got != nil {
		t.Errorf("nothing gives %v, %v", got, err)
	}
	_, err = access.Parse("deny\n\ndeny from nowhere")
	if refused, ok := errors.AsType[*access.Error](err); !ok || refused.Rule != 2 || !strings.HasPrefix(err.Error(), "Rule 2: ") {
		t.Errorf("%v does not name rule 2", err)
	}
	if _, err := access.Parse(strings.Repeat("deny\n", access.MaxRules)); err != nil {
		t.Error(err)
	}
	if _, err := access.Parse(strings.Repeat("deny\n", access.MaxRules+1)); reasonOf(t, err) != access.ReasonManyRules {
		t.Error(err)
	}
	if _, err := access.Parse(strings.Repeat("\n", access.MaxBytes+1)); reasonOf(t, err) != access.ReasonLarge {
		t.Error(err)
	}
	// The text is short enough, its JSON is not.
	long := strings.Repeat(`deny note "`+strings.Repeat("ä", 155)+"\"\n", access.MaxRules)
	if _, err := access.Parse(long); len(long) > access.MaxBytes || reasonOf(t, err) != access.ReasonLarge {
		t.Errorf("%d bytes: %v", len(long), err)
	}
}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := drawRules().Draw(t, "rules")
		if err := list.Check(); err != nil {
			t.Fatalf("%+v: %v", list, err)
		}
		got, err := access.Parse(list.String())
		if err != nil || !reflect.DeepEqual(got, list) {
			t.Fatalf("%+v is written %q, which gives %+v, %v", list, list, got, err)
		}
		data, err := list.JSON()
		if err != nil {
			t.Fatal(err)
		}
		got, err = access.ParseJSON(data)
		if err != nil || !reflect.DeepEqual(got, list) {
			t.Fatalf("%+v is written %s, which gives %+v, %v", list, data, got, err)
		}
		for _, one := range list {
			for _, source := range one.From {
				if again, err := access.ParseSource(source.String()); err != nil || again != source {
					t.Fatalf("%+v gives %+v, %v", source, again, err)
				}
			}
			if h := one.Hours; h != nil && h.Days != 0 {
				if days, err := access.ParseDays(h.Days.String()); err != nil || days != h.Days {
					t.Fatalf("%v gives %v, %v", h.Days, days, err)
				}
			}
		}
	})
}

// FuzzParse: what is read is written in a form that is read as the same.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"deny from 10.0.0.0/8 hours mon-fri 22:00-06:00", "allow from place:Workshop", "deny", "allow from desk, private\ndeny",
		`deny from place:"a \" b" hours sat note "x \\ y"`, "deny hours 00:00-24:00", "deny from ::ffff:10.0.0.1", `deny note "`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		list, err := access.Parse(text)
		if reasonOf(t, err) == "" {
			checkWritten(t, list)
		}
	})
}

// checkWritten checks that both forms of a list lead back to it.
func checkWritten(t *testing.T, list access.Rules) {
	t.Helper()
	if again, err := access.Parse(list.String()); err != nil || !reflect.DeepEqual(again, list) {
		t.Errorf("%+v is written %q, which gives %+v, %v", list, list, again, err)
	}
	data, err := list.JSON()
	if err != nil {
		t.Fatal(err)
	}
	if again, err := access.ParseJSON(data); err != nil || !reflect.DeepEqual(again, list) {
		t.Errorf("%+v is written %s, which gives %+v, %v", list, data, again, err)
	}
}
