package policy

// Passkeys says who may have a passkey, and who has to.
type Passkeys string

// The cases.
const (
	// PasskeysOptional: whoever likes adds one.
	PasskeysOptional Passkeys = "optional"
	// PasskeysOff: none can be added, and none signs in.
	PasskeysOff      Passkeys = "off"
	PasskeysRequired Passkeys = "required"
	// PasskeysByRole: the roles in PasskeyRoles have to have one.
	PasskeysByRole Passkeys = "by_role"
)

// Allowed tells whether a passkey can be added and signs in. The empty value is
// PasskeysOptional.
func (p Passkeys) Allowed() bool { return p != PasskeysOff }

// Demanded tells whether anybody has to have a passkey.
func (p Passkeys) Demanded() bool { return p == PasskeysRequired || p == PasskeysByRole }

// The kinds of passkeys, by where they are kept, as PasskeyKinds names them.
const (
	PasskeyPhone       = "phone"
	PasskeySecurityKey = "security-key"
	PasskeyThisDevice  = "this-device"
)
