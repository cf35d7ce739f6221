package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// farewell is how long a child may take to end when it is asked to.
const farewell = 5 * time.Second

// errStays is the error of a child that did not end when it was asked to.
var errStays = errors.New("it did not end when asked to, and was killed")

// child is a process that the tour started.
type child struct {
	name string
	cmd  *exec.Cmd
	// output is what it wrote, both ways.
	output *bytes.Buffer
	ended  chan struct{}
	err    error
}

// startChild starts a program with an environment of its own. Files are passed on as descriptor 3 and up.
func startChild(name string, env []string, files []*os.File, path string, arguments ...string) (*child, error) {
	c := &child{name: name, cmd: exec.Command(path, arguments...), output: &bytes.Buffer{}, ended: make(chan struct{})}
	c.cmd.Env, c.cmd.ExtraFiles = env, files
	c.cmd.Stdout, c.cmd.Stderr = c.output, c.output
	c.cmd.SysProcAttr = dieWithParent()
	if err := c.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	go func() {
		c.err = c.cmd.Wait()
		close(c.ended)
	}()
	return c, nil
}

// running says whether the child has not ended.
func (c *child) running() bool {
	select {
	case <-c.ended:
		return false
	default:
		return true
	}
}

// stop asks the child to end, and kills it if it does not.
func (c *child) stop() error {
	if !c.running() {
		return nil
	}
	if err := c.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("end %s: %w", c.name, err)
	}
	deadline := time.NewTimer(farewell)
	defer deadline.Stop()
	select {
	case <-c.ended:
		return nil
	case <-deadline.C:
		return errors.Join(fmt.Errorf("%s: %w", c.name, errStays), c.kill())
	}
}

// kill ends the child at once, as a power cut would.
func (c *child) kill() error {
	if err := c.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("kill %s: %w", c.name, err)
	}
	<-c.ended
	return nil
}

// tail is the end of what the child wrote, once it has ended.
func (c *child) tail() string {
	<-c.ended
	const most = 2000
	text := strings.TrimSpace(c.output.String())
	if len(text) > most {
		text = "… " + text[len(text)-most:]
	}
	return text
}

// toolTime is how long one call of xdotool, import, xclip or the command line may take.
const toolTime = 30 * time.Second

// outcome is how a command ended.
type outcome struct {
	out, problems string
	status        int
}

// tool runs a command to its end. The error says that it did not come to an end of its own.
func tool(ctx context.Context, env []string, input string, path string, arguments ...string) (outcome, error) {
	limited, cancel := context.WithTimeout(ctx, toolTime)
	defer cancel()
	cmd := exec.CommandContext(limited, path, arguments...)
	cmd.Env, cmd.Stdin = env, strings.NewReader(input)
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	cmd.WaitDelay = time.Second
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || !exit.Exited()) {
		return outcome{}, fmt.Errorf("%s %s: %w: %s", path, strings.Join(arguments, " "), err, problems.String())
	}
	return outcome{out: out.String(), problems: problems.String(), status: cmd.ProcessState.ExitCode()}, nil
}
