package main

import (
	"encoding/json"
	"fmt"
	"os"
)

// answer is that of the member's security question, and sameAnswer another typing of it.
const (
	answer     = "Seven Otters"
	sameAnswer = "  seven  OTTERS "
)

// questioning lets the policy ask for a security question, and the member set and answer one.
func (t *tour) questioning() {
	t.step("set-question", func() {
		t.ask()
		t.leave()
		t.signIn(member, memberPassword)
		t.waitFor(on("Set a security question"), on("From your next sign-in on*"))
		t.typeInto("Answer", answer)
		t.typeInto("Repeat the answer", answer)
	})
	t.step("question-set", func() {
		t.click(on("Save and go on"))
		t.waitFor(securityPage, on("Set today at*"), on("Asked at each sign-in, after the password"))
		t.commandSays(0, `"next":"security_question"`, memberPassword+"\n", "signin", "--user", member, "--json")
		t.commandSays(0, `"next":"done"`, memberPassword+"\n"+sameAnswer+"\n", "signin", "--user", member, "--json")
	})
	t.step("question-wrong", func() {
		t.leave()
		t.signIn(member, memberPassword)
		t.waitFor(on("Security question"), on("Signing in as "+member))
		t.typeInto("Answer", "six otters")
		t.key("Return")
		t.waitNote("Answer", "This is not the answer that was set.*")
	})
	t.step("question-answered", func() {
		t.write(sameAnswer)
		t.key("Return")
		t.waitFor(securityPage)
	})
}

// ask changes the site's policy on the command line.
func (t *tour) ask() {
	if t.err != nil {
		return
	}
	shown := t.command(t.root+"\n", "policy", "show", "--as", rootName)
	var rules map[string]map[string]any
	if err := json.Unmarshal([]byte(shown.out), &rules); err != nil {
		t.fail(fmt.Errorf("read the policy: %w", err))
		return
	}
	rules["complexity"]["require_security_question"] = true
	text, err := json.Marshal(rules)
	if err != nil {
		t.fail(fmt.Errorf("write the policy: %w", err))
		return
	}
	file := t.path("asking.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.fail(fmt.Errorf("write the policy: %w", err))
		return
	}
	t.commandSays(0, `"ok":true`, t.root+"\n", "policy", "set", file, "--reason", "as in the data room", "--as", rootName, "--json")
}

// leave signs the member out.
func (t *tour) leave() {
	t.click(target{text: member, kind: "*kit.MenuButton"})
	t.click(on("Sign out"))
	t.waitFor(signInPage)
}
