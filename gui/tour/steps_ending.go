package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

// idling lets the window be unused until it warns, and moves the pointer then. The
// limit is set from outside, while the window is open.
func (t *tour) idling() {
	t.step("about-to-lock", func() {
		// Without a limit, use is written down once a minute only, and what was not
		// written does not count when the limit comes.
		t.idleMinutes(2)
		t.point(50, 310)
		t.idleMinutes(1)
		t.waitFor(on("The window is about to lock"), on("Stay signed in"))
	})
	t.step("still-there", func() {
		t.point(40, 300)
		t.point(60, 320)
		t.waitGone(on("The window is about to lock"))
		t.idleMinutes(60)
	})
}

// idleMinutes sets how long a session may go unused, by the command line.
func (t *tour) idleMinutes(minutes int) {
	got := t.command(t.root+"\n", "policy", "show", "--as", rootName)
	if t.err != nil {
		return
	}
	var p map[string]any
	if err := json.Unmarshal([]byte(got.out), &p); err != nil {
		t.fail(fmt.Errorf("the policy is %q, %q: %w", got.out, got.problems, err))
		return
	}
	signIn, ok := p["sign_in"].(map[string]any)
	if !ok {
		signIn = map[string]any{}
	}
	signIn["idle_minutes"] = minutes
	p["sign_in"] = signIn
	text, err := json.Marshal(p)
	t.fail(err)
	t.fail(os.WriteFile(t.path("policy.json"), text, 0o600))
	t.commandSays(0, `"ok":true`, t.root+"\n", "policy", "set", t.path("policy.json"), "--as", rootName, "--json", "--reason", "the desk is in a hall")
}

// ending lets the system end the program while a secret of it is on the clipboard
// and somebody is signed in.
func (t *tour) ending() {
	t.step("secret-at-the-end", func() {
		t.signIn(rootName, t.root)
		t.click(on("Change password"))
		t.click(on("Generate password"))
		t.click(on("Copy"))
		t.waitFor(on("Copied. Leaves the clipboard in*"))
		t.asksHistories()
		keeper := t.keep(t.clipboard())
		t.commandSays(0, `"client":"window"`, t.root+"\n", "account", "show", "--as", rootName, "--json", rootName)
		t.quit()
		t.check(t.clipboard() == "", "the secret is still on the clipboard")
		if keeper != nil {
			t.fail(keeper.stop())
		}
		got := t.command(t.root+"\n", "account", "show", "--as", rootName, "--json", rootName)
		t.check(got.status == 0 && !strings.Contains(got.out, `"client":"window"`), "the session outlived the window: %s", got.out)
		t.open()
		t.waitFor(signInPage)
	})
}

// keep lets another program put a text on the clipboard. When it is there already, it
// is as with a program that keeps what was copied: it stays when the program ends that
// it came from.
func (t *tour) keep(text string) *child {
	path := t.path("copied")
	t.fail(os.WriteFile(path, []byte(text), 0o600))
	t.check(text != "", "nothing was copied")
	if t.err != nil {
		return nil
	}
	keeper, err := startChild("xclip", t.env, nil, "xclip", "-verbose", "-selection", "clipboard", "-in", path)
	t.fail(err)
	if err != nil {
		return nil
	}
	// Only the window asks histories to leave a text out, which tells whose it is.
	err = poll(t.ctx, patience, func() (bool, error) {
		forms := t.clipboardAs("TARGETS")
		return forms != "" && !strings.Contains(forms, askingForm), t.err
	})
	if err != nil {
		t.fail(fmt.Errorf("keep what was copied: %w", err))
	}
	return keeper
}
