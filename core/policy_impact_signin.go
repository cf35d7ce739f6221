package core

import (
	"gatehouse/core/passkey"
	"gatehouse/core/policy"
)

// allKinds are the kinds that a passkey can have in the store.
func allKinds() []passkey.Kind {
	return []passkey.Kind{passkey.AnyKind, passkey.Phone, passkey.SecurityKey, passkey.ThisDevice}
}

// signIn asks what the part of a policy about the sign-in would do.
func (q *ImpactQuery) signIn(s policy.SignIn) {
	held := ruling{compiled: &compiled{Policy: policy.Policy{SignIn: s}}}
	q.PasskeyKinds = nil
	for _, kind := range allKinds() {
		if held.allowsKind(kind) {
			q.PasskeyKinds = append(q.PasskeyKinds, kind)
		}
	}
	q.TwoStepRoles, q.PasskeyRoles, q.PasskeyShut = nil, nil, nil
	for _, role := range []Role{RoleMember, RoleAdmin, RoleRoot} {
		if held.requires(role) {
			q.TwoStepRoles = append(q.TwoStepRoles, role)
		}
		if held.needsPasskey(role) {
			q.PasskeyRoles = append(q.PasskeyRoles, role)
		}
		if held.asksForCode(role) {
			q.PasskeyShut = append(q.PasskeyShut, role)
		}
	}
	q.PasskeySecond, q.PasskeyOnly = held.allows(policy.MethodPasskey), s.PasskeyOnly
}

// OfSignIn are the kinds about the sign-in that there can be any accounts of.
func (q ImpactQuery) OfSignIn() []ImpactKind {
	var kinds []ImpactKind
	if len(q.TwoStepRoles) > 0 {
		kinds = append(kinds, ImpactTwoStep)
	}
	if len(q.PasskeyRoles) > 0 {
		kinds = append(kinds, ImpactPasskey)
	}
	if len(q.PasskeyKinds) < len(allKinds()) || len(q.PasskeyShut) > 0 {
		kinds = append(kinds, ImpactPasskeyLost)
	}
	if q.PasskeyOnly {
		kinds = append(kinds, ImpactPasswordOff)
	}
	return kinds
}
