package command

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"gatehouse/core"
)

// parsePlaces reads places: lines, or the JSON form. Text without a place in it is
// refused: an empty file must not take all of them away.
func parsePlaces(text string) ([]core.PlaceRanges, error) {
	text = strings.TrimPrefix(text, "\ufeff")
	read := linesOfPlaces
	if strings.HasPrefix(strings.TrimSpace(text), "{") {
		read = jsonPlaces
	}
	places, err := read(text)
	if err == nil && len(places) == 0 {
		err = placesProblem("There is no place in this. To take all places away, give --clear.", nil)
	}
	return places, err
}

// placesProblem is what is wrong with a text of places.
func placesProblem(text string, cause error) error {
	return &refusal{code: core.CodeInput, field: core.FieldPlaces, text: text, cause: cause}
}

// linesOfPlaces reads a place on each line. The name ends at the first colon with a space
// behind it, or with nothing behind it.
func linesOfPlaces(text string) ([]core.PlaceRanges, error) {
	var places []core.PlaceRanges
	number := 0
	for line := range strings.SplitSeq(text, "\n") {
		number++
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		named, ranges, ok := strings.Cut(line+" ", ": ")
		if !ok {
			return nil, placesProblem(fmt.Sprintf("Line %d: write a name, a colon and ranges, such as Workshop: 10.1.0.0/16", number), nil)
		}
		places = append(places, core.PlaceRanges{Name: named, Ranges: strings.Fields(ranges)})
	}
	return places, nil
}

// jsonPlaces reads what place list --json prints; only the places of it matter.
func jsonPlaces(text string) ([]core.PlaceRanges, error) {
	var file struct {
		OK *bool `json:"ok"`
		placesShown
	}
	lines := json.NewDecoder(strings.NewReader(text))
	lines.DisallowUnknownFields()
	if err := lines.Decode(&file); err != nil {
		return nil, placesProblem(`This JSON cannot be read. Write it as {"places":[{"name":"Workshop","ranges":["10.1.0.0/16"]}]}.`, err)
	}
	if _, err := lines.Token(); !errors.Is(err, io.EOF) {
		return nil, placesProblem("There is something after the JSON. Take it away.", err)
	}
	return file.Places, nil
}
