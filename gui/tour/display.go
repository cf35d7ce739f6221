package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
)

// Size of the virtual display: a large screen, on which the window has room at 150 %.
const displaySize = "2560x1600x24"

// displayTime is how long the display may take to start.
const displayTime = 20 * time.Second

var errNoDisplay = errors.New("the virtual display did not start")

// startDisplay starts a virtual display under the first free number and gives its name, such as ":1".
func startDisplay(env []string) (*child, string, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, "", fmt.Errorf("make a pipe: %w", err)
	}
	server, err := startChild("Xvfb", env, []*os.File{write}, "Xvfb",
		"-displayfd", "3", "-screen", "0", displaySize, "-dpi", "96", "-nolisten", "tcp", "-noreset")
	err = errors.Join(err, write.Close())
	if err != nil {
		return nil, "", errors.Join(err, read.Close())
	}
	number, err := displayNumber(read)
	if err = errors.Join(err, read.Close()); err != nil {
		return nil, "", errors.Join(err, server.stop())
	}
	return server, ":" + number, nil
}

// displayNumber reads what the server writes when it is ready.
func displayNumber(from *os.File) (string, error) {
	if err := from.SetReadDeadline(time.Now().Add(displayTime)); err != nil {
		return "", fmt.Errorf("wait for the display: %w", err)
	}
	line, err := bufio.NewReader(from).ReadString('\n')
	if err != nil {
		return "", errors.Join(errNoDisplay, err)
	}
	return strings.TrimSpace(line), nil
}
