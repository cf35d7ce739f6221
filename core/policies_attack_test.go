package core_test

import (
	"context"
	"sync"
	"testing"

	"gatehouse/core"
	"gatehouse/core/policy"
)

// policyActs are all use cases of the policy, each on one account.
func policyActs(t *testing.T, b *bed, plant core.PolicyID, target core.AccountID) map[string]func(core.Token) error {
	site := b.site
	return map[string]func(core.Token) error{
		"list": func(k core.Token) error { _, err := site.Policies(t.Context(), k); return err },
		"open": func(k core.Token) error { _, err := site.Policy(t.Context(), k, 1); return err },
		"revisions": func(k core.Token) error {
			_, err := site.PolicyRevisions(t.Context(), k, core.RevisionQuery{Policy: 1, Limit: 1})
			return err
		},
		"save": func(k core.Token) error {
			_, err := site.SavePolicy(t.Context(), k, core.PolicyDraft{ID: 1, Base: -1, Name: "x", Policy: longer(15)})
			return err
		},
		"restore": func(k core.Token) error { _, err := site.RestorePolicy(t.Context(), k, 1, 1, "x"); return err },
		"remove":  func(k core.Token) error { return site.RemovePolicy(t.Context(), k, 1, "") },
		"impact": func(k core.Token) error {
			_, err := site.PolicyImpact(t.Context(), k, 1, longer(15), nil)
			return err
		},
		"assign":    func(k core.Token) error { return site.AssignPolicy(t.Context(), k, target, plant) },
		"groups":    func(k core.Token) error { _, err := site.Groups(t.Context(), k); return err },
		"calendar":  func(k core.Token) error { _, err := site.ExpiryCalendar(t.Context(), k, 30); return err },
		"regroup":   func(k core.Token) error { return site.RemoveGroup(t.Context(), k, 99) },
		"new group": func(k core.Token) error { _, err := site.SaveGroup(t.Context(), k, core.GroupEdit{}); return err },
		"stagger": func(k core.Token) error {
			_, err := site.StaggerExpiry(t.Context(), k, b.clock.Now(), 3)
			return err
		},
		"move": func(k core.Token) error { return site.MoveExpiry(t.Context(), k, target, b.clock.Now()) },
	}
}

// Every role against every use case of the policy.
func TestPolicyRights(t *testing.T) {
	b := newBed(t)
	root := b.root()
	plant := b.newPolicy(root, "Plant", 1, 16)
	target := b.add(root, "target", core.RoleMember)
	b.add(root, "an.admin", core.RoleAdmin)
	b.add(root, "a.member", core.RoleMember)
	tokens := map[core.Role]core.Token{
		core.RoleRoot: root, core.RoleAdmin: b.in("an.admin", memberPassword), core.RoleMember: b.in("a.member", memberPassword),
	}
	onlyRoot := map[string]bool{"stagger": true, "move": true}
	refused := 0
	for act, do := range policyActs(t, b, plant.ID, target) {
		for role, token := range tokens {
			forbidden := core.ErrorCode(do(token)) == core.CodeForbidden
			allowed := role == core.RoleRoot || role == core.RoleAdmin && !onlyRoot[act]
			if forbidden == allowed {
				t.Errorf("%s: %s: forbidden %v", act, role, forbidden)
			}
			if forbidden {
				refused++
			}
		}
	}
	if n := b.count(core.EventForbidden); n != refused {
		t.Errorf("%d refusals are recorded, %d were made", n, refused)
	}
	must(t, b.site.SignOut(t.Context(), root))
	for act, do := range policyActs(t, b, plant.ID, target) {
		if code := core.ErrorCode(do(root)); code != core.CodeSession {
			t.Errorf("%s without a session: %q", act, code)
		}
	}
}

// An admin owns the policies, but says of no admin or root account which one it
// has: not by assignment, and not by a group.
func TestAdminCannotWeakenRoot(t *testing.T) {
	b := newBed(t)
	root := b.root()
	weak := b.newPolicy(root, "Weak", 1, 16)
	admin, member := b.add(root, "adm", core.RoleAdmin), b.add(root, "ben", core.RoleMember)
	group := func(by core.Token, edit core.GroupEdit) (core.GroupView, error) {
		return b.site.SaveGroup(t.Context(), by, edit)
	}
	roots, err := group(root, core.GroupEdit{Name: "Roots", Members: []string{"ada"}})
	must(t, err)
	strict, err := group(root, core.GroupEdit{Name: "Strict", Policy: weak.ID, Members: []string{"adm", "ben"}})
	must(t, err)
	by := b.in("adm", memberPassword)
	before := b.policyState()
	tests := map[string]func() error{
		"root":    func() error { return b.site.AssignPolicy(t.Context(), by, firstID, weak.ID) },
		"himself": func() error { return b.site.AssignPolicy(t.Context(), by, admin, weak.ID) },
		"a group with root gets a policy": func() error {
			_, err := group(by, core.GroupEdit{ID: roots.ID, Name: "Roots", Policy: weak.ID, Members: []string{"ada"}})
			return err
		},
		"root comes into a group": func() error {
			_, err := group(by, core.GroupEdit{Name: "New", Policy: weak.ID, Members: []string{"ben", "ada"}})
			return err
		},
		"himself out of a group": func() error {
			_, err := group(by, core.GroupEdit{ID: strict.ID, Name: "Strict", Policy: weak.ID, Members: []string{"ben"}})
			return err
		},
		"the group of an admin": func() error { return b.site.RemoveGroup(t.Context(), by, strict.ID) },
		"moves a date":          func() error { return b.site.MoveExpiry(t.Context(), by, member, b.clock.Now()) },
	}
	for name, act := range tests {
		t.Run(name, func(t *testing.T) { wantCode(t, act(), core.CodeForbidden) })
	}
	if after := b.policyState(); after != before {
		t.Errorf("left\n%s\nwas\n%s", after, before)
	}
	_, err = group(by, core.GroupEdit{ID: strict.ID, Name: "Stricter", Policy: weak.ID, Members: []string{"ben", "adm"}})
	must(t, err)
	must(t, b.site.AssignPolicy(t.Context(), by, member, weak.ID))
	view, err := b.site.Account(t.Context(), by, member)
	must(t, err)
	if view.MayMoveExpiry {
		t.Error("an admin may move an expiry date")
	}
}

// What somebody writes into the rows of a policy by hand holds for nobody: the
// rules of a new site stand in its place and say so, until it is saved again.
func TestPolicyEditedByHand(t *testing.T) {
	edits := map[string]string{
		"document":        `DROP TRIGGER policy_revisions_keep; UPDATE policy_revisions SET document = replace(document, '20', '2')`,
		"no document":     `DROP TRIGGER policy_revisions_keep; UPDATE policy_revisions SET document = '{}'`,
		"reason":          `DROP TRIGGER policy_revisions_keep; UPDATE policy_revisions SET reason = 'none'`,
		"former revision": `UPDATE policies SET newest = 1, number = 1`,
		"number":          `UPDATE policies SET number = 7`,
		"another's rules": `UPDATE policies SET newest = 3`,
		"name":            `UPDATE policies SET name = 'Other'`,
		"MAC":             `UPDATE policies SET mac = zeroblob(32)`,
		"removed":         `UPDATE policies SET removed_at = 1 WHERE id = 1`,
		"revisions swapped": `DROP TRIGGER policy_revisions_keep; UPDATE policy_revisions SET id = 9 WHERE id = 1;
			UPDATE policy_revisions SET id = 1 WHERE id = 2; UPDATE policy_revisions SET id = 2 WHERE id = 9`,
		"no such revision": `UPDATE policies SET newest = 99 WHERE id = 1`,
	}
	for name, edit := range edits {
		t.Run(name, func(t *testing.T) {
			b := newBed(t)
			root := b.root()
			b.saved(root, core.DefaultPolicy, func(d *core.PolicyDraft) { d.Policy.Complexity.MinLength = new(20) })
			b.newPolicy(root, "Weak", 1, 16)
			_, site := b.open(nil)
			b.site = site
			b.byHand(edit)
			view := b.policyOf(root, core.DefaultPolicy)
			if !view.Altered || len(policy.Diff(view.Policy, policy.Default())) != 0 {
				t.Fatalf("%+v", view)
			}
			list, err := b.site.Policies(t.Context(), root)
			must(t, err)
			if len(list) == 0 || !list[0].Default() || !list[0].Altered {
				t.Fatalf("%+v", list)
			}
			b.in("ada", rootPassword)
			_, err = b.site.AddAccount(t.Context(), root, core.NewAccount{Name: "ben", Role: core.RoleMember})
			must(t, err)
			draft := draftOf(view)
			draft.Name, draft.Policy = "Site policy", longer(20)
			healed, err := b.site.SavePolicy(t.Context(), root, draft)
			must(t, err)
			if healed.Altered || healed.Number != 3 || healed.Rank != 0 || *healed.Policy.Complexity.MinLength != 20 {
				t.Errorf("%+v", healed)
			}
			// At the sign-in that it held for, and when it was saved.
			if n := b.count(core.EventPolicyAltered); n != 2 {
				t.Errorf("%d lines in the log tell of it", n)
			}
			if e := b.effectiveOf(root, firstID); e.Number != 3 || e.Name != "Site policy" {
				t.Errorf("%+v holds", e)
			}
		})
	}
}

// A revision that was changed by hand is marked and does not come back.
func TestRevisionEditedByHand(t *testing.T) {
	b := newBed(t)
	root := b.root()
	for _, length := range []int{20, 21, 22} {
		b.saved(root, core.DefaultPolicy, func(d *core.PolicyDraft) { d.Policy.Complexity.MinLength = &length })
	}
	b.byHand(`DROP TRIGGER policy_revisions_keep; UPDATE policy_revisions SET document = replace(document, '20', '2') WHERE number = 2`)
	page, err := b.site.PolicyRevisions(t.Context(), root, core.RevisionQuery{Policy: core.DefaultPolicy, Limit: 100})
	must(t, err)
	list := page.Revisions
	for _, r := range list {
		if r.Altered != (r.Number == 2) || len(r.Changes) > 0 != (r.Number == 4) {
			t.Errorf("%+v", r)
		}
	}
	_, err = b.site.RestorePolicy(t.Context(), root, core.DefaultPolicy, 2, "back")
	wantCode(t, err, core.CodeRefused)
	if b.policyOf(root, core.DefaultPolicy).Altered {
		t.Error("the revision in force is altered")
	}
}

// Two programs save at the same moment: one of them learns of the other.
func TestPolicySavedTwiceAtOnce(t *testing.T) {
	b := newBed(t)
	root := b.root()
	_, other := b.open(nil)
	for i := range 10 {
		view := b.policyOf(root, core.DefaultPolicy)
		var errs [2]error
		var wait sync.WaitGroup
		for k, site := range []*core.Site{b.site, other} {
			wait.Go(func() {
				draft := draftOf(view)
				length := 16 + 2*i + k
				draft.Policy.Complexity.MinLength = &length
				_, errs[k] = site.SavePolicy(t.Context(), root, draft)
			})
		}
		wait.Wait()
		if errs[0] != nil {
			errs[0], errs[1] = errs[1], errs[0]
		}
		must(t, errs[0])
		wantCode(t, errs[1], core.CodeConflict)
		if now := b.policyOf(root, core.DefaultPolicy); now.Number != view.Number+1 {
			t.Fatalf("revision %d follows %d", now.Number, view.Number)
		}
	}
}

// policyFaults fails the writes of the policy, too.
type policyFaults struct{ faultyTx }

func (f policyFaults) try(write func() error) error {
	if err := f.store.count(); err != nil {
		return err
	}
	return write()
}

func (f policyFaults) InsertPolicy(p *core.PolicyRecord) error {
	return f.try(func() error { return f.Tx.InsertPolicy(p) })
}

func (f policyFaults) UpdatePolicy(p core.PolicyRecord) error {
	return f.try(func() error { return f.Tx.UpdatePolicy(p) })
}

func (f policyFaults) InsertRevision(r *core.PolicyRevision) error {
	return f.try(func() error { return f.Tx.InsertRevision(r) })
}

func (f policyFaults) InsertGroup(g *core.GroupRecord) error {
	return f.try(func() error { return f.Tx.InsertGroup(g) })
}

func (f policyFaults) UpdateGroup(g core.GroupRecord) error {
	return f.try(func() error { return f.Tx.UpdateGroup(g) })
}

func (f policyFaults) DeleteGroup(id core.GroupID) error {
	return f.try(func() error { return f.Tx.DeleteGroup(id) })
}

func (f policyFaults) SetMembers(id core.GroupID, all []core.AccountID) error {
	return f.try(func() error { return f.Tx.SetMembers(id, all) })
}

func (f policyFaults) PutTerms(r core.Terms) error {
	return f.try(func() error { return f.Tx.PutTerms(r) })
}

func (f policyFaults) KeepHistory(id core.AccountID, keep int) error {
	return f.try(func() error { return f.Tx.KeepHistory(id, keep) })
}

func (f policyFaults) KeepHistoryOf(id core.PolicyID, keep int) error {
	return f.try(func() error { return f.Tx.KeepHistoryOf(id, keep) })
}

func (f policyFaults) AddNotice(n core.Notice) error {
	return f.try(func() error { return f.Tx.AddNotice(n) })
}

// Every use case of the policy, with each of its writes failing in turn, is
// refused as a whole.
func TestPolicyFaultsRefuse(t *testing.T) {
	type scene struct {
		*bed
		root   core.Token
		member core.AccountID
		plant  core.PolicyID
		group  core.GroupID
	}
	ctx := t.Context()
	acts := map[string]func(s scene, site *core.Site) error{
		"new": func(s scene, site *core.Site) error {
			_, err := site.SavePolicy(ctx, s.root, core.PolicyDraft{Name: "New", Rank: 7, Policy: longer(15)})
			return err
		},
		"save": func(s scene, site *core.Site) error {
			draft := draftOf(s.policyOf(s.root, s.plant))
			draft.Rank, draft.Policy.Change.HistoryDepth = 8, new(1)
			_, err := site.SavePolicy(ctx, s.root, draft)
			return err
		},
		"restore": func(s scene, site *core.Site) error {
			_, err := site.RestorePolicy(ctx, s.root, s.plant, 1, "back")
			return err
		},
		"remove": func(s scene, site *core.Site) error { return site.RemovePolicy(ctx, s.root, s.plant, "") },
		"assign": func(s scene, site *core.Site) error { return site.AssignPolicy(ctx, s.root, s.member, s.plant) },
		"group": func(s scene, site *core.Site) error {
			_, err := site.SaveGroup(ctx, s.root, core.GroupEdit{Name: "New", Policy: s.plant, Members: []string{"ben"}})
			return err
		},
		"regroup": func(s scene, site *core.Site) error {
			_, err := site.SaveGroup(ctx, s.root, core.GroupEdit{ID: s.group, Name: "Yard", Members: []string{"ada"}})
			return err
		},
		"ungroup": func(s scene, site *core.Site) error { return site.RemoveGroup(ctx, s.root, s.group) },
		"move": func(s scene, site *core.Site) error {
			return site.MoveExpiry(ctx, s.root, s.member, s.clock.Now().AddDate(0, 0, 9))
		},
		"stagger": func(s scene, site *core.Site) error {
			_, err := site.StaggerExpiry(ctx, s.root, s.clock.Now().AddDate(0, 0, 30), 5)
			return err
		},
	}
	build := func(t *testing.T) scene {
		b := newBed(t)
		s := scene{bed: b, root: b.root()}
		s.member = b.add(s.root, "ben", core.RoleMember)
		s.plant = b.newPolicy(s.root, "Plant", 1, 16).ID
		b.saved(s.root, s.plant, func(d *core.PolicyDraft) {
			d.Policy.Change.HistoryDepth, d.Policy.Expiration.MaxAgeDays, d.Reason = new(5), new(30), "for the test"
		})
		view, err := b.site.SaveGroup(ctx, s.root, core.GroupEdit{Name: "Plant", Policy: s.plant, Members: []string{"ben", "ada"}})
		must(t, err)
		s.group = view.ID
		b.remember(s.member, 5)
		return s
	}
	for name, act := range acts {
		t.Run(name, func(t *testing.T) {
			s := build(t)
			faulty := &faultyStore{}
			_, site := s.open(func(inner core.Store) core.Store { faulty.Store = inner; return policyStore{faulty} })
			before := s.policyState()
			for fail := 1; ; fail += faultStep {
				faulty.fail, faulty.writes = fail, 0
				err := act(s, site)
				if faulty.writes < fail {
					must(t, err)
					if fail == 1 {
						t.Fatal("the act wrote nothing")
					}
					return
				}
				wantCode(t, err, core.CodeFault)
				if after := s.policyState(); after != before {
					t.Fatalf("write %d failed and left\n%s\nwas\n%s", fail, after, before)
				}
				report, err := s.site.VerifyLog(ctx)
				must(t, err)
				if report.BadLine != 0 {
					t.Fatalf("line %d of the log is broken", report.BadLine)
				}
			}
		})
	}
}

// policyStore is a faultyStore whose writes of the policy fail, too.
type policyStore struct{ *faultyStore }

func (f policyStore) Update(ctx context.Context, do func(core.Tx) error) error {
	return f.Store.Update(ctx, func(tx core.Tx) error { return do(policyFaults{faultyTx{Tx: tx, store: f.faultyStore}}) })
}

// A former, weaker revision that somebody puts in the place of the one in force
// does not hold: it knows which it is.
func TestFormerRevisionPutInPlace(t *testing.T) {
	b := newBed(t)
	root := b.root()
	for _, length := range []int{9, 20} {
		b.saved(root, core.DefaultPolicy, func(d *core.PolicyDraft) { d.Policy.Complexity.MinLength, d.Reason = &length, "x" })
	}
	b.byHand(`DROP TRIGGER policy_revisions_keep`, `UPDATE policy_revisions SET id = 9 WHERE id = 2`,
		`UPDATE policy_revisions SET id = 2 WHERE id = 3`, `UPDATE policy_revisions SET id = 3 WHERE id = 9`)
	_, site := b.open(nil)
	_, err := site.ChangePassword(t.Context(), root, core.OwnChange{Current: rootPassword, New: "ten4others", Confirm: "ten4others"})
	wantFields(t, err, core.FieldNew)
	view, err := site.Policy(t.Context(), root, core.DefaultPolicy)
	must(t, err)
	if !view.Altered || *view.Policy.Complexity.MinLength != 15 {
		t.Errorf("%+v", view)
	}
}
