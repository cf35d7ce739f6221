package windows

import "testing"

func TestJourneys(t *testing.T) { journeys(t, func(t *testing.T) stage { return newFake(t) }) }

func TestFailures(t *testing.T) { failures(t, newFake(t)) }

func TestCancellations(t *testing.T) { cancellations(t, newFake(t)) }
