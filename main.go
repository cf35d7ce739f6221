// Command gatehouse is an account manager for one offline site. Without a
// command it opens the window; see package command for the command line. Here
// the parts are put together, nothing else.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // a site keeps its time zone on computers that know none

	"gatehouse/core/command"
)

func main() {
	os.Exit(run(os.Args[1:]))
}

// run opens the window or carries out a command, and gives the exit status.
func run(args []string) int {
	if place, ok := command.Window(args); ok {
		return openWindow(place)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return command.Run(ctx, newProgram(args))
}
