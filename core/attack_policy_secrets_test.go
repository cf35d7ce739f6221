package core_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// quietBuffer takes a log.
type quietBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (q *quietBuffer) Write(p []byte) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.text.Write(p)
}

// Neither what a policy bans nor a password that it judges stands in the log, the
// events or an error, whatever is wrong with the policy (ASVS 16.2.5).
func TestBannedEntriesAreToldNowhere(t *testing.T) {
	const canary, secret = "canaryentry", "canarysecret of ada lovelace"
	var log quietBuffer
	b := newBedOf(t, core.Config{Hasher: cheap(t, 64), Log: slog.New(slog.NewTextHandler(&log, nil))})
	root := b.root()
	told := []string{}
	note := func(err error) {
		for ; err != nil; err = errors.Unwrap(err) {
			told = append(told, err.Error(), fmt.Sprintf("%+v", core.ProblemsOf(err)))
		}
	}
	save := func(entries ...string) error {
		draft := draftOf(b.policyOf(root, core.DefaultPolicy))
		draft.Reason = "for the test"
		draft.Policy.Complexity.Banned, draft.Policy.Complexity.BannedMatch = entries, policy.MatchFuzzy
		_, err := b.site.SavePolicy(t.Context(), root, draft)
		note(err)
		return err
	}
	for _, entry := range []string{canary + "\xff", "", canary + strings.Repeat("x", policy.MaxBannedBytes)} {
		if save(canary, entry) == nil {
			t.Errorf("an entry of %d bytes was taken", len(entry))
		}
	}
	must(t, save(canary, secret))
	_, err := b.change(root, rootPassword, secret)
	note(err)
	wantFields(t, err, core.FieldNew)
	_, _, err = b.try("ada", secret)
	note(err)
	_, _, err = b.try(canary+" "+secret, rootPassword)
	note(err)
	b.byHand(`DROP TRIGGER policy_revisions_keep; UPDATE policy_revisions SET document = replace(document, 'canaryentry', 'canaryother')`)
	_, site := b.open(nil)
	_, err = site.PolicyRevisions(t.Context(), root, core.RevisionQuery{Policy: core.DefaultPolicy, Limit: 100})
	must(t, err)
	_, _, err = tryOn(t.Context(), site, "ada", rootPassword)
	must(t, err)
	for _, e := range b.events(1) {
		told = append(told, fmt.Sprintf("%+v", e))
	}
	for _, text := range append(told, log.text.String()) {
		if strings.Contains(text, "canary") {
			t.Errorf("told: %.300s", text)
		}
	}
	if log.text.Len() == 0 {
		t.Error("the log says nothing")
	}
}
