package network

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"net/netip"
	"os"
	"strings"
	"time"

	"github.com/oschwald/maxminddb-golang/v2"
)

// MaxLocationBytes bounds a location file. The largest free one of cities has
// some 60 MiB.
const MaxLocationBytes = 256 << 20

// english is the language in which every name is given.
const english = "en"

// The longest texts that are taken from a location file, in code points.
const (
	longestLocation = 100
	longestType     = 64
)

// Location is where an address is said to be. What the file does not tell is "".
type Location struct {
	// Country is the code of ISO 3166-1, two capital letters.
	Country string
	// CountryName and City are in the language that was asked for, and in English
	// where the file has no such name.
	CountryName, City string
}

// LocationInfo is what a location file says of itself.
type LocationInfo struct {
	// Type names the structure of its entries, such as GeoLite2-City.
	Type string
	// Built is when it was made, in UTC.
	Built time.Time
	// Languages are the languages in which it has names.
	Languages []string
	// Bytes is its length.
	Bytes int
}

// Locations is an open location file, whole in memory: whatever becomes of the
// file, the answers stay. It may be used from several goroutines at once, and
// needs no closing.
type Locations struct {
	reader *maxminddb.Reader
	info   LocationInfo
}

// OpenLocations reads a file in MaxMind DB format (version 2) of at most
// MaxLocationBytes, and verifies all of it before the first answer, which takes
// some seconds with a file of cities: it is nothing for the window's goroutine.
// While it verifies it needs some times the file's length of memory. Its error
// is a *Problem: ReasonNoFile, ReasonUnreadable, ReasonFileLarge, ReasonForeign,
// ReasonDamaged or ReasonOtherType.
func OpenLocations(path string) (*Locations, error) {
	data, err := readLocations(path)
	if err != nil {
		return nil, err
	}
	return parseLocations(data)
}

// readLocations reads an ordinary file that is not too long. A folder, a device
// or a pipe is refused before it is opened, as opening a pipe would wait.
func readLocations(path string) ([]byte, error) {
	about, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &Problem{Reason: ReasonNoFile, Cause: err}
	case err != nil:
		return nil, &Problem{Reason: ReasonUnreadable, Cause: err}
	case !about.Mode().IsRegular():
		return nil, &Problem{Reason: ReasonUnreadable, Cause: errors.New("network: not an ordinary file")}
	case about.Size() > MaxLocationBytes:
		return nil, &Problem{Reason: ReasonFileLarge, Limit: MaxLocationBytes}
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, &Problem{Reason: ReasonUnreadable, Cause: err}
	}
	defer func() { _ = file.Close() }() // nothing was written that could be lost
	// It may have grown meanwhile, so that its length is no bound.
	data := bytes.NewBuffer(make([]byte, 0, about.Size()+bytes.MinRead))
	_, err = data.ReadFrom(io.LimitReader(file, MaxLocationBytes+1))
	switch {
	case err != nil:
		return nil, &Problem{Reason: ReasonUnreadable, Cause: err}
	case data.Len() > MaxLocationBytes:
		return nil, &Problem{Reason: ReasonFileLarge, Limit: MaxLocationBytes}
	}
	return data.Bytes(), nil
}

// metadataMarker stands before the metadata of each file (MaxMind DB
// specification 2.0, "Database Metadata").
const metadataMarker = "\xab\xcd\xefMaxMind.com"

// parseLocations verifies what a file holds.
func parseLocations(data []byte) (*Locations, error) {
	if !bytes.Contains(data, []byte(metadataMarker)) {
		return nil, &Problem{Reason: ReasonForeign, Cause: errors.New("network: no metadata of MaxMind DB")}
	}
	reader, err := maxminddb.OpenBytes(data)
	if err == nil {
		err = reader.Verify()
	}
	if err != nil {
		return nil, &Problem{Reason: ReasonDamaged, Cause: err}
	}
	info, ok := infoOf(reader.Metadata)
	if !ok {
		return nil, &Problem{Reason: ReasonDamaged, Cause: errors.New("network: the file is not of this time")}
	}
	info.Bytes = len(data)
	l := &Locations{reader, info}
	if !tellsLocations(reader.Metadata.DatabaseType) || !l.hasLocations() {
		return nil, &Problem{Reason: ReasonOtherType, Type: info.Type}
	}
	return l, nil
}

// infoOf makes metadata fit to be shown; false when its time is none.
func infoOf(m maxminddb.Metadata) (LocationInfo, bool) {
	const lastSecond = 253402300799 // of the year 9999, the last that RFC 3339 writes
	info := LocationInfo{Type: visible(m.DatabaseType, longestType)}
	if m.BuildEpoch > lastSecond {
		return info, false
	}
	info.Built = time.Unix(int64(m.BuildEpoch), 0).UTC()
	for _, language := range m.Languages {
		info.Languages = append(info.Languages, visible(language, longestType))
	}
	return info, true
}

// tellsLocations reports whether files of such a type tell countries, as
// GeoLite2-City, GeoIP2-Country, GeoIP2-Enterprise and DBIP-City-Lite do.
func tellsLocations(databaseType string) bool {
	folded := strings.ToLower(databaseType)
	for _, word := range []string{"city", "country", "enterprise", "location"} {
		if strings.Contains(folded, word) {
			return true
		}
	}
	return false
}

// probed is how many entries are looked at for the first country.
const probed = 10_000

// hasLocations reports whether the entries have the structure that is read here:
// others call themselves so too, and have none of it.
func (l *Locations) hasLocations() bool {
	count := 0
	for result := range l.reader.Networks() {
		found, err := locationOf(result, english)
		if err == nil && found != (Location{}) {
			return true
		}
		if count++; err != nil || count >= probed {
			return false
		}
	}
	return false
}

// Info tells what the file says of itself.
func (l *Locations) Info() LocationInfo { return l.info }

// Lookup tells where an address is said to be, with names in a language of the
// file, such as "de" or "pt-BR". It is false when the file does not know the
// address. The error is a *Problem, ReasonDamaged.
func (l *Locations) Lookup(a netip.Addr, language string) (Location, bool, error) {
	a = Plain(a)
	if !a.IsValid() || a.Is6() && l.reader.Metadata.IPVersion == 4 {
		return Location{}, false, nil
	}
	found, err := locationOf(l.reader.Lookup(a), language)
	if err != nil {
		return Location{}, false, &Problem{Reason: ReasonDamaged, Cause: err}
	}
	return found, found != (Location{}), nil
}

// locationOf reads one entry. It asks for single texts: a list of all names
// could be larger than the file.
func locationOf(result maxminddb.Result, language string) (Location, error) {
	if !result.Found() {
		return Location{}, result.Err()
	}
	var found Location
	var code string
	if err := result.DecodePath(&code, "country", "iso_code"); err != nil {
		return Location{}, err
	}
	if isCountryCode(code) {
		found.Country = code
	}
	var err error
	if found.CountryName, err = nameIn(result, "country", language); err != nil {
		return Location{}, err
	}
	if found.City, err = nameIn(result, "city", language); err != nil {
		return Location{}, err
	}
	return found, nil
}

// nameIn reads the name of a country or city in a language, or in English.
func nameIn(result maxminddb.Result, of, language string) (string, error) {
	for _, one := range []string{language, english} {
		var name string
		if err := result.DecodePath(&name, of, "names", one); err != nil {
			return "", err
		}
		if name = visible(name, longestLocation); name != "" {
			return name, nil
		}
	}
	return "", nil
}

// isCountryCode reports whether a text is two capital letters.
func isCountryCode(text string) bool {
	return len(text) == 2 && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}
