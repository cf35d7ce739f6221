package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"time"

	"gatehouse/gui/probe/screen"
)

// answerTime is how long the window may take to tell what it shows.
const answerTime = 45 * time.Second

// ask gets from the program's probe what its window shows now.
func ask(ctx context.Context, socket string) (shown screen.Screen, err error) {
	limited, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	var dialer net.Dialer
	connection, err := dialer.DialContext(limited, "unix", socket)
	if err != nil {
		return screen.Screen{}, fmt.Errorf("ask the window: %w", err)
	}
	defer func() { err = errors.Join(err, connection.Close()) }()
	deadline, _ := limited.Deadline()
	if err := connection.SetDeadline(deadline); err != nil {
		return screen.Screen{}, fmt.Errorf("ask the window: %w", err)
	}
	if err := json.NewDecoder(connection).Decode(&shown); err != nil {
		return screen.Screen{}, fmt.Errorf("the window does not answer: %w", err)
	}
	return shown, nil
}

// pollEvery is the time between two questions.
const pollEvery = 40 * time.Millisecond

var errTooLong = errors.New("it took too long")

// poll asks until done says so; an error of done ends it too. The error after a deadline is errTooLong.
func poll(ctx context.Context, deadline time.Duration, done func() (bool, error)) error {
	limited, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	ticker := time.NewTicker(pollEvery)
	defer ticker.Stop()
	for {
		ok, err := done()
		if ok || err != nil {
			return err
		}
		select {
		case <-ticker.C:
		case <-limited.Done():
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return errTooLong
		}
	}
}
