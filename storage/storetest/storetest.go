// Package storetest is the suite that every core.Store has to pass, whatever
// engine it keeps its rows in.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"gatehouse/core"
)

// Run tests a kind of store. open gives a new store with nothing in it, and
// closes it when the test ends.
func Run(t *testing.T, open func(t *testing.T) core.Store) {
	t.Helper()
	tests := []struct {
		name string
		run  func(*testing.T, core.Store)
	}{
		{"transaction commits and rolls back", testCommit},
		{"panic rolls back and goes on", testPanic},
		{"error passes unchanged", testErrorPasses},
		{"view cannot write", testViewWrites},
		{"view sees one moment", testSnapshot},
		{"transaction ends with its function", testEnded},
		{"cancelled context changes nothing", testCancelled},
		{"time is one per transaction", testNow},
		{"parallel updates all count", testParallel},
		{"clock", testClock},
		{"closed store refuses", testClosed},
		{"site", testSite},
		{"key slots", testKeySlots},
		{"wrapped keys", testWrappedKeys},
		{"account", testAccount},
		{"account revisions", testRevisions},
		{"unique values", testUnique},
		{"look-alikes", testLookAlikes},
		{"accounts that can be used are listed by role", testUsable},
		{"what vouches for an account is kept", testAccountMACs},
		{"passwords", testPasswords},
		{"security questions", testQuestions},
		{"authenticator apps", testApps},
		{"list tells who has an app", testListedApps},
		{"apps that were not proved", testUnprovedApps},
		{"wrong apps", testWrongApps},
		{"recovery codes", testRecoveryCodes},
		{"codes for emergencies", testEmergencyCodes},
		{"passkeys", testPasskeys},
		{"passkeys are used", testUsedPasskeys},
		{"wrong passkeys", testWrongPasskeys},
		{"list tells who has passkeys", testListedPasskeys},
		{"administrators", testAdministrators},
		{"all that an account is proved by", testCredentials},
		{"throttles", testThrottles},
		{"throttles are swept", testSweep},
		{"sessions", testSessions},
		{"sessions end", testEndSessions},
		{"all sessions end", testEndAllSessions},
		{"events", testEvents},
		{"wrong events", testWrongEvents},
		{"history is found as asked", testHistoryQueries},
		{"answers, habits and purging of the history", testHistoryRest},
		{"documents", testDocuments},
		{"chosen events", testEventsOf},
		{"odd events", testOddEvents},
		{"purges", testPurges},
		{"keeping of the log", testLogKeeping},
		{"notices", testNotices},
		{"list in pages", testPages},
		{"list filters", testFilters},
		{"list finds what a person would", testSearch},
		{"list finds long searches as typed", testLongSearch},
		{"list refuses a wrong page", testWrongPage},
		{"policies", testPolicies},
		{"policies are unique while in use", testUniquePolicies},
		{"revisions of policies", testPolicyRevisions},
		{"wrong revisions", testWrongRevisions},
		{"groups", testGroups},
		{"lists of leaked passwords", testBreached},
		{"terms", testTerms},
		{"settings", testSettings},
		{"former passwords", testHistory},
		{"former passwords by policy", testKeepHistoryOf},
		{"own changes", testOwnChanges},
		{"deleted account leaves nothing", testDeletedLeavesNothing},
		{"wrong passwords are forgotten", testForgetWrong},
		{"any people under any policies", testTown},
		{"impact on nobody, and wrong lists", testWrongImpact},
		{"check and info", testCheck},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { test.run(t, open(t)) })
	}
}

// noon is the time in rows of the tests.
var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// errStop ends a transaction so that it leaves nothing.
var errStop = errors.New("stop")

// update runs a transaction that must go well.
func update(t *testing.T, s core.Store, do func(core.Tx) error) {
	t.Helper()
	if err := s.Update(context.Background(), do); err != nil {
		t.Fatal(err)
	}
}

// view runs a reading transaction that must go well.
func view(t *testing.T, s core.Store, do func(core.Tx) error) {
	t.Helper()
	if err := s.View(context.Background(), do); err != nil {
		t.Fatal(err)
	}
}

// want tests that err is target.
func want(err, target error) error {
	if errors.Is(err, target) {
		return nil
	}
	return fmt.Errorf("error %v, want %v", err, target)
}

// same tests that two comparable values are one.
func same[T comparable](what string, got, wanted T) error {
	if got == wanted {
		return nil
	}
	return fmt.Errorf("%s is %v, want %v", what, got, wanted)
}

// named makes an account from its name alone.
func named(name string) core.Account {
	return core.Account{
		Name: name, Key: name, Skeleton: "~" + name, Role: core.RoleMember, State: core.StateActive,
		CreatedAt: noon, UpdatedAt: noon,
	}
}

// add stores an account and gives it with its number.
func add(t *testing.T, s core.Store, a core.Account) core.Account {
	t.Helper()
	update(t, s, func(tx core.Tx) error { return tx.InsertAccount(&a) })
	return a
}

// failures reads the count of a subject.
func failures(t *testing.T, s core.Store, subject string) int {
	t.Helper()
	count := 0
	view(t, s, func(tx core.Tx) error {
		found, err := tx.Throttle(subject)
		count = found.Failures
		return err
	})
	return count
}

// guess counts one failure of a subject.
func guess(tx core.Tx, subject string) error {
	count, err := tx.Throttle(subject)
	if err != nil {
		return err
	}
	count.Failures++
	count.UpdatedAt = tx.Now()
	return tx.PutThrottle(count)
}
