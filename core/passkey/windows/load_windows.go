package windows

import (
	"fmt"
	"unsafe"

	sys "golang.org/x/sys/windows"

	"gatehouse/core/passkey"
)

// dll is webauthn.dll with the functions of its first API version.
type dll struct {
	getAPIVersion   *sys.LazyProc
	isPlatformThere *sys.LazyProc
	makeCredential  *sys.LazyProc
	getAssertion    *sys.LazyProc
	freeCredential  *sys.LazyProc
	freeAsserted    *sys.LazyProc
	getCancellation *sys.LazyProc
	cancelCurrent   *sys.LazyProc
	getErrorName    *sys.LazyProc
}

// load finds the library in the system's folder, where only an administrator can put
// one. It returns ErrNotSupported.
func load() (library, error) { return loadFrom(sys.NewLazySystemDLL("webauthn.dll")) }

// loadFrom finds all functions of a library before one is called. It returns
// ErrNotSupported.
func loadFrom(file *sys.LazyDLL) (library, error) {
	if err := file.Load(); err != nil {
		return nil, fmt.Errorf("%w: webauthn.dll is not here", passkey.ErrNotSupported)
	}
	d := new(dll)
	for _, function := range []struct {
		proc **sys.LazyProc
		name string
	}{
		{&d.getAPIVersion, "WebAuthNGetApiVersionNumber"},
		{&d.isPlatformThere, "WebAuthNIsUserVerifyingPlatformAuthenticatorAvailable"},
		{&d.makeCredential, "WebAuthNAuthenticatorMakeCredential"},
		{&d.getAssertion, "WebAuthNAuthenticatorGetAssertion"},
		{&d.freeCredential, "WebAuthNFreeCredentialAttestation"},
		{&d.freeAsserted, "WebAuthNFreeAssertion"},
		{&d.getCancellation, "WebAuthNGetCancellationId"},
		{&d.cancelCurrent, "WebAuthNCancelCurrentOperation"},
		{&d.getErrorName, "WebAuthNGetErrorName"},
	} {
		proc := file.NewProc(function.name)
		if proc.Find() != nil {
			return nil, fmt.Errorf("%w: webauthn.dll has no %s", passkey.ErrNotSupported, function.name)
		}
		*function.proc = proc
	}
	return d, nil
}

// call calls a function and gives its result, of which the lower half is an HRESULT or a
// DWORD. The functions do not set the thread's last error. The directive keeps what the
// arguments point to alive and in its place during the call, as that of LazyProc.Call does.
//
//go:uintptrescapes
func call(proc *sys.LazyProc, arguments ...uintptr) uint32 {
	result, _, _ := proc.Call(arguments...)
	return uint32(result)
}

func (d *dll) apiVersion() uint32 { return call(d.getAPIVersion) }

// hasPlatform takes a failure for a no: a device that cannot tell cannot be offered.
func (d *dll) hasPlatform() bool {
	var there int32
	result := hresult(call(d.isPlatformThere, uintptr(unsafe.Pointer(&there))))
	return !result.failed() && there != 0
}

func (d *dll) foreground() uintptr { return uintptr(sys.GetForegroundWindow()) }

func (d *dll) cancellation() (guid, hresult) {
	var id guid
	result := hresult(call(d.getCancellation, uintptr(unsafe.Pointer(&id))))
	return id, result
}

func (d *dll) cancel(id guid) { call(d.cancelCurrent, uintptr(unsafe.Pointer(&id))) }

func (d *dll) make(window uintptr, in *makeInputs) (*attestation, hresult) {
	var made *attestation
	result := call(d.makeCredential, window,
		uintptr(unsafe.Pointer(in.rp)), uintptr(unsafe.Pointer(in.user)),
		uintptr(unsafe.Pointer(in.parameters)), uintptr(unsafe.Pointer(in.client)),
		uintptr(unsafe.Pointer(in.options)), uintptr(unsafe.Pointer(&made)))
	return made, hresult(result)
}

func (d *dll) get(window uintptr, in *getInputs) (*assertion, hresult) {
	var used *assertion
	result := call(d.getAssertion, window,
		uintptr(unsafe.Pointer(in.rpID)), uintptr(unsafe.Pointer(in.client)),
		uintptr(unsafe.Pointer(in.options)), uintptr(unsafe.Pointer(&used)))
	return used, hresult(result)
}

func (d *dll) freeAttestation(a *attestation) { call(d.freeCredential, uintptr(unsafe.Pointer(a))) }

func (d *dll) freeAssertion(a *assertion) { call(d.freeAsserted, uintptr(unsafe.Pointer(a))) }

// errorName is a text that belongs to the library and is not freed.
func (d *dll) errorName(result hresult) string {
	name, _, _ := d.getErrorName.Call(uintptr(result))
	if name == 0 {
		return "no name"
	}
	// The number is an address outside of Go's memory, which is said to the compiler this way.
	return sys.UTF16PtrToString(*(**uint16)(unsafe.Pointer(&name)))
}
