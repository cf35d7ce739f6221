package policy

// The methods of two-step verification, as TwoStepMethods names them.
const (
	MethodTOTP         = "totp"
	MethodPasskey      = "passkey"
	MethodRecoveryCode = "recovery_code"
)
