package policy

import (
	"bytes"
	"encoding/json"
	"errors"
)

// ParseSteps reads the steps of a simulation from JSON: an array of
// {"t":SECONDS,"do":"fail|success|unlock","pw":"…","times":K}, without pw for
// another wrong password each time, without times for one. It refuses an
// unknown, repeated or missing field, a wrong type and what is out of bounds;
// its error is a *StepError. The order of the times is left to Simulate.
func ParseSteps(text []byte) ([]Step, error) {
	var raw []json.RawMessage
	if err := json.Unmarshal(text, &raw); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			return nil, &StepError{Text: say("This is no JSON: something is wrong near byte {{.Offset}}", "Offset", syntax.Offset)}
		}
		return nil, &StepError{Text: say("Write the steps as a JSON array")}
	}
	if raw == nil {
		return nil, &StepError{Text: say("Write the steps as a JSON array")}
	}
	steps := make([]Step, 0, len(raw))
	for i, one := range raw {
		step, err := parseStep(one, i+1)
		if err != nil {
			return nil, err
		}
		steps = append(steps, step)
	}
	return steps, nil
}

// parseStep reads the step at a place counted from 1. It reads the fields one by
// one because package json takes "T" for "t" and keeps the last of two.
func parseStep(raw json.RawMessage, place int) (Step, error) {
	step := Step{Times: 1}
	fields := json.NewDecoder(bytes.NewReader(raw))
	if open, err := fields.Token(); err != nil || open != json.Delim('{') {
		return Step{}, &StepError{Step: place, Text: say("Write a step as a JSON object with t and do")}
	}
	seen := map[string]bool{}
	for fields.More() {
		token, err := fields.Token()
		name, isName := token.(string)
		if err != nil || !isName {
			return Step{}, &StepError{Step: place, Text: say("Write a step as a JSON object with t and do")}
		}
		if seen[name] {
			return Step{}, &StepError{place, name, say("This field stands here twice. Write it once")}
		}
		seen[name] = true
		var value json.RawMessage
		if err := fields.Decode(&value); err != nil {
			return Step{}, &StepError{Step: place, Field: name, Text: say("This is no JSON value")}
		}
		if err := step.set(place, name, value); err != nil {
			return Step{}, err
		}
	}
	for _, name := range []string{"t", "do"} {
		if !seen[name] {
			return Step{}, &StepError{place, name, say("This field is missing")}
		}
	}
	if err := step.check(place, 0); err != nil {
		return Step{}, err
	}
	return step, nil
}

// set reads one field.
func (s *Step) set(place int, name string, value json.RawMessage) error {
	switch name {
	case "t":
		return readField(place, name, value, &s.T, say("Write a number of seconds"))
	case "do":
		return readField(place, name, value, &s.Do, say("Write “fail”, “success” or “unlock”"))
	case "times":
		return readField(place, name, value, &s.Times, say("Write a whole number"))
	case "pw":
		err := readField(place, name, value, &s.PW, say("Write a text"))
		if err == nil && s.PW == "" {
			return &StepError{place, name, say("Write a password, or leave the field out for another one each time")}
		}
		return err
	}
	return &StepError{place, name, say("There is no such field. Choose from t, do, pw and times")}
}

// readField reads a value, which may not be null: package json would keep what
// stood there.
func readField(place int, name string, value json.RawMessage, into any, wrong Text) error {
	if string(value) == "null" || json.Unmarshal(value, into) != nil {
		return &StepError{place, name, wrong}
	}
	return nil
}
