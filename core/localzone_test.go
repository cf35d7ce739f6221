package core

import (
	"io/fs"
	"testing"
	_ "time/tzdata" // the names must be known on a computer without zone files
)

func TestLocalZone(t *testing.T) {
	tests := []struct {
		name string
		tz   string // "-" for not set
		link string // of /etc/localtime; "" for a plain file, "-" for none
		end  string // where the link leads to in the end
		file string // /etc/timezone; "" for none
		ask  string
		want string
	}{
		{name: "TZ", tz: "Asia/Tokyo", link: "/usr/share/zoneinfo/Europe/London", want: "Asia/Tokyo"},
		{name: "TZ with a colon", tz: ":Asia/Tokyo", link: "-", want: "Asia/Tokyo"},
		{name: "TZ as a path", tz: ":/usr/share/zoneinfo/Asia/Tokyo", link: "-", want: "Asia/Tokyo"},
		{name: "empty TZ", tz: "", link: "/usr/share/zoneinfo/Europe/London", want: "UTC"},
		{name: "TZ as rules", tz: "CET-1CEST,M3.5.0,M10.5.0/3", link: "/usr/share/zoneinfo/Europe/London", want: "Europe/London"},
		{name: "TZ outside the zones", tz: ":../../etc/passwd", link: "", want: ""},
		{name: "link", tz: "-", link: "../usr/share/zoneinfo/America/Argentina/Buenos_Aires", want: "America/Argentina/Buenos_Aires"},
		{name: "link of macOS", tz: "-", link: "/var/db/timezone/zoneinfo/Europe/Berlin", want: "Europe/Berlin"},
		{name: "link to the POSIX variant", tz: "-", link: "/usr/share/zoneinfo/posix/Europe/Paris", want: "Europe/Paris"},
		{name: "link to a link", tz: "-", link: "/etc/alternatives/zone", end: "/usr/share/zoneinfo/Europe/Rome", want: "Europe/Rome"},
		{name: "link to nowhere known", tz: "-", link: "/opt/zone", end: "/opt/zone", file: "Europe/Oslo\n", want: "Europe/Oslo"},
		{name: "link to localtime", tz: "-", link: "/usr/share/zoneinfo/localtime", end: "/usr/share/zoneinfo/localtime", want: ""},
		{name: "no localtime", tz: "-", link: "-", want: "UTC"},
		{name: "copied file with a name beside it", tz: "-", link: "", file: "Europe/Oslo\n", want: "Europe/Oslo"},
		{name: "copied file with nonsense beside it", tz: "-", link: "", file: "Atlantis\n", want: ""},
		{name: "copied file alone", tz: "-", link: "", want: ""},
		{name: "Windows", tz: "-", link: "-", ask: "Europe/Madrid", want: "Europe/Madrid"},
		{name: "Windows with TZ", tz: "Asia/Tokyo", link: "-", ask: "Europe/Madrid", want: "Asia/Tokyo"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			sources := zoneSources{
				env: func(string) (string, bool) { return test.tz, test.tz != "-" },
				link: func(string) (string, error) {
					switch test.link {
					case "-":
						return "", fs.ErrNotExist
					case "":
						return "", fs.ErrInvalid
					}
					return test.link, nil
				},
				follow: func(string) (string, error) { return test.end, nil },
				read: func(string) ([]byte, error) {
					if test.file == "" {
						return nil, fs.ErrNotExist
					}
					return []byte(test.file), nil
				},
				ask: func() string { return test.ask },
			}
			if got := sources.name(); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

// TestLocalZoneHere shows that whatever this computer says is a zone that can
// be loaded, or nothing.
func TestLocalZoneHere(t *testing.T) {
	t.Setenv("TZ", "Pacific/Chatham")
	if got := LocalZone(); got != "Pacific/Chatham" {
		t.Errorf("%q with TZ set", got)
	}
}
