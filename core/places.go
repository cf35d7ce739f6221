package core

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"gatehouse/core/network"
)

// PlaceRanges is a place as administrators write it: a name and its ranges of
// addresses, such as 10.1.0.0/16 or 10.1.2.3.
type PlaceRanges struct {
	Name   string   `json:"name"`
	Ranges []string `json:"ranges"`
}

// placesDocument is the form of the document.
type placesDocument struct {
	Places []PlaceRanges `json:"places"`
}

// documentPlaces is the name of the document.
const documentPlaces = "places"

// PlacesView are the places of a site, and who wrote them when.
type PlacesView struct {
	Places []PlaceRanges
	// Revision is 0 where none were ever written.
	Revision int64
	At       time.Time
	ByName   string
	// Altered: they were changed outside the program. There are none then, until they are
	// written again.
	Altered bool
}

// read makes places ready to be looked up; the error is a *network.Problem.
func (d placesDocument) read() (*network.Places, error) {
	list := make([]network.Place, 0, len(d.Places))
	for _, place := range d.Places {
		ranges := make([]netip.Prefix, 0, len(place.Ranges))
		for _, text := range place.Ranges {
			within, err := network.ParseRange(text)
			if err != nil {
				return nil, err
			}
			ranges = append(ranges, within)
		}
		list = append(list, network.Place{Name: place.Name, Ranges: ranges})
	}
	return network.NewPlaces(list)
}

// places are those that hold. Of a document that was altered none do.
func (s *Site) places(tx Tx) (heldDocument[*network.Places], error) {
	return readOnce(s, tx, documentPlaces, func(text []byte) (*network.Places, error) {
		var d placesDocument
		if len(text) > 0 {
			if err := json.Unmarshal(text, &d); err != nil {
				return nil, err
			}
		}
		return d.read()
	})
}

// placeOf is the name of the place that a device's address belongs to, "" for none.
func (s *Site) placeOf(tx Tx, d Device) (string, error) {
	addr, err := netip.ParseAddr(d.Address)
	if err != nil {
		return "", nil // no address is known
	}
	known, err := s.places(tx)
	if err != nil {
		return "", err
	}
	name, _ := known.value.Lookup(addr)
	return name, nil
}

// Places gives the site's places.
func (s *Site) Places(ctx context.Context, token Token) (PlacesView, error) {
	var view PlacesView
	err := s.look(ctx, token, RightHistory, func(tx Tx, _ caller) error {
		var d placesDocument
		record, err := s.document(tx, documentPlaces, &d)
		altered := errors.Is(err, errDocumentAltered)
		if err != nil && !altered {
			return err
		}
		view = PlacesView{Places: d.Places, Revision: record.Revision, At: record.At, ByName: record.ByName, Altered: altered}
		return nil
	})
	return view, err
}

// FieldPlaces is the field of places in errors.
const FieldPlaces = "places"

// SetPlaces replaces the site's places. base is the revision that they were made from:
// CodeConflict tells that somebody else has changed them since. What was written into
// the history keeps the names of then.
func (s *Site) SetPlaces(ctx context.Context, token Token, places []PlaceRanges, base int64) error {
	d, err := readPlaces(places)
	if err != nil {
		return err
	}
	return s.act(ctx, token, RightSite, func(tx Tx, c caller) error {
		var was placesDocument
		record, err := s.replaced(tx, documentPlaces, &was)
		if err != nil {
			return err
		}
		if record.Revision != base {
			return fmt.Errorf("set places: %w", ErrConflict)
		}
		if err := s.putDocument(tx, c, record, d, EventPlacesSet, detail{"was": was.words(), "places": d.words()}); err != nil {
			return err
		}
		return s.keepRootHere(tx, c)
	})
}

// readPlaces reads what was typed into its canonical form.
func readPlaces(places []PlaceRanges) (placesDocument, error) {
	d := placesDocument{Places: []PlaceRanges{}}
	for _, place := range places {
		read := PlaceRanges{Name: strings.TrimSpace(place.Name), Ranges: []string{}}
		for _, text := range place.Ranges {
			within, err := network.ParseRange(strings.TrimSpace(text))
			if err != nil {
				return placesDocument{}, problem(FieldPlaces, networkText(err, text))
			}
			read.Ranges = append(read.Ranges, network.FormatRange(within))
		}
		d.Places = append(d.Places, read)
	}
	if _, err := d.read(); err != nil {
		return placesDocument{}, problem(FieldPlaces, networkText(err, ""))
	}
	return d, nil
}

// words lists places for the log, shortened.
func (d placesDocument) words() string {
	var all []string
	for _, place := range d.Places {
		all = append(all, place.Name+": "+strings.Join(place.Ranges, " "))
	}
	return forLog(strings.Join(all, "; "))
}
