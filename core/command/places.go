package command

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"gatehouse/core"
	"gatehouse/core/network"
)

// placeCommands are the names that addresses have.
type placeCommands struct {
	List   placeList   `cmd:"" help:"List the places with their ranges of addresses."`
	Set    placeSet    `cmd:"" help:"Put other places in the place of all there are."`
	Add    placeAdd    `cmd:"" help:"Add a place, or ranges to one that is there."`
	Remove placeRemove `cmd:"" help:"Take a place away."`
}

// placesShown is the answer of the commands about places, and what place set reads.
type placesShown struct {
	Places []core.PlaceRanges `json:"places"`
	// Revision is 0 where none were ever written, ChangedAt null then.
	Revision  int64      `json:"revision"`
	ChangedAt *time.Time `json:"changed_at"`
	ChangedBy string     `json:"changed_by"`
	// Altered: they were changed outside the program, and none of them holds.
	Altered bool `json:"altered"`
}

// alteredPlaces says so.
const alteredPlaces = "The places were changed outside Gatehouse: none of them holds until they are written again. See: " + name + " place set --help"

// showPlaces prints the places as they are.
func (c *console) showPlaces(site *core.Site, token core.Token) error {
	view, err := site.Places(c.ctx, token)
	if err != nil {
		return err
	}
	told := placesShown{
		Places: append([]core.PlaceRanges{}, view.Places...), Revision: view.Revision, ChangedAt: at(view.At), ChangedBy: view.ByName, Altered: view.Altered,
	}
	switch {
	case view.Altered:
		return c.show(told, alteredPlaces)
	case len(view.Places) == 0:
		return c.show(told, "There are no places.")
	}
	rows := [][]string{{"PLACE", "RANGES"}}
	for _, place := range view.Places {
		rows = append(rows, []string{place.Name, either(len(place.Ranges) == 0, "–", strings.Join(place.Ranges, " "))})
	}
	lines, err := table(rows)
	if err != nil {
		return err
	}
	return c.show(told, append(lines, fmt.Sprintf("Changed by %s on %s.", view.ByName, clock(view.At, site.Zone())))...)
}

// placeList lists the places.
type placeList struct{ actor }

// Run is called by kong.
func (l *placeList) Run(c *console) error {
	return l.act(c, c.showPlaces)
}

// changePlaces replaces the places by others: whole ones, or such as are made from them.
func (c *console) changePlaces(site *core.Site, token core.Token, whole bool, change func([]core.PlaceRanges) ([]core.PlaceRanges, error)) error {
	now, err := site.Places(c.ctx, token)
	if err != nil {
		return err
	}
	if now.Altered && !whole {
		return &refusal{code: core.CodeRefused, text: alteredPlaces}
	}
	next, err := change(now.Places)
	if err != nil {
		return err
	}
	if err := site.SetPlaces(c.ctx, token, next, now.Revision); err != nil {
		return err
	}
	return c.showPlaces(site, token)
}

// placeSet replaces all places.
type placeSet struct {
	textSource
	Clear bool `help:"Take all places away."`
	actor
}

// Help says what is read.
func (*placeSet) Help() string {
	return `A place stands on each line, with its ranges of addresses or single addresses, as
    Workshop: 10.1.0.0/16 2001:db8:1::/48
or all of them in the JSON form that place list --json prints. The most narrow range of an address decides which place it is in.`
}

// Run is called by kong.
func (s *placeSet) Run(c *console) error {
	if s.Clear && s.File != "" {
		return wrongUse("", "Give --file or --clear, not both.")
	}
	return s.act(c, func(site *core.Site, token core.Token) error {
		return c.changePlaces(site, token, true, func([]core.PlaceRanges) ([]core.PlaceRanges, error) {
			if s.Clear {
				return nil, nil
			}
			text, err := s.read(c)
			if err != nil {
				return nil, err
			}
			return parsePlaces(text)
		})
	})
}

// placeAdd adds a place or ranges.
type placeAdd struct {
	Name   string   `arg:"" help:"Name of the place."`
	Ranges []string `arg:"" name:"range" help:"Ranges of addresses such as 10.1.0.0/16, or single ones."`
	actor
}

// Run is called by kong.
func (a *placeAdd) Run(c *console) error {
	return a.act(c, func(site *core.Site, token core.Token) error {
		return c.changePlaces(site, token, false, func(now []core.PlaceRanges) ([]core.PlaceRanges, error) {
			if i := placeNamed(now, a.Name); i >= 0 {
				now[i].Ranges = append(now[i].Ranges, a.Ranges...)
				return now, nil
			}
			return append(now, core.PlaceRanges{Name: a.Name, Ranges: a.Ranges}), nil
		})
	})
}

// placeRemove takes a place away.
type placeRemove struct {
	Name string `arg:"" help:"Name of the place."`
	actor
}

// Run is called by kong.
func (r *placeRemove) Run(c *console) error {
	return r.act(c, func(site *core.Site, token core.Token) error {
		return c.changePlaces(site, token, false, func(now []core.PlaceRanges) ([]core.PlaceRanges, error) {
			i := placeNamed(now, r.Name)
			if i < 0 {
				return nil, &refusal{code: core.CodeNotFound, text: "There is no place of this name. See: " + name + " place list --help"}
			}
			return slices.Delete(now, i, i+1), nil
		})
	})
}

// placeNamed is the index of the place of a name, -1 for none.
func placeNamed(all []core.PlaceRanges, named string) int {
	key := network.PlaceKey(strings.TrimSpace(named))
	return slices.IndexFunc(all, func(p core.PlaceRanges) bool { return network.PlaceKey(p.Name) == key })
}
