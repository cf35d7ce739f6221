package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// longest is how long the whole tour may take.
const longest = 8 * time.Minute

func main() {
	o := options{report: os.Stdout}
	flag.StringVar(&o.program, "program", "build/tour/gatehouse", "the program, built with the tag tour")
	flag.StringVar(&o.released, "released", "build/gatehouse", "the released program")
	flag.StringVar(&o.out, "out", "build/tour", "folder for a picture of each step")
	flag.StringVar(&o.pictures, "pictures", "", "folder that gets the pictures of the documents, none by default")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	limited, cancel := context.WithTimeout(ctx, longest)
	err := run(limited, o)
	cancel()
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "The tour failed:", err)
		os.Exit(1)
	}
}

// run takes the whole tour.
func run(ctx context.Context, o options) (err error) {
	if err := checkPrograms(o); err != nil {
		return err
	}
	t, err := newTour(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.end()) }()
	t.all()
	t.publish()
	if t.err == nil {
		t.say("The tour is over: %d steps in %.0f s. Pictures are in %s.\n", t.number, time.Since(t.started).Seconds(), o.out)
	}
	return t.err
}

var (
	errProbeReleased = errors.New("the released program contains the probe")
	errNoProbe       = errors.New("the program for the tour has no probe: build it with the tag tour")
)

// checkPrograms looks into both programs: the probe is in one and not in the other.
func checkPrograms(o options) error {
	mark := []byte("GATEHOUSE_PROBE")
	released, err := os.ReadFile(o.released)
	if err != nil {
		return fmt.Errorf("the released program: %w", err)
	}
	if bytes.Contains(released, mark) {
		return errProbeReleased
	}
	program, err := os.ReadFile(o.program)
	if err != nil {
		return fmt.Errorf("the program: %w", err)
	}
	if !bytes.Contains(program, mark) {
		return errNoProbe
	}
	return nil
}
