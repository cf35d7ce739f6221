package core

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// LocalZone is the IANA name of this computer's time zone, such as
// Europe/London, or "" when the system does not tell it. It is what a first
// run proposes.
//
// The name comes from TZ, the link /etc/localtime, the file /etc/timezone, or
// Windows' ICU library. A system without /etc/localtime runs on UTC
// (localtime(5)).
func LocalZone() string {
	return zoneSources{
		env: os.LookupEnv, link: os.Readlink, follow: filepath.EvalSymlinks, read: os.ReadFile, ask: askZone,
	}.name()
}

// localTime is where Unix keeps the rules of its time zone.
const localTime = "/etc/localtime"

// zoneSources are the places that may know the name.
type zoneSources struct {
	env    func(string) (string, bool)
	link   func(string) (string, error)
	follow func(string) (string, error)
	read   func(string) ([]byte, error)
	// ask asks the system itself, for systems without these files.
	ask func() string
}

// name asks one place after the other.
func (z zoneSources) name() string {
	if tz, ok := z.env("TZ"); ok {
		if tz == "" {
			return "UTC"
		}
		if name := knownZone(strings.TrimPrefix(tz, ":")); name != "" {
			return name
		}
	}
	if name := knownZone(z.ask()); name != "" {
		return name
	}
	link, err := z.link(localTime)
	if errors.Is(err, fs.ErrNotExist) {
		return "UTC"
	}
	if err == nil {
		if name := knownZone(link); name != "" {
			return name
		}
		// A link to another link; the names after the first may be older ones.
		if end, err := z.follow(localTime); err == nil {
			if name := knownZone(end); name != "" {
				return name
			}
		}
	}
	if text, err := z.read("/etc/timezone"); err == nil {
		return knownZone(strings.TrimSpace(string(text)))
	}
	return ""
}

// knownZone gives the name of a zone, written alone or as the path of its file,
// and "" for what is none. The files "localtime" and "posixrules" mean another
// zone on each computer.
func knownZone(text string) string {
	name := filepath.ToSlash(text)
	if _, after, ok := strings.Cut(name, "zoneinfo/"); ok {
		name = after
	}
	for _, variant := range []string{"posix/", "right/"} {
		name = strings.TrimPrefix(name, variant)
	}
	if name == "localtime" || name == "posixrules" {
		return ""
	}
	if _, err := LoadZone(name); err != nil {
		return ""
	}
	return name
}
